import { type Account, grown } from './byte-table.js'
import { ValueKind } from './table.js'

/** Kinds of an entry before it is encoded: those of a vector, and texts by reference. */
export const EntryKind = { ...ValueKind, longText: 7, longEscaped: 8 } as const

const minCapacity = 4

/** What is kept of each entry of a column, in lanes that are made when something is to be kept there. */
export class EntryLanes {
  count = 0
  /** Kind of all entries, where `kinds` is not there. */
  kind: number = EntryKind.missing
  kinds: Uint8Array | undefined
  /** Rows relative to the group's first; where they are not there, entry i is row i. */
  positions: Uint16Array | undefined
  /** Numbers; starts of json and long texts. */
  numbers: Float64Array | undefined
  /** Lengths of json and long texts. */
  sizes: Float64Array | undefined
  codes: Uint16Array | undefined
  /** Entries that the lanes have room for. */
  #capacity = minCapacity

  constructor(protected readonly account: Account) {}

  position(entry: number): number {
    return this.positions === undefined ? entry : this.positions[entry]!
  }

  kindOf(entry: number): number {
    return this.kinds === undefined ? this.kind : this.kinds[entry]!
  }

  protected laneBytes(): number {
    let bytes = 0
    if (this.positions !== undefined) bytes += this.positions.byteLength
    if (this.kinds !== undefined) bytes += this.kinds.byteLength
    if (this.numbers !== undefined) bytes += this.numbers.byteLength
    if (this.sizes !== undefined) bytes += this.sizes.byteLength
    if (this.codes !== undefined) bytes += this.codes.byteLength
    return bytes
  }

  /** `keep`: all but those that most groups do without. */
  protected dropLanes(keep: boolean): void {
    this.positions = undefined
    this.kinds = undefined
    if (keep) return
    this.#capacity = minCapacity
    this.numbers = undefined
    this.sizes = undefined
    this.codes = undefined
  }

  /** Makes room for `more` entries. */
  protected reserve(more: number): void {
    if (this.count + more <= this.#capacity) return
    const before = this.laneBytes()
    this.#capacity = Math.max(this.count + more, this.#capacity * 2)
    const capacity = this.#capacity
    if (this.positions !== undefined) this.positions = grown(this.positions, capacity)
    if (this.kinds !== undefined) this.kinds = grown(this.kinds, capacity)
    if (this.numbers !== undefined) this.numbers = grown(this.numbers, capacity)
    if (this.sizes !== undefined) this.sizes = grown(this.sizes, capacity)
    if (this.codes !== undefined) this.codes = grown(this.codes, capacity)
    this.account.bytes += this.laneBytes() - before
  }

  protected positionLane(): Uint16Array {
    const lane = new Uint16Array(this.#capacity)
    for (let entry = 0; entry < this.count; entry++) lane[entry] = entry
    this.positions = lane
    this.account.bytes += lane.byteLength
    return lane
  }

  protected kindLane(): Uint8Array {
    const lane = new Uint8Array(this.#capacity).fill(this.kind, 0, this.count)
    this.kinds = lane
    this.account.bytes += lane.byteLength
    return lane
  }

  protected numberLane(): Float64Array {
    if (this.numbers === undefined) {
      this.numbers = new Float64Array(this.#capacity)
      this.account.bytes += this.numbers.byteLength
    }
    return this.numbers
  }

  protected sizeLane(): Float64Array {
    if (this.sizes === undefined) {
      this.sizes = new Float64Array(this.#capacity)
      this.account.bytes += this.sizes.byteLength
    }
    return this.sizes
  }

  protected codeLane(): Uint16Array {
    if (this.codes === undefined) {
      this.codes = new Uint16Array(this.#capacity)
      this.account.bytes += this.codes.byteLength
    }
    return this.codes
  }
}

import type { Account } from './byte-table.js'
import type { Lane } from './lanes.js'
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

  constructor(protected readonly account: Account) {
    // What is set once more now V8 does not take for constant: or all that reads it is compiled again when a group ends.
    this.dropLanes(false)
  }

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
    this.#give(this.positions)
    this.#give(this.kinds)
    this.positions = undefined
    this.kinds = undefined
    if (keep) return
    this.#give(this.numbers)
    this.#give(this.sizes)
    this.#give(this.codes)
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
    const { count } = this
    const { pool } = this.account
    if (this.positions !== undefined) this.positions = pool.grow(this.positions, count, capacity)
    if (this.kinds !== undefined) this.kinds = pool.grow(this.kinds, count, capacity)
    if (this.numbers !== undefined) this.numbers = pool.grow(this.numbers, count, capacity)
    if (this.sizes !== undefined) this.sizes = pool.grow(this.sizes, count, capacity)
    if (this.codes !== undefined) this.codes = pool.grow(this.codes, count, capacity)
    this.account.bytes += this.laneBytes() - before
  }

  protected positionLane(): Uint16Array {
    const lane = this.account.pool.take(Uint16Array, this.#capacity)
    for (let entry = 0; entry < this.count; entry++) lane[entry] = entry
    this.positions = lane
    this.account.bytes += lane.byteLength
    return lane
  }

  protected kindLane(): Uint8Array {
    const lane = this.account.pool.take(Uint8Array, this.#capacity).fill(this.kind, 0, this.count)
    this.kinds = lane
    this.account.bytes += lane.byteLength
    return lane
  }

  protected numberLane(): Float64Array {
    if (this.numbers === undefined) {
      this.numbers = this.account.pool.take(Float64Array, this.#capacity)
      this.account.bytes += this.numbers.byteLength
    }
    return this.numbers
  }

  protected sizeLane(): Float64Array {
    if (this.sizes === undefined) {
      this.sizes = this.account.pool.take(Float64Array, this.#capacity)
      this.account.bytes += this.sizes.byteLength
    }
    return this.sizes
  }

  protected codeLane(): Uint16Array {
    if (this.codes === undefined) {
      this.codes = this.account.pool.take(Uint16Array, this.#capacity)
      this.account.bytes += this.codes.byteLength
    }
    return this.codes
  }

  #give(lane: Lane | undefined): void {
    if (lane !== undefined) this.account.pool.give(lane)
  }
}

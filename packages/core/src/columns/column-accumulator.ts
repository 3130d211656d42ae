import { type Account, ByteTable, grown } from './byte-table.js'
import { ValueKind } from './table.js'

/** Kinds of an entry before it is encoded: those of a vector, and texts by reference. */
export const EntryKind = { ...ValueKind, longText: 7, longEscaped: 8 } as const

const overheadBytes = 400
const minCapacity = 4

/**
 * The values of one shape node in the rows of one group that is not closed yet: packed entries in row order.
 * Rows without an entry are missing. Only the last entry may still change (the row that is open).
 */
export class ColumnAccumulator {
  count = 0
  /** Rows relative to the group's first. */
  positions = new Uint16Array(minCapacity)
  kinds = new Uint8Array(minCapacity)
  /** Numbers; starts of json and long texts. */
  numbers: Float64Array | undefined
  /** Lengths of json and long texts. */
  sizes: Float64Array | undefined
  codes: Uint16Array | undefined
  texts: ByteTable | undefined
  /** Exact texts of numbers that their doubles do not hold. */
  readonly exacts = new Map<number, Uint8Array>()
  exactBytes = 0
  /** Most decimal places of a number so far; -1 once one has more than a scale can say. */
  scale = 0
  readonly #account: Account

  constructor(
    readonly node: number,
    account: Account,
  ) {
    this.#account = account
    account.bytes += this.bytes
  }

  get bytes(): number {
    const lanes = [this.positions, this.kinds, this.numbers, this.sizes, this.codes]
    const own = lanes.reduce((sum, lane) => sum + (lane?.byteLength ?? 0), 0)
    return overheadBytes + own + this.exactBytes + (this.texts?.bytes ?? 0)
  }

  /** Size of the chunk it would make, within a factor of two. */
  get chunkBytes(): number {
    return (
      this.count * 11 +
      this.exactBytes +
      (this.texts === undefined ? 0 : this.texts.used + this.texts.size * 4)
    )
  }

  addPlain(position: number, kind: number): void {
    this.#add(position, kind)
  }

  /** `places`: decimal places, -1 when unknown. */
  addNumber(position: number, value: number, places: number): void {
    const entry = this.#add(position, EntryKind.number)
    this.#numberLane()[entry] = value
    if (places < 0) this.scale = -1
    else if (this.scale >= 0 && places > this.scale) this.scale = places
  }

  addExact(position: number, nearest: number, exact: Uint8Array): void {
    this.addNumber(position, nearest, -1)
    const bytes = 100 + exact.length
    this.exacts.set(this.count - 1, exact)
    this.exactBytes += bytes
    this.#account.bytes += bytes
  }

  addText(position: number, source: Uint8Array, start: number, end: number): void {
    const entry = this.#add(position, EntryKind.text)
    this.texts ??= new ByteTable(this.#account)
    this.#codeLane()[entry] = this.texts.add(source, start, end)
  }

  /** A container or a long text, by its place in the source. */
  addReference(position: number, kind: number, start: number, size: number): void {
    const entry = this.#add(position, kind)
    this.#numberLane()[entry] = start
    this.#sizeLane()[entry] = size
  }

  /** Drops the entry of the row if it has one. */
  retract(position: number): void {
    if (this.count > 0 && this.positions[this.count - 1] === position) this.#pop()
  }

  /**
   * Starts again with the entry of the row that is open, if it has one: relative to `cut`, the first row that was
   * not encoded. False when nothing was carried over.
   */
  restart(cut: number): boolean {
    const last = this.count - 1
    const carried = last >= 0 && this.positions[last]! >= cut ? this.#entry(last) : undefined
    const before = this.bytes
    this.count = 0
    this.scale = 0
    this.exacts.clear()
    this.exactBytes = 0
    this.texts = undefined
    this.positions = new Uint16Array(minCapacity)
    this.kinds = new Uint8Array(minCapacity)
    this.numbers = undefined
    this.sizes = undefined
    this.codes = undefined
    this.#account.bytes += this.bytes - before
    carried?.(cut)
    return carried !== undefined
  }

  /** Gives back what it takes of the account. */
  release(): void {
    this.#account.bytes -= this.bytes
  }

  #entry(entry: number): (cut: number) => void {
    const position = this.positions[entry]!
    const kind = this.kinds[entry]!
    const value = this.numbers?.[entry] ?? 0
    const size = this.sizes?.[entry] ?? 0
    const exact = this.exacts.get(entry)
    const scale = this.scale
    const { texts } = this
    const code = this.codes?.[entry] ?? 0
    return (cut) => {
      if (exact !== undefined) this.addExact(position - cut, value, exact)
      else if (kind === EntryKind.number) this.addNumber(position - cut, value, scale)
      else if (kind === EntryKind.text)
        this.addText(position - cut, texts!.heap, texts!.offsets[code]!, texts!.offsets[code + 1]!)
      else if (kind >= EntryKind.json) this.addReference(position - cut, kind, value, size)
      else this.addPlain(position - cut, kind)
    }
  }

  /** A second value of the same row replaces the first: the last duplicate wins. */
  #add(position: number, kind: number): number {
    if (this.count > 0 && this.positions[this.count - 1] === position) this.#pop()
    if (this.count === this.positions.length) this.#grow()
    const entry = this.count++
    this.positions[entry] = position
    this.kinds[entry] = kind
    return entry
  }

  #pop(): void {
    this.count--
    this.exacts.delete(this.count)
  }

  #grow(): void {
    const capacity = this.positions.length * 2
    const before = this.bytes
    this.positions = grown(this.positions, capacity)
    this.kinds = grown(this.kinds, capacity)
    if (this.numbers !== undefined) this.numbers = grown(this.numbers, capacity)
    if (this.sizes !== undefined) this.sizes = grown(this.sizes, capacity)
    if (this.codes !== undefined) this.codes = grown(this.codes, capacity)
    this.#account.bytes += this.bytes - before
  }

  #numberLane(): Float64Array {
    if (this.numbers === undefined) {
      this.numbers = new Float64Array(this.positions.length)
      this.#account.bytes += this.numbers.byteLength
    }
    return this.numbers
  }

  #sizeLane(): Float64Array {
    if (this.sizes === undefined) {
      this.sizes = new Float64Array(this.positions.length)
      this.#account.bytes += this.sizes.byteLength
    }
    return this.sizes
  }

  #codeLane(): Uint16Array {
    if (this.codes === undefined) {
      this.codes = new Uint16Array(this.positions.length)
      this.#account.bytes += this.codes.byteLength
    }
    return this.codes
  }
}

import { type ColumnBatch, Kind } from '../json/column-batch.js'
import { type Account, ByteTable, grown } from './byte-table.js'
import { ValueKind } from './table.js'

/** Kinds of an entry before it is encoded: those of a vector, and texts by reference. */
export const EntryKind = { ...ValueKind, longText: 7, longEscaped: 8 } as const

const overheadBytes = 400
const minCapacity = 4

/** Values of one node in a batch: `batch` at `order[from]` up to `order[to]`, of which rows before `end` are taken; `base` is row 0 of the group. */
export interface ValueRun {
  batch: ColumnBatch
  order: Int32Array
  to: number
  base: number
  end: number
}

/**
 * The values of one shape node in the rows of one group that is not closed yet: packed entries in row order.
 * Rows without an entry are missing. Only the last entry may still change (the row that is open).
 */
export class ColumnAccumulator {
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
  texts: ByteTable | undefined
  /** Exact texts of numbers that their doubles do not hold. */
  readonly exacts = new Map<number, Uint8Array>()
  exactBytes = 0
  /** Most decimal places of a number so far; -1 once one has more than a scale can say. */
  scale = 0
  /** Entries that the lanes have room for. */
  #capacity = minCapacity
  #lastPosition = -1
  readonly #account: Account

  constructor(
    readonly node: number,
    account: Account,
  ) {
    this.#account = account
    account.bytes += this.bytes
  }

  get bytes(): number {
    return overheadBytes + this.#laneBytes() + this.exactBytes + (this.texts?.bytes ?? 0)
  }

  /** Size of the chunk it would make, within a factor of two. */
  get chunkBytes(): number {
    return (
      this.count * 11 +
      this.exactBytes +
      (this.texts === undefined ? 0 : this.texts.used + this.texts.size * 4)
    )
  }

  position(entry: number): number {
    return this.positions === undefined ? entry : this.positions[entry]!
  }

  kindOf(entry: number): number {
    return this.kinds === undefined ? this.kind : this.kinds[entry]!
  }

  addPlain(position: number, kind: number): void {
    this.#add(position, kind)
  }

  /** `places`: decimal places, -1 when unknown. */
  addNumber(position: number, value: number, places: number): void {
    const entry = this.#add(position, EntryKind.number)
    this.#numberLane()[entry] = value
    this.#widenScale(places)
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
    this.#codeLane()[entry] = this.#textTable().add(source, start, end)
  }

  /** A container or a long text, by its place in the source. */
  addReference(position: number, kind: number, start: number, size: number): void {
    const entry = this.#add(position, kind)
    this.#numberLane()[entry] = start
    this.#sizeLane()[entry] = size
  }

  /** Takes texts of at most `maxBytes` from the run, up to the first value that is none; where it stopped. */
  addTexts({ batch, order, to, base, end }: ValueRun, from: number, maxBytes: number): number {
    const { bytes, kind, row, start, size } = batch
    const texts = this.#textTable()
    this.#reserve(to - from)
    const codes = this.#codeLane()
    let at = from
    for (; at < to; at++) {
      const i = order[at]!
      const length = size[i]!
      if (kind[i] !== Kind.text || row[i]! >= end || length > maxBytes) break
      const first = start[i]!
      codes[this.#add(row[i]! - base, EntryKind.text)] = texts.add(bytes, first, first + length)
    }
    return at
  }

  /** Takes numbers from the run, up to the first value that is none; where it stopped. */
  addNumbers({ batch, order, to, base, end }: ValueRun, from: number): number {
    const { kind, row, value, start } = batch
    this.#reserve(to - from)
    const numbers = this.#numberLane()
    let at = from
    for (; at < to; at++) {
      const i = order[at]!
      if (kind[i] !== Kind.number || row[i]! >= end) break
      numbers[this.#add(row[i]! - base, EntryKind.number)] = value[i]!
      const places = start[i]!
      if (places !== this.scale) this.#widenScale(places)
    }
    return at
  }

  /** Drops the entry of the row if it has one. */
  retract(position: number): void {
    if (this.#lastPosition === position) this.#pop()
  }

  /**
   * Starts again with the entry of the row that is open, if it has one: relative to `cut`, the first row that was
   * not encoded. False when nothing was carried over. `keep`: with the memory that it has.
   */
  restart(cut: number, keep: boolean): boolean {
    const last = this.count - 1
    const carried = last >= 0 && this.position(last) >= cut ? this.#entry(last) : undefined
    const before = this.bytes
    this.count = 0
    this.#lastPosition = -1
    this.scale = 0
    this.exacts.clear()
    this.exactBytes = 0
    this.positions = undefined
    this.kinds = undefined
    if (keep) this.texts?.clear()
    else this.#dropLanes()
    this.#account.bytes += this.bytes - before
    carried?.(cut)
    return carried !== undefined
  }

  /** Gives back what it takes of the account. */
  release(): void {
    this.#account.bytes -= this.bytes
  }

  #dropLanes(): void {
    this.#capacity = minCapacity
    this.texts = undefined
    this.numbers = undefined
    this.sizes = undefined
    this.codes = undefined
  }

  #entry(entry: number): (cut: number) => void {
    const position = this.position(entry)
    const kind = this.kindOf(entry)
    const value = this.numbers?.[entry] ?? 0
    const size = this.sizes?.[entry] ?? 0
    const exact = this.exacts.get(entry)
    const scale = this.scale
    const { texts } = this
    const code = this.codes?.[entry] ?? 0
    const text =
      kind === EntryKind.text ? texts!.heap.slice(texts!.offsets[code], texts!.offsets[code + 1]) : undefined
    return (cut) => {
      if (exact !== undefined) this.addExact(position - cut, value, exact)
      else if (kind === EntryKind.number) this.addNumber(position - cut, value, scale)
      else if (text !== undefined) this.addText(position - cut, text, 0, text.length)
      else if (kind >= EntryKind.json) this.addReference(position - cut, kind, value, size)
      else this.addPlain(position - cut, kind)
    }
  }

  /** A second value of the same row replaces the first: the last duplicate wins. */
  #add(position: number, kind: number): number {
    if (position === this.#lastPosition) this.#pop()
    if (this.count === this.#capacity) this.#reserve(1)
    const entry = this.count++
    this.#lastPosition = position
    if (this.positions !== undefined) this.positions[entry] = position
    else if (position !== entry) this.#positionLane()[entry] = position
    if (this.kinds !== undefined) this.kinds[entry] = kind
    else if (entry === 0) this.kind = kind
    else if (kind !== this.kind) this.#kindLane()[entry] = kind
    return entry
  }

  #pop(): void {
    this.count--
    this.exacts.delete(this.count)
    this.#lastPosition = this.count === 0 ? -1 : this.position(this.count - 1)
  }

  #widenScale(places: number): void {
    if (places < 0) this.scale = -1
    else if (this.scale >= 0 && places > this.scale) this.scale = places
  }

  #laneBytes(): number {
    let bytes = 0
    if (this.positions !== undefined) bytes += this.positions.byteLength
    if (this.kinds !== undefined) bytes += this.kinds.byteLength
    if (this.numbers !== undefined) bytes += this.numbers.byteLength
    if (this.sizes !== undefined) bytes += this.sizes.byteLength
    if (this.codes !== undefined) bytes += this.codes.byteLength
    return bytes
  }

  /** Makes room for `more` entries. */
  #reserve(more: number): void {
    if (this.count + more <= this.#capacity) return
    const before = this.#laneBytes()
    this.#capacity = Math.max(this.count + more, this.#capacity * 2)
    const capacity = this.#capacity
    if (this.positions !== undefined) this.positions = grown(this.positions, capacity)
    if (this.kinds !== undefined) this.kinds = grown(this.kinds, capacity)
    if (this.numbers !== undefined) this.numbers = grown(this.numbers, capacity)
    if (this.sizes !== undefined) this.sizes = grown(this.sizes, capacity)
    if (this.codes !== undefined) this.codes = grown(this.codes, capacity)
    this.#account.bytes += this.#laneBytes() - before
  }

  #positionLane(): Uint16Array {
    const lane = new Uint16Array(this.#capacity)
    for (let entry = 0; entry < this.count; entry++) lane[entry] = entry
    this.positions = lane
    this.#account.bytes += lane.byteLength
    return lane
  }

  #kindLane(): Uint8Array {
    const lane = new Uint8Array(this.#capacity).fill(this.kind, 0, this.count)
    this.kinds = lane
    this.#account.bytes += lane.byteLength
    return lane
  }

  #numberLane(): Float64Array {
    if (this.numbers === undefined) {
      this.numbers = new Float64Array(this.#capacity)
      this.#account.bytes += this.numbers.byteLength
    }
    return this.numbers
  }

  #sizeLane(): Float64Array {
    if (this.sizes === undefined) {
      this.sizes = new Float64Array(this.#capacity)
      this.#account.bytes += this.sizes.byteLength
    }
    return this.sizes
  }

  #codeLane(): Uint16Array {
    if (this.codes === undefined) {
      this.codes = new Uint16Array(this.#capacity)
      this.#account.bytes += this.codes.byteLength
    }
    return this.codes
  }

  #textTable(): ByteTable {
    this.texts ??= new ByteTable(this.#account)
    return this.texts
  }
}

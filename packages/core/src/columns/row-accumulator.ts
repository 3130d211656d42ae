import { type Account, grown } from './byte-table.js'
import type { Lane } from './lanes.js'

const minCapacity = 16

/** Places and parents of a table's rows that ended and are not written yet. */
export class RowAccumulator {
  count = 0
  #parent = new Int32Array(minCapacity)
  #index = new Int32Array(minCapacity)
  #start = new Float64Array(minCapacity)
  #end = new Float64Array(minCapacity)
  readonly #account: Account

  constructor(account: Account) {
    this.#account = account
    account.bytes += this.bytes
  }

  get bytes(): number {
    return this.#parent.length * 24
  }

  add(parent: number, index: number, start: number, end: number): void {
    if (this.count === this.#parent.length) this.#resize(this.count * 2)
    const row = this.count++
    this.#parent[row] = parent
    this.#index[row] = index
    this.#start[row] = start
    this.#end[row] = end
  }

  /** The lanes of the row chunk of the first `rows` rows, valid until `drop`; `firstRow` is the number of the first. */
  encode(rows: number, firstRow: number): readonly Lane[] {
    const start = this.#start.subarray(0, rows)
    const end = this.#end.subarray(0, rows)
    const base = start[0]!
    const starts = start.map((offset) => offset - base)
    const lengths = end.map((offset, i) => offset - start[i]!)
    const parents = this.#parent.subarray(0, rows)
    const indexes = this.#index.subarray(0, rows)
    const narrowStarts = fitsUint32(starts)
    const narrowLengths = fitsUint32(lengths)
    const hasParent = parents.some((parent) => parent >= 0)
    const hasIndex = indexes.some((index, i) => index !== firstRow + i)
    const header = Uint32Array.of(
      rows,
      narrowStarts ? 4 : 8,
      narrowLengths ? 4 : 8,
      hasParent ? 1 : 0,
      hasIndex ? 1 : 0,
      0,
    )
    return [
      header,
      Float64Array.of(base),
      narrowStarts ? new Uint32Array(starts) : starts,
      narrowLengths ? new Uint32Array(lengths) : lengths,
      hasParent ? parents : new Int32Array(0),
      hasIndex ? indexes : new Int32Array(0),
    ]
  }

  /** Drops the first rows. */
  drop(rows: number): void {
    for (const lane of [this.#parent, this.#index, this.#start, this.#end])
      lane.copyWithin(0, rows, this.count)
    this.count -= rows
    if (this.#parent.length > 4 * this.count) this.#resize(Math.max(minCapacity, this.count))
  }

  #resize(capacity: number): void {
    const before = this.bytes
    const kept = <Kept extends Int32Array | Float64Array>(lane: Kept) =>
      grown(lane.subarray(0, this.count) as Kept, capacity)
    this.#parent = kept(this.#parent)
    this.#index = kept(this.#index)
    this.#start = kept(this.#start)
    this.#end = kept(this.#end)
    this.#account.bytes += this.bytes - before
  }
}

function fitsUint32(values: Float64Array): boolean {
  return values.every((value) => value >= 0 && value <= 0xffffffff)
}

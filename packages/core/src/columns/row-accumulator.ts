import type { RowLanes } from '../json/column-batch.js'
import { type Account, grown } from './byte-table.js'
import type { LaneScratch } from './lane-scratch.js'
import type { Lane } from './lanes.js'

const minCapacity = 16
/** What a full row group and a batch have together. */
const usualRows = 65_536 + 8_192
/** Fewer are copied one by one. */
const fewRows = 16
const maxUint32 = 0xffffffff

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

  /** Adds the rows `from … to - 1` of the lanes. */
  add({ parent, index, start, end }: RowLanes, from: number, to: number): void {
    const count = this.count + to - from
    if (count > this.#parent.length) this.#resize(Math.max(count, Math.min(this.count * 2, usualRows)))
    if (to - from < fewRows) {
      for (let row = this.count, i = from; i < to; row++, i++) {
        this.#parent[row] = parent[i]!
        this.#index[row] = index[i]!
        this.#start[row] = start[i]!
        this.#end[row] = end[i]!
      }
    } else {
      this.#parent.set(parent.subarray(from, to), this.count)
      this.#index.set(index.subarray(from, to), this.count)
      this.#start.set(start.subarray(from, to), this.count)
      this.#end.set(end.subarray(from, to), this.count)
    }
    this.count = count
  }

  /** The lanes of the row chunk of the first `rows` rows, valid until `drop`, or until `scratch` changes; `firstRow` is the number of the first. */
  encode(rows: number, firstRow: number, scratch: LaneScratch): readonly Lane[] {
    scratch.reset()
    const base = this.#start[0]!
    const starts = scratch.take(Float64Array, rows)
    const lengths = scratch.take(Float64Array, rows)
    subtract(this.#start, base, starts)
    subtractEach(this.#end, this.#start, lengths)
    const hasParent = !isNone(this.#parent, rows)
    const hasIndex = !countsFrom(this.#index, firstRow, rows)
    const narrowStarts = isUint32(starts)
    const narrowLengths = isUint32(lengths)
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
      narrowStarts ? narrowed(starts, scratch) : starts,
      narrowLengths ? narrowed(lengths, scratch) : lengths,
      hasParent ? this.#parent.subarray(0, rows) : new Int32Array(0),
      hasIndex ? this.#index.subarray(0, rows) : new Int32Array(0),
    ]
  }

  /** Drops the first rows; their memory is kept for those to come. */
  drop(rows: number): void {
    if (rows < this.count) {
      this.#parent.copyWithin(0, rows, this.count)
      this.#index.copyWithin(0, rows, this.count)
      this.#start.copyWithin(0, rows, this.count)
      this.#end.copyWithin(0, rows, this.count)
    }
    this.count -= rows
  }

  /** Gives back the memory that the rows at hand do not need. */
  shrink(): void {
    this.#resize(Math.max(minCapacity, this.count))
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

function subtract(lane: Float64Array, base: number, into: Float64Array): void {
  for (let row = 0; row < into.length; row++) into[row] = lane[row]! - base
}

function subtractEach(lane: Float64Array, bases: Float64Array, into: Float64Array): void {
  for (let row = 0; row < into.length; row++) into[row] = lane[row]! - bases[row]!
}

/** A start may lie before the first one: such a lane is not narrow. */
function isUint32(lane: Float64Array): boolean {
  for (let row = 0; row < lane.length; row++) if (!(lane[row]! >= 0 && lane[row]! <= maxUint32)) return false
  return true
}

function isNone(parents: Int32Array, rows: number): boolean {
  for (let row = 0; row < rows; row++) if (parents[row]! >= 0) return false
  return true
}

function countsFrom(lane: Int32Array, first: number, rows: number): boolean {
  for (let row = 0; row < rows; row++) if (lane[row] !== first + row) return false
  return true
}

function narrowed(lane: Float64Array, scratch: LaneScratch): Uint32Array {
  const narrow = scratch.take(Uint32Array, lane.length)
  narrow.set(lane)
  return narrow
}

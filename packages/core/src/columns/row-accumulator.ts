import type { RowLanes } from '../json/column-batch.js'
import type { Account } from './byte-table.js'
import type { LaneScratch } from './lane-scratch.js'
import type { Lane } from './lanes.js'

const minCapacity = 16
/** What a full row group and a batch have together. */
const usualRows = 65_536 + 8_192
const maxUint32 = 0xffffffff

type Distances = Uint32Array | Float64Array

/** Places and parents of a table's rows that ended and are not written yet. */
export class RowAccumulator {
  count = 0
  #parent = new Int32Array(minCapacity)
  #index = new Int32Array(minCapacity)
  /** Start of the first row; those of the others are relative to it. */
  #base = 0
  #starts: Distances = new Uint32Array(minCapacity)
  #lengths: Distances = new Uint32Array(minCapacity)
  readonly #account: Account

  constructor(account: Account) {
    this.#account = account
    account.bytes += this.bytes
  }

  get bytes(): number {
    const { length } = this.#parent
    return length * (8 + 2 * this.#starts.BYTES_PER_ELEMENT)
  }

  /** Adds the rows at the places `order[from … to - 1]` of the lanes. */
  add({ parent, index, start, end }: RowLanes, order: Int32Array, from: number, to: number): void {
    const count = this.count + to - from
    if (count > this.#parent.length) this.#resize(Math.max(count, Math.min(this.count * 2, usualRows)))
    if (this.count === 0) this.#base = start[order[from]!]!
    const { count: at } = this
    copyRows(parent, index, order, from, to, this.#parent, this.#index, at)
    const taken =
      this.#starts instanceof Uint32Array && this.#lengths instanceof Uint32Array
        ? takeShort(start, end, this.#base, order, from, to, this.#starts, this.#lengths, at)
        : from
    if (taken < to) {
      this.#widen()
      takeLong(start, end, this.#base, order, taken, to, this.#starts, this.#lengths, at + taken - from)
    }
    this.count = count
  }

  /** The lanes of the row chunk of the first `rows` rows, valid until `drop`, or until `scratch` changes; `firstRow` is the number of the first. */
  encode(rows: number, firstRow: number, scratch: LaneScratch): readonly Lane[] {
    scratch.reset()
    const starts = narrowed(this.#starts.subarray(0, rows), scratch)
    const lengths = narrowed(this.#lengths.subarray(0, rows), scratch)
    const hasParent = !isNone(this.#parent, rows)
    const hasIndex = !countsFrom(this.#index, firstRow, rows)
    const header = Uint32Array.of(
      rows,
      starts.BYTES_PER_ELEMENT,
      lengths.BYTES_PER_ELEMENT,
      hasParent ? 1 : 0,
      hasIndex ? 1 : 0,
      0,
    )
    return [
      header,
      Float64Array.of(this.#base),
      starts,
      lengths,
      hasParent ? this.#parent.subarray(0, rows) : new Int32Array(0),
      hasIndex ? this.#index.subarray(0, rows) : new Int32Array(0),
    ]
  }

  /** Drops the first rows; their memory is kept for those to come. */
  drop(rows: number): void {
    const left = this.count - rows
    if (left > 0) this.#moveUp(rows, left)
    this.count = left
  }

  /** Gives back the memory that the rows at hand do not need. */
  shrink(): void {
    this.#resize(Math.max(minCapacity, this.count))
  }

  #moveUp(rows: number, left: number): void {
    const shift = this.#starts[rows]!
    this.#base += shift
    for (const lane of [this.#parent, this.#index, this.#starts, this.#lengths])
      lane.copyWithin(0, rows, this.count)
    for (let row = 0; row < left; row++) {
      if (this.#starts[row]! < shift) this.#widen()
      this.#starts[row]! -= shift
    }
  }

  /** Rows before the first one, and distances of 4 GiB, need doubles. */
  #widen(): void {
    if (this.#starts instanceof Float64Array) return
    const before = this.bytes
    this.#starts = this.#widened(this.#starts)
    this.#lengths = this.#widened(this.#lengths)
    this.#account.bytes += this.bytes - before
  }

  #widened(lane: Distances): Float64Array {
    const wide = this.#account.pool.take(Float64Array, lane.length)
    wide.set(lane)
    this.#account.pool.give(lane)
    return wide
  }

  #resize(capacity: number): void {
    const before = this.bytes
    const { count } = this
    const { pool } = this.#account
    this.#parent = pool.grow(this.#parent, count, capacity)
    this.#index = pool.grow(this.#index, count, capacity)
    this.#starts = pool.grow(this.#starts, count, capacity)
    this.#lengths = pool.grow(this.#lengths, count, capacity)
    this.#account.bytes += this.bytes - before
  }
}

function copyRows(
  parent: Int32Array,
  index: Int32Array,
  order: Int32Array,
  from: number,
  to: number,
  parents: Int32Array,
  indexes: Int32Array,
  at: number,
): void {
  for (let row = at, i = from; i < to; row++, i++) {
    const place = order[i]!
    parents[row] = parent[place]!
    indexes[row] = index[place]!
  }
}

/** Takes places as distances from `base` and lengths, as far as both have 32 bits; where it stopped. */
function takeShort(
  start: Float64Array,
  end: Float64Array,
  base: number,
  order: Int32Array,
  from: number,
  to: number,
  starts: Uint32Array,
  lengths: Uint32Array,
  at: number,
): number {
  let row = at
  let i = from
  for (; i < to; row++, i++) {
    const place = order[i]!
    const distance = start[place]! - base
    const length = end[place]! - start[place]!
    if (!(distance >= 0 && distance <= maxUint32 && length <= maxUint32)) break
    starts[row] = distance
    lengths[row] = length
  }
  return i
}

function takeLong(
  start: Float64Array,
  end: Float64Array,
  base: number,
  order: Int32Array,
  from: number,
  to: number,
  starts: Distances,
  lengths: Distances,
  at: number,
): void {
  for (let row = at, i = from; i < to; row++, i++) {
    const place = order[i]!
    starts[row] = start[place]! - base
    lengths[row] = end[place]! - start[place]!
  }
}

function isNone(parents: Int32Array, rows: number): boolean {
  for (let row = 0; row < rows; row++) if (parents[row]! >= 0) return false
  return true
}

function countsFrom(lane: Int32Array, first: number, rows: number): boolean {
  for (let row = 0; row < rows; row++) if (lane[row] !== first + row) return false
  return true
}

/** In four bytes each where all fit. */
function narrowed(lane: Distances, scratch: LaneScratch): Distances {
  if (lane instanceof Uint32Array) return lane
  for (let row = 0; row < lane.length; row++) if (!(lane[row]! >= 0 && lane[row]! <= maxUint32)) return lane
  const narrow = scratch.take(Uint32Array, lane.length)
  narrow.set(lane)
  return narrow
}

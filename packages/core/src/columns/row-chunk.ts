import type { LaneScratch } from './lane-scratch.js'
import type { Lane } from './lanes.js'

const maxUint32 = 0xffffffff

export type Distances = Uint32Array | Float64Array

/** Places and parents of the rows of one group, in lanes of one length. */
export interface GroupRows {
  /** Start of the first row; `starts` are relative to it. */
  readonly base: number
  readonly starts: Distances
  readonly lengths: Distances
  readonly parents: Int32Array
  readonly indexes: Int32Array
}

/** The lanes of a row chunk, valid until those of `rows` or `scratch` change; `firstRow` is the number of the first row. */
export function encodeRows(rows: GroupRows, firstRow: number, scratch: LaneScratch): readonly Lane[] {
  const { base, parents, indexes } = rows
  const starts = narrowed(rows.starts, scratch)
  const lengths = narrowed(rows.lengths, scratch)
  const hasParent = !isNone(parents)
  const hasIndex = !countsFrom(indexes, firstRow)
  const header = Uint32Array.of(
    parents.length,
    starts.BYTES_PER_ELEMENT,
    lengths.BYTES_PER_ELEMENT,
    hasParent ? 1 : 0,
    hasIndex ? 1 : 0,
    0,
  )
  return [
    header,
    Float64Array.of(base),
    starts,
    lengths,
    hasParent ? parents : new Int32Array(0),
    hasIndex ? indexes : new Int32Array(0),
  ]
}

function isNone(parents: Int32Array): boolean {
  for (let row = 0; row < parents.length; row++) if (parents[row]! >= 0) return false
  return true
}

/** Whether each number is one more than that before, the first of them `first`. */
function countsFrom(lane: Int32Array, first: number): boolean {
  for (let row = 0; row < lane.length; row++) if (lane[row] !== first + row) return false
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

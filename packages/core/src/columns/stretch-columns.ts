import type { LaneScratch } from './lane-scratch.js'
import { type PackedIntegers, packIntegers, unpackIntegers } from './packed-integers.js'
import type { GroupRows } from './row-chunk.js'

/** Rows of a closed group, by the numbers of the stretch. */
interface StretchGroup {
  readonly table: number
  readonly rows: number
  /** Start of the first row, in the source; `starts` are relative to it. */
  readonly base: number
  readonly starts: PackedIntegers
  readonly lengths: PackedIntegers
  readonly parents: PackedIntegers
  readonly indexes: PackedIntegers
}

/**
 * The columns of a stretch of the source that was scanned by itself. Plain data: it can be posted to another thread. Rows
 * are numbered as that scan did.
 */
export interface StretchColumns {
  /** By table: the number of its first row; 0 where it is not there. */
  readonly firstRows: Int32Array
  /** By table: how many rows of it the stretch has. */
  readonly rows: Int32Array
  /** In the order in which they were closed. */
  readonly groups: readonly StretchGroup[]
  /** Packed chunk records (`chunk-records.ts`); the groups of each table are counted from 0. */
  readonly chunks: Uint8Array<ArrayBuffer>
  /** Nodes that ever held a value. */
  readonly columns: Int32Array
}

export function packGroup(table: number, rows: GroupRows): StretchGroup {
  return {
    table,
    rows: rows.parents.length,
    base: rows.base,
    starts: packIntegers(rows.starts, 0),
    lengths: packIntegers(rows.lengths, 0),
    parents: packIntegers(rows.parents, rows.parents[0]!),
    indexes: packIntegers(rows.indexes, 0),
  }
}

/** The rows of a group in lanes of `scratch`, by other numbers. */
export function unpackGroup(
  group: StretchGroup,
  shifts: { readonly parent: number; readonly index: number },
  scratch: LaneScratch,
): GroupRows {
  const { rows, base } = group
  const distances = (packed: PackedIntegers) =>
    packed.offsets instanceof Float64Array
      ? unpackIntegers(packed, rows, 0, Float64Array, scratch)
      : unpackIntegers(packed, rows, 0, Uint32Array, scratch)
  return {
    base,
    starts: distances(group.starts),
    lengths: distances(group.lengths),
    parents: unpackIntegers(group.parents, rows, shifts.parent, Int32Array, scratch),
    indexes: unpackIntegers(group.indexes, rows, shifts.index, Int32Array, scratch),
  }
}

/** Buffers that can be moved to another thread with it; what is not listed is small. */
export function buffersOf({ groups, chunks }: StretchColumns): ArrayBuffer[] {
  const buffers = [chunks.buffer]
  for (const { starts, lengths, parents, indexes } of groups)
    for (const { offsets } of [starts, lengths, parents, indexes])
      if (offsets !== undefined) buffers.push(offsets.buffer)
  return buffers
}

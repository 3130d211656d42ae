import { ValueKind, type Vector } from '../columns/table.js'

/**
 * Ascending positions of a chunk's rows. Whoever only counts them needs no list, so it may be made when it is first asked
 * for; who keeps a chunk beyond the next one asks before that.
 */
export interface Selection {
  readonly count: number
  readonly rows: Int32Array
}

/** Rows on their way through the operators. A filter narrows `selection`; vectors are never copied for it. */
export interface Chunk {
  /** Of every vector. */
  readonly length: number
  readonly columns: ReadonlyMap<string, Vector>
  /** The rows that are still in; `null`: all. */
  readonly selection: Selection | null
  /** Record ids of the main table: the first of consecutive ones, or one per position. */
  readonly records: number | Float64Array
  /** Behind a join: the records of other tables, one per position, -1 where there is none. Then `records` may repeat. */
  readonly others?: readonly JoinedRecords[]
}

export interface JoinedRecords {
  readonly table: string
  readonly records: Float64Array
}

const absent: Vector = { length: 0, kind: ValueKind.missing }

/** A column that a batch does not bring has no value in any of its rows. */
export function columnOf(chunk: Chunk, name: string): Vector {
  return chunk.columns.get(name) ?? { ...absent, length: chunk.length }
}

export function selectedCount(chunk: Chunk): number {
  return chunk.selection === null ? chunk.length : chunk.selection.count
}

/** Positions of the selected rows; `null`: all. */
export function rowsOf(selection: Selection | null): Int32Array | null {
  return selection === null ? null : selection.rows
}

export function toSelection(rows: Int32Array): Selection {
  return { count: rows.length, rows }
}

/** Position of the `index`-th selected row. */
export function positionAt(chunk: Chunk, index: number): number {
  return chunk.selection === null ? index : chunk.selection.rows[index]!
}

export function recordAt(chunk: Chunk, position: number): number {
  return typeof chunk.records === 'number' ? chunk.records + position : chunk.records[position]!
}

import { ValueKind, type Vector } from '../columns/table.js'

/** Rows on their way through the operators. A filter narrows `selection`; vectors are never copied for it. */
export interface Chunk {
  /** Of every vector. */
  readonly length: number
  readonly columns: ReadonlyMap<string, Vector>
  /** Ascending positions that are still in; `null`: all. */
  readonly selection: Int32Array | null
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
  return chunk.selection === null ? chunk.length : chunk.selection.length
}

/** Position of the `index`-th selected row. */
export function positionAt(chunk: Chunk, index: number): number {
  return chunk.selection === null ? index : chunk.selection[index]!
}

export function recordAt(chunk: Chunk, position: number): number {
  return typeof chunk.records === 'number' ? chunk.records + position : chunk.records[position]!
}

import type { TableLayout } from '../json/shape.js'
import type { ChunkRef } from './chunk-file.js'

export interface SegmentColumnEntry {
  readonly node: number
  readonly name: string
  readonly path: readonly string[]
}

export interface SegmentTableEntry {
  readonly id: number
  readonly name: string
  readonly layout: TableLayout
  /** Member names from the parent's row down to the container. */
  readonly path: readonly string[]
  readonly parent: number
  readonly rows: number
  readonly columns: readonly SegmentColumnEntry[]
  readonly columnsLeftOut: number
  /** The parent's rows keep its arrays whole as well. */
  readonly isList?: boolean
  /** A caller said that its rows are the records. */
  readonly isRecords?: boolean
  /** Of a map: the node of the column that holds the names of its entries. */
  readonly keyNode?: number
  /** Of one of several entries that have the same name and are one table: what tells its rows from the others'. */
  readonly key?: string
}

/** The directory of a column segment, as JSON in the file. Tables are in order of their ids. */
export interface SegmentDirectory {
  readonly content: 'columns'
  readonly tables: readonly SegmentTableEntry[]
  readonly groups: ChunkRef
  readonly chunks: ChunkRef
}

import type { ChunkRef } from '../chunk-file.js'
import type { ChunkTexts } from '../statistics/chunk-texts.js'

/** A text column that is indexed; entries name it by its place in the list. */
export interface IndexedColumn {
  readonly table: string
  readonly column: string
  /** Its node in the column segment. */
  readonly node: number
  /** Its table's id in the column segment. */
  readonly tableId: number
}

/** Different texts, one after the other in a heap, each with the rows that hold it. */
export interface IndexedTexts {
  readonly size: number
  readonly heap: Uint8Array
  readonly offsets: Uint32Array
  /** By text; what follows the last is nothing. */
  readonly counts: Float64Array
}

/** What is told the texts of columns: an index that is written, or a way to it. */
export interface TextIndex {
  /** The column's different texts with their counts. */
  addTexts(column: IndexedColumn, texts: IndexedTexts): Promise<void>
  /** The texts of one chunk of a column that has too many of them for `addTexts`. */
  addChunk(column: IndexedColumn, group: number, texts: ChunkTexts): Promise<void>
}

/** A block of terms and the first of them. */
export interface BlockEntry<Key> {
  readonly chunk: ChunkRef
  readonly first: Key
}

/**
 * The directory of a value index. `terms` are the runs, each a chunk of JSON, `BlockEntry<string>[]` in order of the
 * first terms. `hashes` are the records of runs of hashes (`HashRun`).
 *
 * A term block holds entries one after the other: length of the value in bytes `u16`, column `u32`, rows `u32`; then the
 * bytes of the value, without padding. Entries are sorted by the bytes of what folding makes of the value, its term, then
 * by column, then by the bytes of the value.
 */
export interface ValueIndexDirectory {
  readonly content: 'values'
  readonly columns: readonly IndexedColumn[]
  readonly terms: readonly ChunkRef[]
  readonly hashes: readonly ChunkRef[]
}

export const entryHeaderBytes = 10

/** Longer texts are not indexed: nobody names a record by them. */
export const maxIndexedBytes = 512

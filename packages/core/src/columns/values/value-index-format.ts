import type { ChunkRef } from '../chunk-file.js'

/** A text column that is indexed; entries name it by its place in the list. */
export interface IndexedColumn {
  readonly table: string
  readonly column: string
  /** Its node in the column segment. */
  readonly node: number
  /** Its table's id in the column segment. */
  readonly tableId: number
}

/** A block and its first key: the folded term, or the hash. */
export interface BlockEntry<Key> {
  readonly chunk: ChunkRef
  readonly first: Key
}

/**
 * The directory of a value index. `terms` and `hashes` are chunks of JSON, `BlockEntry<string>[]` and
 * `BlockEntry<number>[]`, in order of their first keys.
 *
 * A term block holds entries one after the other: lengths of the folded term and of the value in bytes (`u16`
 * each; 65535 as the value's: it is the folded term), column `u32`, rows `f64`; then the bytes of both, without
 * padding. Entries are sorted by the bytes of the term, then by column, then by the bytes of the value.
 *
 * A hash block is lanes: count `u32`, 0; hashes `u32`, columns `u32`, groups `u32`, dictionary codes `u16`; sorted
 * by hash. It says only where a text may stand; the column's chunk is read to know.
 */
export interface ValueIndexDirectory {
  readonly content: 'values'
  readonly columns: readonly IndexedColumn[]
  readonly terms: ChunkRef
  readonly hashes: ChunkRef
}

/** In the place of a value's length: the value is its folded term. */
export const sameAsTerm = 0xffff
export const entryHeaderBytes = 16

/** Longer texts are not indexed: nobody names a record by them. */
export const maxIndexedBytes = 512

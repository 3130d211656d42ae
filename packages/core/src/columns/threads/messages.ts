import type { ErrorDetails, ErrorTraits } from '@assay/store/error'
import type { ColumnStatistics } from '../../catalog/build-catalog.js'
import type { Catalog, CatalogLink } from '../../catalog/catalog.js'
import type { ShapeNode, ShapeTable } from '../../json/shape.js'
import type { LinedColumn } from '../statistics/column-line.js'
import type { TextShare } from '../values/text-shares.js'
import type { PackedBatch } from './pack-batch.js'

/** What an ingest tells a thread. */
export type ToThread =
  /** Begins a segment. */
  | { readonly type: 'build' }
  /** A batch, and the nodes of the shape that came since the last one. */
  | { readonly type: 'batch'; readonly batch: PackedBatch; readonly nodes: readonly ShapeNode[] }
  /** Ends the segment; the shape as it is in the end. */
  | {
      readonly type: 'finish'
      readonly rootName: string
      readonly nodes: readonly ShapeNode[]
      readonly tables: readonly ShapeTable[]
    }
  /** The bytes of a `write` are in the file. */
  | { readonly type: 'written'; readonly buffer: ArrayBuffer }
  /** Names the segment that columns are described of. */
  | {
      readonly type: 'open'
      readonly file: string
      readonly size: number
      readonly path: string | undefined
    }
  /** Describes columns of lines (`ColumnLine`) that all threads take from. */
  | {
      readonly type: 'describe'
      readonly lines: readonly {
        readonly columns: readonly LinedColumn[]
        readonly next: SharedArrayBuffer
      }[]
      readonly isIndexed: boolean
    }
  /** Finds links of the segment that was described. */
  | { readonly type: 'link'; readonly catalog: Catalog }
  /** The bytes of a `read`. */
  | { readonly type: 'bytes'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'unread'; readonly id: number; readonly error: PackedError }
  /** A share was taken. */
  | { readonly type: 'shared'; readonly bytes: number }

/** What a thread tells the ingest. */
export type FromThread =
  /** A batch was taken; its buffer comes back. */
  | { readonly type: 'taken'; readonly buffer: ArrayBuffer }
  /** The first `length` bytes of the buffer, which comes back, are next in the file. */
  | { readonly type: 'write'; readonly buffer: ArrayBuffer; readonly length: number }
  /** All was sent; the file may be made durable. */
  | { readonly type: 'finished' }
  | { readonly type: 'read'; readonly id: number; readonly start: number; readonly end: number }
  /** Texts of a column, by which of all it is. */
  | { readonly type: 'share'; readonly at: number; readonly share: TextShare; readonly bytes: number }
  | { readonly type: 'described'; readonly at: number; readonly statistics: ColumnStatistics }
  /** Nothing is left of the lines. */
  | { readonly type: 'linesEnded' }
  | { readonly type: 'linked'; readonly links: CatalogLink[] }
  | { readonly type: 'failed'; readonly error: PackedError }

/** An error between threads: an AssayError keeps its code. */
export interface PackedError {
  readonly message: string
  readonly known?: {
    readonly code: string
    readonly details: ErrorDetails
    readonly traits: ErrorTraits
    readonly hint: string | undefined
  }
  readonly stack?: string | undefined
}

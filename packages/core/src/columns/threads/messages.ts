import type { ErrorDetails, ErrorTraits } from '@assay/store/error'
import type { ShapeNode, ShapeTable } from '../../json/shape.js'
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
  /** The bytes of a `write` are in the file; the last ones are durable. */
  | { readonly type: 'written'; readonly bytes: number }

/** What a thread tells the ingest. */
export type FromThread =
  /** A batch was taken; its buffer comes back. */
  | { readonly type: 'taken'; readonly buffer: ArrayBuffer }
  | { readonly type: 'write'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** All was sent; the file may be made durable. */
  | { readonly type: 'finished' }
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

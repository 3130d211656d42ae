import type { ColumnBatch } from './column-batch.js'
import type { Learned } from './learned.js'
import type { Shape } from './shape.js'

/**
 * `auto`: JSON, until a second value starts on a new line after a first one that took one line; then the scan asks
 * to be restarted as `jsonl` (`ScanRestart`).
 */
export type JsonFormat = 'auto' | 'json' | 'jsonl'

/** Every limit has an error code (see `json/errors.ts`). Bytes unless named otherwise. */
export interface ScanLimits {
  readonly maxDepth: number
  readonly maxScalarBytes: number
  readonly maxLineBytes: number
  /** Of a container kept as `json`; its length is a 32-bit lane. */
  readonly maxReferenceBytes: number
  readonly maxKeysPerObject: number
  readonly maxTables: number
  /** Paths of one table that hold values; further ones are validated and left out (`pathsLeftOut`). */
  readonly maxColumns: number
  /** The same over all tables. */
  readonly maxColumnsOverall: number
}

export interface ScanOptions {
  readonly format: JsonFormat
  readonly onBadLine: 'fail' | 'skip'
  readonly limits: ScanLimits
  /** From an earlier scan of the same bytes that asked for a restart. */
  readonly learned?: Learned
  /**
   * Where a caller says that the records are: tokens from the root to each container, `anyMember` for every element or
   * member. What is there, and at every `anyMember`, is a table whatever it looks like.
   */
  readonly records?: readonly (readonly string[])[]
  /**
   * Offset up to which the scan asks for a restart when it learns that an object is a map. 0, the default: never;
   * the paths of such an object are columns then, up to the bounds of its table.
   */
  readonly learnUntil?: number
  /** Called synchronously; the batch and its bytes are overwritten after it returns. */
  readonly onBatch: (batch: ColumnBatch) => void
}

/**
 * The one reader of JSON bytes: strict RFC 8259, iterative, resumable at any byte. Errors are AssayErrors with
 * offset, line and column (`json/errors.ts`). Same batches' content and same errors whatever the cut of the input.
 *
 * Of repeated keys the last counts (`Kind.retract`), unless the earlier value became rows: JSON_DUPLICATE_KEY.
 * Below a container kept as `json`, and at paths left out, keys are validated and not compared. A lone surrogate
 * that is spelled as an escape is kept; invalid UTF-8 is an error. In `jsonl` a row's `index` is its non-blank line,
 * lines that were skipped counted; row ids are dense. A skipped line leaves no value, row, node or table; a line
 * over `maxLineBytes` is refused as that, whatever else is wrong with it.
 */
export interface Scanner {
  readonly shape: Shape
  /** What reads the bytes: WebAssembly with SIMD, or portable code where there is none. Both give the same. */
  readonly reader: 'kernel' | 'portable'
  /** It will ask to be started again, and hands nothing over any more: what it reads is read only to learn. */
  readonly isLost: boolean
  /** Bytes of any number; they are not kept after the call. Throws at the first violation. */
  push(bytes: Uint8Array): void
  /** The document at hand is complete: nothing more is pushed but after `beginDocument`. */
  endDocument(): void
  /**
   * What is pushed next is another document with a table 0 of the same layout (JSON_MIXED otherwise). Rows and
   * offsets of batches go on; positions in arrays, lines, and the offsets of errors and bad lines are those of the
   * document.
   */
  beginDocument(): void
  /** The input is complete; ends the document at hand. */
  end(): ScanSummary
}

export interface ScanSummary {
  readonly format: 'json' | 'jsonl'
  /** Decoded bytes, the byte order mark included. */
  readonly bytes: number
  /** Entries of kind other than `retract`. */
  readonly values: number
  readonly badLines: readonly BadLine[]
  readonly badLineCount: number
  /** In order. A blank one is an error only where all are. */
  readonly documents: readonly ScannedDocument[]
  /** Values that a repeated key replaced. */
  readonly duplicateKeys: number
  /** Escapes of half a surrogate pair. */
  readonly loneSurrogates: number
}

export interface ScannedDocument {
  readonly badLineCount: number
  readonly isBlank: boolean
}

/** The first 100 are listed. */
export interface BadLine {
  /** From 0. */
  readonly document: number
  /** Zero-based non-blank line. */
  readonly line: number
  readonly offset: number
  readonly code: string
  readonly message: string
}

/** Thrown when what was learned contradicts how the scan began: start again from byte 0 with these options. */
export class ScanRestart {
  constructor(
    readonly reason: string,
    readonly options: Partial<Pick<ScanOptions, 'format' | 'learned'>>,
  ) {}
}

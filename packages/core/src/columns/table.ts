import type { CatalogTable } from '../catalog/catalog.js'

/** Kind of one value in a vector. `false` and `true` need no lane of their own. */
export const ValueKind = { missing: 0, null: 1, false: 2, true: 3, number: 4, text: 5, json: 6 } as const
export type ValueKind = (typeof ValueKind)[keyof typeof ValueKind]

/** The distinct texts of one vector. Entries are decoded when asked for and kept. */
export interface Dictionary {
  readonly size: number
  text(code: number): string
  /** WTF-8 bytes of a text, where they are at hand without decoding it. */
  bytes?(
    code: number,
  ): { readonly heap: Uint8Array; readonly start: number; readonly end: number } | undefined
  /** Code of a text, or -1. */
  find(text: string): number
}

/**
 * One column of one batch. Exactly one of `kind` (all rows alike) and `kinds` (one per row) is given. A lane is
 * there only when some row needs it; what it holds at rows of another kind is undefined.
 */
export interface Vector {
  readonly length: number
  readonly kind?: ValueKind
  readonly kinds?: Uint8Array
  /** Nearest double of each number. */
  readonly numbers?: Float64Array | undefined
  /** When all numbers are mantissa / 10^scale with |mantissa| < 2^53: sums are integer additions. */
  readonly scaled?: {
    readonly mantissa: Int8Array | Int16Array | Int32Array | Float64Array
    readonly scale: number
  }
  /** Rows whose number is not the shortest text of its double: the exact decimal text (`9007199254740993`, `1e400`). */
  readonly exact?: ReadonlyMap<number, string>
  /** Dictionary codes of texts. */
  readonly codes?: Uint16Array
  readonly dictionary?: Dictionary
  /** JSON text of containers, and nothing else. */
  readonly json?: ReadonlyMap<number, string>
  /** Of a reading (docs/decisions), or behind an outer join: why a row is null, by row (`Unread`). */
  readonly unread?: Uint8Array
}

/** Why a value has no reading. `none`: it has one, or the row has no value at all. `noPartner`: an outer join found none. */
export const Unread = { none: 0, wrongType: 1, placeholder: 2, noPartner: 3 } as const

/** Consecutive rows `firstRow … firstRow + length - 1`; the row number is the record id. */
export interface Batch {
  readonly firstRow: number
  readonly length: number
  readonly columns: ReadonlyMap<string, Vector>
}

/** What a scan may skip by: a batch in which no row can satisfy all of these need not be delivered. */
export type ZonePredicate = readonly (
  | { readonly column: string; readonly op: 'eq' | 'lt' | 'le' | 'gt' | 'ge'; readonly number: number }
  | { readonly column: string; readonly op: 'in'; readonly texts: readonly string[] }
)[]

/** Where a record stands in the source. */
export interface RecordLocation {
  readonly pointer: string
  readonly span: readonly [start: number, end: number]
}

/**
 * All that the executor knows of data. Column segments are the first implementation. Batches arrive in row
 * order; skipped ones leave a gap. `scan` may over-deliver: the predicate is a hint, the executor filters.
 */
export interface Table {
  /** A table with a parent also gives the columns `_parent` and `_index` when a scan names them. */
  readonly schema: CatalogTable
  /** Changes when the content does. */
  readonly version: string
  scan(columns: readonly string[], predicate?: ZonePredicate, signal?: AbortSignal): AsyncIterable<Batch>
  /** Places of records, in the order asked; for the answer's evidence, never for execution. */
  locate(rows: readonly number[]): Promise<readonly RecordLocation[]>
}

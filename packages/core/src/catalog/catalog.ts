import type { ColumnReading } from './column-reading.js'

/** What a column holds as a whole: at least 95 % of its non-null values are of the kind, else `mixed`. `null`: no value at all. */
export type ColumnType = 'number' | 'text' | 'boolean' | 'json' | 'mixed' | 'null'

/** How many rows hold each kind; the sum over all is the table's rows. */
export interface KindCounts {
  readonly missing: number
  readonly null: number
  readonly boolean: number
  readonly number: number
  readonly text: number
  readonly json: number
}

export interface FrequentValue {
  readonly value: string | boolean
  readonly count: number
}

export interface CatalogColumn {
  /** Tokens of `path` joined by `.`; a token that holds `.` or `"` is JSON-quoted. The row's own scalar is `value`. */
  readonly name: string
  readonly path: readonly string[]
  readonly type: ColumnType
  readonly counts: KindCounts
  /** Of its numbers, as exact decimal text; absent when one has more than 1,000 characters. */
  readonly minNumber?: string
  readonly maxNumber?: string
  /** Every number is an integer. */
  readonly integer: boolean
  /** Of its texts of up to 4,096 bytes, in code point order, cut to 64 characters. */
  readonly minText?: string
  readonly maxText?: string
  /** Different values among its non-null scalars; exact up to 100,000, an estimate above. */
  readonly distinct: { readonly count: number; readonly exact: boolean }
  /**
   * Most frequent texts (of up to 256 bytes), numbers (as decimal text) and booleans, at most 20, by count then
   * value; only those that are surely more frequent than any other. Empty when all differ.
   */
  readonly frequent: readonly FrequentValue[]
  /** Symbol of the unit that the name states (`length_mm`, `Länge [mm]`); of columns with numbers only. */
  readonly unit?: string
  /** What its texts say when they are read as numbers or dates. */
  readonly reading?: ColumnReading
  /** Name of the column of which this one gives the values read; `SELECT *` leaves it out. */
  readonly derivedFrom?: string
}

export interface CatalogTable {
  readonly name: string
  /** `records` on the largest table. */
  readonly aliases: readonly string[]
  readonly rows: number
  /** JSON Pointer (RFC 6901) of the container, relative to the parent's row. */
  readonly pointer: string
  readonly layout: 'single' | 'array' | 'lines' | 'map'
  readonly parent?: string
  readonly columns: readonly CatalogColumn[]
  /** Scalar paths that have no column because the table reached its bound. */
  readonly columnsLeftOut: number
  /** Its rows are the elements of arrays of scalars, which a column of the parent also holds whole. */
  readonly isList?: boolean
  /** The column that tells records of different kinds apart (`type`): which other columns a row has follows from it. */
  readonly discriminator?: string
}

/** A column that names rows of a table by their key. */
export interface CatalogLink {
  readonly from: { readonly table: string; readonly column: string }
  /**
   * Its values differ in all rows, and every row has one; with `where`, among the rows of which that column has that
   * text (elements of type `IfcBuildingStorey`).
   */
  readonly to: {
    readonly table: string
    readonly column: string
    readonly where?: { readonly column: string; readonly value: string }
  }
  /** Of the values of `from`, placeholders aside, those that are keys of `to`; at least 0.99 unless declared. */
  readonly share: number
  /** `name`: the names agree too; `values`: only the texts do; `declared`: a user said so. */
  readonly because: 'name' | 'values' | 'declared'
}

/** What is known of a dataset version without reading it again. Plain data. */
export interface Catalog {
  readonly tables: readonly CatalogTable[]
  /** From a column to another table's key. A table's link to its parent is its `parent`. */
  readonly links?: readonly CatalogLink[]
}

/** A value of the data that a word of a question may mean. */
export interface ValueMatch {
  readonly table: string
  readonly column: string
  /** The text as it stands in the data. */
  readonly value: string
  readonly count: number
}

/** Finds texts of the data by their folded form (case, accents and outer space removed: `foldText`). */
export interface ValueIndex {
  /** All texts whose fold equals the fold of `term`; at most `limit`. */
  find(term: string, limit?: number): Promise<readonly ValueMatch[]>
  /** Whether the fold of some text may begin with the fold of `term`; false is sure, true need not be. */
  mayBegin(term: string): Promise<boolean>
}

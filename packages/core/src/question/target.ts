import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import type { Expression } from '../plan/algebra.js'
import type { MeasureName } from './constituent.js'

export type TargetMeasure =
  | { readonly fn: 'count' }
  | { readonly fn: 'count-distinct' | MeasureName; readonly column: CatalogColumn }

/** Which of the groups or rows, when not all: the first `amount` by the measure or column. */
export interface Rank {
  readonly descending: boolean
  readonly amount: number
  /** How many stand before the first that is meant; 0 unless told. */
  readonly offset?: number
}

/** What a question asks for, with every name resolved and typed: a plan without its relational dress. */
export interface Target {
  readonly table: CatalogTable
  /** All must hold; each of two that are compared has its own beside them. */
  readonly filters: readonly Expression[]
  readonly select:
    | {
        readonly kind: 'measure'
        readonly measure: TargetMeasure
        readonly groups: readonly CatalogColumn[]
        readonly rank?: Rank
      }
    | { readonly kind: 'exists' }
    /** Of the rows that meet the filters, how many of a hundred meet a condition too. */
    | { readonly kind: 'share'; readonly of: readonly Expression[] }
    /** By how many, or whether, more rows meet one condition than another. */
    | {
        readonly kind: 'difference'
        readonly first: readonly Expression[]
        readonly second: readonly Expression[]
        readonly whether: boolean
      }
    | {
        readonly kind: 'rows'
        readonly columns: readonly CatalogColumn[]
        /** Of the columns, those that answer; the others say of what. */
        readonly asked: readonly CatalogColumn[]
        readonly by?: CatalogColumn
        readonly rank?: Rank
      }
    /** Between what two rows say in a column, always positive; or whether the first says more or less. */
    | {
        readonly kind: 'gap'
        readonly asks: 'amount' | 'gt' | 'lt'
        readonly column: CatalogColumn
        readonly of: readonly [Expression, Expression]
      }
    /** Different values of a column. */
    | { readonly kind: 'values'; readonly column: CatalogColumn }
}

import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import type { Expression } from '../plan/algebra.js'

export type TargetMeasure =
  | { readonly fn: 'count' }
  | { readonly fn: 'count-distinct' | 'sum' | 'avg' | 'min' | 'max'; readonly column: CatalogColumn }

/** Which of the groups or rows, when not all: the first `amount` by the measure or column. */
export interface Rank {
  readonly descending: boolean
  readonly amount: number
}

/** What a question asks for, with every name resolved and typed: a plan without its relational dress. */
export interface Target {
  readonly table: CatalogTable
  /** All must hold. */
  readonly filters: readonly Expression[]
  readonly select:
    | {
        readonly kind: 'measure'
        readonly measure: TargetMeasure
        readonly groups: readonly CatalogColumn[]
        readonly rank?: Rank
      }
    | { readonly kind: 'exists' }
    | {
        readonly kind: 'rows'
        readonly columns: readonly CatalogColumn[]
        /** Of the columns, those that answer; the others say of what. */
        readonly asked: readonly CatalogColumn[]
        readonly by?: CatalogColumn
        readonly rank?: Rank
      }
    /** Different values of a column. */
    | { readonly kind: 'values'; readonly column: CatalogColumn }
}

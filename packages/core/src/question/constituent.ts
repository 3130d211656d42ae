import type { CatalogColumn } from '../catalog/catalog.js'
import type { Expression, MeasureFunction } from '../plan/algebra.js'

/** Measures of a column of numbers that questions ask for. */
export type MeasureName = Extract<MeasureFunction, 'sum' | 'avg' | 'min' | 'max' | 'median'>

/** What is known to be wrong with a part that was understood: the whole reading is then refused with this sentence. */
export interface Objection {
  readonly reason: 'not-in-data' | 'ambiguous'
  readonly text: string
}

export interface Extreme {
  readonly descending: boolean
  /** A stand-in when the part has an objection. */
  readonly column: CatalogColumn
  /** The column is not named, but meant by the word (`longest`) or a verb (`highest rated`). */
  readonly byDimension: boolean
  readonly fn?: MeasureName
  /** Which place in the order; the first unless told. */
  readonly place?: number
}

/** A part of a question that means one thing by itself; a reading is a sequence of these that covers all words. */
export type Part =
  /** `times`: of rows, whatever follows; `total`: an amount is added up. */
  | { readonly kind: 'count'; readonly times: boolean; readonly total: boolean }
  | { readonly kind: 'distinct' }
  | { readonly kind: 'exists' }
  /** `column`: what "who" or "when" asks for. */
  | {
      readonly kind: 'ask'
      readonly form: 'which' | 'what' | 'list'
      readonly one: boolean
      /** Asks for a name, never for a number or a date. */
      readonly person: boolean
      readonly column?: CatalogColumn
      /** The column is meant by a word for its quantity (`how long`). */
      readonly byDimension?: boolean
    }
  /** `called`: by a word that the data does not know. */
  | { readonly kind: 'rows'; readonly called: boolean }
  | { readonly kind: 'column'; readonly column: CatalogColumn; readonly derived: boolean }
  | {
      readonly kind: 'filter'
      readonly where: Expression
      readonly column: CatalogColumn
      /** A bare value, which can stand for the rows (`doors`). */
      readonly isNoun: boolean
      /** How many values are named, of which each is one of the alternatives. */
      readonly listed: number
    }
  /** `more`: `column` is what the word means by itself; `plain`: it can be said of any column. */
  | {
      readonly kind: 'comparative'
      readonly descending: boolean
      readonly plain: boolean
      readonly column?: CatalogColumn
    }
  | { readonly kind: 'difference' }
  /** `than Oslo`: what the other is compared with. */
  | { readonly kind: 'than-one'; readonly column: CatalogColumn; readonly where: Expression }
  /** `between Oslo and Rome`, `Oslo, Rome and Bern`: two or more. */
  | {
      readonly kind: 'pair'
      readonly column: CatalogColumn
      readonly where: readonly Expression[]
    }
  | { readonly kind: 'measured'; readonly fn: MeasureName; readonly column: CatalogColumn }
  | { readonly kind: 'group'; readonly columns: readonly CatalogColumn[] }
  | {
      readonly kind: 'rank-by'
      readonly by: 'count' | { readonly fn: MeasureName; readonly column: CatalogColumn }
    }
  | { readonly kind: 'most'; readonly descending: boolean; readonly place?: number }
  | {
      readonly kind: 'frequent'
      readonly descending: boolean
      /** Of the values one stands most often. */
      readonly isOne?: true
      readonly column?: CatalogColumn
      readonly place?: number
    }
  | { readonly kind: 'extreme'; readonly extreme: Extreme }
  | { readonly kind: 'top'; readonly descending: boolean; readonly amount: number }
  | { readonly kind: 'amount'; readonly amount: number }
  | { readonly kind: 'end'; readonly last: boolean; readonly by?: 'order' | 'time' | 'place' }
  | {
      readonly kind: 'beside'
      readonly after: boolean
      readonly column: CatalogColumn
      /** Of the row beside which the asked one stands. */
      readonly where: Expression
    }
  | { readonly kind: 'only' }
  | { readonly kind: 'share' }
  | { readonly kind: 'among' }
  | { readonly kind: 'more'; readonly whether: boolean }
  | { readonly kind: 'than' }
  /** `isEvent`: says that there was the thing, and so that its time may be meant. */
  | { readonly kind: 'light'; readonly isEvent: boolean }
  /** In the order of which column "first" and "last" are meant. */
  | { readonly kind: 'timed'; readonly column: CatalogColumn }
  /** The rows of a linked table, of which a condition follows. */
  | { readonly kind: 'partner'; readonly table: string }
  | { readonly kind: 'and' }
  /** A word left out, to find which words stand in the way of a reading. */
  | { readonly kind: 'gap' }

export type PartKind = Part['kind']

/** A part at its place: tokens `[start, end)`, function words around it not included. */
export interface Placed {
  readonly part: Part
  readonly start: number
  readonly end: number
  readonly cost: number
  readonly objection?: Objection
  readonly assumptions?: readonly string[]
  readonly readings: readonly PlacedReading[]
}

/** How tokens `[start, end)` were read, for people. */
export interface PlacedReading {
  readonly start: number
  readonly end: number
  readonly as: string
}

import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import type { Expression } from '../plan/algebra.js'
import type { MeasureName } from './constituent.js'
import type { Period } from './dates.js'
import type { Language } from './languages/index.js'
import type { Meaning } from './languages/language.js'
import type { NameIndex } from './name-index.js'
import type { Token } from './tokens.js'

/** A stretch of tokens `[start, end)` and what it may be. `cost` is 0 for a sure link and grows with doubt. */
export type Element = { readonly start: number; readonly end: number; readonly cost: number } & (
  | { readonly kind: 'word'; readonly meaning: Meaning }
  /** Asks for a column by what it holds (`who`, `when`). */
  | { readonly kind: 'asked'; readonly column: CatalogColumn }
  | {
      readonly kind: 'number'
      readonly value: string
      readonly unit?: NumberUnit
      /** What it is if its sign groups digits, where that may be meant (`10.000` in English). */
      readonly other?: string
    }
  /** `isRelative`: counted from today. */
  | {
      readonly kind: 'date'
      readonly period: Period
      readonly isRelative: boolean
      /** What it is with day and month the other way round, where that may be meant. */
      readonly other?: Period
    }
  /** The rows themselves, by the table's name or a noun for any row. */
  /** `called`: the question's own word for them, which the data does not know. */
  | { readonly kind: 'rows'; readonly called?: string }
  | {
      readonly kind: 'column'
      readonly column: CatalogColumn
      readonly derived: boolean
      /** As for rows. */
      readonly called?: string
    }
  | {
      readonly kind: 'value'
      readonly column: CatalogColumn
      /** Texts of the data that the words mean: more than one where they differ in case or accents alone. */
      readonly texts: readonly string[]
      /** The words are a number, which many columns may hold as text: only beside its column's name. */
      readonly numeric: boolean
      /** The words stand inside the texts, beside others. */
      readonly inside?: true
      /** Rows that hold one of the texts. */
      readonly rows: number
    }
  /** Rows with a place in an order that a column states (`finished second`). */
  | { readonly kind: 'place'; readonly column: CatalogColumn; readonly where: Expression }
  /** The rows of a table that this one is linked with (`customers` beside orders). */
  | { readonly kind: 'partner'; readonly table: CatalogTable }
  /** A verb that carries nothing beside what is asked for. */
  | { readonly kind: 'light'; readonly isEvent: boolean }
  /** A verb that names the column of its time (`opened` of `Opened`), behind or before "first" or "last". */
  | { readonly kind: 'timed'; readonly column: CatalogColumn }
  /** A compound that holds operation and column (`Gesamtlänge`). */
  | { readonly kind: 'measured'; readonly fn: MeasureName; readonly column: CatalogColumn }
)

export type ElementOf<Kind extends Element['kind']> = Extract<Element, { kind: Kind }>

/** `symbol` is the language-neutral unit, `word` how the question calls it. */
export interface NumberUnit {
  readonly symbol: string
  readonly word: string
}

/** All that the words of one question may be in one table. */
export interface Lattice {
  readonly tokens: readonly Token[]
  readonly table: CatalogTable
  readonly names: NameIndex
  readonly language: Language
  /** Elements that begin at a token. */
  readonly at: readonly (readonly Element[])[]
  /** Where one may be after leaving out the function word or filler that begins at a token. */
  readonly skips: readonly (readonly number[])[]
  /** Words for units of time: rows may be grouped by them. */
  readonly dateUnits: readonly boolean[]
  /** Nouns such as "type", which carry nothing before a value. */
  readonly kindNouns: readonly boolean[]
}

/** Tokens that neither an element nor a skip covers: nothing is known of them. */
export function findUncovered(lattice: Lattice): number[] {
  const covered = new Set<number>()
  lattice.at.forEach((elements) => {
    for (const { start, end } of elements) for (let i = start; i < end; i++) covered.add(i)
  })
  lattice.skips.forEach((ends, start) => {
    for (const end of ends) for (let i = start; i < end; i++) covered.add(i)
  })
  return lattice.tokens.flatMap((_, i) =>
    covered.has(i) || lattice.kindNouns[i] || lattice.dateUnits[i] ? [] : [i],
  )
}

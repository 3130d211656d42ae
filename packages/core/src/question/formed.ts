import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { pickLabel } from './column-roles.js'
import type { Objection } from './constituent.js'
import type { PartOutline } from './outline-parts.js'
import type { Target } from './target.js'

/** A target, what is assumed with it, and how natural the form is (`cost`). */
export interface Formed {
  readonly target: Target
  readonly cost: number
  readonly assumptions: readonly string[]
  readonly objection?: Objection
  /** How many rows the answer must have, because the question says so (`which two teams`). */
  readonly amount?: number
  /** The answer is one row's; of more or none it must not be given. */
  readonly single?: boolean
  /** Rows or groups up to the place that is asked for: no two may share one, or the place is nobody's. */
  readonly untied?: { readonly target: Target; readonly column: string }
  /** Targets of which all must give the same: the order that is meant must not matter. */
  readonly same?: readonly Target[]
  readonly neighbour?: Neighbour<Target>
}

/** The row beside another: in the order of each of the targets' times, too. */
export interface Neighbour<Times> {
  /** All rows, with what they are called and a time. */
  readonly times: readonly Times[]
  readonly value: string
  readonly after: boolean
}

export function formed(target: Target, assumptions: readonly string[] = [], cost = 0): Formed {
  return { target, assumptions, cost }
}

/** Stands for the rows: the table's noun, or a value that they have (`doors`). */
export function isRowNoun(part: PartOutline['ordered'][number]): boolean {
  return part.kind === 'rows' || (part.kind === 'filter' && part.isNoun)
}

/** What tells rows apart, and more columns behind it. */
export function columnsToShow(table: CatalogTable, more: readonly CatalogColumn[]): readonly CatalogColumn[] {
  const label = pickLabel(table)
  return label === undefined ? [] : [...new Set([label, ...more])]
}

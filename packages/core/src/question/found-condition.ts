import type { CatalogColumn } from '../catalog/catalog.js'
import type { Expression } from '../plan/algebra.js'
import type { Objection } from './constituent.js'

/** A condition that the tokens `[start, end)` state, before it becomes a part of a reading. */
export interface FoundCondition {
  readonly start: number
  readonly end: number
  readonly cost: number
  readonly where: Expression
  readonly column: CatalogColumn
  /** A bare value, which can stand for the rows. */
  readonly isNoun?: boolean
  /** Values that are named: 1 unless they are joined. */
  readonly listed?: number
  readonly objection?: Objection | undefined
  readonly assumptions?: readonly string[]
}

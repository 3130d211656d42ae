import type { Table } from '../columns/table.js'
import type { Relation } from '../plan/algebra.js'
import type { Scope } from '../plan/check-expression.js'
import type { Pace } from './pace.js'
import type { Provenance } from './result.js'
import { SkipTally } from './skip-tally.js'

/** Bounds of one run. Each has a code: EXECUTE_TOO_MANY_ROWS, _GROUPS, _DISTINCT. */
export interface ExecuteLimits {
  /** Rows of the result, and rows that a sort keeps. */
  readonly maxRows: number
  readonly maxGroups: number
  /** Different values of one `count(distinct …)`, over all groups. */
  readonly maxDistinct: number
}

export const defaultExecuteLimits: ExecuteLimits = {
  maxRows: 100_000,
  maxGroups: 1_000_000,
  maxDistinct: 5_000_000,
}

/** What the operators of one run share. */
export interface RunContext {
  readonly tables: ReadonlyMap<string, Table>
  readonly limits: ExecuteLimits
  readonly evidence: number
  readonly signal: AbortSignal | undefined
  readonly pace: Pace
  /** What the relations of the plan give, once it was asked for. */
  readonly scopes: Map<Relation, Scope>
  /** Records of the main table that could not be used, each once. */
  readonly skipped: SkipTally
  /** Set by an operator that turns all its rows into one, and so must say itself which they were. */
  provenance: Omit<Provenance, 'table'> | undefined
  rowsScanned: number
}

export function createRunContext(
  init: Omit<RunContext, 'scopes' | 'skipped' | 'provenance' | 'rowsScanned'>,
): RunContext {
  return { ...init, scopes: new Map(), skipped: new SkipTally(), provenance: undefined, rowsScanned: 0 }
}

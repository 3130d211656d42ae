import type { Table } from '../columns/table.js'
import type { Expression, Relation } from '../plan/algebra.js'
import type { CheckedRelation } from '../plan/check-plan.js'
import type { Pace } from './pace.js'
import type { PreparedQuery } from './prepared-query.js'
import { createRecordList, type RecordList } from './record-list.js'
import { SkipTally } from './skip-tally.js'

/** Bounds of one run. Each but those of the listed result has a code: EXECUTE_TOO_MANY_ROWS, _GROUPS, _DISTINCT, _VALUES, EXECUTE_JOIN_TOO_LARGE. */
export interface ExecuteLimits {
  /** Rows of the result that are listed, the others being counted, and rows that a sort keeps for a query around it. */
  readonly maxRows: number
  /** Cells of the result that are listed: rows times columns. */
  readonly maxCells: number
  readonly maxGroups: number
  /** Different values of one `count(distinct …)`, over all groups. */
  readonly maxDistinct: number
  /** Numbers that medians and percentiles hold; characters of one `group_concat`. */
  readonly maxValues: number
  /** Rows of a join's right side, and of a query in an expression: what is held in memory. */
  readonly maxJoinRows: number
  /** Values of a join's right side: rows times columns. */
  readonly maxJoinCells: number
  /** Pairs that one join looks at. */
  readonly maxJoinPairs: number
}

export const defaultExecuteLimits: ExecuteLimits = {
  maxRows: 100_000,
  maxCells: 5_000_000,
  maxGroups: 1_000_000,
  maxDistinct: 5_000_000,
  maxValues: 5_000_000,
  maxJoinRows: 1_000_000,
  maxJoinCells: 10_000_000,
  maxJoinPairs: 50_000_000,
}

/** What the operators of one run share. */
export interface RunContext {
  readonly tables: ReadonlyMap<string, Table>
  readonly limits: ExecuteLimits
  readonly evidence: number
  /** The table whose records coverage counts. */
  readonly mainTable: string
  /** The queries inside expressions, which have been run. */
  readonly queries: Map<Expression, PreparedQuery>
  readonly newRecordList: () => RecordList
  readonly signal: AbortSignal | undefined
  readonly pace: Pace
  /** What the relations of the plan give, once it was asked for. */
  readonly scopes: Map<Relation, CheckedRelation>
  /** Records of the main table that could not be used, each once. */
  readonly skipped: SkipTally
  /** Set by an operator that turns all its rows into one, and so must say itself which they were. */
  provenance: RecordList | undefined
  /** False runs the plan as it stands: nothing from the catalog, no side of a join before the other. */
  readonly rewrites: boolean
  /** A table was read for more than its evidence. */
  readsData: boolean
  /** Rows of the result that a sort has counted and let go. */
  rowsUnlisted: number
  rowsScanned: number
}

export function createRunContext(
  init: Pick<RunContext, 'tables' | 'limits' | 'evidence' | 'mainTable' | 'signal' | 'pace' | 'rewrites'>,
): RunContext {
  return {
    ...init,
    scopes: new Map(),
    queries: new Map(),
    skipped: new SkipTally(init.tables.get(init.mainTable)!.schema.rows),
    newRecordList: () => createRecordList(init.mainTable, init.evidence),
    provenance: undefined,
    readsData: false,
    rowsUnlisted: 0,
    rowsScanned: 0,
  }
}

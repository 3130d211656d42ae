import type { ColumnType } from '../catalog/catalog.js'
import type { Table } from '../columns/table.js'
import { checkAborted } from '../guard/call-input.js'
import type { Expression, Plan, Relation } from '../plan/algebra.js'
import { checkExpression } from '../plan/check-expression.js'
import { checkPlan, describeRelation } from '../plan/check-plan.js'
import { aggregate } from './aggregate.js'
import type { Chunk } from './chunk.js'
import { collectRows } from './collect-rows.js'
import { columnsOf } from './compile-expression.js'
import { filter, limit, project, scan } from './operators.js'
import { createPace } from './pace.js'
import type { Result } from './result.js'
import { createRunContext, defaultExecuteLimits, type ExecuteLimits, type RunContext } from './run-context.js'
import { sort } from './sort.js'
import { toZonePredicate } from './zone-predicate.js'

export interface RunOptions {
  readonly signal?: AbortSignal | null | undefined
  /** Most record ids in the provenance; its total stays exact. Default 100. */
  readonly evidence?: number | undefined
  /** Longest time on one turn of the event loop, between batches. Default 25. */
  readonly yieldEveryMs?: number | undefined
  readonly limits?: Partial<ExecuteLimits> | undefined
  readonly nowMs?: (() => number) | undefined
}

/**
 * Checks a plan against the tables and runs it. Rows come in a fixed order: as sorted, ties and unsorted ones in
 * source order, groups by first appearance. Throws the codes of `checkPlan`, EXECUTE_* at a bound, ABORTED.
 */
export async function runPlan(
  plan: Plan,
  tables: readonly Table[],
  options: RunOptions = {},
): Promise<Result> {
  const checked = checkPlan(
    plan,
    tables.map((table) => table.schema),
  )
  const context = createRunContext({
    tables: new Map(tables.map((table) => [table.schema.name, table])),
    limits: { ...defaultExecuteLimits, ...options.limits },
    evidence: options.evidence ?? 100,
    signal: options.signal ?? undefined,
    pace: createPace(options.signal, options.yieldEveryMs ?? 25, options.nowMs),
  })
  const names = checked.columns.map(({ name }) => name)
  const chunks = compile(checked.plan.root, { needed: names, top: null, filters: [] }, context)
  const { columns, rows, records } = await collectRows(chunks, checked.columns, context).catch(
    (error: unknown) => {
      checkAborted(options.signal)
      throw error
    },
  )
  const evidence = context.provenance ?? records
  const considered = context.tables.get(checked.mainTable)!.schema.rows
  return {
    columns,
    rows,
    coverage: {
      considered,
      used: considered - context.skipped.total,
      withheld: 0,
      skipped: context.skipped.list(),
    },
    provenance: { table: checked.mainTable, rows: evidence.rows, total: evidence.total },
    rowsScanned: context.rowsScanned,
  }
}

/** What the operators above want of the one being compiled. */
interface Demand {
  readonly needed: readonly string[]
  /** Only the first so many rows are looked at; `null`: all. */
  readonly top: number | null
  /** Conditions of the filters directly above: what a scan may skip by. */
  readonly filters: readonly Expression[]
}

function compile(relation: Relation, demand: Demand, context: RunContext): AsyncIterable<Chunk> {
  switch (relation.op) {
    case 'scan': {
      const table = context.tables.get(relation.table)!
      return scan(table, demand.needed, toZonePredicate(demand.filters, table.schema), context)
    }
    case 'filter': {
      const needed = union(demand.needed, columnsOf(relation.where))
      const filters = [...demand.filters, relation.where]
      const input = compile(relation.input, { needed, top: null, filters }, context)
      return filter(input, relation.where, isOverRecords(relation.input), context)
    }
    case 'project': {
      const columns = relation.columns.filter(({ name }) => demand.needed.includes(name))
      const needed = union(...columns.map(({ value }) => columnsOf(value)))
      return project(compile(relation.input, { needed, top: demand.top, filters: [] }, context), columns)
    }
    case 'aggregate': {
      const values = [...relation.groups, ...relation.measures].flatMap(({ value }) => (value ? [value] : []))
      const needed = union(...values.map(columnsOf))
      const input = compile(relation.input, { needed, top: null, filters: [] }, context)
      const types = relation.measures.map(({ value }) =>
        value ? typeOf(value, relation.input, context) : 'number',
      )
      const overRecords = isOverRecords(relation.input)
      return aggregate(
        input,
        { groups: relation.groups, measures: relation.measures, types, overRecords },
        context,
      )
    }
    case 'sort': {
      const needed = union(demand.needed, ...relation.keys.map(({ value }) => columnsOf(value)))
      const input = compile(relation.input, { needed, top: null, filters: [] }, context)
      const types = relation.keys.map(({ value }) => typeOf(value, relation.input, context))
      const overRecords = isOverRecords(relation.input)
      const plan = { keys: relation.keys, types, columns: demand.needed, top: demand.top, overRecords }
      return sort(input, plan, context)
    }
    case 'limit': {
      const { count, offset } = relation
      const top = count === null ? null : count + offset
      return limit(
        compile(relation.input, { needed: demand.needed, top, filters: [] }, context),
        count,
        offset,
      )
    }
  }
}

function union(...lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())]
}

/** True while every row is one record of the main table, so that coverage may count it. */
function isOverRecords(relation: Relation): boolean {
  if (relation.op === 'scan') return true
  return relation.op !== 'aggregate' && isOverRecords(relation.input)
}

/** Type of a checked expression over the rows of a relation. */
function typeOf(expression: Expression, relation: Relation, context: RunContext): ColumnType {
  let scope = context.scopes.get(relation)
  if (scope === undefined) {
    scope = describeRelation(
      relation,
      [...context.tables.values()].map((table) => table.schema),
    )
    context.scopes.set(relation, scope)
  }
  return checkExpression(expression, scope, '').type
}

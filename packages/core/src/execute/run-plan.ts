import type { Table } from '../columns/table.js'
import { checkAborted } from '../guard/call-input.js'
import type { Expression, Plan, Relation } from '../plan/algebra.js'
import { type CheckedPlan, checkPlan } from '../plan/check-plan.js'
import { columnsOf } from '../plan/columns-of.js'
import { inputsOf } from '../plan/explain-plan.js'
import { selectedCount } from './chunk.js'
import { collectRows, mostListed } from './collect-rows.js'
import { compilePredicate } from './compile-expression.js'
import { compileRelation, demandAll } from './compile-relation.js'
import { expressionsOf, queriesOf } from './find-queries.js'
import { filter, scan } from './operators.js'
import { createPace, createTurns, type Pace } from './pace.js'
import type { Result } from './result.js'
import { rewritePlan } from './rewrite-plan.js'
import { createRunContext, defaultExecuteLimits, type ExecuteLimits, type RunContext } from './run-context.js'
import { runInnerQueries } from './run-inner-queries.js'

export interface RunOptions {
  readonly signal?: AbortSignal | null | undefined
  /** Most record ids in the provenance; its total stays exact. Default 100. */
  readonly evidence?: number | undefined
  /** Longest time on one turn of the event loop, between batches, of all runs side by side. Default 15. */
  readonly yieldEveryMs?: number | undefined
  readonly limits?: Partial<ExecuteLimits> | undefined
  /** False runs the plan as it stands, to compare. Default true. */
  readonly rewrite?: boolean | undefined
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
  const schemas = tables.map((table) => table.schema)
  const asked = checkPlan(plan, schemas)
  const checked = options.rewrite === false ? asked : { ...asked, plan: rewritePlan(asked.plan, schemas) }
  const context = createRunContext({
    tables: new Map(tables.map((table) => [table.schema.name, table])),
    limits: { ...defaultExecuteLimits, ...options.limits },
    evidence: options.evidence ?? 100,
    rewrites: options.rewrite !== false,
    mainTable: checked.mainTable,
    signal: options.signal ?? undefined,
    pace: paceOf(options),
  })
  const { columns, rows, rowsTotal, records } = await runChecked(checked, context).catch((error: unknown) => {
    checkAborted(options.signal)
    throw error
  })
  const { rows: all } = context.tables.get(checked.mainTable)!.schema
  const scopes = scopesIn(checked.plan.root)
  const considered = await countInScope(checked.mainTable, scopes, context)
  const others = [...scopes.keys()].filter((table) => table !== checked.mainTable)
  const withheldFrom: { table: string; records: number }[] = []
  for (const table of others) {
    const { rows: held } = context.tables.get(table)!.schema
    withheldFrom.push({ table, records: held - (await countInScope(table, scopes, context)) })
  }
  return {
    columns,
    rows,
    rowsTotal,
    coverage: {
      considered,
      used: considered - context.skipped.total,
      withheld: all - considered,
      ...(others.length === 0 ? {} : { withheldFrom }),
      skipped: context.skipped.list(),
    },
    provenance: (context.provenance ?? records).provenance(),
    rowsScanned: context.rowsScanned,
    how: context.readsData ? 'exact' : 'catalog',
  }
}

function paceOf({ signal, yieldEveryMs = 15, nowMs }: RunOptions): Pace {
  // A clock of its own says nothing about the turns of other runs.
  return nowMs === undefined
    ? createPace(signal, yieldEveryMs)
    : createPace(signal, yieldEveryMs, nowMs, createTurns())
}

async function runChecked(checked: CheckedPlan, context: RunContext) {
  const { root } = checked.plan
  await runInnerQueries(root, context)
  const names = checked.columns.map(({ name }) => name)
  return collectRows(
    compileRelation(root, { ...demandAll(names), listed: mostListed(names.length, context.limits) }, context),
    checked.columns,
    context,
  )
}

/** Records of a table that the actor's scope lets through; all where it sets none. */
async function countInScope(
  name: string,
  scopes: ReadonlyMap<string, Expression>,
  context: RunContext,
): Promise<number> {
  const table = context.tables.get(name)!
  const scope = scopes.get(name)
  if (scope === undefined) return table.schema.rows
  let count = 0
  const chunks = scan(table, '', columnsOf(scope), [], context)
  const predicate = compilePredicate(scope, { queries: context.queries, typeOf: () => undefined })
  for await (const chunk of filter(chunks, predicate, undefined)) count += selectedCount(chunk)
  return count
}

/** The scope of every table that a plan reads under one. */
function scopesIn(root: Relation): ReadonlyMap<string, Expression> {
  return new Map(
    scansIn(root).flatMap(({ table, scope }) => (scope === undefined ? [] : [[table, scope] as const])),
  )
}

/** Every scan of a plan, those of queries in expressions included. */
function scansIn(relation: Relation): Extract<Relation, { op: 'scan' }>[] {
  if (relation.op === 'scan') return [relation]
  const queries = expressionsOf(relation).flatMap(queriesOf)
  return [...inputsOf(relation), ...queries.map(({ input }) => input)].flatMap(scansIn)
}

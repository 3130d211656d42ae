import type { ColumnType } from '../catalog/catalog.js'
import type { Table } from '../columns/table.js'
import { checkAborted } from '../guard/call-input.js'
import type { Expression, Plan, Relation } from '../plan/algebra.js'
import { checkExpression } from '../plan/check-expression.js'
import { type CheckedPlan, type CheckedRelation, checkPlan, describeRelation } from '../plan/check-plan.js'
import { columnsOf } from '../plan/columns-of.js'
import { inputsOf } from '../plan/explain-plan.js'
import { aggregate } from './aggregate.js'
import { countByCatalog } from './catalog-counts.js'
import { type Chunk, columnOf, positionAt, selectedCount } from './chunk.js'
import { collectRows } from './collect-rows.js'
import { joinTooLarge } from './errors.js'
import { join } from './join.js'
import { filter, limit, project, scan, unit } from './operators.js'
import { createPace } from './pace.js'
import { expressionsOf, queriesIn, queriesOf } from './prepare-queries.js'
import { createPreparedQuery } from './prepared-query.js'
import type { Result } from './result.js'
import { rewritePlan } from './rewrite-plan.js'
import { createRunContext, defaultExecuteLimits, type ExecuteLimits, type RunContext } from './run-context.js'
import { combine } from './set-operation.js'
import { sort } from './sort.js'
import { readValue, type Value } from './value.js'
import { toZonePredicate } from './zone-predicate.js'

export interface RunOptions {
  readonly signal?: AbortSignal | null | undefined
  /** Most record ids in the provenance; its total stays exact. Default 100. */
  readonly evidence?: number | undefined
  /** Longest time on one turn of the event loop, between batches. Default 25. */
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
    mainTable: checked.mainTable,
    signal: options.signal ?? undefined,
    pace: createPace(options.signal, options.yieldEveryMs ?? 25, options.nowMs),
  })
  const { columns, rows, records } = await runChecked(checked, context).catch((error: unknown) => {
    checkAborted(options.signal)
    throw error
  })
  const { rows: all } = context.tables.get(checked.mainTable)!.schema
  const considered = await countInScope(checked.plan.root, context)
  return {
    columns,
    rows,
    coverage: {
      considered,
      used: considered - context.skipped.total,
      withheld: all - considered,
      skipped: context.skipped.list(),
    },
    provenance: (context.provenance ?? records).provenance(),
    rowsScanned: context.rowsScanned,
  }
}

async function runChecked(checked: CheckedPlan, context: RunContext) {
  const { root } = checked.plan
  await prepareQueries(root, context)
  const names = checked.columns.map(({ name }) => name)
  const demand: Demand = { needed: names, top: null, filters: [], isMain: true }
  return collectRows(compile(root, demand, context), checked.columns, context)
}

/**
 * Runs the queries that stand in expressions, innermost first, and keeps what they give. In a row that stands for no
 * record, they are what coverage and evidence are about.
 */
async function prepareQueries(root: Relation, context: RunContext): Promise<void> {
  const isOverUnit = readsNoTable(root)
  for (const query of queriesIn(root)) {
    const { mainTable, columns } = scopeOf(query.input, context)
    const inner: RunContext = {
      ...createRunContext({ ...context, mainTable: mainTable ?? context.mainTable }),
      scopes: context.scopes,
      queries: context.queries,
    }
    await prepareQueries(query.input, inner)
    const names = columns.map(({ name }) => name)
    const rows: Value[][] = []
    const list = inner.newRecordList()
    const demand: Demand = { needed: names, top: null, filters: [], isMain: true }
    for await (const chunk of compile(query.input, demand, inner)) {
      await context.pace.step()
      if (rows.length + selectedCount(chunk) > context.limits.maxJoinRows)
        throw joinTooLarge('rows', context.limits.maxJoinRows)
      const vectors = names.map((name) => columnOf(chunk, name))
      for (let k = 0; k < selectedCount(chunk); k++) {
        const row = positionAt(chunk, k)
        rows.push(vectors.map((vector) => readValue(vector, row)))
        list.add(chunk, row)
      }
    }
    context.queries.set(query, createPreparedQuery(rows, query.args.length))
    context.rowsScanned += inner.rowsScanned
    if (!isOverUnit || mainTable === undefined) continue
    if (mainTable === context.mainTable && context.skipped.total === 0) context.skipped.take(inner.skipped)
    context.provenance ??= context.newRecordList()
    context.provenance.take((inner.provenance ?? list).provenance())
  }
}

/** Records of the main table that the actor's scope lets through; all where it sets none. */
async function countInScope(root: Relation, context: RunContext): Promise<number> {
  const table = context.tables.get(context.mainTable)!
  const scope = scansIn(root).find((it) => it.table === context.mainTable)?.scope
  if (scope === undefined) return table.schema.rows
  let count = 0
  const chunks = scan(table, '', columnsOf(scope), [], context)
  for await (const chunk of filter(chunks, scope, false, context)) count += selectedCount(chunk)
  return count
}

/** Every scan of a plan, those of queries in expressions included. */
function scansIn(relation: Relation): Extract<Relation, { op: 'scan' }>[] {
  if (relation.op === 'scan') return [relation]
  const queries = expressionsOf(relation).flatMap(queriesOf)
  return [...inputsOf(relation), ...queries.map(({ input }) => input)].flatMap(scansIn)
}

function withPrefix(expression: Expression, prefix: string): Expression {
  if (expression.op === 'column') return { op: 'column', name: prefix + expression.name }
  if (!('args' in expression)) return expression
  return { ...expression, args: expression.args.map((arg) => withPrefix(arg, prefix)) } as Expression
}

function readsNoTable(relation: Relation): boolean {
  if (relation.op === 'scan') return false
  return inputsOf(relation).every(readsNoTable)
}

/** What the operators above want of the one being compiled. */
interface Demand {
  readonly needed: readonly string[]
  /** Only the first so many rows are looked at; `null`: all. */
  readonly top: number | null
  /** Conditions of the filters directly above: what a scan may skip by. */
  readonly filters: readonly Expression[]
  /** On the way to the main table, whose records coverage counts. */
  readonly isMain: boolean
}

function compile(relation: Relation, demand: Demand, context: RunContext): AsyncIterable<Chunk> {
  switch (relation.op) {
    case 'scan': {
      const table = context.tables.get(relation.table)!
      const prefix = relation.as === undefined ? '' : `${relation.as}.`
      const zones = toZonePredicate(demand.filters, table.schema, prefix)
      if (relation.scope === undefined) return scan(table, prefix, demand.needed, zones, context)
      const scope = withPrefix(relation.scope, prefix)
      const needed = union(demand.needed, columnsOf(scope))
      return filter(scan(table, prefix, needed, zones, context), scope, false, context)
    }
    case 'unit':
      return unit()
    case 'join':
      return compileJoin(relation, demand, context)
    case 'union':
    case 'intersect':
    case 'except': {
      const sides = relation.inputs.map((input) => scopeOf(input, context))
      const names = sides.map(({ columns }) => columns.map(({ name }) => name)) as [string[], string[]]
      const [first, second] = relation.inputs.map((input, index) =>
        compile(
          input,
          { needed: names[index]!, top: null, filters: [], isMain: demand.isMain && index === 0 },
          context,
        ),
      ) as [AsyncIterable<Chunk>, AsyncIterable<Chunk>]
      const plan = { op: relation.op, all: relation.all, names, secondTable: sides[1]!.mainTable }
      return combine(first, second, plan, context)
    }
    case 'filter': {
      const needed = union(demand.needed, columnsOf(relation.where))
      const filters = [...demand.filters, relation.where]
      const input = compile(relation.input, { needed, top: null, filters, isMain: demand.isMain }, context)
      return filter(input, relation.where, demand.isMain && isOverRecords(relation.input), context)
    }
    case 'project': {
      const columns = relation.columns.filter(({ name }) => demand.needed.includes(name))
      const needed = union(...columns.map(({ value }) => columnsOf(value)))
      return project(
        compile(relation.input, { needed, top: demand.top, filters: [], isMain: demand.isMain }, context),
        columns,
        context,
      )
    }
    case 'aggregate': {
      const needed = union(...expressionsOf(relation).map(columnsOf))
      const input = compile(
        relation.input,
        { needed, top: null, filters: [], isMain: demand.isMain },
        context,
      )
      const types = relation.measures.map(({ value }) =>
        value ? typeOf(value, relation.input, context) : 'number',
      )
      const known = demand.isMain ? countByCatalog(relation, context) : undefined
      if (known !== undefined) return known
      const overRecords = demand.isMain && isOverRecords(relation.input)
      return aggregate(
        input,
        { groups: relation.groups, measures: relation.measures, types, overRecords, isMain: demand.isMain },
        context,
      )
    }
    case 'sort': {
      const needed = union(demand.needed, ...relation.keys.map(({ value }) => columnsOf(value)))
      const input = compile(
        relation.input,
        { needed, top: null, filters: [], isMain: demand.isMain },
        context,
      )
      const types = relation.keys.map(({ value }) => typeOf(value, relation.input, context))
      const overRecords = demand.isMain && isOverRecords(relation.input)
      const plan = { keys: relation.keys, types, columns: demand.needed, top: demand.top, overRecords }
      return sort(input, plan, context)
    }
    case 'limit': {
      const { count, offset } = relation
      const top = count === null ? null : count + offset
      return limit(
        compile(relation.input, { needed: demand.needed, top, filters: [], isMain: demand.isMain }, context),
        count,
        offset,
      )
    }
  }
}

function compileJoin(
  relation: Extract<Relation, { op: 'join' }>,
  demand: Demand,
  context: RunContext,
): AsyncIterable<Chunk> {
  const { kind, on, where } = relation
  const right = scopeOf(relation.right, context)
  const ofRight = new Set([...right.columns, ...right.hidden].map(({ name }) => name))
  const above = union(demand.needed, where === undefined ? [] : columnsOf(where))
  const rightColumns = above.filter((name) => ofRight.has(name))
  const leftColumns = above.filter((name) => !ofRight.has(name))
  const side = (input: Relation, columns: readonly string[], keys: readonly Expression[], isMain: boolean) =>
    compile(
      input,
      { needed: union(columns, ...keys.map(columnsOf)), top: null, filters: [], isMain },
      context,
    )
  return join(
    side(
      relation.left,
      leftColumns,
      on.map((key) => key.left),
      demand.isMain,
    ),
    side(
      relation.right,
      rightColumns,
      on.map((key) => key.right),
      false,
    ),
    {
      kind,
      on,
      where,
      leftColumns,
      rightColumns,
      rightTable: right.mainTable,
      overRecords: demand.isMain && isOverRecords(relation.left),
    },
    context,
  )
}

function union(...lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())]
}

/** True while every row is one record of the main table, so that coverage may count it. */
function isOverRecords(relation: Relation): boolean {
  switch (relation.op) {
    case 'scan':
      return true
    case 'filter':
    case 'project':
    case 'sort':
    case 'limit':
      return isOverRecords(relation.input)
    default:
      return false
  }
}

function scopeOf(relation: Relation, context: RunContext): CheckedRelation {
  let scope = context.scopes.get(relation)
  if (scope === undefined) {
    const tables = [...context.tables.values()].map((table) => table.schema)
    scope = describeRelation(relation, tables)
    context.scopes.set(relation, scope)
  }
  return scope
}

/** Type of a checked expression over the rows of a relation. */
function typeOf(expression: Expression, relation: Relation, context: RunContext): ColumnType {
  return checkExpression(expression, scopeOf(relation, context), '').type
}

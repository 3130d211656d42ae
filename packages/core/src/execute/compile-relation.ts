import type { ColumnType } from '../catalog/catalog.js'
import type { Expression, Relation } from '../plan/algebra.js'
import { checkExpression, findColumn } from '../plan/check-expression.js'
import { type CheckedRelation, describeRelation } from '../plan/check-plan.js'
import { columnsOf } from '../plan/columns-of.js'
import { aggregate } from './aggregate.js'
import { answerByCatalog } from './answer-by-catalog.js'
import type { Chunk } from './chunk.js'
import { type CompileScope, compilePredicate, compileValue } from './compile-expression.js'
import { expressionsOf } from './find-queries.js'
import { join } from './join.js'
import { createJudge, type Judge } from './judge.js'
import { filter, limit, project, scan, unit } from './operators.js'
import type { RunContext } from './run-context.js'
import { combine } from './set-operation.js'
import { sort } from './sort.js'
import { toZonePredicate } from './zone-predicate.js'

/** What the operators above want of the one being compiled. */
export interface Demand {
  readonly needed: readonly string[]
  /** Only the first so many rows are looked at; `null`: all. */
  readonly top: number | null
  /** Conditions of the filters directly above: what a scan may skip by. */
  readonly filters: readonly Expression[]
  /** On the way to the main table, whose records are the evidence. */
  readonly isMain: boolean
  /** How records of the main table are counted: each stands in one row of its table, or in rows of several branches. */
  readonly coverage: 'none' | 'once' | 'repeated'
  /** An operator above says which rows could be used. */
  readonly isJudged: boolean
  /** Rows are listed as they come, at most so many: what is behind them is only counted; `null`: all are needed. */
  readonly listed: number | null
}

/** What a relation is wanted for as a whole. */
export function demandAll(needed: readonly string[]): Demand {
  return { needed, top: null, filters: [], isMain: true, coverage: 'once', isJudged: false, listed: null }
}

/** The operators of a relation whose names are resolved, as a stream of chunks. */
export function compileRelation(
  relation: Relation,
  demand: Demand,
  context: RunContext,
): AsyncIterable<Chunk> {
  switch (relation.op) {
    case 'scan': {
      const table = context.tables.get(relation.table)!
      context.readsData = true
      const prefix = relation.as === undefined ? '' : `${relation.as}.`
      const zones = toZonePredicate(demand.filters, table.schema, prefix)
      if (relation.scope === undefined) return scan(table, prefix, demand.needed, zones, context)
      const scope = withPrefix(relation.scope, prefix)
      const needed = union(demand.needed, columnsOf(scope))
      return filter(
        scan(table, prefix, needed, zones, context),
        compilePredicate(scope, hereOf(relation, context)),
        undefined,
      )
    }
    case 'unit':
      return unit()
    case 'join':
      return compileJoin(relation, demand, context)
    case 'union':
    case 'intersect':
    case 'except':
      return compileSet(relation, demand, context)
    case 'filter': {
      const needed = union(demand.needed, columnsOf(relation.where))
      const filters = [...demand.filters, relation.where]
      const judge = judgeOf(relation.input, demand, context)
      const below = { ...demand, needed, top: null, filters, isJudged: true, listed: null }
      const predicate = compilePredicate(relation.where, hereOf(relation.input, context))
      return filter(compileRelation(relation.input, below, context), predicate, judge)
    }
    case 'project': {
      const columns = relation.columns.filter(({ name }) => demand.needed.includes(name))
      const needed = union(...columns.map(({ value }) => columnsOf(value)))
      const here = hereOf(relation.input, context)
      const sources = columns.map(({ name, value }) => ({ name, source: compileValue(value, here) }))
      return project(compileRelation(relation.input, { ...demand, needed, filters: [] }, context), sources)
    }
    case 'aggregate': {
      const known = demand.isMain ? answerByCatalog(relation, context) : undefined
      if (known !== undefined) return known
      const needed = union(...expressionsOf(relation).map(columnsOf))
      const below = { ...demand, needed, top: null, filters: [], isJudged: true, listed: null }
      const { groups, measures } = relation
      const types = measures.map(({ value }) => (value ? typeOf(value, relation.input, context) : 'number'))
      const plan = {
        groups,
        measures,
        types,
        scope: hereOf(relation.input, context),
        judge: judgeOf(relation.input, { ...demand, isJudged: false }, context),
        isMain: demand.isMain,
      }
      return aggregate(compileRelation(relation.input, below, context), plan, context)
    }
    case 'sort': {
      const { keys } = relation
      const needed = union(demand.needed, ...keys.map(({ value }) => columnsOf(value)))
      const isJudged = demand.isJudged || demand.top !== null
      const below = { ...demand, needed, top: null, filters: [], isJudged, listed: null }
      const here = hereOf(relation.input, context)
      const plan = {
        keys,
        sources: keys.map(({ value }) => compileValue(value, here)),
        types: keys.map(({ value }) => typeOf(value, relation.input, context)),
        columns: demand.needed,
        top: demand.top,
        listed: demand.listed,
        judge: judgeOf(relation.input, demand, context),
      }
      return sort(compileRelation(relation.input, below, context), plan, context)
    }
    case 'limit': {
      const { count, offset } = relation
      const top = count === null ? null : count + offset
      return limit(
        compileRelation(
          relation.input,
          { ...demand, top, listed: offset === 0 ? demand.listed : null, filters: [] },
          context,
        ),
        count,
        offset,
      )
    }
  }
}

/** Both sides bring records where the second reads the same main table as the first; a record is then in several rows. */
function compileSet(
  relation: Extract<Relation, { inputs: readonly [Relation, Relation] }>,
  demand: Demand,
  context: RunContext,
): AsyncIterable<Chunk> {
  const { op, all, inputs } = relation
  const sides = inputs.map((input) => scopeOf(input, context))
  const names = sides.map(({ columns }) => columns.map(({ name }) => name)) as [string[], string[]]
  const secondTable = sides[1]!.mainTable
  const isShared = op === 'union' && demand.coverage !== 'none' && secondTable === context.mainTable
  const coverage = isShared ? 'repeated' : demand.coverage
  const judge = judgeOf(relation, { ...demand, coverage }, context)
  const below = { top: null, filters: [], isJudged: true, listed: null }
  const first = compileRelation(
    inputs[0],
    { ...below, needed: names[0], isMain: demand.isMain, coverage },
    context,
  )
  const second = compileRelation(
    inputs[1],
    { ...below, needed: names[1], isMain: false, coverage: isShared ? coverage : 'none' },
    context,
  )
  return combine(first, second, { op, all, names, secondTable, judge }, context)
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
  const [ofLeft, here] = [hereOf(relation.left, context), hereOf(relation, context)]
  const below = { top: null, filters: [], listed: null }
  const leftNeeded = union(leftColumns, ...on.map((key) => columnsOf(key.left)))
  const rightNeeded = union(rightColumns, ...on.map((key) => columnsOf(key.right)))
  return join(
    compileRelation(relation.left, { ...demand, ...below, needed: leftNeeded, isJudged: true }, context),
    compileRelation(
      relation.right,
      { ...below, needed: rightNeeded, isMain: false, coverage: 'none', isJudged: false },
      context,
    ),
    {
      kind,
      leftKeys: on.map((key) => compileValue(key.left, ofLeft)),
      rightKeys: on.map((key) => compileValue(key.right, hereOf(relation.right, context))),
      where: where === undefined ? undefined : compilePredicate(where, here),
      leftFirst: isLeftFirst(relation, context),
      leftColumns,
      rightColumns,
      rightTable: right.mainTable,
      leftJudge:
        kind === 'inner' ? judgeOf(relation.left, { ...demand, isJudged: true }, context) : undefined,
      pairJudge: kind === 'inner' ? judgeOf(relation, demand, context) : undefined,
    },
    context,
  )
}

function union(...lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())]
}

/** Rows of a side that is read first, and how many times more the other one must have. */
const maxFirstRows = 65_536
const firstFactor = 4

/** Rows come in the order of the left side whichever is read first: what changes is how much of the right one is held. */
function isLeftFirst({ on, left, right }: Extract<Relation, { op: 'join' }>, context: RunContext): boolean {
  if (!context.rewrites || on.length === 0) return false
  const rows = mostRows(left, context)
  return rows <= maxFirstRows && rows * firstFactor < mostRows(right, context)
}

/** The most rows that a relation can give; infinite where that is not known. */
function mostRows(relation: Relation, context: RunContext): number {
  switch (relation.op) {
    case 'scan':
      return context.tables.get(relation.table)!.schema.rows
    case 'unit':
      return 1
    case 'join':
      return Number.POSITIVE_INFINITY
    case 'union':
      return mostRows(relation.inputs[0], context) + mostRows(relation.inputs[1], context)
    case 'intersect':
    case 'except':
      return mostRows(relation.inputs[0], context)
    case 'limit':
      return Math.min(relation.count ?? Number.POSITIVE_INFINITY, mostRows(relation.input, context))
    case 'aggregate':
      return relation.groups.length === 0 ? 1 : mostRows(relation.input, context)
    default:
      return mostRows(relation.input, context)
  }
}

/** What an operator over a relation says of its rows; undefined where they are no records that coverage counts. */
function judgeOf(input: Relation, demand: Demand, { skipped }: RunContext): Judge | undefined {
  const records = demand.coverage === 'none' ? 'none' : recordsIn(input)
  if (records === 'none') return undefined
  return createJudge(skipped, records === 'repeated' || demand.coverage === 'repeated', !demand.isJudged)
}

/** Whether each row is a record of the main table, and if one can stand in several rows. */
function recordsIn(relation: Relation): 'none' | 'once' | 'repeated' {
  switch (relation.op) {
    case 'scan':
      return 'once'
    case 'unit':
    case 'aggregate':
      return 'none'
    case 'join':
      return recordsIn(relation.left) === 'none' ? 'none' : 'repeated'
    case 'union':
    case 'intersect':
    case 'except':
      return recordsIn(relation.inputs[0]) === 'none' ? 'none' : 'repeated'
    default:
      return recordsIn(relation.input)
  }
}

/** What expressions over the rows of a relation are compiled against. */
function hereOf(relation: Relation, context: RunContext): CompileScope {
  const scope = scopeOf(relation, context)
  return { queries: context.queries, typeOf: (name) => findColumn(scope, name)?.type }
}

/** What a relation gives, looked up once. */
export function scopeOf(relation: Relation, context: RunContext): CheckedRelation {
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

function withPrefix(expression: Expression, prefix: string): Expression {
  if (expression.op === 'column') return { op: 'column', name: prefix + expression.name }
  if (!('args' in expression)) return expression
  return { ...expression, args: expression.args.map((arg) => withPrefix(arg, prefix)) } as Expression
}

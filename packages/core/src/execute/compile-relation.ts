import type { ColumnType } from '../catalog/catalog.js'
import type { Expression, Relation } from '../plan/algebra.js'
import { checkExpression } from '../plan/check-expression.js'
import { type CheckedRelation, describeRelation } from '../plan/check-plan.js'
import { columnsOf } from '../plan/columns-of.js'
import { aggregate } from './aggregate.js'
import { countByCatalog } from './catalog-counts.js'
import type { Chunk } from './chunk.js'
import { expressionsOf } from './find-queries.js'
import { join } from './join.js'
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
  /** On the way to the main table, whose records coverage counts. */
  readonly isMain: boolean
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
        compileRelation(
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
      const input = compileRelation(
        relation.input,
        { needed, top: null, filters, isMain: demand.isMain },
        context,
      )
      return filter(input, relation.where, demand.isMain && isOverRecords(relation.input), context)
    }
    case 'project': {
      const columns = relation.columns.filter(({ name }) => demand.needed.includes(name))
      const needed = union(...columns.map(({ value }) => columnsOf(value)))
      return project(
        compileRelation(
          relation.input,
          { needed, top: demand.top, filters: [], isMain: demand.isMain },
          context,
        ),
        columns,
        context,
      )
    }
    case 'aggregate': {
      const needed = union(...expressionsOf(relation).map(columnsOf))
      const input = compileRelation(
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
      const input = compileRelation(
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
        compileRelation(
          relation.input,
          { needed: demand.needed, top, filters: [], isMain: demand.isMain },
          context,
        ),
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
    compileRelation(
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

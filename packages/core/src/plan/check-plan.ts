import type { CatalogTable } from '../catalog/catalog.js'
import type { Expression, Plan, Relation } from './algebra.js'
import { mergeTypes } from './check-call.js'
import {
  checkExpression,
  kindsOf,
  type PlanColumn,
  requireComparable,
  requireKind,
  type Scope,
} from './check-expression.js'
import { checkCondition, checkMeasure, checkNamed, type NamedColumn, toNamed } from './check-measure.js'
import { planErrors } from './errors.js'
import { freezePlan } from './freeze-plan.js'
import { linkColumns } from './link-columns.js'
import { checkPlanSize } from './plan-limits.js'
import { resolveTable } from './resolve-name.js'

/** A plan whose every name stands in the catalog and whose types fit. */
export interface CheckedPlan {
  /** With table and column names as the catalog writes them, frozen. */
  readonly plan: Plan
  /** Of the result, in order; names are unique. */
  readonly columns: readonly PlanColumn[]
  /** The table whose rows coverage counts: the leftmost. */
  readonly mainTable: string
}

/** The condition that a table's records must meet to be there for the actor; undefined: all are. */
export type ScopeOfTable = (table: string) => Expression | undefined

interface Surroundings {
  readonly tables: readonly CatalogTable[]
  readonly scopeOf: ScopeOfTable | undefined
}

/** A relation whose names are resolved, with what it gives. */
export interface CheckedRelation extends Scope {
  readonly relation: Relation
  /** Undefined where no table is read. */
  readonly mainTable: string | undefined
}

/**
 * Resolves every name against the catalog (the same, else the only one that differs in case alone) and checks
 * types, shapes and size. PLAN_UNKNOWN_TABLE, PLAN_UNKNOWN_COLUMN, PLAN_AMBIGUOUS_NAME, PLAN_TYPE, PLAN_INVALID,
 * PLAN_TOO_LARGE. Nothing is read. With `scopeOf`, every scan gets the scope that it says, and no other; without
 * it, scans keep the one they have.
 */
export function checkPlan(plan: Plan, tables: readonly CatalogTable[], scopeOf?: ScopeOfTable): CheckedPlan {
  checkPlanSize(plan)
  const { relation, columns, mainTable } = checkRelation(plan.root, { tables, scopeOf }, 'root')
  if (mainTable === undefined)
    throw planErrors.create('PLAN_INVALID', 'The plan reads no table.', { path: 'root', problem: 'no table' })
  return { plan: freezePlan({ version: 1, root: relation }), columns, mainTable }
}

/** Columns of a relation whose names are resolved, with their types. */
export function describeRelation(relation: Relation, tables: readonly CatalogTable[]): CheckedRelation {
  return checkRelation(relation, { tables, scopeOf: undefined }, 'root')
}

function checkRelation(relation: Relation, surroundings: Surroundings, path: string): CheckedRelation {
  switch (relation.op) {
    case 'scan':
      return checkScan(relation, surroundings)
    case 'unit': {
      const columns = { columns: [], hidden: [] }
      return {
        relation,
        mainTable: undefined,
        title: 'a row',
        ...columns,
        checkQuery: queryCheck(surroundings),
      }
    }
    case 'join':
      return checkJoin(relation, surroundings, path)
    case 'union':
    case 'intersect':
    case 'except':
      return checkSet(relation, surroundings, path)
  }
  const input = checkRelation(relation.input, surroundings, `${path}.input`)
  const inner = input.relation
  switch (relation.op) {
    case 'filter': {
      const where = checkExpression(relation.where, input, `${path}.where`)
      requireKind(where, 'boolean', 'true or false')
      return { ...input, relation: { op: 'filter', input: inner, where: where.expression } }
    }
    case 'project': {
      const columns = relation.columns.map((named, index) =>
        checkNamed(named, input, `${path}.columns[${index}]`),
      )
      requireColumns(columns, path)
      return derived(
        input,
        { op: 'project', input: inner, columns: columns.map(toNamed) },
        columns,
        'the result',
      )
    }
    case 'aggregate': {
      const groups = relation.groups.map((named, index) =>
        checkNamed(named, input, `${path}.groups[${index}]`),
      )
      const measures = relation.measures.map((measure, index) =>
        checkMeasure(measure, input, `${path}.measures[${index}]`),
      )
      const columns = [...groups, ...measures]
      requireColumns(columns, path)
      const checked: Relation = {
        op: 'aggregate',
        input: inner,
        groups: groups.map(toNamed),
        measures: measures.map(({ measure }) => measure),
      }
      return derived(input, checked, columns, 'the grouped result')
    }
    case 'sort': {
      const keys = relation.keys.map((key, index) => ({
        ...key,
        value: checkExpression(key.value, input, `${path}.keys[${index}]`).expression,
      }))
      return { ...input, relation: { op: 'sort', input: inner, keys } }
    }
    case 'limit':
      return {
        ...input,
        relation: { op: 'limit', input: inner, count: relation.count, offset: relation.offset },
      }
  }
}

function queryCheck(surroundings: Surroundings): Scope['checkQuery'] {
  return (relation, path) => checkRelation(relation, surroundings, path)
}

function checkScan(
  { table: asked, as, scope: given }: Extract<Relation, { op: 'scan' }>,
  surroundings: Surroundings,
): CheckedRelation {
  const table = resolveTable(asked, surroundings.tables)
  return {
    relation: {
      op: 'scan',
      table: table.name,
      ...(as === undefined ? {} : { as }),
      ...checkScope(table, surroundings, given),
    },
    mainTable: table.name,
    title: `table "${table.name}"`,
    ...columnsUnder(table, as),
    checkQuery: queryCheck(surroundings),
  }
}

type TableColumns = Pick<Scope, 'columns' | 'hidden'>

const ownColumns = new WeakMap<CatalogTable, TableColumns>()

/** Columns of a table as a scan gives them. Under its own names they are described once: every plan needs them. */
function columnsUnder(table: CatalogTable, as: string | undefined): TableColumns {
  if (as !== undefined) return describeTable(table, `${as}.`)
  const known = ownColumns.get(table) ?? describeTable(table, '')
  ownColumns.set(table, known)
  return known
}

function describeTable(table: CatalogTable, prefix: string): TableColumns {
  return {
    columns: table.columns.map(({ name, type, counts, unit }) => ({
      name: prefix + name,
      type,
      kinds: kindsOf(counts),
      unit,
    })),
    hidden: linkColumns(table).map((name) => ({ name: prefix + name, type: 'number', kinds: ['number'] })),
  }
}

/** The scope is written over the table's own names, whatever the scan calls them. */
function checkScope(
  table: CatalogTable,
  surroundings: Surroundings,
  given: Expression | undefined,
): { scope?: Expression } {
  const { scopeOf, tables } = surroundings
  const scope = scopeOf === undefined ? given : scopeOf(table.name)
  if (scope === undefined) return {}
  if (hasQuery(scope)) {
    const problem = `The scope of ${table.name} holds a query; it can compare columns of ${table.name} only.`
    throw planErrors.create('PLAN_INVALID', problem, { path: 'scope', problem })
  }
  const own = checkRelation({ op: 'scan', table: table.name }, { tables, scopeOf: () => undefined }, 'scope')
  return { scope: checkCondition(scope, own, 'scope') }
}

function hasQuery(expression: Expression): boolean {
  return 'input' in expression || ('args' in expression && expression.args.some(hasQuery))
}

function checkJoin(
  relation: Extract<Relation, { op: 'join' }>,
  surroundings: Surroundings,
  path: string,
): CheckedRelation {
  const left = checkRelation(relation.left, surroundings, `${path}.left`)
  const right = checkRelation(relation.right, surroundings, `${path}.right`)
  const both: CheckedRelation = {
    ...left,
    title: `${left.title} and ${right.title}`,
    columns: [...left.columns, ...right.columns],
    hidden: [...left.hidden, ...right.hidden],
  }
  requireDistinct(both.columns, path)
  const on = relation.on.map((key, index) => {
    const sides = {
      left: checkExpression(key.left, left, `${path}.on[${index}].left`),
      right: checkExpression(key.right, right, `${path}.on[${index}].right`),
    }
    requireComparable(sides.left, sides.right)
    return { left: sides.left.expression, right: sides.right.expression }
  })
  const { kind } = relation
  const joined = { op: 'join', kind, left: left.relation, right: right.relation, on } as const
  if (relation.where === undefined) return { ...both, relation: joined }
  const where = checkExpression(relation.where, both, `${path}.where`)
  requireKind(where, 'boolean', 'true or false')
  return { ...both, relation: { ...joined, where: where.expression } }
}

function checkSet(
  relation: Extract<Relation, { inputs: readonly [Relation, Relation] }>,
  surroundings: Surroundings,
  path: string,
): CheckedRelation {
  const [first, second] = relation.inputs.map((input, index) =>
    checkRelation(input, surroundings, `${path}.inputs[${index}]`),
  ) as [CheckedRelation, CheckedRelation]
  if (first.columns.length !== second.columns.length)
    throw planErrors.create(
      'PLAN_INVALID',
      `Both sides of ${relation.op} need as many columns: ${first.columns.length} and ${second.columns.length}.`,
      { path, problem: 'different numbers of columns' },
    )
  if (relation.all && relation.op !== 'union')
    throw planErrors.create('PLAN_INVALID', `${relation.op} gives each row once.`, { path, problem: 'all' })
  const columns = first.columns.map((column, index) => ({
    name: column.name,
    ...mergeTypes([column, second.columns[index]!]),
  }))
  return {
    ...first,
    relation: { ...relation, inputs: [first.relation, second.relation] },
    title: 'the combined result',
    columns,
    hidden: [],
  }
}

function derived(
  input: CheckedRelation,
  relation: Relation,
  columns: readonly NamedColumn[],
  title: string,
): CheckedRelation {
  return {
    ...input,
    relation,
    mainTable: input.mainTable ?? columns.flatMap(({ expression }) => firstTable(expression, input))[0],
    title,
    hidden: [],
    columns: columns.map(({ name, type, kinds, unit }) => ({ name, type, kinds, unit })),
  }
}

function requireColumns(columns: readonly { readonly name: string }[], path: string): void {
  if (columns.length === 0)
    throw planErrors.create('PLAN_INVALID', 'A result needs at least one column.', {
      path,
      problem: 'no columns',
    })
  requireDistinct(columns, path)
}

/** Where no table stands below, the first that an expression reads. */
function firstTable(expression: Expression, scope: Scope): string[] {
  if (!('args' in expression)) return []
  const inner = expression.args.flatMap((arg) => firstTable(arg, scope))
  if (!('input' in expression)) return inner
  const { mainTable } = scope.checkQuery(expression.input, '')
  return [...inner, ...(mainTable === undefined ? [] : [mainTable])]
}

function requireDistinct(columns: readonly { readonly name: string }[], path: string): void {
  const names = new Set<string>()
  for (const { name } of columns) {
    if (names.has(name))
      throw planErrors.create('PLAN_INVALID', `Two columns of the result are called "${name}".`, {
        path,
        problem: `repeated name "${name}"`,
      })
    names.add(name)
  }
}

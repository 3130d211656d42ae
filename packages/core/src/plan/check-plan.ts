import type { CatalogTable, ColumnType } from '../catalog/catalog.js'
import type { Measure, Named, Plan, Relation } from './algebra.js'
import {
  type CheckedExpression,
  checkExpression,
  kindsOf,
  type PlanColumn,
  requireKind,
  type Scope,
} from './check-expression.js'
import { planErrors } from './errors.js'
import { freezePlan } from './freeze-plan.js'
import { checkPlanSize } from './plan-limits.js'
import { resolveTable } from './resolve-name.js'

/** A plan whose every name stands in the catalog and whose types fit. */
export interface CheckedPlan {
  /** With table and column names as the catalog writes them, frozen. */
  readonly plan: Plan
  /** Of the result, in order; names are unique. */
  readonly columns: readonly PlanColumn[]
  /** The table whose rows coverage counts. */
  readonly mainTable: string
}

interface CheckedRelation extends Scope {
  readonly relation: Relation
  readonly mainTable: string
}

/**
 * Resolves every name against the catalog (the same, else the only one that differs in case alone) and checks
 * types, shapes and size. PLAN_UNKNOWN_TABLE, PLAN_UNKNOWN_COLUMN, PLAN_AMBIGUOUS_NAME, PLAN_TYPE, PLAN_INVALID,
 * PLAN_TOO_LARGE. Nothing is read.
 */
export function checkPlan(plan: Plan, tables: readonly CatalogTable[]): CheckedPlan {
  checkPlanSize(plan)
  const { relation, columns, mainTable } = checkRelation(plan.root, tables, 'root')
  return { plan: freezePlan({ version: 1, root: relation }), columns, mainTable }
}

/** Columns of a relation whose names are resolved, with their types. */
export function describeRelation(relation: Relation, tables: readonly CatalogTable[]): Scope {
  return checkRelation(relation, tables, 'root')
}

function checkRelation(relation: Relation, tables: readonly CatalogTable[], path: string): CheckedRelation {
  if (relation.op === 'scan') return checkScan(relation.table, tables)
  const input = checkRelation(relation.input, tables, `${path}.input`)
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

function checkScan(asked: string, tables: readonly CatalogTable[]): CheckedRelation {
  const table = resolveTable(asked, tables)
  return {
    relation: { op: 'scan', table: table.name },
    mainTable: table.name,
    title: `table "${table.name}"`,
    columns: table.columns.map(({ name, type, counts }) => ({ name, type, kinds: kindsOf(counts) })),
  }
}

type NamedColumn = CheckedExpression & { readonly name: string }

function checkNamed({ name, value }: Named, scope: Scope, path: string): NamedColumn {
  return { ...checkExpression(value, scope, path), name }
}

function checkMeasure(
  measure: Measure,
  scope: Scope,
  path: string,
): NamedColumn & { readonly measure: Measure } {
  const { name, fn } = measure
  if (measure.value === undefined) {
    if (fn !== 'count')
      throw planErrors.create('PLAN_INVALID', `${fn} needs a value to work on.`, {
        path,
        problem: 'no value',
      })
    return { measure: { name, fn }, name, expression: { op: 'null' }, type: 'number', kinds: ['number'] }
  }
  const value = checkExpression(measure.value, scope, path)
  const checked: Measure = { name, fn, value: value.expression }
  if (fn === 'min' || fn === 'max') {
    if (value.kinds.length > 0 && value.kinds.every((kind) => kind === 'json'))
      requireKind(value, 'number', 'a value')
    return { measure: checked, name, expression: value.expression, type: value.type, kinds: value.kinds }
  }
  if (fn === 'sum' || fn === 'avg') requireKind(value, 'number', 'a number')
  return { measure: checked, name, expression: value.expression, type: 'number', kinds: ['number'] }
}

function toNamed({ name, expression }: NamedColumn): Named {
  return { name, value: expression }
}

function derived(
  input: CheckedRelation,
  relation: Relation,
  columns: readonly { name: string; type: ColumnType; kinds: PlanColumn['kinds'] }[],
  title: string,
): CheckedRelation {
  return {
    relation,
    mainTable: input.mainTable,
    title,
    columns: columns.map(({ name, type, kinds }) => ({ name, type, kinds })),
  }
}

function requireColumns(columns: readonly { readonly name: string }[], path: string): void {
  if (columns.length === 0)
    throw planErrors.create('PLAN_INVALID', 'A result needs at least one column.', {
      path,
      problem: 'no columns',
    })
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

import type { Comparison, Expression, Plan, Relation } from '../plan/algebra.js'

/** Short ways to write the plans that questions are expected to become. Conditions are joined by "and". */
export const plans = {
  count: (table: string, ...where: Expression[]): Plan => toPlan(counted(keep(table, where), [])),
  countBy: (table: string, group: string, ...where: Expression[]): Plan =>
    toPlan(counted(keep(table, where), [group])),
  countDistinct: (table: string, column: string, ...where: Expression[]): Plan =>
    toPlan(measured(keep(table, where), 'count-distinct', column, [])),
  measure: (
    table: string,
    fn: 'sum' | 'avg' | 'min' | 'max' | 'median',
    column: string,
    ...where: Expression[]
  ): Plan => toPlan(measured(keep(table, where), fn, column, [])),
  measureBy: (
    table: string,
    fn: 'sum' | 'avg' | 'min' | 'max',
    column: string,
    group: string,
    ...where: Expression[]
  ): Plan => toPlan(measured(keep(table, where), fn, column, [group])),
  topCount: (
    table: string,
    group: string,
    amount: number,
    descending: boolean,
    ...where: Expression[]
  ): Plan =>
    toPlan(first(counted(keep(table, [...where, given(group)]), [group]), 'count', amount, descending)),
  topMeasure: (
    table: string,
    fn: 'sum' | 'avg',
    column: string,
    group: string,
    amount: number,
    descending: boolean,
  ): Plan =>
    toPlan(
      first(
        measured(keep(table, [given(group)]), fn, column, [group]),
        `${fn}(${column})`,
        amount,
        descending,
      ),
    ),
  topRows: (
    table: string,
    by: string,
    amount: number,
    descending: boolean,
    columns: readonly string[],
    ...where: Expression[]
  ): Plan => toPlan(show(first(keep(table, where), by, amount, descending), columns)),
  rows: (table: string, columns: readonly string[], ...where: Expression[]): Plan =>
    toPlan(show(keep(table, where), columns)),
  values: (table: string, group: string, ...where: Expression[]): Plan =>
    toPlan({
      op: 'aggregate',
      input: keep(table, [...where, given(group)]),
      groups: [{ name: group, value: column(group) }],
      measures: [],
    }),
  exists: (table: string, ...where: Expression[]): Plan =>
    toPlan({
      op: 'project',
      input: counted(keep(table, where), []),
      columns: [
        { name: 'exists', value: { op: 'gt', args: [column('count'), { op: 'number', value: '0' }] } },
      ],
    }),
}

/** `is('delay', 'gt', 60)`, `is('origin', 'eq', 'ORD')`. */
export function is(name: string, op: Comparison, value: string | number | boolean): Expression {
  return { op, args: [column(name), literal(value)] }
}

export function oneOf(name: string, ...texts: readonly string[]): Expression {
  return { op: 'in', args: [column(name), ...texts.map(literal)] }
}

export function blank(name: string): Expression {
  return { op: 'is-blank', args: [column(name)] }
}

export function given(name: string): Expression {
  return { op: 'not', args: [blank(name)] }
}

function literal(value: string | number | boolean): Expression {
  if (typeof value === 'string') return { op: 'text', value }
  return typeof value === 'number' ? { op: 'number', value: String(value) } : { op: 'boolean', value }
}

function column(name: string): Expression {
  return { op: 'column', name }
}

function toPlan(root: Relation): Plan {
  return { version: 1, root }
}

function keep(table: string, where: readonly Expression[]): Relation {
  const input: Relation = { op: 'scan', table }
  return where.length === 0 ? input : { op: 'filter', input, where: { op: 'and', args: where } }
}

function counted(input: Relation, groups: readonly string[]): Relation {
  return {
    op: 'aggregate',
    input,
    groups: groups.map((name) => ({ name, value: column(name) })),
    measures: [{ name: 'count', fn: 'count' }],
  }
}

function measured(
  input: Relation,
  fn: 'sum' | 'avg' | 'min' | 'max' | 'median' | 'count-distinct',
  of: string,
  groups: readonly string[],
): Relation {
  return {
    op: 'aggregate',
    input,
    groups: groups.map((name) => ({ name, value: column(name) })),
    measures: [{ name: `${fn}(${of})`, fn, value: column(of) }],
  }
}

function first(input: Relation, by: string, count: number, descending: boolean): Relation {
  const keys = [{ value: column(by), descending, nulls: 'last' as const }]
  return { op: 'limit', input: { op: 'sort', input, keys }, count, offset: 0 }
}

function show(input: Relation, columns: readonly string[]): Relation {
  if (columns.length === 0) return input
  return { op: 'project', input, columns: columns.map((name) => ({ name, value: column(name) })) }
}

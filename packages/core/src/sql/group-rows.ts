import type { Expression, Measure, Named, Relation } from '../plan/algebra.js'
import { canonicalExpression, canonicalJson } from '../plan/canonical-plan.js'
import { unsupported } from './errors.js'
import { findItem, type Item, itemAt } from './list-items.js'
import type { Names } from './sources.js'
import type { OrderTerm, Select, SqlExpression } from './syntax.js'
import { type ExpressionContext, toExpression } from './to-expression.js'
import { hasAggregate, holds, isAggregate, toMeasure } from './to-measure.js'
import { toSortKeys } from './to-sort-keys.js'

/** How expressions are read: those of the list see no aliases, which would go in circles; the others do. */
export interface RowContexts {
  readonly plain: ExpressionContext
  readonly aliased: ExpressionContext
}

/** Rows, and how expressions over them are read. */
export interface RowRelation extends RowContexts {
  readonly input: Relation
}

export interface Grouping {
  readonly sql: string
  readonly statement: Select
  /** Of the query, for what they aggregate. */
  readonly orderBy: readonly OrderTerm[]
  readonly items: readonly Item[]
  readonly names: Names
  readonly rows: RowContexts
  readonly input: Relation
}

/** GROUP BY, aggregates and HAVING: above it, only group keys and aggregates can be named. */
export function groupRows({ sql, statement, orderBy, items, names, rows, input }: Grouping): RowRelation {
  const used = new Set(items.map(({ name }) => name))
  const nameFor = (source: SqlExpression, wanted: string): string => {
    const item = items.find(({ value }) => value.start === source.start && value.end === source.end)
    if (item !== undefined) return item.name
    let name = wanted
    for (let n = 2; used.has(name); n++) name = `${wanted}_${n}`
    used.add(name)
    return name
  }
  const groups = new Map<string, Named>()
  for (const term of statement.groupBy) {
    const source = itemAt(sql, term, items) ?? term
    if (hasAggregate(source)) throw unsupported(sql, term.start, 'GROUP BY an aggregate')
    const value = toExpression(source, rows.aliased)
    const same = items.find(
      (item) => !hasAggregate(item.value) && isSame(toExpression(item.value, rows.plain), value),
    )
    const name = same?.name ?? nameFor(source, sql.slice(source.start, source.end))
    groups.set(canonicalText(value), groups.get(canonicalText(value)) ?? { name, value })
  }
  const measures = new Map<string, Measure>()
  /** The aggregated item that a name means; a column of that name goes before it. */
  const totalOf = (part: SqlExpression): Item | undefined => {
    if (part.kind !== 'name' || names.findColumn(part) !== undefined) return undefined
    const item = findItem(items, part)
    return item !== undefined && hasAggregate(item.value) ? item : undefined
  }
  const measureOf = (call: Extract<SqlExpression, { kind: 'call' }>, over: ExpressionContext): Expression => {
    const measure = toMeasure(call, sql, (argument) => toExpression(argument, over))
    const key = canonicalJson(measure)
    const name = measures.get(key)?.name ?? nameFor(call, sql.slice(call.start, call.end))
    if (!measures.has(key)) measures.set(key, { name, ...measure })
    const value: Expression = { op: 'column', name }
    // SQLite's total: a sum that is 0 where there is nothing to add.
    return call.name === 'total'
      ? { op: 'call', fn: 'coalesce', args: [value, { op: 'number', value: '0' }] }
      : value
  }
  const createContext = (
    over: ExpressionContext,
    listed: ExpressionContext | undefined,
  ): ExpressionContext => ({
    sql,
    toQuery: over.toQuery,
    replace(expression) {
      if (expression.kind === 'call' && isAggregate(expression.name)) return measureOf(expression, over)
      const findTotal = (part: SqlExpression) => (listed === undefined ? undefined : totalOf(part))
      const total = findTotal(expression)
      if (total !== undefined) return toExpression(total.value, listed!)
      if (hasAggregate(expression) || holds(expression, (part) => findTotal(part) !== undefined))
        return undefined
      if (isConstant(expression)) return undefined
      if (expression.kind === 'query' || expression.kind === 'exists') return undefined
      const value = toExpression(expression, over)
      const group = groups.get(canonicalText(value))
      if (group !== undefined) return { op: 'column', name: group.name }
      if (expression.kind !== 'name') return undefined
      const column = expression.parts.join('.')
      throw unsupported(
        sql,
        expression.start,
        `${column}, which is neither grouped by nor aggregated,`,
        `Add it to GROUP BY, or write min(${column}).`,
      )
    },
  })
  const plain = createContext(rows.plain, undefined)
  const aliased = createContext(rows.aliased, plain)
  for (const { value } of items) toExpression(value, plain)
  const having = statement.having === undefined ? undefined : toExpression(statement.having, aliased)
  toSortKeys(sql, orderBy, items, (value) => toExpression(value, aliased))
  const aggregated: Relation = {
    op: 'aggregate',
    input,
    groups: [...groups.values()],
    measures: [...measures.values()],
  }
  return {
    input: having === undefined ? aggregated : { op: 'filter', input: aggregated, where: having },
    plain,
    aliased,
  }
}

function isConstant(expression: SqlExpression): boolean {
  return ['number', 'text', 'boolean', 'null'].includes(expression.kind)
}

function isSame(a: Expression, b: Expression): boolean {
  return canonicalText(a) === canonicalText(b)
}

/** Equal for expressions that mean the same. */
export function canonicalText(expression: Expression): string {
  return canonicalJson(canonicalExpression(expression))
}

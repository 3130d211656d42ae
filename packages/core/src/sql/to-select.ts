import type { Named, Relation } from '../plan/algebra.js'
import { unsupported } from './errors.js'
import { canonicalText, groupRows, type RowContexts, type RowRelation } from './group-rows.js'
import { findItem, type Item, listItems } from './list-items.js'
import { createNames, type Name, type Names, type Source } from './sources.js'
import type { Query, Select } from './syntax.js'
import { type ExpressionContext, toExpression } from './to-expression.js'
import { hasAggregate, holds, isAggregate } from './to-measure.js'
import { cut, type QueryContext, sorted, toQuery } from './to-query.js'
import { type QueryRelation, toRelation } from './to-relation.js'
import { toSortKeys } from './to-sort-keys.js'
import { toSubquery } from './to-subquery.js'

/** What stands behind a single SELECT. */
export type SelectEnd = Pick<Query, 'orderBy' | 'count' | 'offset'>

/** The relation of one SELECT with its order and limit. */
export function toSelect(select: Select, end: SelectEnd, context: QueryContext): QueryRelation {
  const { sql } = context
  const { relation, names } = readFrom(select, context)
  const items = listItems(sql, select, names)
  const rows: RowContexts = {
    plain: createRowContext(context, names, []),
    aliased: createRowContext(context, names, items),
  }
  const { where } = select
  const input: Relation =
    where === undefined
      ? relation
      : { op: 'filter', input: relation, where: toExpression(where, rows.aliased) }
  const isGrouped =
    select.groupBy.length > 0 ||
    select.having !== undefined ||
    [...items, ...end.orderBy].some(({ value }) => hasAggregate(value))
  const query = isGrouped
    ? groupRows({ sql, statement: select, orderBy: end.orderBy, items, names, rows, input })
    : { input, ...rows }
  return { relation: finish(sql, select, end, items, query), columns: items.map(({ name }) => name) }
}

/** The rows of a FROM and what they can be called; without one, a single row for the queries that are selected. */
export function readFrom(
  { from, items, start }: Select,
  context: QueryContext,
): { readonly relation: Relation; readonly names: Names } {
  const { sql, tables, declared, named } = context
  if (from === undefined) {
    const isQuery = items.some(
      (item) => item.kind === 'value' && holds(item.value, ({ kind }) => /query|exists/.test(kind)),
    )
    if (!isQuery) throw unsupported(sql, start, 'SELECT without FROM')
    return { relation: { op: 'unit' }, names: createNames([]) }
  }
  const { relation, sources } = toRelation(from, {
    sql,
    tables,
    declared,
    named,
    toQuery: (query) => toQuery(query, { ...context, outer: undefined }),
    toCondition: (condition, among: readonly Source[]) =>
      toExpression(condition, createRowContext(context, createNames(among), [])),
  })
  return { relation, names: createNames(sources) }
}

/** ORDER BY, LIMIT and the list of columns. Sorting stands below the columns, so that it may use others. */
function finish(
  sql: string,
  select: Select,
  end: SelectEnd,
  items: readonly Item[],
  query: RowRelation,
): Relation {
  const columns = items.map(({ name, value }): Named => ({ name, value: toExpression(value, query.plain) }))
  if (!select.distinct) {
    const keys = toSortKeys(sql, end.orderBy, items, (value) => toExpression(value, query.aliased))
    return toColumns(cut(end, sorted(query.input, keys)), columns)
  }
  const distinct: Relation = { op: 'aggregate', input: query.input, groups: columns, measures: [] }
  const keys = toSortKeys(sql, end.orderBy, items, (value) => {
    const wanted = canonicalText(toExpression(value, query.aliased))
    const column = columns.find((candidate) => canonicalText(candidate.value) === wanted)
    if (column !== undefined) return { op: 'column', name: column.name }
    throw unsupported(sql, value.start, 'ORDER BY what SELECT DISTINCT does not list')
  })
  return cut(end, sorted(distinct, keys))
}

/** No projection where the aggregate already gives just these columns in this order. */
function toColumns(input: Relation, columns: readonly Named[]): Relation {
  const given = outputNames(input)
  const same =
    given?.length === columns.length &&
    columns.every(
      ({ name, value }, index) => value.op === 'column' && value.name === name && given[index] === name,
    )
  return same ? input : { op: 'project', input, columns }
}

function outputNames(relation: Relation): string[] | undefined {
  if (relation.op === 'aggregate') return [...relation.groups, ...relation.measures].map(({ name }) => name)
  return 'input' in relation && relation.op !== 'project' ? outputNames(relation.input) : undefined
}

/** Over single rows a name is a column, else the alias of one of `items`. */
function createRowContext(context: QueryContext, names: Names, items: readonly Item[]): ExpressionContext {
  const { sql, outer } = context
  return {
    sql,
    toQuery: (query, use) => toSubquery(query, use, { ...context, outer: names }),
    replace(expression) {
      if (expression.kind === 'call' && isAggregate(expression.name))
        throw unsupported(sql, expression.start, `the aggregate ${expression.name}() here`)
      if (expression.kind !== 'name') return undefined
      const column = names.findColumn(expression)
      if (column !== undefined) return { op: 'column', name: column.column }
      const item = findItem(items, expression)
      if (item === undefined) throw unknownName(expression, names, outer, sql)
      if (hasAggregate(item.value))
        throw unsupported(sql, expression.start, `the aggregate ${item.name} here`)
      return toExpression(item.value, createRowContext(context, names, []))
    },
  }
}

function unknownName(name: Name, names: Names, outer: Names | undefined, sql: string): Error {
  if (outer?.findColumn(name) === undefined) return names.unknown(name)
  return unsupported(
    sql,
    name.start,
    `${name.parts.join('.')} of the query around it here`,
    'An inner query can be tied to the one around it by inner = outer in its WHERE.',
  )
}

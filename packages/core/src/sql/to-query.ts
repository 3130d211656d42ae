import type { CatalogLink, CatalogTable } from '../catalog/catalog.js'
import type { Expression, Relation, SortKey } from '../plan/algebra.js'
import { unsupported } from './errors.js'
import { itemAt } from './list-items.js'
import type { Names } from './sources.js'
import type { NamedQuery, Query, SetOperator } from './syntax.js'
import type { QueryRelation } from './to-relation.js'
import { toSelect } from './to-select.js'

/** What stands around a query. */
export interface QueryContext {
  readonly sql: string
  readonly tables: readonly CatalogTable[]
  /** Links that a caller declared: the conditions of joins that have none. */
  readonly declared: readonly CatalogLink[]
  /** The queries of WITH, by their names in lower case. */
  readonly named: ReadonlyMap<string, QueryRelation>
  /** What the query around it may name. */
  readonly outer: Names | undefined
}

/** The relation of a whole query. */
export function toQuery(query: Query, outer: QueryContext): QueryRelation {
  const context = withNamed(query.with, outer)
  if (query.more.length === 0) return toSelect(query.select, query, context)
  const ends = { orderBy: [], count: null, offset: 0 }
  const first = toSelect(query.select, ends, context)
  const relation = query.more.reduce<Relation>(
    (left, { op, select }) => combined(op, left, toSelect(select, ends, context).relation),
    first.relation,
  )
  const items = first.columns.map((name) => {
    const value = { kind: 'name', parts: [name], quoted: true, start: query.start, end: query.start } as const
    return { name, value }
  })
  const keys = query.orderBy.map((term): SortKey => {
    const value = itemAt(context.sql, term.value, items) ?? term.value
    const asked = value.kind === 'name' && value.parts.length === 1 ? value.parts[0]! : undefined
    const column =
      items.find(({ name }) => name === asked) ??
      items.find(({ name }) => name.toLowerCase() === asked?.toLowerCase())
    if (column === undefined)
      throw unsupported(context.sql, value.start, 'ORDER BY anything but a column of the first SELECT here')
    const key: Expression = { op: 'column', name: column.name }
    return { value: key, descending: term.descending, nulls: term.nulls }
  })
  return { relation: cut(query, sorted(relation, keys)), columns: first.columns }
}

export function sorted(input: Relation, keys: readonly SortKey[]): Relation {
  return keys.length === 0 ? input : { op: 'sort', input, keys }
}

export function cut(
  { count, offset }: { readonly count: number | null; readonly offset: number },
  input: Relation,
): Relation {
  return count === null && offset === 0 ? input : { op: 'limit', input, count, offset }
}

function combined(operator: SetOperator, left: Relation, right: Relation): Relation {
  const op = operator === 'union-all' ? 'union' : operator
  return { op, all: operator === 'union-all', inputs: [left, right] }
}

function withNamed(queries: readonly NamedQuery[], outer: QueryContext): QueryContext {
  const named = new Map(outer.named)
  for (const { name, columns, query, start } of queries) {
    const made = toQuery(query, { ...outer, named: new Map(named), outer: undefined })
    const renamed = columns === undefined ? made : rename(made, columns, outer.sql, start)
    named.set(name.toLowerCase(), renamed)
  }
  return { ...outer, named }
}

function rename(
  { relation, columns }: QueryRelation,
  names: readonly string[],
  sql: string,
  start: number,
): QueryRelation {
  if (names.length !== columns.length)
    throw unsupported(sql, start, `${names.length} names for ${columns.length} columns`)
  const named = columns.map((name, index) => ({
    name: names[index]!,
    value: { op: 'column', name } as const,
  }))
  return { relation: { op: 'project', input: relation, columns: named }, columns: names }
}

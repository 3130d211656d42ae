import type { Expression, Relation } from '../plan/algebra.js'
import { unsupported } from './errors.js'
import type { Names } from './sources.js'
import type { Query, Select, SqlExpression } from './syntax.js'
import { hasAggregate, holds, isAggregate } from './to-measure.js'
import { type QueryContext, toQuery } from './to-query.js'
import { readFrom, toSelect } from './to-select.js'

/** What a query in an expression is for. */
export type QueryUse = 'value' | 'member' | 'exists'

/** A query in an expression: `keys` are of the query around it and equal the first columns of `input`. */
export interface Subquery {
  readonly keys: readonly SqlExpression[]
  readonly input: Relation
  /** What stands for a row that there is not: a count of nothing is 0. */
  readonly otherwise: Expression | undefined
}

const noEnd = { orderBy: [], count: null, offset: 0 }

/** Ties between the query and the one around it are equalities in its WHERE; other outer names are refused. */
export function toSubquery(query: Query, use: QueryUse, context: QueryContext): Subquery {
  const { select } = query
  const tied = query.more.length === 0 ? splitTies(select, context) : undefined
  if (tied === undefined || tied.keys.length === 0) {
    const { relation, columns } = toQuery(query, context)
    if (use !== 'exists' && columns.length !== 1)
      throw unsupported(context.sql, query.start, `a query of ${columns.length} columns as one value`)
    const first: Relation = { op: 'limit', input: relation, count: 1, offset: 0 }
    return { keys: [], input: use === 'exists' ? first : relation, otherwise: undefined }
  }
  const refuse = (construct: string, hint?: string) => unsupported(context.sql, query.start, construct, hint)
  if (query.with.length > 0 || query.count !== null || query.offset > 0 || select.groupBy.length > 0)
    throw refuse('a query with WITH, GROUP BY or LIMIT that is tied to the one around it')
  if (use === 'member') throw refuse('IN with a query that is tied to the one around it', 'Write EXISTS.')
  const keyItems = tied.inner.map((value, index) => ({
    kind: 'value' as const,
    value,
    alias: `key ${index + 1}`,
  }))
  const where = tied.rest
  if (use === 'exists') {
    if (
      select.having !== undefined ||
      select.items.some((item) => item.kind === 'value' && hasAggregate(item.value))
    )
      throw refuse('EXISTS with aggregates that is tied to the query around it')
    const listed: Select = { ...select, distinct: true, items: keyItems, where }
    return { keys: tied.keys, input: toSelect(listed, noEnd, context).relation, otherwise: undefined }
  }
  const [item, second] = select.items
  if (
    item?.kind !== 'value' ||
    second !== undefined ||
    !hasAggregate(item.value) ||
    select.having !== undefined
  )
    throw refuse('a value of a tied query that is no aggregate', 'Write min(…), max(…) or a join.')
  const grouped: Select = {
    ...select,
    items: [...keyItems, { ...item, alias: 'value' }],
    where,
    groupBy: tied.inner,
  }
  return {
    keys: tied.keys,
    input: toSelect(grouped, noEnd, context).relation,
    otherwise: valueOfNothing(item.value, refuse),
  }
}

function valueOfNothing(value: SqlExpression, refuse: (construct: string) => Error): Expression | undefined {
  const isCount = (part: SqlExpression) =>
    part.kind === 'call' && (part.name === 'count' || part.name === 'total')
  if (isCount(value)) return { op: 'number', value: '0' }
  const isPlain = value.kind === 'call' && isAggregate(value.name)
  if (isPlain || !holds(value, (part) => isCount(part) || part.kind === 'operation')) return undefined
  throw refuse('a tied query that computes with its aggregates')
}

interface Ties {
  /** Of the query around it. */
  readonly keys: readonly SqlExpression[]
  /** Of the query itself, one for each. */
  readonly inner: readonly SqlExpression[]
  readonly rest: SqlExpression | undefined
}

function splitTies(select: Select, context: QueryContext): Ties | undefined {
  const { outer } = context
  if (outer === undefined || select.from === undefined || select.where === undefined) return undefined
  const { names } = readFrom(select, context)
  const parts = conjuncts(select.where)
  const ties = parts.map((part) => toTie(part, names, outer))
  const rest = parts.filter((_, index) => ties[index] === undefined)
  const found = ties.filter((tie) => tie !== undefined)
  const { start, end } = select.where
  return {
    keys: found.map((tie) => tie.outer),
    inner: found.map((tie) => tie.inner),
    rest: rest.length < 2 ? rest[0] : { kind: 'and', args: rest, start, end },
  }
}

function conjuncts(expression: SqlExpression): readonly SqlExpression[] {
  return expression.kind === 'and' ? expression.args.flatMap(conjuncts) : [expression]
}

function toTie(
  expression: SqlExpression,
  names: Names,
  outer: Names,
): { inner: SqlExpression; outer: SqlExpression } | undefined {
  if (expression.kind !== 'compare' || expression.op !== 'eq') return undefined
  const isInner = (part: SqlExpression) => part.kind === 'name' && names.findColumn(part) !== undefined
  const isOuter = (part: SqlExpression) =>
    part.kind === 'name' && names.findColumn(part) === undefined && outer.findColumn(part) !== undefined
  const [a, b] = expression.args
  for (const [inner, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const isTie =
      holds(inner, isInner) && !holds(inner, isOuter) && holds(other, isOuter) && !holds(other, isInner)
    if (isTie) return { inner, outer: other }
  }
  return undefined
}

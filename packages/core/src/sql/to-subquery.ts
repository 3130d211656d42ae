import type { Expression, Relation } from '../plan/algebra.js'
import { unsupported } from './errors.js'
import type { Names } from './sources.js'
import type { Query, Select, SqlExpression } from './syntax.js'
import { type ExpressionContext, toExpression } from './to-expression.js'
import { hasAggregate, holds, isAggregate } from './to-measure.js'
import { type QueryContext, toQuery } from './to-query.js'
import { readFrom, toSelect } from './to-select.js'

/** What a query in an expression is for. */
export type QueryUse = 'value' | 'member' | 'exists'

/** A query in an expression: `keys` are of the query around it and equal the first columns of `input`. */
export interface Subquery {
  readonly keys: readonly SqlExpression[]
  readonly input: Relation
  /** The first of several rows is taken. */
  readonly isFirst: boolean
  /** What stands for a row that there is not: a count of nothing is 0. */
  readonly otherwise: Otherwise | undefined
}

export interface Otherwise {
  readonly value: Expression
  /** The value of a row is never null, so that null says that there is none. */
  readonly isForNull: boolean
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
    const isFirst = false
    return { keys: [], input: use === 'exists' ? first : relation, isFirst, otherwise: undefined }
  }
  const refuse = (construct: string, hint?: string) => unsupported(context.sql, query.start, construct, hint)
  const isGrouped = select.groupBy.length > 0
  const isAggregated =
    !isGrouped &&
    (select.having !== undefined ||
      select.items.some((item) => item.kind === 'value' && hasAggregate(item.value)))
  if (query.with.length > 0) throw refuse('WITH in a query that is tied to the one around it')
  if (query.offset > 0 || (query.count !== null && (query.count !== 1 || use !== 'value')))
    throw refuse('this LIMIT in a query that is tied to the one around it')
  const keyItems = tied.inner.map((value, index) => ({
    kind: 'value' as const,
    value,
    alias: `key ${index + 1}`,
  }))
  const groupBy = isGrouped || isAggregated ? [...tied.inner, ...select.groupBy] : []
  const made = (items: Select['items'], isDistinct: boolean): Relation => {
    const listed: Select = { ...select, distinct: isDistinct, items, where: tied.rest, groupBy }
    return toSelect(listed, { ...noEnd, orderBy: use === 'value' ? query.orderBy : [] }, context).relation
  }
  if (use === 'exists') {
    if (isAggregated) throw refuse('EXISTS with aggregates that is tied to the query around it')
    return { keys: tied.keys, input: made(keyItems, true), isFirst: false, otherwise: undefined }
  }
  const [item, second] = select.items
  if (item?.kind !== 'value' || second !== undefined)
    throw refuse(`a query of ${select.items.length > 1 ? select.items.length : 'all'} columns as one value`)
  const valueItem = { ...item, alias: 'value' }
  if (use === 'member') {
    if (isAggregated) throw refuse('IN with an aggregate that is tied to the query around it', 'Write =.')
    return {
      keys: tied.keys,
      input: made([...keyItems, valueItem], true),
      isFirst: false,
      otherwise: undefined,
    }
  }
  if (isAggregated && select.having !== undefined)
    throw refuse('HAVING without GROUP BY in a query that is tied to the one around it')
  return {
    keys: tied.keys,
    input: made([...keyItems, valueItem], select.distinct),
    isFirst: query.count === 1,
    otherwise: isAggregated ? valueOfNothing(item.value, context) : undefined,
  }
}

/** What aggregates over no row give; undefined for null. */
function valueOfNothing(value: SqlExpression, context: QueryContext): Otherwise | undefined {
  const empty: ExpressionContext = {
    sql: context.sql,
    toQuery: (query, use) => toSubquery(query, use, { ...context, outer: undefined }),
    replace(part) {
      if (part.kind !== 'call' || !isAggregate(part.name)) return undefined
      return part.name === 'count' || part.name === 'total' ? { op: 'number', value: '0' } : { op: 'null' }
    },
  }
  const isPlain = value.kind === 'call' && isAggregate(value.name)
  const made = toExpression(value, empty)
  return isPlain && made.op === 'null' ? undefined : { value: made, isForNull: isPlain }
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

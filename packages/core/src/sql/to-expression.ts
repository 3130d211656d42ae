import { formatDecimal, parseDecimal } from '../columns/decimal.js'
import type { Expression } from '../plan/algebra.js'
import { unsupported } from './errors.js'
import type { Query, SqlExpression } from './syntax.js'
import { toCall } from './to-call.js'
import type { QueryUse, Subquery } from './to-subquery.js'

/** What depends on where an expression stands. */
export interface ExpressionContext {
  readonly sql: string
  /** Gives the expression for a whole part of it: a group key, a name, a call. Undefined: go on inside. */
  readonly replace: (expression: SqlExpression) => Expression | undefined
  /** Reads a query that stands in an expression. */
  readonly toQuery: (query: Query, use: QueryUse) => Subquery
}

/** An expression of the algebra; `replace` is asked first, for every part. */
export function toExpression(expression: SqlExpression, context: ExpressionContext): Expression {
  const replaced = context.replace(expression)
  if (replaced !== undefined) return replaced
  const convert = (inner: SqlExpression) => toExpression(inner, context)
  switch (expression.kind) {
    case 'number':
      return { op: 'number', value: formatDecimal(parseDecimal(expression.value)!) }
    case 'text':
      return { op: 'text', value: expression.value }
    case 'boolean':
      return { op: 'boolean', value: expression.value }
    case 'null':
      return { op: 'null' }
    case 'and':
    case 'or':
      return { op: expression.kind, args: expression.args.map(convert) }
    case 'not':
      return { op: 'not', args: [convert(expression.arg)] }
    case 'compare': {
      const [left, right] = expression.args
      return { op: expression.op, args: [convert(left), convert(right)] }
    }
    case 'is': {
      const arg = convert(expression.arg)
      const isNull: Expression = { op: 'is-null', args: [arg] }
      if (expression.what === null) return isNull
      const holds: Expression = expression.what ? arg : { op: 'not', args: [arg] }
      return { op: 'and', args: [{ op: 'not', args: [isNull] }, holds] }
    }
    case 'in': {
      const arg = convert(expression.arg)
      const list = expression.list.map(convert)
      if (list.every((item) => !('args' in item) && item.op !== 'column'))
        return { op: 'in', args: [arg, ...list] }
      return { op: 'or', args: list.map((item) => ({ op: 'eq', args: [arg, item] })) }
    }
    case 'between': {
      const arg = convert(expression.arg)
      return {
        op: 'and',
        args: [
          { op: 'ge', args: [arg, convert(expression.low)] },
          { op: 'le', args: [arg, convert(expression.high)] },
        ],
      }
    }
    case 'like': {
      const escaping = expression.escape === undefined ? [] : [convert(expression.escape)]
      return { op: 'like', args: [convert(expression.arg), convert(expression.pattern), ...escaping] }
    }
    case 'operation':
      return { op: 'call', fn: expression.fn, args: expression.args.map(convert) }
    case 'query': {
      const { keys, input, isFirst, otherwise } = context.toQuery(expression.query, 'value')
      const args = keys.map(convert)
      const value: Expression = { op: 'query-value', args, input, ...(isFirst ? { first: true } : {}) }
      if (otherwise === undefined) return value
      if (otherwise.isForNull) return { op: 'call', fn: 'coalesce', args: [value, otherwise.value] }
      return { op: 'call', fn: 'case', args: [{ op: 'query-exists', args, input }, value, otherwise.value] }
    }
    case 'exists': {
      const { keys, input } = context.toQuery(expression.query, 'exists')
      return { op: 'query-exists', args: keys.map(convert), input }
    }
    case 'in-query': {
      const { keys, input } = context.toQuery(expression.query, 'member')
      return { op: 'query-member', args: [convert(expression.arg), ...keys.map(convert)], input }
    }
    case 'call':
      return toCall(expression, context.sql, convert)
    case 'name':
      throw unsupported(context.sql, expression.start, `the name ${expression.parts.join('.')} here`)
  }
}

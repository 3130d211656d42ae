import type { Expression, MeasureFunction } from '../plan/algebra.js'
import { unsupported } from './errors.js'
import type { SqlExpression } from './syntax.js'

const functions = ['count', 'sum', 'avg', 'min', 'max'] as const

type Call = Extract<SqlExpression, { kind: 'call' }>

/** True where the expression is an aggregate, or holds one. */
export function hasAggregate(expression: SqlExpression): boolean {
  switch (expression.kind) {
    case 'call':
      return functions.some((name) => name === expression.name)
    case 'and':
    case 'or':
    case 'compare':
      return expression.args.some(hasAggregate)
    case 'not':
    case 'is':
      return hasAggregate(expression.arg)
    case 'in':
      return [expression.arg, ...expression.list].some(hasAggregate)
    case 'between':
      return [expression.arg, expression.low, expression.high].some(hasAggregate)
    case 'like':
      return hasAggregate(expression.arg) || hasAggregate(expression.pattern)
    default:
      return false
  }
}

/** An aggregate call as function and argument; other functions are refused by name. */
export function toMeasure(
  call: Call,
  sql: string,
  convert: (argument: SqlExpression) => Expression,
): { fn: MeasureFunction; value?: Expression } {
  const name = functions.find((candidate) => candidate === call.name)
  const refuse = (construct: string) => unsupported(sql, call.start, construct)
  if (name === undefined) throw refuse(`the function ${call.name}()`)
  const [argument, second] = call.args
  if (second !== undefined) throw refuse(`${name}() with several arguments`)
  if (name === 'count' && argument === undefined && !call.distinct) return { fn: 'count' }
  if (argument === undefined) throw refuse(`${name}() without an argument`)
  if (hasAggregate(argument)) throw refuse(`an aggregate inside ${name}()`)
  if (call.distinct && (name === 'sum' || name === 'avg')) throw refuse(`${name}(DISTINCT …)`)
  const fn = name === 'count' && call.distinct ? 'count-distinct' : name
  return { fn, value: convert(argument) }
}

import type { Expression, MeasureFunction } from '../plan/algebra.js'
import { unsupported } from './errors.js'
import type { SqlExpression } from './syntax.js'

const functions = ['count', 'sum', 'avg', 'min', 'max', 'total'] as const

type Call = Extract<SqlExpression, { kind: 'call' }>

/** True where the expression is an aggregate, or holds one. */
export function hasAggregate(expression: SqlExpression): boolean {
  return holds(expression, (part) => part.kind === 'call' && isAggregate(part.name))
}

/** True where the test holds for the expression or for any part of it. */
export function holds(expression: SqlExpression, test: (part: SqlExpression) => boolean): boolean {
  return test(expression) || partsOf(expression).some((part) => holds(part, test))
}

/** A function over the rows of a group. */
export function isAggregate(name: string): boolean {
  return functions.some((candidate) => candidate === name)
}

function partsOf(expression: SqlExpression): readonly SqlExpression[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
    case 'compare':
      return expression.args
    case 'call':
      return expression.filter === undefined ? expression.args : [...expression.args, expression.filter]
    case 'operation':
      return expression.args
    case 'in-query':
      return [expression.arg]
    case 'not':
    case 'is':
      return [expression.arg]
    case 'in':
      return [expression.arg, ...expression.list]
    case 'between':
      return [expression.arg, expression.low, expression.high]
    case 'like':
      return [expression.arg, expression.pattern, ...(expression.escape ? [expression.escape] : [])]
    default:
      return []
  }
}

/** An aggregate call as function and argument; other functions are refused by name. */
export function toMeasure(
  call: Call,
  sql: string,
  convert: (argument: SqlExpression) => Expression,
): { fn: MeasureFunction; value?: Expression; where?: Expression } {
  const name = functions.find((candidate) => candidate === call.name)
  const refuse = (construct: string) => unsupported(sql, call.start, construct)
  if (name === undefined) throw refuse(`the function ${call.name}()`)
  const [argument, second] = call.args
  if (second !== undefined) throw refuse(`${name}() with several arguments`)
  const where = call.filter === undefined ? {} : { where: convert(call.filter) }
  if (name === 'count' && argument === undefined && !call.distinct) return { fn: 'count', ...where }
  if (argument === undefined) throw refuse(`${name}() without an argument`)
  if (hasAggregate(argument)) throw refuse(`an aggregate inside ${name}()`)
  if (call.distinct && name !== 'count' && name !== 'min' && name !== 'max')
    throw refuse(`${name}(DISTINCT …)`)
  if (name === 'count' && call.distinct) return { fn: 'count-distinct', value: convert(argument), ...where }
  return { fn: name === 'total' ? 'sum' : name, value: convert(argument), ...where }
}

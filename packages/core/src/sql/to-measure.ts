import { formatDecimal, parseDecimal } from '../columns/decimal.js'
import type { Expression, Measure } from '../plan/algebra.js'
import { unsupported } from './errors.js'
import type { SqlExpression } from './syntax.js'

const functions = [
  'count',
  'sum',
  'avg',
  'min',
  'max',
  'total',
  'median',
  'percentile',
  'percentile_cont',
  'group_concat',
  'string_agg',
  'share',
] as const

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

/** An aggregate call as function, arguments and filter; other functions are refused by name. */
export function toMeasure(
  call: Call,
  sql: string,
  convert: (argument: SqlExpression) => Expression,
): Omit<Measure, 'name'> {
  const name = functions.find((candidate) => candidate === call.name)
  const refuse = (construct: string) => unsupported(sql, call.start, construct)
  if (name === undefined) throw refuse(`the function ${call.name}()`)
  const [argument, second, third] = call.args
  const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined
  if (third !== undefined || (second !== undefined && parameter === undefined))
    throw refuse(`${name}() with several arguments`)
  const where = call.filter === undefined ? {} : { where: convert(call.filter) }
  if (argument === undefined && !call.distinct && (name === 'count' || (name === 'share' && call.star)))
    return { fn: name, ...where }
  if (argument === undefined) throw refuse(`${name}() without an argument`)
  if (hasAggregate(argument)) throw refuse(`an aggregate inside ${name}()`)
  if (call.distinct && name === 'share') throw refuse('share(DISTINCT …)')
  if (name === 'count' && call.distinct) return { fn: 'count-distinct', value: convert(argument), ...where }
  const isEach = call.distinct && name !== 'min' && name !== 'max'
  const value = { value: convert(argument), ...(isEach ? { distinct: true as const } : {}), ...where }
  const fn = plain[name]
  const made = fn === undefined ? parameter?.(second) : { fn }
  if (made === undefined) throw refuse(`${name}() with this second argument`)
  return { ...made, ...value }
}

const plain: Readonly<Partial<Record<string, Measure['fn']>>> = {
  count: 'count',
  sum: 'sum',
  total: 'sum',
  avg: 'avg',
  min: 'min',
  max: 'max',
  median: 'median',
  share: 'share',
}

/** Aggregates with a second argument, which is a plain value. */
const parameters: Readonly<
  Record<string, (second: SqlExpression | undefined) => Pick<Measure, 'fn' | 'at' | 'separator'> | undefined>
> = {
  percentile_cont: (second) => toPercentile(second, 0),
  percentile: (second) => toPercentile(second, 2),
  group_concat: (second) => toConcat(second ?? { kind: 'text', value: ',' }),
  string_agg: (second) => toConcat(second),
}

/** A percentile's place is written as a fraction, or with two places moved, in percent. */
function toPercentile(
  second: SqlExpression | undefined,
  places: number,
): Pick<Measure, 'fn' | 'at'> | undefined {
  const decimal = second?.kind === 'number' ? parseDecimal(second.value) : undefined
  if (decimal === undefined) return undefined
  const at = formatDecimal({ ...decimal, exponent: decimal.digits === '0' ? 0 : decimal.exponent - places })
  return Number(at) >= 0 && Number(at) <= 1 ? { fn: 'percentile', at } : undefined
}

function toConcat(
  second: { readonly kind: string; readonly value?: unknown } | undefined,
): Pick<Measure, 'fn' | 'separator'> | undefined {
  return second?.kind === 'text' ? { fn: 'concat', separator: String(second.value) } : undefined
}

import type { Expression } from '../plan/algebra.js'
import { type ScalarFunction, type ScalarSignature, scalarSignatures } from '../plan/scalar-functions.js'
import { unsupported } from './errors.js'
import type { SqlExpression } from './syntax.js'

type Call = Extract<SqlExpression, { kind: 'call' }>

/** Functions by their names in SQL. */
const functions: Readonly<Record<string, ScalarFunction>> = {
  abs: 'abs',
  sign: 'sign',
  round: 'round',
  floor: 'floor',
  ceil: 'ceil',
  ceiling: 'ceil',
  trunc: 'trunc',
  mod: 'remainder',
  convert: 'convert',
  lower: 'lower',
  upper: 'upper',
  trim: 'trim',
  ltrim: 'ltrim',
  rtrim: 'rtrim',
  length: 'length',
  substr: 'substr',
  substring: 'substr',
  replace: 'replace',
  instr: 'instr',
  concat: 'concat',
  coalesce: 'coalesce',
  ifnull: 'coalesce',
  nullif: 'nullif',
  iif: 'case',
  date: 'date',
  time: 'time',
  datetime: 'datetime',
  strftime: 'strftime',
  year: 'year',
  month: 'month',
  day: 'day',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
  weekday: 'weekday',
  yearday: 'yearday',
}

/** A call of a function over single values; SQL_UNSUPPORTED for one that there is not, or with other arguments. */
export function toCall(
  call: Call,
  sql: string,
  convert: (argument: SqlExpression) => Expression,
): Expression {
  const refuse = (construct: string) => unsupported(sql, call.start, construct)
  const fn = Object.hasOwn(functions, call.name) ? functions[call.name] : undefined
  if (fn === undefined) throw refuse(`the function ${call.name}()`)
  if (call.distinct || call.star) throw refuse(`${call.name}(${call.star ? '*' : 'DISTINCT …'})`)
  const { min, max }: ScalarSignature = scalarSignatures[fn]
  const most = call.name === 'ifnull' ? 2 : call.name === 'iif' ? 3 : max
  if (call.args.length < min || call.args.length > most)
    throw refuse(`${call.name}() with ${call.args.length} arguments`)
  return { op: 'call', fn, args: call.args.map(convert) }
}

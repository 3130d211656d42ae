import { formatDouble, parseDecimal } from '../../columns/decimal.js'
import type { ScalarFunction } from '../../plan/scalar-functions.js'
import { readNumber } from '../exact-sum.js'
import { compareValues, ExactNumber, isNumber, JsonText, type Value } from '../value.js'
import { convertNumber } from './convert-number.js'
import { type DateParts, formatDate, readDate } from './date-parts.js'
import {
  addNumbers,
  divideNumbers,
  type ExactValue,
  isNegative,
  multiplyNumbers,
  negateNumber,
  remainderOf,
  roundNumber,
  subtractNumbers,
} from './exact-arithmetic.js'
import {
  checkTextLength,
  countPoints,
  positionOf,
  replaceText,
  sliceText,
  trimText,
} from './text-functions.js'

/** One function over the values of one row. */
export type EvaluateScalar = (args: readonly Value[]) => Value

const maxPlaces = 30

export function createScalarFunction(fn: ScalarFunction): EvaluateScalar {
  return functions[fn]
}

const functions: Readonly<Record<ScalarFunction, EvaluateScalar>> = {
  add: twoNumbers(addNumbers),
  subtract: twoNumbers(subtractNumbers),
  multiply: twoNumbers(multiplyNumbers),
  divide: twoNumbers(divideNumbers),
  remainder: twoNumbers(remainderOf),
  negate: oneNumber(negateNumber),
  abs: oneNumber((value) => (isNegative(value) ? negateNumber(value) : value)),
  sign: oneNumber((value) => (isNegative(value) ? -1 : value === 0 ? 0 : 1)),
  round: ([value = null, places = 0]) => {
    if (!isNumber(value) || !isNumber(places)) return null
    return roundNumber(value, Math.min(maxPlaces, Math.max(0, Math.trunc(doubleOf(places)))), 'half-away')
  },
  floor: oneNumber((value) => roundNumber(value, 0, 'down')),
  ceil: oneNumber((value) => roundNumber(value, 0, 'up')),
  trunc: oneNumber((value) => roundNumber(value, 0, 'to-zero')),
  convert: ([value = null, from, to]) =>
    isNumber(value) && typeof from === 'string' && typeof to === 'string'
      ? convertNumber(value, from, to)
      : null,
  lower: texts((text) => text.toLowerCase()),
  upper: texts((text) => text.toUpperCase()),
  trim: texts((text, set = ' ') => trimText(text, set, 'both')),
  ltrim: texts((text, set = ' ') => trimText(text, set, 'start')),
  rtrim: texts((text, set = ' ') => trimText(text, set, 'end')),
  length: ([value = null]) => {
    const text = textOf(value)
    return text === null ? null : countPoints(text)
  },
  substr: ([text = null, start = null, length]) => {
    if (typeof text !== 'string' || !isNumber(start) || !(length === undefined || isNumber(length)))
      return null
    return sliceText(
      text,
      Math.trunc(doubleOf(start)),
      length === undefined ? undefined : Math.trunc(doubleOf(length)),
    )
  },
  replace: texts((text, part = '', other = '') => replaceText(text, part, other)),
  instr: texts((text, part = '') => positionOf(text, part)),
  concat: (args) => {
    let all = ''
    for (const value of args) {
      const text = textOf(value)
      if (text === null) return null
      checkTextLength(all.length + text.length)
      all += text
    }
    return all
  },
  'to-number': ([value = null]) => toNumber(value),
  'to-integer': ([value = null]) => {
    const number = toNumber(value)
    return number === null ? null : roundNumber(number, 0, 'to-zero')
  },
  'to-text': ([value = null]) => textOf(value),
  date: dated((parts) => formatDate(parts, '%Y-%m-%d')),
  time: dated((parts) => formatDate(parts, '%H:%M:%S')),
  datetime: dated((parts) => formatDate(parts, '%Y-%m-%d %H:%M:%S')),
  year: dated(({ year }) => year),
  month: dated(({ month }) => month),
  day: dated(({ day }) => day),
  hour: dated(({ hour }) => hour),
  minute: dated(({ minute }) => minute),
  second: dated(({ second }) => second),
  weekday: dated(({ weekday }) => weekday),
  yearday: dated(({ yearday }) => yearday),
  strftime: texts((format, text = '') => {
    const parts = readDate(text)
    return parts === undefined ? null : (formatDate(parts, format) ?? null)
  }),
  coalesce: (args) => args.find((value) => value !== null) ?? null,
  nullif: ([value = null, other = null]) =>
    value !== null && other !== null && compareValues(value, other) === 0 && !(value instanceof JsonText)
      ? null
      : value,
  case: (args) => {
    for (let index = 0; index < args.length - 1; index += 2)
      if (args[index] === true) return args[index + 1] ?? null
    return args.at(-1) ?? null
  },
}

function oneNumber(compute: (value: ExactValue) => Value): EvaluateScalar {
  return ([value = null]) => (isNumber(value) ? compute(value) : null)
}

function twoNumbers(compute: (a: ExactValue, b: ExactValue) => Value): EvaluateScalar {
  return ([a = null, b = null]) => (isNumber(a) && isNumber(b) ? compute(a, b) : null)
}

function texts(compute: (first: string, ...rest: string[]) => Value): EvaluateScalar {
  return (args) => {
    const [first, ...rest] = args
    if (typeof first !== 'string' || !rest.every((value) => typeof value === 'string')) return null
    return compute(first, ...rest)
  }
}

function dated(compute: (parts: DateParts) => Value | undefined): EvaluateScalar {
  return ([value = null]) => {
    const parts = typeof value === 'string' ? readDate(value) : undefined
    return parts === undefined ? null : (compute(parts) ?? null)
  }
}

function toNumber(value: Value): ExactValue | null {
  if (isNumber(value)) return value
  const decimal = typeof value === 'string' ? parseDecimal(value.trim()) : undefined
  return decimal === undefined ? null : readNumber(decimal)
}

/** A number as canonical decimal text. */
export function textOf(value: Value): string | null {
  if (typeof value === 'string') return value
  if (value instanceof ExactNumber) return value.text
  return typeof value === 'number' ? formatDouble(value) : null
}

function doubleOf(value: ExactValue): number {
  return typeof value === 'number' ? value : value.nearest
}

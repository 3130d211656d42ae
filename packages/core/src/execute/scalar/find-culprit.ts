import { argumentKind, type ScalarFunction } from '../../plan/scalar-functions.js'
import { isNumber, JsonText, type Value } from '../value.js'
import type { FindCulprit } from './compile-call.js'

/**
 * The arguments to which it is due that a function gave no value: the first that is null or of another kind than the
 * function takes; of `case` the value that was chosen, or the condition that was unknown before it; of a division by 0
 * the divisor; else any (a text that is no date). None where the null is the plan's own.
 */
export function createFindCulprit(fn: ScalarFunction): FindCulprit {
  if (fn === 'case') return findInCase
  return (values) => {
    const unfit = values.findIndex((value, index) => !fits(value, fn, index, values.length))
    if (unfit >= 0) return fn === 'nullif' && unfit > 0 ? [] : [unfit]
    if (fn === 'nullif') return []
    return fn === 'divide' || fn === 'remainder' ? [1] : values.map((_, index) => index)
  }
}

function findInCase(values: readonly Value[]): readonly number[] {
  const last = values.length - 1
  const conditions = values.flatMap((value, index) =>
    index < last && index % 2 === 0 ? [{ value, index }] : [],
  )
  const met = conditions.find(({ value }) => value === true)
  const unknown = conditions.find(({ value }) => value === null)
  const chosen = met === undefined ? last : met.index + 1
  return unknown === undefined || unknown.index > chosen ? [chosen] : [unknown.index, chosen]
}

function fits(value: Value, fn: ScalarFunction, index: number, count: number): boolean {
  if (value === null) return false
  switch (argumentKind(fn, index, count)) {
    case 'number':
      return isNumber(value)
    case 'text':
      return typeof value === 'string'
    case 'scalar':
      return isNumber(value) || typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'any':
      return !(value instanceof JsonText)
  }
}

import { formatDouble, isHeldByDouble, parseDecimal } from '../columns/decimal.js'
import type { Expression } from '../plan/algebra.js'
import { nearestDouble } from './compare-literal.js'
import { ExactNumber, JsonText, type Value } from './value.js'

/** A value that stands in the plan itself. */
export function isLiteral(expression: Expression): boolean {
  return !('args' in expression) && expression.op !== 'column'
}

export function literalValue(expression: Expression): Value {
  switch (expression.op) {
    case 'number': {
      const decimal = parseDecimal(expression.value)!
      const nearest = nearestDouble(decimal)
      return isHeldByDouble(decimal, nearest) ? nearest : new ExactNumber(expression.value, nearest)
    }
    case 'text':
    case 'boolean':
      return expression.value
    default:
      return null
  }
}

/** Null stays computed: as a literal it would lose its type. */
export function toLiteral(value: Value | undefined): Expression | undefined {
  if (value === undefined || value === null || value instanceof JsonText) return undefined
  if (typeof value === 'boolean') return { op: 'boolean', value }
  if (typeof value === 'string') return { op: 'text', value }
  return { op: 'number', value: value instanceof ExactNumber ? value.text : formatDouble(value) }
}

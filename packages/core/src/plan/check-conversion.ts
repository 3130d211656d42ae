import { conversionOf, unitsLike } from '../catalog/convert-unit.js'
import { toUnit } from '../catalog/units.js'
import type { CheckedExpression } from './check-expression.js'
import { planErrors } from './errors.js'
import { explainExpression } from './explain-plan.js'

/**
 * `convert(value, to)` or `convert(value, from, to)`, whose checked form always names both. Units are words or symbols
 * in English or German. PLAN_UNIT where the value's own unit is unknown or not `from`, or where the two do not convert.
 */
export function checkConversion(args: readonly CheckedExpression[], path: string): CheckedExpression {
  const [value, ...units] = args as [CheckedExpression, ...CheckedExpression[]]
  const symbols = units.map(({ expression }) => {
    const word = expression.op === 'text' ? expression.value : ''
    const symbol = unitsLike(word).length > 1 ? word : toUnit(word)
    if (symbol !== undefined) return symbol
    const problem = `${explainExpression(expression)} as a unit`
    throw planErrors.create('PLAN_INVALID', `${problem} is not known.`, { path, problem })
  })
  const to = symbols.at(-1)!
  const from = symbols.length > 1 ? symbols[0] : value.unit
  const expression = explainExpression(value.expression)
  const refuse = (message: string, hint: string) =>
    planErrors.create('PLAN_UNIT', message, { expression, from: from ?? null, to }, { hint })
  if (from === undefined)
    throw refuse(`The unit of ${expression} is not known.`, `Say it: convert(${expression}, 'mm', '${to}').`)
  if (value.unit !== undefined && value.unit !== from)
    throw refuse(
      `${expression} is in ${value.unit}, not in ${from}.`,
      `Write convert(${expression}, '${to}').`,
    )
  if (conversionOf(from, to) === undefined) {
    const known = unitsLike(from)
    const hint =
      known.length > 1 ? `${from} converts to ${known.join(', ')}.` : `${from} converts to no other unit.`
    throw refuse(`${from} cannot be converted to ${to}.`, hint)
  }
  return {
    expression: {
      op: 'call',
      fn: 'convert',
      args: [value.expression, { op: 'text', value: from }, { op: 'text', value: to }],
    },
    type: 'number',
    kinds: ['number'],
    unit: to,
  }
}

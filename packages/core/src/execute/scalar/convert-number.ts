import { conversionOf } from '../../catalog/convert-unit.js'
import { parseDecimal } from '../../columns/decimal.js'
import { readNumber } from '../exact-sum.js'
import { addNumbers, divideNumbers, type ExactValue, multiplyNumbers } from './exact-arithmetic.js'

interface Steps {
  readonly before: ExactValue
  readonly factor: ExactValue
  /** 1 where the factor is a decimal. */
  readonly divisor: ExactValue
  readonly after: ExactValue
}

const known = new Map<string, Steps | undefined>()

/** A number of one unit in another; null where they do not convert, which check has refused. */
export function convertNumber(value: ExactValue, from: string, to: string): ExactValue | null {
  const key = JSON.stringify([from, to])
  if (!known.has(key)) known.set(key, toSteps(from, to))
  const steps = known.get(key)
  if (steps === undefined) return null
  const scaled = multiplyNumbers(addNumbers(value, steps.before), steps.factor)
  const quotient = steps.divisor === 1 ? scaled : divideNumbers(scaled, steps.divisor)
  return quotient === null ? null : addNumbers(quotient, steps.after)
}

function toSteps(from: string, to: string): Steps | undefined {
  const conversion = conversionOf(from, to)
  if (conversion === undefined) return undefined
  const { before, numerator, denominator, after } = conversion
  const places = decimalPlaces(denominator)
  const read = (mantissa: bigint, exponent = 0) => readNumber(parseDecimal(`${mantissa}e${exponent}`)!)
  const factor =
    places === undefined ? read(numerator) : read((numerator * 10n ** BigInt(places)) / denominator, -places)
  return {
    before: read(before),
    factor,
    divisor: places === undefined ? read(denominator) : 1,
    after: read(after),
  }
}

/** Decimal places of `1 / divisor`; undefined where they do not end. */
function decimalPlaces(divisor: bigint): number | undefined {
  let rest = divisor
  let places = 0
  for (; rest % 10n === 0n; places++) rest /= 10n
  for (const factor of [2n, 5n]) for (; rest % factor === 0n; places++) rest /= factor
  return rest === 1n ? places : undefined
}

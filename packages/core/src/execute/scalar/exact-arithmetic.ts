import { decimalOfDouble, parseDecimal } from '../../columns/decimal.js'
import { fromScaled, requireSummable, toQuotient } from '../exact-sum.js'
import { ExactNumber } from '../value.js'

/** A number of a value: a double that stands for the decimal of its shortest text, or the exact text. */
export type ExactValue = number | ExactNumber

/** Mantissas up to here have at most 15 digits, so that the double of such a decimal has it as its shortest text. */
const maxMantissa = 1e15
const powers = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`))
const maxFastScale = 15

export function addNumbers(a: ExactValue, b: ExactValue): ExactValue {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(sum)) return sum + 0
    const pair = toCommon(a, b)
    if (pair !== undefined && Math.abs(pair.left + pair.right) <= maxMantissa)
      return (pair.left + pair.right) / powers[pair.scale]! + 0
  }
  const { left, right, scale } = toCommonLarge(a, b)
  return fromScaled(left + right, scale)
}

export function subtractNumbers(a: ExactValue, b: ExactValue): ExactValue {
  return addNumbers(a, negateNumber(b))
}

export function multiplyNumbers(a: ExactValue, b: ExactValue): ExactValue {
  if (typeof a === 'number' && typeof b === 'number') {
    const [leftScale, rightScale] = [scaleOf(a), scaleOf(b)]
    if (leftScale >= 0 && rightScale >= 0) {
      const product = Math.round(a * powers[leftScale]!) * Math.round(b * powers[rightScale]!)
      const scale = leftScale + rightScale
      if (Math.abs(product) <= maxMantissa && scale < powers.length) return product / powers[scale]! + 0
    }
  }
  const [left, right] = [toLarge(a), toLarge(b)]
  return fromScaled(left.mantissa * right.mantissa, left.scale + right.scale)
}

/** The double nearest to the quotient; null for a divisor of 0. */
export function divideNumbers(a: ExactValue, b: ExactValue): ExactValue | null {
  if (b === 0) return null
  if (typeof a === 'number' && typeof b === 'number') {
    // A quotient of two integers that doubles hold is rounded once by the machine itself.
    const pair = toCommon(a, b)
    if (pair !== undefined) return pair.left / pair.right + 0
  }
  const [left, right] = [toLarge(a), toLarge(b)]
  const sign = right.mantissa < 0n ? -1n : 1n
  return toQuotient(left.mantissa * sign, left.scale - right.scale, right.mantissa * sign)
}

/** Has the sign of `a`; null for a divisor of 0. */
export function remainderOf(a: ExactValue, b: ExactValue): ExactValue | null {
  if (b === 0) return null
  if (typeof a === 'number' && typeof b === 'number') {
    const pair = toCommon(a, b)
    if (pair !== undefined) return (pair.left % pair.right) / powers[pair.scale]! + 0
  }
  const { left, right, scale } = toCommonLarge(a, b)
  return fromScaled(left % right, scale)
}

export function negateNumber(value: ExactValue): ExactValue {
  if (typeof value === 'number') return 0 - value
  const text = value.text.startsWith('-') ? value.text.slice(1) : `-${value.text}`
  return new ExactNumber(text, -value.nearest)
}

export function isNegative(value: ExactValue): boolean {
  return typeof value === 'number' ? value < 0 : value.text.startsWith('-')
}

/** What becomes of the digits that are cut off. */
export type Rounding = 'half-away' | 'down' | 'up' | 'to-zero'

/** Rounded to `places` decimal places, 0 and more. */
export function roundNumber(value: ExactValue, places: number, rounding: Rounding): ExactValue {
  const scale = typeof value === 'number' ? scaleOf(value) : -1
  if (scale >= 0 && scale <= places) return value
  const { mantissa, scale: digits } = toLarge(value)
  if (digits <= places) return value
  const unit = 10n ** BigInt(digits - places)
  const rest = mantissa % unit
  const base = (mantissa - rest) / unit
  return fromScaled(base + stepOf(rest, unit, rounding), places)
}

function stepOf(rest: bigint, unit: bigint, rounding: Rounding): bigint {
  const sign = rest < 0n ? -1n : 1n
  if (rest === 0n || rounding === 'to-zero') return 0n
  if (rounding === 'half-away') return rest * sign * 2n >= unit ? sign : 0n
  return (rounding === 'up') === sign > 0n ? sign : 0n
}

/** Decimal places of a double whose decimal has at most 15 digits; -1 for any other. */
function scaleOf(value: number): number {
  for (let scale = 0; scale <= maxFastScale; scale++) {
    const mantissa = Math.round(value * powers[scale]!)
    if (!(Math.abs(mantissa) <= maxMantissa)) return -1
    if (mantissa / powers[scale]! === value) return scale
  }
  return -1
}

/** Two doubles as integers over one power of ten, where doubles hold both. */
function toCommon(a: number, b: number): { left: number; right: number; scale: number } | undefined {
  const [leftScale, rightScale] = [scaleOf(a), scaleOf(b)]
  if (leftScale < 0 || rightScale < 0) return undefined
  const scale = Math.max(leftScale, rightScale)
  const left = Math.round(a * powers[leftScale]!) * powers[scale - leftScale]!
  const right = Math.round(b * powers[rightScale]!) * powers[scale - rightScale]!
  return Math.abs(left) <= maxMantissa && Math.abs(right) <= maxMantissa ? { left, right, scale } : undefined
}

function toLarge(value: ExactValue): { mantissa: bigint; scale: number } {
  const decimal = typeof value === 'number' ? decimalOfDouble(value) : parseDecimal(value.text)!
  requireSummable(decimal)
  const magnitude = BigInt(decimal.digits)
  return { mantissa: decimal.negative ? -magnitude : magnitude, scale: -decimal.exponent }
}

function toCommonLarge(a: ExactValue, b: ExactValue): { left: bigint; right: bigint; scale: number } {
  const [left, right] = [toLarge(a), toLarge(b)]
  const scale = Math.max(left.scale, right.scale)
  return {
    left: left.mantissa * 10n ** BigInt(scale - left.scale),
    right: right.mantissa * 10n ** BigInt(scale - right.scale),
    scale,
  }
}

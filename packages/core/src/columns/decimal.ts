/**
 * A decimal number, exactly: `± digits × 10^exponent`. `digits` has no leading and no trailing zero; zero is
 * `{ negative: false, digits: '0', exponent: 0 }`. `exponent` lies within ± `maxDecimalExponent`.
 */
export interface Decimal {
  readonly negative: boolean
  readonly digits: string
  readonly exponent: number
}

/** Exponents beyond it saturate when parsed: such numbers keep their order to all others, but not their distance. */
export const maxDecimalExponent = 999_999_999_999_999

/** Zeros that a text may have beside its digits before it is written with an exponent. */
const maxPlainZeros = 40

const numberPattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/
const zero: Decimal = { negative: false, digits: '0', exponent: 0 }

/** Reads decimal text (JSON's grammar, and also `+1`, `.5`, `5.`, `007`); undefined when it is none. Time and memory are linear in the text. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = numberPattern.exec(text)
  if (match === null) return undefined
  const [, sign, whole = '', fraction = '', power] = match
  if (whole.length + fraction.length === 0) return undefined
  const all = whole + fraction
  let first = 0
  while (first < all.length && all.charCodeAt(first) === 48) first++
  if (first === all.length) return zero
  let last = all.length
  while (all.charCodeAt(last - 1) === 48) last--
  const exponent = (power === undefined ? 0 : Number(power)) - fraction.length + (all.length - last)
  return {
    negative: sign === '-',
    digits: all.slice(first, last),
    exponent: Math.max(-maxDecimalExponent, Math.min(maxDecimalExponent, exponent)),
  }
}

/** The decimal that a finite double stands for: its shortest text that reads back as the same double. */
export function decimalOfDouble(value: number): Decimal {
  const decimal = parseDecimal(String(value))
  if (decimal === undefined) throw new RangeError('Only a finite number has a decimal text.')
  return decimal
}

/**
 * Canonical text: equal numbers have equal texts. Plain (`-12.5`, `1000000`, `0.001`) as long as it needs at most
 * 40 zeros beside its digits, else with an exponent (`1.5e400`). Never longer than the digits and 60 characters.
 */
export function formatDecimal(decimal: Decimal): string {
  const { digits, exponent } = decimal
  const sign = decimal.negative ? '-' : ''
  const point = digits.length + exponent
  if (exponent >= 0 && exponent <= maxPlainZeros) return sign + digits + '0'.repeat(exponent)
  if (exponent < 0 && point > 0) return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
  if (exponent < 0 && -point <= maxPlainZeros) return `${sign}0.${'0'.repeat(-point)}${digits}`
  const fraction = digits.length === 1 ? '' : `.${digits.slice(1)}`
  return `${sign}${digits[0]}${fraction}e${point - 1}`
}

/** Order of two decimals by value. */
export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  if (a.digits === '0' || b.digits === '0') return order(signOf(a), signOf(b))
  if (a.negative !== b.negative) return a.negative ? -1 : 1
  const size = order(a.digits.length + a.exponent, b.digits.length + b.exponent)
  const magnitude = size !== 0 ? size : order(a.digits, b.digits)
  return a.negative ? (-magnitude as -1 | 0 | 1) : magnitude
}

/** Canonical text of a finite double: `formatDecimal(decimalOfDouble(value))`; `-0` is `0`. */
export function formatDouble(value: number): string {
  return Number.isSafeInteger(value) ? String(value === 0 ? 0 : value) : formatDecimal(decimalOfDouble(value))
}

/** True when the double nearest to the decimal also has it as its shortest text, so that the double says all. */
export function isHeldByDouble(decimal: Decimal, nearest: number): boolean {
  if (!Number.isFinite(nearest)) return false
  const held = decimalOfDouble(nearest)
  return (
    held.negative === decimal.negative && held.exponent === decimal.exponent && held.digits === decimal.digits
  )
}

function signOf(decimal: Decimal): number {
  if (decimal.digits === '0') return 0
  return decimal.negative ? -1 : 1
}

function order<Value extends number | string>(a: Value, b: Value): -1 | 0 | 1 {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** An exact fraction, `n / d` with `d > 0`. Prices and amounts before rounding; never reduced, never a double. */
export interface Rational {
  readonly n: bigint
  readonly d: bigint
}

const decimalPattern = /^(\d{1,30})(?:\.(\d{1,30}))?(?:e([+-]?\d{1,2}))?$/i

export const zero: Rational = { n: 0n, d: 1n }

/** The fraction that a non-negative decimal text says (`'0.075'`, `'1e-7'`); undefined when it is not one. */
export function parseDecimal(text: string): Rational | undefined {
  const match = decimalPattern.exec(text)
  if (match === null) return undefined
  const [, whole = '0', fraction = '', exponent = '0'] = match
  const digits = BigInt(whole + fraction)
  const scale = fraction.length - Number(exponent)
  return scale >= 0 ? { n: digits, d: 10n ** BigInt(scale) } : { n: digits * 10n ** BigInt(-scale), d: 1n }
}

export function addRational(a: Rational, b: Rational): Rational {
  return a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d }
}

export function multiplyRational(a: Rational, b: Rational): Rational {
  return { n: a.n * b.n, d: a.d * b.d }
}

export function isGreater(a: Rational, b: Rational): boolean {
  return a.n * b.d > b.n * a.d
}

/** The nearest integer, halves away from zero's side upward. For what was used: one call for each ledger row. */
export function roundHalfUp(value: Rational): bigint {
  return floorDivide(2n * value.n + value.d, 2n * value.d)
}

/** The smallest integer that is not below. For what is held. */
export function roundUp(value: Rational): bigint {
  return -floorDivide(-value.n, value.d)
}

function floorDivide(n: bigint, d: bigint): bigint {
  const quotient = n / d
  return n % d < 0n ? quotient - 1n : quotient
}

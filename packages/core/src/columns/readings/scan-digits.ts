const zero = 0x30
const nine = 0x39
const point = 0x2e
const minus = 0x2d
/** Digits that a double always holds. */
const maxDigits = 15

/** Digits before and behind the point of the text scanned last by `scanDigits`. */
export const scanned = { whole: 0, fraction: 0, leadingZero: false }

/**
 * True for bytes that are `-?digits` or `-?digits.digits` of at most 15 digits, as nearly all numbers in texts are:
 * they need no pattern and no string.
 */
export function scanDigits(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  if (bytes[at] === minus) at++
  if (end - at > maxDigits + 1) return false
  const first = at
  while (at < end && bytes[at]! >= zero && bytes[at]! <= nine) at++
  const whole = at - first
  let fraction = 0
  if (at < end) {
    if (bytes[at] !== point) return false
    const behind = ++at
    while (at < end && bytes[at]! >= zero && bytes[at]! <= nine) at++
    fraction = at - behind
    if (at < end || fraction === 0) return false
  }
  if (whole === 0 || whole + fraction > maxDigits) return false
  scanned.whole = whole
  scanned.fraction = fraction
  scanned.leadingZero = bytes[first] === zero
  return true
}

/** The number of bytes that `scanDigits` took: the double that holds it. */
export function toNumber(bytes: Uint8Array, start: number, end: number): number {
  const negative = bytes[start] === minus
  let mantissa = 0
  let places = 0
  let isBehind = false
  for (let at = negative ? start + 1 : start; at < end; at++) {
    const byte = bytes[at]!
    if (byte === point) isBehind = true
    else {
      mantissa = mantissa * 10 + (byte - zero)
      if (isBehind) places++
    }
  }
  // Both are exact, so the quotient is the double nearest to the decimal.
  const value = mantissa / 10 ** places
  return negative && value !== 0 ? -value : value
}

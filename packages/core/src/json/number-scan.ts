import { Violation } from './errors.js'

/** Powers of ten that a double holds exactly. */
const tens = Float64Array.from({ length: 23 }, (_, power) => 10 ** power)
const maxDigits = 15

// The number grammar of RFC 8259, section 6, as states.
const start = 0
const minus = 1
const zero = 2
const integer = 3
const point = 4
const fraction = 5
const exponent = 6
const exponentSign = 7
const exponentDigits = 8
const isFinal = [false, false, true, true, false, true, false, false, true]
/** The state after a byte, by state and byte; -1: the byte does not belong to the number. */
const transitions = new Int8Array(isFinal.length * 256).map((_, at) => nextState(at >> 8, at & 0xff))

function nextState(state: number, byte: number): number {
  const digit = byte >= 0x30 && byte <= 0x39
  switch (state) {
    case start:
      if (byte === 0x2d) return minus
      return byte === 0x30 ? zero : digit ? integer : -1
    case minus:
      return byte === 0x30 ? zero : digit ? integer : -1
    case integer:
      if (digit) return integer
      break
    case point:
      return digit ? fraction : -1
    case fraction:
      if (digit) return fraction
      break
    case exponent:
      if (byte === 0x2b || byte === 0x2d) return exponentSign
      return digit ? exponentDigits : -1
    case exponentSign:
    case exponentDigits:
      return digit ? exponentDigits : -1
  }
  if (byte === 0x2e && state !== fraction) return point
  return byte === 0x65 || byte === 0x45 ? exponent : -1
}

/**
 * Finds the end of a number and its value. A number that a double holds with at most 15 significant digits and a
 * power of ten within ±22 is computed by one exact operation; any other stays text (`exact`).
 */
export class NumberScan {
  /** Of the number that ended last, when it is not `exact`. */
  value = 0
  /** Decimal places of the value's shortest form. */
  decimals = 0
  exact = false
  /** Bytes of the number at hand already read; 0 when none is at hand. */
  validated = 0
  private state = start

  constructor(private readonly maxBytes: number) {}

  /** Position after the number at `from`, or -1 when the window ends before that is known. */
  scan(bytes: Uint8Array, from: number, end: number): number {
    if (this.validated === 0) {
      this.state = start
      const after = this.simple(bytes, from, end)
      if (after - from > this.maxBytes) throw this.tooLarge(from)
      if (after >= 0) return after
    }
    let state = this.state
    for (let pos = from + this.validated; pos < end; pos++) {
      const next = transitions[(state << 8) | bytes[pos]!]!
      if (next < 0) {
        if (pos - from > this.maxBytes) throw this.tooLarge(from)
        if (!isFinal[state]) throw new Violation('JSON_SYNTAX', pos, 'a digit')
        if (state === zero && bytes[pos]! >= 0x30 && bytes[pos]! <= 0x39) {
          throw new Violation('JSON_SYNTAX', pos, 'no digit after a leading zero')
        }
        this.validated = 0
        this.evaluate(bytes, from, pos)
        return pos
      }
      state = next
    }
    if (end - from > this.maxBytes) throw this.tooLarge(from)
    this.validated = end - from
    this.state = state
    return -1
  }

  /** Forgets the number at hand. */
  reset(): void {
    this.validated = 0
  }

  private tooLarge(from: number): Violation {
    return new Violation('JSON_SCALAR_TOO_LARGE', from, '', from + this.maxBytes)
  }

  /** The common case: no exponent, at most 15 digits, whole in the window. -1: not that. */
  private simple(bytes: Uint8Array, from: number, end: number): number {
    let pos = from
    const negative = bytes[pos] === 0x2d
    if (negative) pos++
    const first = pos
    let mantissa = 0
    let limit = Math.min(end, first + maxDigits + 1)
    while (pos < limit) {
      const digit = bytes[pos]! - 0x30
      if (digit < 0 || digit > 9) break
      mantissa = mantissa * 10 + digit
      pos++
    }
    if (pos === limit || pos === first || (pos > first + 1 && bytes[first] === 0x30)) return -1
    let decimals = 0
    if (bytes[pos] === 0x2e) {
      const point = pos++
      limit = Math.min(end, first + maxDigits + 2)
      while (pos < limit) {
        const digit = bytes[pos]! - 0x30
        if (digit < 0 || digit > 9) break
        mantissa = mantissa * 10 + digit
        pos++
      }
      decimals = pos - point - 1
      if (decimals === 0) return -1
      if (pos === limit) {
        // Most numbers with more digits than fit are of this form: they need not be read again from their start.
        this.state = fraction
        this.validated = pos - from
        return -1
      }
      while (decimals > 0 && mantissa % 10 === 0) {
        mantissa /= 10
        decimals--
      }
    }
    const byte = bytes[pos]!
    if (byte === 0x65 || byte === 0x45) return -1
    const value = decimals === 0 ? mantissa : mantissa / tens[decimals]!
    this.value = negative ? -value : value
    this.decimals = decimals
    this.exact = false
    return pos
  }

  /** The value of any valid number, by its digits without the zeros around them. */
  private evaluate(bytes: Uint8Array, from: number, to: number): void {
    const negative = bytes[from] === 0x2d
    let mantissa = 0
    let digits = 0
    let zeros = 0
    let power = 0
    let inFraction = false
    let pos = negative ? from + 1 : from
    for (; pos < to; pos++) {
      const byte = bytes[pos]!
      if (byte === 0x2e) inFraction = true
      else if (byte === 0x65 || byte === 0x45) break
      else {
        if (inFraction) power--
        if (byte === 0x30) zeros++
        else {
          const shift = digits === 0 ? 1 : zeros + 1
          zeros = 0
          digits += shift
          if (digits > maxDigits) {
            this.exact = true
            return
          }
          mantissa = mantissa * tens[shift]! + (byte - 0x30)
        }
      }
    }
    // Zeros at the end belong to the power; of a zero there are no others.
    power += zeros + readExponent(bytes, pos + 1, to)
    if (digits === 0) power = 0
    this.exact = power > 22 || power < -22
    if (this.exact) return
    const value = power < 0 ? mantissa / tens[-power]! : mantissa * tens[power]!
    this.value = negative ? -value : value
    this.decimals = power < 0 ? -power : 0
  }
}

/** The exponent in `[from, to)`, saturated far outside of any that matters. */
function readExponent(bytes: Uint8Array, from: number, to: number): number {
  if (from >= to) return 0
  const negative = bytes[from] === 0x2d
  let value = 0
  for (let pos = negative || bytes[from] === 0x2b ? from + 1 : from; pos < to; pos++) {
    value = Math.min(value * 10 + (bytes[pos]! - 0x30), 1e9)
  }
  return negative ? -value : value
}

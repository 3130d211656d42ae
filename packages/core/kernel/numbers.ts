const maxDigits: i32 = 15

/** Powers of ten that a double holds exactly. */
const tens = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
  1e20, 1e21, 1e22,
])

/** Of the number that ended last: its value, its decimal places, and whether its text is kept instead. */
let value: f64 = 0
let decimals: i32 = 0
let isExact: bool = false

export function numberValue(): f64 {
  return value
}

export function numberDecimals(): i32 {
  return decimals
}

export function isExactNumber(): bool {
  return isExact
}

function isDigit(byte: i32): bool {
  return <u32>(byte - 0x30) <= 9
}

/** Position after the number at `from`; 0: it is wrong, or the window may end inside it. The byte at `end` is no digit. */
export function numberEnd(from: i32, end: i32): i32 {
  const isNegative = load<u8>(from) === 0x2d
  const first = from + <i32>isNegative
  let at = first
  let mantissa: i64 = 0
  let digit = <i32>load<u8>(at) - 0x30
  if (<u32>digit > 9) return 0
  if (digit === 0) {
    at++
    if (isDigit(load<u8>(at))) return 0
  } else {
    do {
      mantissa = mantissa * 10 + digit
      at++
      digit = <i32>load<u8>(at) - 0x30
    } while (<u32>digit <= 9)
  }
  let count = at - first
  let places = 0
  let byte: i32 = load<u8>(at)
  if (byte === 0x2e) {
    at++
    const fraction = at
    digit = <i32>load<u8>(at) - 0x30
    while (<u32>digit <= 9) {
      mantissa = mantissa * 10 + digit
      at++
      digit = <i32>load<u8>(at) - 0x30
    }
    places = at - fraction
    if (places === 0) return 0
    count += places
    byte = digit + 0x30
  }
  const hasExponent = (byte | 0x20) === 0x65
  if (hasExponent) {
    at++
    if (load<u8>(at) === 0x2b || load<u8>(at) === 0x2d) at++
    if (!isDigit(load<u8>(at))) return 0
    while (isDigit(load<u8>(at))) at++
  }
  if (at >= end) return 0
  if (hasExponent || count > maxDigits) {
    evaluate(first, at, isNegative)
    return at
  }
  if (places > 0) {
    while (places > 0 && mantissa % 10 === 0) {
      mantissa /= 10
      places--
    }
  }
  let number = <f64>mantissa
  if (places > 0) number /= load<f64>(tens + (places << 3))
  value = isNegative ? -number : number
  decimals = places
  isExact = false
  return at
}

/** Position after the number at `from`, whose value is of no interest; 0 as above. */
export function numberGrammarEnd(from: i32, end: i32): i32 {
  let at = from + <i32>(load<u8>(from) === 0x2d)
  const first: i32 = load<u8>(at)
  if (!isDigit(first)) return 0
  at++
  if (first === 0x30) {
    if (isDigit(load<u8>(at))) return 0
  } else while (isDigit(load<u8>(at))) at++
  if (load<u8>(at) === 0x2e) {
    at++
    if (!isDigit(load<u8>(at))) return 0
    do at++
    while (isDigit(load<u8>(at)))
  }
  if ((load<u8>(at) | 0x20) === 0x65) {
    at++
    if (load<u8>(at) === 0x2b || load<u8>(at) === 0x2d) at++
    if (!isDigit(load<u8>(at))) return 0
    while (isDigit(load<u8>(at))) at++
  }
  return at < end ? at : 0
}

/** The value of any valid number, by its digits without the zeros around them. */
function evaluate(first: i32, to: i32, isNegative: bool): void {
  let mantissa: f64 = 0
  let digits = 0
  let zeros = 0
  let power = 0
  let inFraction = false
  let at = first
  for (; at < to; at++) {
    const byte: i32 = load<u8>(at)
    if (byte === 0x2e) inFraction = true
    else if ((byte | 0x20) === 0x65) break
    else {
      if (inFraction) power--
      if (byte === 0x30) zeros++
      else {
        const shift = digits === 0 ? 1 : zeros + 1
        zeros = 0
        digits += shift
        if (digits > maxDigits) {
          isExact = true
          return
        }
        mantissa = mantissa * load<f64>(tens + (shift << 3)) + <f64>(byte - 0x30)
      }
    }
  }
  power = digits === 0 ? 0 : power + zeros + readExponent(at + 1, to)
  isExact = power > 22 || power < -22
  if (isExact) return
  const number =
    power < 0 ? mantissa / load<f64>(tens + (-power << 3)) : mantissa * load<f64>(tens + (power << 3))
  value = isNegative ? -number : number
  decimals = power < 0 ? -power : 0
}

/** The exponent in `[from, to)`, saturated far outside of any that matters. */
function readExponent(from: i32, to: i32): i32 {
  if (from >= to) return 0
  const isNegative = load<u8>(from) === 0x2d
  let exponent = 0
  for (let at = isNegative || load<u8>(from) === 0x2b ? from + 1 : from; at < to; at++) {
    exponent = min(exponent * 10 + (<i32>load<u8>(at) - 0x30), 100_000_000)
  }
  return isNegative ? -exponent : exponent
}

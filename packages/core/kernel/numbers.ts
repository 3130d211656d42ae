const maxDigits: i32 = 15
/** Eight of the byte `0`, of a byte that takes any other than a digit past 0x7f, and of that bit. */
const zeros: u64 = 0x30303030 * 0x100000001
const overDigits: u64 = 0x76767676 * 0x100000001
const highBits: u64 = 0x80808080 * 0x100000001

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

/** How many of eight bytes, which were XORed with zeros, are digits before the first that is none. */
function leadingDigits(bytes: u64): i32 {
  // A carry can only come from a byte that is no digit.
  const others = (bytes | (bytes + overDigits)) & highBits
  return <i32>(ctz(others) >> 3)
}

/** The value of the first `count` of eight digits, 1 to 8, which were XORed with zeros. */
function readDigits(bytes: u64, count: i32): i64 {
  const digits = bytes << (64 - (count << 3))
  const pairs = digits * 10 + (digits >> 8)
  return (
    (((pairs & 0x000000ff000000ff) * 0x000f424000000064 +
      ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >>
      32) &
    0xffffffff
  )
}

/** Value of the digits that were read last; exact up to 15. */
let run: f64 = 0

/** Reads the digits at `at`, as many as there are up to 16; how many. */
function readRun(at: i32): i32 {
  const bytes = load<u64>(at) ^ zeros
  const count = leadingDigits(bytes)
  if (count === 0) return 0
  run = <f64>readDigits(bytes, count)
  if (count < 8) return count
  const more = load<u64>(at, 8) ^ zeros
  const moreCount = leadingDigits(more)
  if (moreCount === 0) return 8
  run = run * load<f64>(tens + (moreCount << 3)) + <f64>readDigits(more, moreCount)
  return 8 + moreCount
}

/** Position after the digits from `at`. */
function afterDigits(from: i32): i32 {
  let at = from
  for (;;) {
    const count = leadingDigits(load<u64>(at) ^ zeros)
    at += count
    if (count < 8) break
  }
  return at
}

/**
 * Position after the number at `from`; 0: it is wrong, or the window may end inside it. The byte at `end` is no digit.
 */
export function numberEnd(from: i32, end: i32): i32 {
  const isNegative = load<u8>(from) === 0x2d
  const first = from + <i32>isNegative
  let digits = readRun(first)
  if (digits === 0 || (digits > 1 && load<u8>(first) === 0x30)) return 0
  let mantissa = run
  const point = first + digits
  let at = point
  let places = 0
  let byte: i32 = load<u8>(at)
  if (byte === 0x2e) {
    places = readRun(point + 1)
    if (places === 0) return 0
    digits += places
    at += 1 + places
    byte = load<u8>(at)
    if (digits <= maxDigits) {
      mantissa = mantissa * load<f64>(tens + (places << 3)) + run
      while (places > 0 && load<u8>(point + places) === 0x30) {
        mantissa /= 10
        places--
      }
    }
  }
  if (digits > maxDigits || (byte | 0x20) === 0x65) return longNumberEnd(first, end, isNegative)
  if (at >= end) return 0
  if (places > 0) mantissa /= load<f64>(tens + (places << 3))
  value = isNegative ? -mantissa : mantissa
  decimals = places
  isExact = false
  return at
}

/** The same for a number of any form; `first` is where its digits should begin. */
function longNumberEnd(first: i32, end: i32, isNegative: bool): i32 {
  const at = unsignedEnd(first)
  if (at === 0 || at >= end) return 0
  isExact = hasManyDigits(first)
  if (!isExact) evaluate(first, at, isNegative)
  return at
}

/** Whether the number read last has more digits than a double keeps, as far as its ends show. */
function hasManyDigits(first: i32): bool {
  let from = first
  while (load<u8>(from) === 0x30 || load<u8>(from) === 0x2e) from++
  // All of these digits count, because the last one is no zero; the point may be among them.
  return mantissaEnd - from > maxDigits + 1 && load<u8>(mantissaEnd - 1) !== 0x30
}

/** Position after the number at `from`, whose value is of no interest; 0 as above. */
export function numberGrammarEnd(from: i32, end: i32): i32 {
  const first = from + <i32>(load<u8>(from) === 0x2d)
  const bytes = v128.load(first)
  // Digits are what is below -118 once moved to the low end of signed bytes.
  const digits = i8x16.bitmask(i8x16.lt_s(i8x16.add(bytes, i8x16.splat(0x50)), i8x16.splat(-118)))
  const points = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x2e)))
  const length = ctz(~(digits | points))
  const point = points & ((1 << length) - 1)
  const at = first + length
  const isOdd =
    length > 15 ||
    (load<u8>(at) | 0x20) === 0x65 ||
    (point & (point - 1)) !== 0 ||
    (digits & 1 & (digits >> (length - 1))) === 0 ||
    ((digits & 2) !== 0 && load<u8>(first) === 0x30)
  const after = isOdd ? unsignedEnd(first) : at
  return after < end ? after : 0
}

/** Where the digits before the exponent end, of the number whose end was found last. */
let mantissaEnd: i32 = 0

/** Position after the number at `first`, which has no sign; 0: it is wrong. */
function unsignedEnd(first: i32): i32 {
  let at = afterDigits(first)
  if (at === first || (at > first + 1 && load<u8>(first) === 0x30)) return 0
  if (load<u8>(at) === 0x2e) {
    const fraction = at + 1
    at = afterDigits(fraction)
    if (at === fraction) return 0
  }
  mantissaEnd = at
  if ((load<u8>(at) | 0x20) === 0x65) {
    at++
    if (load<u8>(at) === 0x2b || load<u8>(at) === 0x2d) at++
    const exponent = at
    at = afterDigits(exponent)
    if (at === exponent) return 0
  }
  return at
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

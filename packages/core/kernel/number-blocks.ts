// Arrays of numbers that are kept whole, 64 bytes at a time: which byte may follow which is looked at for all of them at
// once. What it does not know (exponents, more space than one after a comma) it leaves to `keptArrays`.

/** A number is shorter than two blocks, or it is left. */
export const mostBlockScalar: i32 = 128

/** Where `passBlocks` stopped: how many arrays are open there beside the outermost, and whether a value ended. */
let depth: i32 = 0
let isAfter: bool = false

export function depthReached(): i32 {
  return depth
}

export function isAfterValue(): bool {
  return isAfter
}

/**
 * From a number or an array at `from`: position of the bracket that closes the outermost of the `open` + 1 arrays that are
 * open there, or else of the last value that begins before anything else; `from` when there is none behind it. `most`:
 * arrays that may be open beside the outermost.
 */
export function passBlocks(from: i32, open: i32, most: i32): i32 {
  let block = from
  let at = from
  let inside = open
  // Of the byte before the block: whether it is a digit, … , and a digit behind a point.
  let digitBefore: u64 = 0
  let closeBefore: u64 = 0
  let openBefore: u64 = 0
  let commaBefore: u64 = 1
  let valueBefore: u64 = 1
  let pointBefore: u64 = 0
  let zeroBefore: u64 = 0
  depth = open
  isAfter = false
  for (;;) {
    const a = v128.load(block)
    const b = v128.load(block, 16)
    const c = v128.load(block, 32)
    const d = v128.load(block, 48)
    const digits = joined(areDigits(a), areDigits(b), areDigits(c), areDigits(d))
    const points = equal(a, b, c, d, 0x2e)
    const commas = equal(a, b, c, d, 0x2c)
    const opens = equal(a, b, c, d, 0x5b)
    const closes = equal(a, b, c, d, 0x5d)
    const minus = equal(a, b, c, d, 0x2d)
    const spaces = equal(a, b, c, d, 0x20)
    const zeros = equal(a, b, c, d, 0x30)
    const beforeValues = commas | opens | spaces
    const afterDigit = (digits << 1) | digitBefore
    const afterClose = (closes << 1) | closeBefore
    const afterOpen = (opens << 1) | openBefore
    const afterComma = (commas << 1) | commaBefore
    const mayBegin = (beforeValues << 1) | valueBefore
    const afterPoint = (points << 1) | pointBefore
    const firstZeros = zeros & ~(afterDigit | afterPoint)
    const afterZero = (firstZeros << 1) | zeroBefore
    const mayEnd = afterDigit | afterClose
    // The sum carries from behind a point to the end of its digits.
    const ends = digits + afterPoint
    const wrong =
      ~(digits | points | minus | closes | beforeValues) |
      (digits & (afterClose | afterZero)) |
      (points & (~afterDigit | ends)) |
      ((minus | opens) & ~mayBegin) |
      (commas & ~mayEnd) |
      (closes & ~(mayEnd | afterOpen)) |
      (spaces & ~afterComma)
    // All bytes before the first that is wrong.
    let good = wrong === 0 ? ~(<u64>0) : (wrong & -wrong) - 1
    let brackets = (opens | closes) & good
    while (brackets !== 0) {
      const bracket = brackets & -brackets
      if ((bracket & opens) !== 0) {
        if (inside === most) {
          good &= bracket - 1
          break
        }
        inside++
      } else {
        if (inside === 0) {
          depth = 0
          isAfter = true
          return block + <i32>ctz(bracket)
        }
        inside--
      }
      brackets &= brackets - 1
    }
    const begins = beforeValues & good
    if (begins !== 0) {
      const last = 64 - <i32>clz(begins)
      at = block + last
      depth = inside + <i32>popcnt(last === 64 ? 0 : (closes & good) >> <u64>last)
    }
    if (good !== ~(<u64>0) || (begins | closes) === 0) break
    digitBefore = digits >> 63
    closeBefore = closes >> 63
    openBefore = opens >> 63
    commaBefore = commas >> 63
    valueBefore = beforeValues >> 63
    pointBefore = (points >> 63) | <u64>(ends < digits)
    zeroBefore = firstZeros >> 63
    block += 64
  }
  return at
}

function areDigits(bytes: v128): i32 {
  return i8x16.bitmask(i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10)))
}

function equal(a: v128, b: v128, c: v128, d: v128, byte: i8): u64 {
  const all = i8x16.splat(byte)
  return joined(
    i8x16.bitmask(i8x16.eq(a, all)),
    i8x16.bitmask(i8x16.eq(b, all)),
    i8x16.bitmask(i8x16.eq(c, all)),
    i8x16.bitmask(i8x16.eq(d, all)),
  )
}

function joined(a: i32, b: i32, c: i32, d: i32): u64 {
  return <u64>(<u32>(a | (b << 16))) | ((<u64>(<u32>(c | (d << 16)))) << 32)
}

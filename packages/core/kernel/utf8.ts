// UTF-8 validation: J. Keiser, D. Lemire, "Validating UTF-8 In Less Than One Instruction Per Byte" (2021).

// What can be wrong with two bytes in a row, a bit each.
const tooShort: u8 = 1 << 0
const tooLong: u8 = 1 << 1
const overlong3: u8 = 1 << 2
const tooLarge: u8 = 1 << 3
const surrogate: u8 = 1 << 4
const overlong2: u8 = 1 << 5
const tooLarge1000: u8 = 1 << 6
const overlong4: u8 = 1 << 6
const twoContinuations: u8 = 1 << 7
const carry: u8 = tooShort | tooLong | twoContinuations
const large: u8 = carry | tooLarge | tooLarge1000
const low: u8 = tooLong | overlong2 | twoContinuations

/** By the high and the low half of the first byte, and by the high half of the second. */
const firstHigh = memory.data<u8>([
  tooLong,
  tooLong,
  tooLong,
  tooLong,
  tooLong,
  tooLong,
  tooLong,
  tooLong,
  twoContinuations,
  twoContinuations,
  twoContinuations,
  twoContinuations,
  tooShort | overlong2,
  tooShort,
  tooShort | overlong3 | surrogate,
  tooShort | tooLarge | tooLarge1000 | overlong4,
])
const firstLow = memory.data<u8>([
  carry | overlong3 | overlong2 | overlong4,
  carry | overlong2,
  carry,
  carry,
  carry | tooLarge,
  large,
  large,
  large,
  large,
  large,
  large,
  large,
  large,
  large | surrogate,
  large,
  large,
])
const secondHigh = memory.data<u8>([
  tooShort,
  tooShort,
  tooShort,
  tooShort,
  tooShort,
  tooShort,
  tooShort,
  tooShort,
  low | overlong3 | tooLarge1000 | overlong4,
  low | overlong3 | tooLarge,
  low | surrogate | tooLarge,
  low | surrogate | tooLarge,
  tooShort,
  tooShort,
  tooShort,
  tooShort,
])
/** The largest bytes that leave nothing open at the end of a vector. */
const mostAtEnd = memory.data<u8>([
  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xef, 0xdf, 0xbf,
])

/** Bytes looked at ahead of the walk, so that they are in the first cache when it comes. */
const stride: i32 = 8_192

/** Up to here (exclusive) the window is valid; a boundary of characters. */
let validEnd: i32 = 0

/** A walk begins here. */
export function beginValidation(at: i32): void {
  validEnd = at
}

/** Whether all bytes before `at`, which holds an ASCII character, are valid; looks ahead, but not beyond `end`. */
export function isValidBefore(at: i32, end: i32): bool {
  while (validEnd < at) {
    const to = min(validEnd + stride, end)
    const reached = validate(validEnd, to)
    if (reached === validEnd) return false
    validEnd = reached
  }
  return true
}

/** How far the bytes of `[from, end)` are valid, whole characters only. */
function validate(from: i32, end: i32): i32 {
  let at = from
  let previous = i8x16.splat(0)
  let error = i8x16.splat(0)
  let isAscii = true
  for (; at + 64 <= end; at += 64) {
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const d = v128.load(at, 48)
    if (i8x16.bitmask(v128.or(v128.or(a, b), v128.or(c, d))) === 0) {
      if (isAscii) continue
      error = v128.or(error, incompleteAt(previous))
      previous = d
      isAscii = true
    } else {
      error = v128.or(error, check(a, previous))
      error = v128.or(error, check(b, a))
      error = v128.or(error, check(c, b))
      error = v128.or(error, check(d, c))
      previous = d
      isAscii = false
    }
    if (v128.any_true(error)) break
  }
  // The block with the error, and a character that began before it, are read again one by one.
  if (!isAscii || v128.any_true(error)) at = max(from, boundaryBefore(at))
  while (at < end) {
    if (load<u8>(at) < 0x80) {
      at++
      continue
    }
    const after = character(at, end)
    if (after === 0) break
    at = after
  }
  return at
}

/** Where the character that holds the byte before `at`, or ends there, begins. */
function boundaryBefore(at: i32): i32 {
  let from = at - 1
  for (let back = 0; back < 3 && (load<u8>(from) & 0xc0) === 0x80; back++) from--
  return from
}

/** Position after the character at `at`; 0 when it is wrong or not whole. */
function character(at: i32, end: i32): i32 {
  const first: i32 = load<u8>(at)
  if (first < 0xc2 || first > 0xf4) return 0
  const after = at + (first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4)
  if (after > end) return 0
  const second: i32 = load<u8>(at, 1)
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
  if (second < low || second > high) return 0
  for (let rest = at + 2; rest < after; rest++) if ((load<u8>(rest) & 0xc0) !== 0x80) return 0
  return after
}

/** Not zero where a character begins in the last three bytes that needs more of them. */
function incompleteAt(block: v128): v128 {
  return i8x16.sub_sat_u(block, v128.load(mostAtEnd))
}

function check(input: v128, before: v128): v128 {
  const previous1 = v128.shuffle<u8>(
    before,
    input,
    15,
    16,
    17,
    18,
    19,
    20,
    21,
    22,
    23,
    24,
    25,
    26,
    27,
    28,
    29,
    30,
  )
  const previous2 = v128.shuffle<u8>(
    before,
    input,
    14,
    15,
    16,
    17,
    18,
    19,
    20,
    21,
    22,
    23,
    24,
    25,
    26,
    27,
    28,
    29,
  )
  const previous3 = v128.shuffle<u8>(
    before,
    input,
    13,
    14,
    15,
    16,
    17,
    18,
    19,
    20,
    21,
    22,
    23,
    24,
    25,
    26,
    27,
    28,
  )
  const special = v128.and(
    v128.and(
      i8x16.swizzle(v128.load(firstHigh), i8x16.shr_u(previous1, 4)),
      i8x16.swizzle(v128.load(firstLow), v128.and(previous1, i8x16.splat(0x0f))),
    ),
    i8x16.swizzle(v128.load(secondHigh), i8x16.shr_u(input, 4)),
  )
  const isThird = i8x16.sub_sat_u(previous2, i8x16.splat(0x60))
  const isFourth = i8x16.sub_sat_u(previous3, i8x16.splat(0x70))
  return v128.xor(v128.and(v128.or(isThird, isFourth), i8x16.splat(<i8>0x80)), special)
}

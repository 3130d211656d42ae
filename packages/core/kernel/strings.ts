import { isValidBefore } from './utf8'

/** Whether the string that ended last holds a backslash. */
let hasEscape: bool = false

export function isEscaped(): bool {
  return hasEscape
}

/**
 * The closing quote of the string whose first byte is at `from`. 0: it is not whole before `end`, or something is
 * wrong or odd in it (half a surrogate pair). Reads a vector beyond `end`.
 */
export function stringEnd(from: i32, end: i32): i32 {
  hasEscape = false
  let at = from
  while (at < end) {
    const bytes = v128.load(at)
    const special = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
        i8x16.lt_s(v128.xor(bytes, i8x16.splat(-128)), i8x16.splat(-96)),
      ),
    )
    if (special === 0) {
      at += 16
      continue
    }
    at += ctz(special)
    if (at >= end) return 0
    const byte: i32 = load<u8>(at)
    if (byte === 0x22) return isValidBefore(at, end) ? at : 0
    if (byte !== 0x5c) return 0
    hasEscape = true
    at = afterEscape(at)
    if (at === 0) return 0
  }
  return 0
}

/** Position after the escape at `at`, both halves of a surrogate pair taken together; 0: there is none. */
function afterEscape(at: i32): i32 {
  switch (<i32>load<u8>(at, 1)) {
    case 0x22:
    case 0x2f:
    case 0x5c:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return at + 2
    case 0x75: {
      const code = hexadecimal(at + 2)
      if (code < 0 || (code & 0xfc00) === 0xdc00) return 0
      if ((code & 0xfc00) !== 0xd800) return at + 6
      if (load<u16>(at, 6) !== 0x755c) return 0
      return (hexadecimal(at + 8) & 0xfffffc00) === 0xdc00 ? at + 12 : 0
    }
    default:
      return 0
  }
}

/** Four digits, or -1. */
function hexadecimal(at: i32): i32 {
  let code = 0
  for (let digit = at; digit < at + 4; digit++) {
    const byte: i32 = load<u8>(digit)
    const letter = (byte | 0x20) - 0x61
    if (<u32>(byte - 0x30) <= 9) code = (code << 4) | (byte - 0x30)
    else if (<u32>letter <= 5) code = (code << 4) | (letter + 10)
    else return -1
  }
  return code
}

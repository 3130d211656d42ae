import { Violation, type ViolationCode } from './errors.js'

const plain = 0
const quote = 1
const backslash = 2
const control = 3
const lead = 4

/** What each byte means inside a string. */
const classOf = new Uint8Array(256)
classOf.fill(control, 0, 0x20)
classOf.fill(lead, 0x80)
classOf[0x22] = quote
classOf[0x5c] = backslash

/** Value of a hexadecimal digit, 255 for any other byte. */
export const hexValue = new Uint8Array(256).fill(255)
for (let digit = 0; digit < 16; digit++) {
  const text = digit.toString(16)
  hexValue[text.charCodeAt(0)] = digit
  hexValue[text.toUpperCase().charCodeAt(0)] = digit
}

/**
 * Finds the end of a string and validates it on the way: no control characters, strict escapes, strict UTF-8
 * (RFC 3629). It can stop at any byte: `validated` says how far it came, so that the next call goes on there and
 * a long string costs linear time whatever the cuts.
 */
export class StringScan {
  /** Whether the string that ended last holds a backslash. */
  escaped = false
  /** Lone surrogate escapes so far, in all strings. */
  loneSurrogates = 0
  /** Bytes of the string at hand known to be good, from its opening quote; 0 when none is at hand. */
  validated = 0
  /** Where a high surrogate escape ended, from the opening quote; 0 when none did. */
  private highEnd = 0
  private open = 0

  constructor(private readonly maxBytes: number) {}

  /** Position of the closing quote of the string that opens at `open`, or -1 when the window ends before it. */
  scan(bytes: Uint8Array, open: number, end: number): number {
    this.open = open
    let pos = open + 1
    if (this.validated === 0) {
      this.escaped = false
      this.highEnd = 0
    } else pos = open + this.validated
    for (;;) {
      while (pos < end && classOf[bytes[pos]!] === plain) pos++
      if (pos >= end) break
      const kind = classOf[bytes[pos]!]!
      if (kind === quote) {
        if (pos - open - 1 > this.maxBytes) throw this.tooLarge()
        this.validated = 0
        return pos
      }
      if (kind === control)
        throw this.violation('JSON_SYNTAX', pos, 'a closing quote (control characters must be escaped)')
      const next = kind === backslash ? this.escape(bytes, pos, end) : this.character(bytes, pos, end)
      if (next < 0) break
      pos = next
    }
    if (end - open - 1 > this.maxBytes) throw this.tooLarge()
    this.validated = pos - open
    return -1
  }

  /** Forgets the string at hand. */
  reset(): void {
    this.validated = 0
  }

  private escape(bytes: Uint8Array, at: number, end: number): number {
    if (at + 1 >= end) return -1
    this.escaped = true
    const letter = bytes[at + 1]!
    if (letter !== 0x75) {
      if (!isSimpleEscape(letter))
        throw this.violation('JSON_SYNTAX', at + 1, 'one of "\\/bfnrtu after the backslash')
      return at + 2
    }
    let code = 0
    for (let digit = at + 2; digit < at + 6; digit++) {
      if (digit >= end) return -1
      const value = hexValue[bytes[digit]!]!
      if (value === 255) throw this.violation('JSON_SYNTAX', digit, 'a hexadecimal digit')
      code = code * 16 + value
    }
    if (code >= 0xd800 && code <= 0xdfff) this.surrogate(code, at - this.open)
    return at + 6
  }

  /** A high one counts as lone until its low one follows directly. */
  private surrogate(code: number, from: number): void {
    if (code < 0xdc00) {
      this.loneSurrogates++
      this.highEnd = from + 6
    } else if (this.highEnd === from) {
      this.loneSurrogates--
      this.highEnd = 0
    } else this.loneSurrogates++
  }

  /** Position after the multi-byte character at `at`, or -1 when the window ends inside it (RFC 3629, section 4). */
  private character(bytes: Uint8Array, at: number, end: number): number {
    const first = bytes[at]!
    if (first < 0xc2 || first > 0xf4) throw this.violation('JSON_INVALID_UTF8', at, '')
    if (at + 1 >= end) return -1
    const second = bytes[at + 1]!
    const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
    const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
    if (second < low || second > high) throw this.violation('JSON_INVALID_UTF8', at + 1, '')
    const after = first < 0xe0 ? at + 2 : first < 0xf0 ? at + 3 : at + 4
    for (let pos = at + 2; pos < after; pos++) {
      if (pos >= end) return -1
      if ((bytes[pos]! & 0xc0) !== 0x80) throw this.violation('JSON_INVALID_UTF8', pos, '')
    }
    return after
  }

  /** A string that is too long is that first of all, whatever else is wrong further on. */
  private violation(code: ViolationCode, at: number, subject: string): Violation {
    return at - this.open - 1 > this.maxBytes ? this.tooLarge() : new Violation(code, at, subject)
  }

  private tooLarge(): Violation {
    return new Violation('JSON_SCALAR_TOO_LARGE', this.open, '', this.open + 1 + this.maxBytes)
  }
}

function isSimpleEscape(letter: number): boolean {
  switch (letter) {
    case 0x22:
    case 0x2f:
    case 0x5c:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return true
    default:
      return false
  }
}

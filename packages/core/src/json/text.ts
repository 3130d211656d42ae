import { hexValue } from './string-scan.js'

// Texts are stored as WTF-8 (https://simonsapin.github.io/wtf-8): UTF-8 in which a lone surrogate, which JSON can
// spell but UTF-8 cannot, takes the three bytes of its code unit. Everything else is ordinary UTF-8.

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()
const shortLength = 24
const loneSurrogate = /[\ud800-\udfff]/u

/** The text between two quotes, as `JSON.parse` reads it: a span of kind `text` or `escaped`. */
export function decodeText(bytes: Uint8Array, start: number, end: number, escaped: boolean): string {
  if (!escaped) return decodeWtf8(bytes, start, end)
  const plain = new Uint8Array(end - start)
  return decodeWtf8(plain, 0, unescapeInto(bytes, start, end, plain, 0))
}

/** The text of WTF-8 bytes. The bytes must come from `encodeText`, `unescapeInto` or a scanned span. */
export function decodeWtf8(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= shortLength) {
    let text = ''
    let at = start
    for (; at < end; at++) {
      const byte = bytes[at]!
      if (byte >= 0x80) break
      text += String.fromCharCode(byte)
    }
    if (at === end) return text
  }
  try {
    return decoder.decode(bytes.subarray(start, end))
  } catch {
    return decodeWithSurrogates(bytes, start, end)
  }
}

/** WTF-8 bytes of any JavaScript string. */
export function encodeText(text: string): Uint8Array {
  if (!loneSurrogate.test(text)) return encoder.encode(text)
  const bytes = new Uint8Array(text.length * 3)
  let at = 0
  for (const character of text) at = putCodePoint(character.codePointAt(0)!, bytes, at)
  return bytes.slice(0, at)
}

/**
 * Writes the WTF-8 bytes of a valid string span to `out` from `at`; returns the position after them. They are
 * never more than the span's.
 */
export function unescapeInto(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  at: number,
): number {
  let to = at
  for (let from = start; from < end; ) {
    const byte = bytes[from]!
    if (byte !== 0x5c) {
      out[to++] = byte
      from++
      continue
    }
    const letter = bytes[from + 1]!
    if (letter !== 0x75) {
      out[to++] = escapedByte(letter)
      from += 2
      continue
    }
    let code = readHex(bytes, from + 2)
    from += 6
    if (
      code >= 0xd800 &&
      code <= 0xdbff &&
      from + 6 <= end &&
      bytes[from] === 0x5c &&
      bytes[from + 1] === 0x75
    ) {
      const low = readHex(bytes, from + 2)
      if (low >= 0xdc00 && low <= 0xdfff) {
        code = 0x10000 + (code - 0xd800) * 0x400 + (low - 0xdc00)
        from += 6
      }
    }
    to = putCodePoint(code, out, to)
  }
  return to
}

function escapedByte(letter: number): number {
  switch (letter) {
    case 0x62:
      return 8
    case 0x66:
      return 12
    case 0x6e:
      return 10
    case 0x72:
      return 13
    case 0x74:
      return 9
    default:
      return letter
  }
}

function readHex(bytes: Uint8Array, at: number): number {
  return (
    (hexValue[bytes[at]!]! << 12) |
    (hexValue[bytes[at + 1]!]! << 8) |
    (hexValue[bytes[at + 2]!]! << 4) |
    hexValue[bytes[at + 3]!]!
  )
}

function putCodePoint(code: number, out: Uint8Array, at: number): number {
  let to = at
  if (code < 0x80) out[to++] = code
  else if (code < 0x800) out[to++] = 0xc0 | (code >> 6)
  else if (code < 0x10000) {
    out[to++] = 0xe0 | (code >> 12)
    out[to++] = 0x80 | ((code >> 6) & 0x3f)
  } else {
    out[to++] = 0xf0 | (code >> 18)
    out[to++] = 0x80 | ((code >> 12) & 0x3f)
    out[to++] = 0x80 | ((code >> 6) & 0x3f)
  }
  if (code >= 0x80) out[to++] = 0x80 | (code & 0x3f)
  return to
}

function decodeWithSurrogates(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  let from = start
  for (let at = start; at + 2 < end; at++) {
    // 0xED leads a surrogate exactly when its next byte is at least 0xA0.
    if (bytes[at] !== 0xed || bytes[at + 1]! < 0xa0) continue
    const code = 0xd000 | ((bytes[at + 1]! & 0x3f) << 6) | (bytes[at + 2]! & 0x3f)
    text += decoder.decode(bytes.subarray(from, at)) + String.fromCharCode(code)
    at += 2
    from = at + 1
  }
  return text + decoder.decode(bytes.subarray(from, end))
}

import { isPlaceholder, placeholders } from '../../catalog/placeholders.js'
import { decodeWtf8, encodeText } from '../../json/text.js'

/** Longer than any placeholder or blank worth the name. */
const maxPlaceholderBytes = 64

/** Bytes that a blank text or a placeholder may begin and end with, in either case. */
const firsts = new Uint8Array(256)
const lasts = new Uint8Array(256)
for (let byte = 0; byte < 256; byte++) {
  const isOther = byte <= 0x20 || byte >= 0x80
  firsts[byte] = isOther ? 1 : 0
  lasts[byte] = isOther ? 1 : 0
}
for (const text of placeholders.flatMap((one) => [one, one.toUpperCase()])) {
  const bytes = encodeText(text)
  firsts[bytes[0]!] = 1
  lasts[bytes.at(-1)!] = 1
}

/** False for most texts that are neither blank nor a placeholder, by their first and last byte. */
export function mayBeEmpty(bytes: Uint8Array, start: number, end: number): boolean {
  return end === start || (firsts[bytes[start]!] === 1 && lasts[bytes[end - 1]!] === 1)
}

/** `isPlaceholder` on WTF-8 bytes. */
export function isPlaceholderBytes(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > maxPlaceholderBytes || !mayBeEmpty(bytes, start, end)) return false
  return isPlaceholder(decodeWtf8(bytes, start, end))
}

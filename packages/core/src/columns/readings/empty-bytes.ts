import { isPlaceholder, placeholders } from '../../catalog/placeholders.js'
import { decodeWtf8, encodeText } from '../../json/text.js'
import { compareBytes } from '../compare-bytes.js'
import { viewBytes } from '../copy-bytes.js'
import { createByteFold } from '../fold-bytes.js'
import { foldedCharacters as characters } from '../folded-characters.js'

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

/** First bytes of what placeholders fold to, and of a folded space. */
const foldedFirsts = new Uint8Array(256)
foldedFirsts[0x20] = 1
for (const text of placeholders) foldedFirsts[encodeText(text)[0]!] = 1

/** False for the first bytes of texts that are neither blank nor placeholders, whatever follows. */
export function mayBeginEmpty(byte: number): boolean {
  return firsts[byte] === 1
}

/** What placeholders fold to, by their length. */
const folds: Uint8Array[][] = []
for (const text of placeholders) {
  const bytes = encodeText(text)
  folds[bytes.length] = [...(folds[bytes.length] ?? []), bytes]
}
const folded = createByteFold()
const text = new Uint8Array(maxPlaceholderBytes)
const textView = viewBytes(text)

/** False for texts that are neither blank nor a placeholder, but for some that are longer than placeholders are. */
export function mayBeEmpty(bytes: Uint8Array, start: number, end: number): boolean {
  if (end === start) return true
  const first = bytes[start]!
  if (firsts[first] === 0 || lasts[bytes[end - 1]!] === 0) return false
  // A character that folds to nothing, or not by itself, says nothing.
  const mayBegin =
    first < 0x80 ||
    characters.read(bytes, start) <= 0 ||
    foldedFirsts[characters.pool[characters.from]!] === 1
  return mayBegin && (end - start > maxPlaceholderBytes || foldsToEmpty(bytes, start, end))
}

function foldsToEmpty(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) text[at - start] = bytes[at]!
  const length = folded.fold(textView, 0, end - start)
  if (length === 0) return true
  for (const one of folds[length] ?? [])
    if (compareBytes(one, 0, length, folded.bytes, 0, length) === 0) return true
  return false
}

/** `isEmptyText` on WTF-8 bytes. */
export function isEmptyBytes(bytes: Uint8Array, start: number, end: number): boolean {
  return mayBeEmpty(bytes, start, end) && isEmptyText(decodeWtf8(bytes, start, end))
}

/** Nothing to be read: blank, or a placeholder. */
export function isEmptyText(text: string): boolean {
  return text.trim() === '' || isPlaceholder(text)
}

/** `isPlaceholder` on WTF-8 bytes. */
export function isPlaceholderBytes(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > maxPlaceholderBytes || !mayBeEmpty(bytes, start, end)) return false
  return isPlaceholder(decodeWtf8(bytes, start, end))
}

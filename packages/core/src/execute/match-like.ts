import { encodeText } from '../json/text.js'

/** What a pattern asks for, one after the other: any run, any code point, or this UTF-16 unit. */
export type LikePattern = readonly number[]

const anyRun = -1
const anyPoint = -2

/** A pattern of LIKE. What stands behind `escaping` means itself; one that escapes nothing matches no text, as in SQLite. */
export function readPattern(pattern: string, escaping?: string): LikePattern {
  const parts: number[] = []
  for (let at = 0; at < pattern.length; at++) {
    const unit = pattern.charCodeAt(at)
    if (escaping !== undefined && pattern.startsWith(escaping, at)) {
      at += escaping.length
      parts.push(at < pattern.length ? lower(pattern.charCodeAt(at)) : Number.NaN)
    } else if (unit === 0x25) parts.push(anyRun)
    else parts.push(unit === 0x5f ? anyPoint : lower(unit))
  }
  return parts
}

/**
 * SQLite's LIKE: `%` any run, `_` one code point, ASCII letters without case, everything else as it is. Runs in
 * at most text × pattern steps.
 */
export function matchLike(text: string, pattern: LikePattern): boolean {
  let t = 0
  let p = 0
  let retryText = -1
  let retryPattern = -1
  while (t < text.length) {
    const wanted = pattern[p]
    if (wanted === anyRun) {
      retryPattern = ++p
      retryText = t
    } else if (wanted === anyPoint) {
      t += widthAt(text, t)
      p++
    } else if (wanted === lower(text.charCodeAt(t))) {
      t++
      p++
    } else if (retryPattern >= 0) {
      p = retryPattern
      retryText += widthAt(text, retryText)
      t = retryText
    } else {
      return false
    }
  }
  while (pattern[p] === anyRun) p++
  return p === pattern.length
}

function widthAt(text: string, index: number): number {
  return text.codePointAt(index)! > 0xffff ? 2 : 1
}

function lower(unit: number): number {
  return unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit
}

/** Longest stretch of a pattern that is looked for: shifts of a search are bytes. */
const longestPart = 255

/** Whether the bytes of a text hold what the text must hold to match. */
export type HoldsPart = (bytes: Uint8Array, start: number, end: number) => boolean

/**
 * A test of bytes which every text that matches passes; `decides`: no other text does. Undefined for a pattern that
 * asks for nothing to look for.
 */
export function createPartTest(
  pattern: LikePattern,
): { readonly holds: HoldsPart; readonly decides: boolean } | undefined {
  const parts: number[][] = [[]]
  for (const unit of pattern) {
    if (unit >= 0 && (unit < 0xd800 || unit > 0xdfff)) parts.at(-1)!.push(unit)
    else parts.push([])
  }
  const part = parts.reduce((longest, other) => (other.length > longest.length ? other : longest))
  const bytes = encodeText(String.fromCharCode(...part))
  if (bytes.length === 0 || bytes.length > longestPart) return undefined
  const isInside = pattern[0] === anyRun && pattern.at(-1) === anyRun
  return { holds: createSearch(bytes), decides: isInside && pattern.length === part.length + 2 }
}

const lowerBytes = Uint8Array.from({ length: 256 }, (_, byte) => lower(byte))

/** Horspool's search: most bytes are never looked at. */
function createSearch(part: Uint8Array): HoldsPart {
  const last = part.length - 1
  const shifts = new Uint8Array(256).fill(part.length)
  for (let i = 0; i < last; i++) shifts[part[i]!] = last - i
  return (bytes, start, end) => {
    for (let at = start + last; at < end; at += shifts[lowerBytes[bytes[at]!]!]!) {
      let i = last
      while (i >= 0 && lowerBytes[bytes[at - last + i]!] === part[i]) i--
      if (i < 0) return true
    }
    return false
  }
}

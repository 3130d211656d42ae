const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const openBrace = 0x7b
const closeBrace = 0x7d
const closeBracket = 0x5d
const backslash = 0x5c
const newline = 0x0a

/** What a byte can be outside of strings. */
const Place = { none: 0, space: 1, scalar: 2, open: 3, close: 4, quote: 5 } as const
const places = new Uint8Array(256)
for (const [characters, place] of [
  [' \t\n\r', Place.space],
  // Of numbers, true, false, null, and what stands between values.
  ['0123456789+-.eEtrufalsn,:', Place.scalar],
  ['{[', Place.open],
  ['}]', Place.close],
  ['"', Place.quote],
] as const)
  for (const character of characters) places[character.charCodeAt(0)] = place

/** How often the bytes may be gone through before the search for a border is given up. */
const maxPasses = 4

/**
 * The seam between two records of an array, from bytes that begin with the closing brace of the first one: from it
 * through comma, opening brace and the quote that opens the next record's first key, with all whitespace between them
 * (which tells arrays of different depth apart where JSON is indented). `undefined` when they do not go on so.
 */
export function readSeam(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes[0] !== closeBrace) return undefined
  const between = skipSpace(bytes, 1)
  if (bytes[between] !== comma) return undefined
  const next = skipSpace(bytes, between + 1)
  if (bytes[next] !== openBrace) return undefined
  const key = skipSpace(bytes, next + 1)
  return bytes[key] === quote ? bytes.slice(0, key + 1) : undefined
}

/**
 * A place between two records in bytes from the middle of a document: the position right after the closing brace of the
 * first seam after which the bytes, to their end, are one record after another: at least one whole, the last one perhaps
 * cut. -1 when there is none. Judged by strings and depth, not by the grammar: it can be wrong where the bytes end in an
 * array that a record holds, or where texts look like JSON if their quotes are taken the wrong way round; whoever goes on
 * from there must be able to tell. Reads the bytes a few times at most.
 */
export function findBorder(bytes: Uint8Array, seam: Uint8Array): number {
  const toNext = seam.lastIndexOf(openBrace)
  let left = maxPasses * bytes.length
  let at = bytes.indexOf(closeBrace)
  while (at >= 0 && left > 0) {
    let from = at + 1
    if (isAt(bytes, at, seam)) {
      const { verdict, end } = followRecords(bytes, at + toNext)
      if (verdict === 'records') return at + 1
      // Every later seam is inside of this record.
      if (verdict === 'cut') return -1
      // All seams up to there are in the array that ends there, or in arrays of its records.
      if (verdict === 'left') from = end
      left -= end - at
    }
    at = bytes.indexOf(closeBrace, from)
  }
  return -1
}

/** The position right after the first newline; -1 without one. In JSON Lines it is a border between two records. */
export function findLineBorder(bytes: Uint8Array): number {
  return bytes.indexOf(newline) + 1 || -1
}

interface Followed {
  /** To the end of the bytes: `records`, of which one at least is whole, or a single one that is `cut`. Or up to where
   * their array ends (`left`), or where something is that cannot be in JSON, as when a text was taken for a seam. */
  readonly verdict: 'records' | 'cut' | 'left' | 'broken'
  readonly end: number
}

/** Follows records from the opening brace of one. */
function followRecords(bytes: Uint8Array, from: number): Followed {
  let isWhole = false
  let depth = 0
  /** The last byte that is no space. */
  let before = 0
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]!
    const place = places[byte]!
    if (place === Place.space) continue
    if (place === Place.none) return { verdict: 'broken', end: at }
    if (place === Place.open) depth++
    else if (place === Place.close) {
      if (--depth === 0) {
        isWhole = true
        const between = skipSpace(bytes, at + 1)
        if (between < bytes.length && bytes[between] !== comma) return { verdict: 'left', end: between }
        const next = skipSpace(bytes, between + 1)
        if (next < bytes.length && bytes[next] !== openBrace) return { verdict: 'left', end: next }
        at = next - 1
      }
    } else if (place === Place.quote) {
      at = findStringEnd(bytes, at + 1)
      const after = skipSpace(bytes, at + 1)
      const isString = at >= bytes.length || bytes[at] === quote
      const canFollow = after >= bytes.length || canFollowString(bytes[after]!, before === openBrace)
      if (!isString || !canFollow) return { verdict: 'broken', end: at }
    }
    before = byte
  }
  return { verdict: isWhole ? 'records' : 'cut', end: bytes.length }
}

/** Of the closing quote, or of a byte that no string has, or the end of the bytes. */
function findStringEnd(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length) {
    const byte = bytes[at]!
    if (byte === quote || byte < 0x20) break
    at += byte === backslash ? 2 : 1
  }
  return at
}

function canFollowString(byte: number, isKey: boolean): boolean {
  return byte === colon || (!isKey && (byte === comma || byte === closeBrace || byte === closeBracket))
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && places[bytes[at]!] === Place.space) at++
  return at
}

function isAt(bytes: Uint8Array, at: number, seam: Uint8Array): boolean {
  for (let index = 0; index < seam.length; index++) if (bytes[at + index] !== seam[index]) return false
  return true
}

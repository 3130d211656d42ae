import { foldText } from '../../catalog/fold-text.js'
import { decodeWtf8 } from '../../json/text.js'
import { ByteTable, openAccount } from '../byte-table.js'
import { monthOf } from './month-names.js'
import { mayStandBefore } from './number-text.js'

const zero = 0x30
const nine = 0x39
const point = 0x2e
const comma = 0x2c
const dash = 0x2d
const slash = 0x2f
const space = 0x20
/** Longer words are no units (`toUnit`), whatever stands in them. */
const maxUnitBytes = 16
const maxPrefixes = 4096
const monthPattern = /^\s*([a-z]{3,9}) ?$/i

/**
 * A test on bytes: true for a text of which neither `splitNumber` nor `readDate` in any format makes anything. It
 * finds nearly all identifiers and names; of the others (false) only reading them tells. What stands before the first
 * digit is judged once for each of up to 4,096 beginnings.
 */
export function createUnreadableTest(): (bytes: Uint8Array, start: number, end: number) => boolean {
  let prefixes = new ByteTable(openAccount())
  let verdicts = new Uint8Array(maxPrefixes)
  /** The beginning that was judged last: most often the next one is the same. */
  let last = 0

  /** Whether no text with this beginning can be read. */
  function isHopeless(bytes: Uint8Array, start: number, end: number): boolean {
    if (last < prefixes.size && isEntry(prefixes, last, bytes, start, end)) return verdicts[last] === 1
    if (prefixes.size === maxPrefixes) {
      prefixes = new ByteTable(openAccount())
      verdicts = new Uint8Array(maxPrefixes)
    }
    const known = prefixes.size
    const entry = prefixes.add(bytes, start, end)
    if (entry === known) {
      const text = decodeWtf8(bytes, start, end)
      const [, month] = monthPattern.exec(text) ?? []
      const mayBeDate = month !== undefined && monthOf(foldText(month)) !== undefined
      verdicts[entry] = mayBeDate || mayStandBefore(text) ? 0 : 1
    }
    last = entry
    return verdicts[entry] === 1
  }

  return (bytes, start, end) => {
    let at = start
    for (; at < end; at++) {
      const byte = bytes[at]!
      if (byte >= 0x80) return !holdsDigit(bytes, at, end)
      if ((byte >= zero && byte <= nine) || byte === point || byte === comma) break
    }
    if (at === end) return true
    return at === start ? isDigitsOfNothing(bytes, start, end) : isHopeless(bytes, start, at)
  }
}

function isEntry(
  { heap, offsets }: ByteTable,
  entry: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  const from = offsets[entry]!
  if (offsets[entry + 1]! - from !== end - start) return false
  for (let i = start; i < end; i++) if (heap[from + i - start] !== bytes[i]) return false
  return true
}

/** Without one there is neither number nor date: no other digits than ASCII's are read. */
function holdsDigit(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at]! >= zero && bytes[at]! <= nine) return true
  return false
}

/** Begins with digits, of which no date is made, and goes on for longer than a unit. */
function isDigitsOfNothing(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end && bytes[at]! >= zero && bytes[at]! <= nine) at++
  const digits = at - start
  const next = at < end ? bytes[at]! : 0
  if (digits === 4 && (next === dash || next === slash)) return false
  if (digits <= 2 && (next === point || next === slash || next === dash || next === space)) return false
  while (
    at < end &&
    ((bytes[at]! >= zero && bytes[at]! <= nine) || bytes[at] === point || bytes[at] === comma)
  )
    at++
  if (end - at <= maxUnitBytes || !beginsWord(bytes, at) || bytes[end - 1]! <= space) return false
  for (; at < end; at++) if (bytes[at]! >= 0x80) return false
  return true
}

/** A letter, and no exponent: that belongs to the number. */
function beginsWord(bytes: Uint8Array, at: number): boolean {
  const lower = bytes[at]! | 0x20
  if (lower < 0x61 || lower > 0x7a) return false
  const next = bytes[at + 1]!
  return lower !== 0x65 || (next | 0x20) >= 0x61
}

import type { ReadingRule } from '../../catalog/column-reading.js'
import { formatDecimal, isHeldByDouble, parseDecimal } from '../decimal.js'
import { toMantissas } from '../scaled-numbers.js'
import { type Dictionary, Unread, ValueKind, type Vector } from '../table.js'
import { isEmptyText } from './empty-bytes.js'
import { createTextReader } from './read-text.js'

/** What each text of a dictionary reads as. */
interface ReadTexts {
  readonly unread: Uint8Array
  /** Of numbers: nearest doubles, the exact texts of those that are not held, most decimal places (-1: unknown). */
  readonly numbers: Float64Array
  readonly exact: ReadonlyMap<number, string>
  readonly places: number
  /** Of dates: codes in a dictionary of their own. */
  readonly codes: Uint16Array
  readonly dictionary: Dictionary
}

/** Reads vectors of one column. Each text of a dictionary is parsed once, however many vectors share it. */
export type ReadingVectors = (vector: Vector) => Vector

/**
 * The reading of a column's vectors: numbers, or dates as ISO texts. What cannot be read is null, and `unread` says
 * why; missing and null stay as they are. A number that is no text reads as itself when the rule has no unit.
 */
export function createReadingVectors(rule: ReadingRule): ReadingVectors {
  const known = new WeakMap<Dictionary, ReadTexts>()
  const read = createTextReader(rule)
  const takesNumbers = rule.kind === 'number' && rule.unit === undefined

  function textsOf(dictionary: Dictionary | undefined): ReadTexts | undefined {
    if (dictionary === undefined) return undefined
    const texts = known.get(dictionary) ?? readTexts(dictionary, rule.kind, read)
    known.set(dictionary, texts)
    return texts
  }

  const readKind = rule.kind === 'number' ? ValueKind.number : ValueKind.text

  return (vector) => {
    const texts = textsOf(vector.dictionary)
    const { kinds, unread } = readKinds(vector, texts?.unread, readKind, takesNumbers)
    const [first = ValueKind.missing] = kinds
    const isAlike = !kinds.some((kind) => kind !== first)
    const shared = {
      length: vector.length,
      ...(isAlike && kinds.length > 0 ? { kind: first as ValueKind } : { kinds }),
      ...(unread === undefined ? {} : { unread }),
    }
    if (!kinds.includes(readKind)) return shared
    return rule.kind === 'number'
      ? { ...shared, ...numberLanes(vector, kinds, texts) }
      : { ...shared, ...textLanes(vector, kinds, texts!) }
  }
}

/** Kinds of what rows read as, and why those do not that have a value; `unread` where there are any. */
function readKinds(
  { length, kind, kinds, codes }: Vector,
  unreadTexts: Uint8Array | undefined,
  readKind: ValueKind,
  takesNumbers: boolean,
): { readonly kinds: Uint8Array; readonly unread: Uint8Array | undefined } {
  const out = new Uint8Array(length)
  const unread = new Uint8Array(length)
  const ofKind = new Uint8Array(ValueKind.json + 1).fill(Unread.wrongType)
  ofKind[ValueKind.missing] = Unread.none
  ofKind[ValueKind.null] = Unread.none
  if (takesNumbers) ofKind[ValueKind.number] = Unread.none
  let seen = 0
  for (let row = 0; row < length; row++) {
    const own = kinds === undefined ? kind! : kinds[row]!
    const why = own === ValueKind.text ? (unreadTexts?.[codes![row]!] ?? Unread.wrongType) : ofKind[own]!
    out[row] = own <= ValueKind.null ? own : why === Unread.none ? readKind : ValueKind.null
    unread[row] = why
    seen |= why
  }
  return { kinds: out, unread: seen === Unread.none ? undefined : unread }
}

function numberLanes(vector: Vector, kinds: Uint8Array, texts: ReadTexts | undefined): Partial<Vector> {
  const numbers = new Float64Array(kinds.length)
  const exact = new Map<number, string>()
  let places = texts?.places ?? 0
  for (let row = 0; row < kinds.length; row++) {
    if (kinds[row] !== ValueKind.number) continue
    const isText = (vector.kinds?.[row] ?? vector.kind) === ValueKind.text
    const code = isText ? vector.codes![row]! : -1
    numbers[row] = isText ? texts!.numbers[code]! : vector.numbers![row]!
    const text = isText ? texts!.exact.get(code) : vector.exact?.get(row)
    if (text !== undefined) exact.set(row, text)
    if (!isText) places = -1
  }
  const mantissa = exact.size === 0 ? toMantissas(numbers, places) : undefined
  return {
    numbers,
    ...(mantissa === undefined ? {} : { scaled: { mantissa, scale: places } }),
    ...(exact.size === 0 ? {} : { exact }),
  }
}

function textLanes(vector: Vector, kinds: Uint8Array, texts: ReadTexts): Partial<Vector> {
  const codes = new Uint16Array(kinds.length)
  for (let row = 0; row < kinds.length; row++) {
    if (kinds[row] === ValueKind.text) codes[row] = texts.codes[vector.codes![row]!]!
  }
  return { codes, dictionary: texts.dictionary }
}

function readTexts(
  from: Dictionary,
  kind: ReadingRule['kind'],
  read: (text: string) => string | undefined,
): ReadTexts {
  const unread = new Uint8Array(from.size)
  const numbers = new Float64Array(kind === 'number' ? from.size : 0)
  const codes = new Uint16Array(kind === 'date' ? from.size : 0)
  const exact = new Map<number, string>()
  const codeOf = new Map<string, number>()
  let places = 0
  for (let code = 0; code < from.size; code++) {
    const text = from.text(code)
    const value = read(text)
    if (value === undefined) {
      unread[code] = isEmptyText(text) ? Unread.placeholder : Unread.wrongType
    } else if (kind === 'date') {
      codes[code] = codeOf.get(value) ?? codeOf.size
      codeOf.set(value, codes[code]!)
    } else {
      const decimal = parseDecimal(value)!
      numbers[code] = Number(value) + 0
      places = Math.max(places, -decimal.exponent)
      if (!isHeldByDouble(decimal, numbers[code]!)) exact.set(code, formatDecimal(decimal))
    }
  }
  const texts = [...codeOf.keys()]
  const dictionary: Dictionary = {
    size: texts.length,
    text: (code) => texts[code]!,
    find: (text) => codeOf.get(text) ?? -1,
  }
  return { unread, numbers, exact, places, codes, dictionary }
}

import { compareText } from '../columns/compare-text.js'
import { compareDecimals, decimalOfDouble, formatDecimal, parseDecimal } from '../columns/decimal.js'
import { ValueKind as Kinds, type ValueKind, type Vector } from '../columns/table.js'

/** A number that no double says exactly, as canonical decimal text, with its nearest double. */
export class ExactNumber {
  constructor(
    readonly text: string,
    readonly nearest: number,
  ) {}
}

/** JSON text of a container kept whole. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** One value between vectors. Missing and null are both `null`; a `number` is the decimal of its shortest text. */
export type Value = null | boolean | number | string | ExactNumber | JsonText

export function kindAt(vector: Vector, row: number): ValueKind {
  return vector.kinds === undefined ? (vector.kind ?? Kinds.missing) : (vector.kinds[row] as ValueKind)
}

/** The kind of a value; null for what is missing too. */
export function kindOfValue(value: Value): ValueKind {
  if (value === null) return Kinds.null
  if (typeof value === 'boolean') return value ? Kinds.true : Kinds.false
  if (isNumber(value)) return Kinds.number
  return typeof value === 'string' ? Kinds.text : Kinds.json
}

export function readValue(vector: Vector, row: number): Value {
  switch (kindAt(vector, row)) {
    case Kinds.false:
      return false
    case Kinds.true:
      return true
    case Kinds.number: {
      const number = vector.numbers![row]!
      const exact = vector.exact?.get(row)
      return exact === undefined ? number + 0 : new ExactNumber(canonicalText(exact), number)
    }
    case Kinds.text:
      return vector.dictionary!.text(vector.codes![row]!)
    case Kinds.json:
      return new JsonText(vector.json?.get(row) ?? '')
    default:
      return null
  }
}

/** The doubles of a vector that holds nothing but numbers which they say exactly; undefined of any other. */
export function plainNumbers(vector: Vector): Float64Array | undefined {
  return vector.kind === Kinds.number && vector.exact === undefined ? vector.numbers : undefined
}

/** Canonical form of exact decimal text, so that equal numbers are equal texts. */
export function canonicalText(text: string): string {
  const decimal = parseDecimal(text)
  return decimal === undefined ? text : formatDecimal(decimal)
}

/** Order of two numbers by their exact decimal values. */
function compareNumbers(a: number | ExactNumber, b: number | ExactNumber): -1 | 0 | 1 {
  const left = typeof a === 'number' ? a : a.nearest
  const right = typeof b === 'number' ? b : b.nearest
  if (left !== right) return left < right ? -1 : 1
  if (typeof a === 'number' && typeof b === 'number') return 0
  return compareDecimals(toDecimal(a), toDecimal(b))
}

/** Total order: null, false, true, numbers, texts, JSON. Within a kind by value. */
export function compareValues(a: Value, b: Value): -1 | 0 | 1 {
  const rank = rankOf(a)
  const other = rankOf(b)
  if (rank !== other) return rank < other ? -1 : 1
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b)
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  if (a instanceof JsonText && b instanceof JsonText) return compareText(a.text, b.text)
  return 0
}

export function isNumber(value: Value): value is number | ExactNumber {
  return typeof value === 'number' || value instanceof ExactNumber
}

function toDecimal(value: number | ExactNumber) {
  return typeof value === 'number' ? decimalOfDouble(value) : parseDecimal(value.text)!
}

function rankOf(value: Value): number {
  if (value === null) return 0
  if (typeof value === 'boolean') return value ? 2 : 1
  if (isNumber(value)) return 3
  return typeof value === 'string' ? 4 : 5
}

import { decodeWtf8 } from '../../json/text.js'
import { boundCounted, boundEntries } from '../bound-texts.js'
import { type ColumnZone, prefixBytes, sharedBytes } from '../column-zone.js'
import { compareBytes } from '../compare-bytes.js'
import { compareDecimals, type Decimal, decimalOfDouble, parseDecimal } from '../decimal.js'
import { isPlaceholderBytes, mayBeEmpty, mayBeginEmpty } from '../readings/empty-bytes.js'
import type { ChunkNumbers } from './chunk-numbers.js'
import type { ChunkTexts } from './chunk-texts.js'
import type { ChunkValues } from './value-tallies.js'

const maxTexts = 65_536
/** Codes of texts that may be placeholders. */
const likely = new Uint16Array(maxTexts)

/** Between what the values of a column lie, from one chunk after another. */
export class ColumnBounds {
  /** Of all numbers, once closed. */
  min: Decimal | undefined
  max: Decimal | undefined
  minText: Uint8Array | undefined
  maxText: Uint8Array | undefined
  integer = true
  /** Rows of placeholder texts. */
  placeholders = 0
  /** Of numbers that doubles hold. */
  #least = Number.POSITIVE_INFINITY
  #greatest = Number.NEGATIVE_INFINITY

  add({ texts, numbers, exacts }: ChunkValues, zone: ColumnZone): void {
    if (numbers.size > 0) this.#addNumbers(numbers, zone)
    for (let key = 0; key < exacts.size; key++) this.#addExact(exacts.bytes(key))
    if (texts.size === 0) return
    this.#addTexts(texts, zone)
    if (mayHoldPlaceholders(zone)) this.placeholders += countPlaceholders(texts)
  }

  close(): void {
    if (this.#least > this.#greatest) return
    this.#widen(decimalOfDouble(this.#least))
    this.#widen(decimalOfDouble(this.#greatest))
  }

  #addNumbers(numbers: ChunkNumbers, zone: ColumnZone): void {
    const [min, max] = zone.exacts === 0 ? [zone.minNumber, zone.maxNumber] : rangeOf(numbers)
    // Doubles order as their decimals do.
    this.#least = Math.min(this.#least, min)
    this.#greatest = Math.max(this.#greatest, max)
    this.integer &&= numbers.areIntegers
  }

  #addExact(text: Uint8Array): void {
    const decimal = parseDecimal(decodeWtf8(text, 0, text.length))!
    this.#widen(decimal)
    if (decimal.exponent < 0) this.integer = false
  }

  #widen(decimal: Decimal): void {
    if (this.min === undefined || compareDecimals(decimal, this.min) < 0) this.min = decimal
    if (this.max === undefined || compareDecimals(decimal, this.max) > 0) this.max = decimal
  }

  /** A chunk whose zone lies within the bounds is not looked at. */
  #addTexts({ size, heap, offsets, counts }: ChunkTexts, zone: ColumnZone): void {
    const { minText, maxText } = this
    const first = zone.textBounds?.min
    const last = zone.textBounds?.max
    const isWithin =
      minText !== undefined &&
      maxText !== undefined &&
      first !== undefined &&
      last !== undefined &&
      compareStart(first, minText) > 0 &&
      compareStart(last, maxText) < 0
    if (isWithin) return
    let bound = boundEntries(heap, offsets, size, sharedBytes(zone))
    if (bound !== undefined && (counts[bound.min] === 0 || counts[bound.max] === 0))
      bound = boundCounted(heap, offsets, size, counts)
    if (bound === undefined) return
    const least = heap.subarray(offsets[bound.min], offsets[bound.min + 1])
    const greatest = heap.subarray(offsets[bound.max], offsets[bound.max + 1])
    if (minText === undefined || compareWhole(least, minText) < 0) this.minText = least.slice()
    if (maxText === undefined || compareWhole(greatest, maxText) > 0) this.maxText = greatest.slice()
  }
}

function rangeOf({ values, size }: ChunkNumbers): [min: number, max: number] {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let key = 0; key < size; key++) {
    if (values[key]! < min) min = values[key]!
    if (values[key]! > max) max = values[key]!
  }
  return [min, max]
}

/** Compares the bound of a zone with as much of a text. */
function compareStart(prefix: Uint8Array, text: Uint8Array): number {
  return compareBytes(prefix, 0, prefix.length, text, 0, Math.min(prefixBytes, text.length))
}

function compareWhole(a: Uint8Array, b: Uint8Array): number {
  return compareBytes(a, 0, a.length, b, 0, b.length)
}

/** Texts that all begin with a letter of none need no look. */
function mayHoldPlaceholders(zone: ColumnZone): boolean {
  return sharedBytes(zone) === 0 || mayBeginEmpty(zone.textBounds!.min[0]!)
}

function countPlaceholders({ size, heap, offsets, counts }: ChunkTexts): number {
  const found = listLikely(heap, offsets, size, likely)
  let rows = 0
  for (let i = 0; i < found; i++) {
    const code = likely[i]!
    if (isPlaceholderBytes(heap, offsets[code]!, offsets[code + 1]!)) rows += counts[code]!
  }
  return rows
}

/** Sets the codes of texts that may be placeholders; how many there are. */
function listLikely(heap: Uint8Array, offsets: Uint32Array, size: number, into: Uint16Array): number {
  let found = 0
  for (let code = 0; code < size; code++) {
    into[found] = code
    found += mayBeEmpty(heap, offsets[code]!, offsets[code + 1]!) ? 1 : 0
  }
  return found
}

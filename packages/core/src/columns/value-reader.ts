import { type ColumnBatch, Kind } from '../json/column-batch.js'
import { encodeText, unescapeInto } from '../json/text.js'
import type { ColumnAccumulator } from './column-accumulator.js'
import { formatDecimal, isHeldByDouble, maxDecimalExponent, parseDecimal } from './decimal.js'
import { EntryKind } from './entry-lanes.js'
import type { ValueRun } from './value-run.js'

/** Longest escape of one byte: `\u0041`. */
const escapeBytes = 6

/** Adds a run's values from `order[from]` on to their column, and gives where it stopped; what is kept is copied or decoded. */
export type ValueReader = (column: ColumnAccumulator, run: ValueRun, from: number) => number

export function createValueReader(maxInlineTextBytes: number): ValueReader {
  const scratch = new Uint8Array(maxInlineTextBytes * escapeBytes)

  function addEscaped(column: ColumnAccumulator, position: number, batch: ColumnBatch, i: number): void {
    const start = batch.start[i]!
    const size = batch.size[i]!
    if (size <= scratch.length) {
      const end = unescapeInto(batch.bytes, start, start + size, scratch, 0)
      if (end <= maxInlineTextBytes) {
        column.addText(position, scratch, 0, end)
        return
      }
    }
    column.addReference(position, EntryKind.longEscaped, batch.base + start, size)
  }

  function addExact(column: ColumnAccumulator, position: number, batch: ColumnBatch, i: number): void {
    const start = batch.start[i]!
    const size = batch.size[i]!
    const source = asciiText(batch.bytes, start, start + size)
    const nearest = Number(source)
    // Its own shortest text, without an exponent: what `decimal` would say, without the work.
    if (String(nearest) === source && !source.includes('e')) {
      column.addNumber(position, nearest, source.includes('.') ? -1 : 0)
      return
    }
    const decimal = parseDecimal(source)!
    if (isHeldByDouble(decimal, nearest)) {
      column.addNumber(position, nearest, placesOf(decimal.exponent))
      return
    }
    const canonical = Math.abs(decimal.exponent) < maxDecimalExponent ? formatDecimal(decimal) : source
    column.addExact(position, nearest, encodeText(canonical))
  }

  function addOne(column: ColumnAccumulator, position: number, batch: ColumnBatch, i: number): void {
    switch (batch.kind[i]) {
      case Kind.text:
        column.addReference(position, EntryKind.longText, batch.base + batch.start[i]!, batch.size[i]!)
        break
      case Kind.escaped:
        addEscaped(column, position, batch, i)
        break
      case Kind.exact:
        addExact(column, position, batch, i)
        break
      default:
        column.addReference(position, EntryKind.json, batch.value[i]!, batch.size[i]!)
    }
  }

  return (column, run, from) => {
    const { batch, order, to, base, end } = run
    const { kind, row, size } = batch
    let at = from
    while (at < to) {
      const i = order[at]!
      if (row[i]! >= end) return at
      if (kind[i] === Kind.text && size[i]! <= maxInlineTextBytes)
        at = column.addTexts(run, at, maxInlineTextBytes)
      else if (kind[i] === Kind.number) at = column.addNumbers(run, at)
      else if (kind[i]! <= Kind.true) at = column.addPlains(run, at)
      else {
        addOne(column, row[i]! - base, batch, i)
        at++
      }
    }
    return at
  }
}

/** Places for a scale. A double of more than 15 digits is only sure as an integer. */
function placesOf(exponent: number): number {
  return exponent >= 0 ? 0 : -1
}

function asciiText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 64) return new TextDecoder().decode(bytes.subarray(start, end))
  let text = ''
  let at = start
  // Eight at once: each piece that is added costs as much as the text of eight.
  for (; at + 8 <= end; at += 8)
    text += String.fromCharCode(
      bytes[at]!,
      bytes[at + 1]!,
      bytes[at + 2]!,
      bytes[at + 3]!,
      bytes[at + 4]!,
      bytes[at + 5]!,
      bytes[at + 6]!,
      bytes[at + 7]!,
    )
  for (; at < end; at++) text += String.fromCharCode(bytes[at]!)
  return text
}

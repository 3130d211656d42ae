import type { ReadingRule, ReadingStatistics } from '../../catalog/column-reading.js'
import { isPlaceholder } from '../../catalog/placeholders.js'
import { decodeWtf8 } from '../../json/text.js'
import { compareDecimals, type Decimal, formatDecimal, parseDecimal } from '../decimal.js'
import type { DecodedColumn } from '../decode-column.js'
import { countCodes } from '../statistics/chunk-values.js'
import { createTextReader, maxReadCharacters } from './read-text.js'
import type { ReadingTally } from './reading-tally.js'

const maxReadBytes = maxReadCharacters * 4

/** Adds a chunk's texts to the tally, each different one once; texts by reference are no numbers and no dates. */
export function tallyReadings(tally: ReadingTally, column: DecodedColumn): void {
  const counts = countCodes(column)
  const { offsets, heap, size } = column.texts
  for (let code = 0; code < counts.length && !tally.done; code++) {
    const times = counts[code]!
    if (times === 0) continue
    const start = offsets[code] ?? 0
    const end = offsets[code + 1] ?? 0
    if (code >= size || end - start > maxReadBytes) tally.addUnreadable(times)
    else tally.add(decodeWtf8(heap, start, end), times)
  }
}

/** Numbers of a column that are no texts: a number without unit reads as itself. */
export interface OwnNumbers {
  readonly count: number
  readonly integer: boolean
  readonly min: Decimal | undefined
  readonly max: Decimal | undefined
}

/** Counts what a rule reads of a column, and between which bounds. `others`: values that are neither texts nor numbers. */
export async function describeReading(
  rule: ReadingRule,
  chunks: AsyncIterable<DecodedColumn>,
  own: OwnNumbers,
  others: number,
): Promise<ReadingStatistics> {
  const read = createTextReader(rule)
  const takesNumbers = rule.kind === 'number' && rule.unit === undefined
  let readCount = takesNumbers ? own.count : 0
  let unread = others + (takesNumbers ? 0 : own.count)
  let integer = !takesNumbers || own.count === 0 || own.integer
  let low = takesNumbers ? own.min : undefined
  let high = takesNumbers ? own.max : undefined
  let first: string | undefined
  let last: string | undefined
  for await (const chunk of chunks) {
    const counts = countCodes(chunk)
    const { offsets, heap, size } = chunk.texts
    for (let code = 0; code < counts.length; code++) {
      const times = counts[code]!
      if (times === 0) continue
      const isShort = code < size && offsets[code + 1]! - offsets[code]! <= maxReadBytes
      const text = isShort ? decodeWtf8(heap, offsets[code]!, offsets[code + 1]!) : undefined
      const value = text === undefined ? undefined : read(text)
      if (value === undefined) {
        if (text === undefined || !isEmptyText(text)) unread += times
        continue
      }
      readCount += times
      if (rule.kind === 'date') {
        if (first === undefined || value < first) first = value
        if (last === undefined || value > last) last = value
        continue
      }
      const decimal = parseDecimal(value)!
      if (decimal.exponent < 0) integer = false
      if (low === undefined || compareDecimals(decimal, low) < 0) low = decimal
      if (high === undefined || compareDecimals(decimal, high) > 0) high = decimal
    }
  }
  const counted = { read: readCount, unread }
  if (rule.kind === 'date') return { ...rule, ...counted, min: first!, max: last! }
  return { ...rule, ...counted, integer, min: formatDecimal(low!), max: formatDecimal(high!) }
}

/** Nothing to be read: blank, or a placeholder. */
export function isEmptyText(text: string): boolean {
  return text.trim() === '' || isPlaceholder(text)
}

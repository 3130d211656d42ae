import type { ReadingRule, ReadingStatistics } from '../../catalog/column-reading.js'
import { isPlaceholder } from '../../catalog/placeholders.js'
import { decodeWtf8 } from '../../json/text.js'
import { compareDecimals, type Decimal, decimalOfDouble, formatDecimal, parseDecimal } from '../decimal.js'
import type { DecodedColumn } from '../decode-column.js'
import { countCodes } from '../statistics/chunk-values.js'
import { createTextReader, maxReadCharacters } from './read-text.js'
import type { ReadingTally } from './reading-tally.js'
import { hasDigit, scanDigits, scanned, toNumber } from './scan-digits.js'

const maxReadBytes = maxReadCharacters * 4
/** Longer than any placeholder or blank worth the name. */
const maxPlaceholderBytes = 64

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
    else if (scanDigits(heap, start, end))
      tally.addDigits(scanned.whole, scanned.fraction, scanned.leadingZero, times)
    else if (end - start > maxPlaceholderBytes && !hasDigit(heap, start, end)) tally.addUnreadable(times)
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
  const isPlain = rule.kind === 'number' && rule.locale !== 'de' && rule.unit === undefined
  const takesNumbers = rule.kind === 'number' && rule.unit === undefined
  const bounds = createBounds(takesNumbers ? own : undefined)
  let readCount = takesNumbers ? own.count : 0
  let unread = others + (takesNumbers ? 0 : own.count)
  let first: string | undefined
  let last: string | undefined
  for await (const chunk of chunks) {
    const counts = countCodes(chunk)
    const { offsets, heap, size } = chunk.texts
    for (let code = 0; code < counts.length; code++) {
      const times = counts[code]!
      if (times === 0) continue
      const start = offsets[code] ?? 0
      const end = offsets[code + 1] ?? 0
      if (code >= size || end - start > maxReadBytes) {
        unread += times
        continue
      }
      if (isPlain && scanDigits(heap, start, end)) {
        readCount += times
        bounds.addDouble(toNumber(heap, start, end))
        continue
      }
      const text = decodeWtf8(heap, start, end)
      const value = read(text)
      if (value === undefined) {
        if (!isEmptyText(text)) unread += times
        continue
      }
      readCount += times
      if (rule.kind === 'number') bounds.addDecimal(parseDecimal(value)!)
      else {
        if (first === undefined || value < first) first = value
        if (last === undefined || value > last) last = value
      }
    }
  }
  const counted = { read: readCount, unread }
  return rule.kind === 'date'
    ? { ...rule, ...counted, min: first!, max: last! }
    : { ...rule, ...counted, ...bounds.get() }
}

/** Least and greatest of exact numbers; those that doubles hold are compared as doubles. */
function createBounds(own: OwnNumbers | undefined) {
  let integer = own === undefined || own.count === 0 || own.integer
  let low = own?.min
  let high = own?.max
  let least = Number.POSITIVE_INFINITY
  let greatest = Number.NEGATIVE_INFINITY
  const addDecimal = (decimal: Decimal): void => {
    if (decimal.exponent < 0) integer = false
    if (low === undefined || compareDecimals(decimal, low) < 0) low = decimal
    if (high === undefined || compareDecimals(decimal, high) > 0) high = decimal
  }
  return {
    addDecimal,
    addDouble(value: number): void {
      if (value < least) least = value
      if (value > greatest) greatest = value
      if (integer && !Number.isInteger(value)) integer = false
    },
    get(): { readonly integer: boolean; readonly min: string; readonly max: string } {
      for (const value of least <= greatest ? [least, greatest] : []) addDecimal(decimalOfDouble(value))
      return { integer, min: formatDecimal(low!), max: formatDecimal(high!) }
    },
  }
}

/** Nothing to be read: blank, or a placeholder. */
export function isEmptyText(text: string): boolean {
  return text.trim() === '' || isPlaceholder(text)
}

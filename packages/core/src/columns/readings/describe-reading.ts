import type { ReadingRule, ReadingStatistics } from '../../catalog/column-reading.js'
import { decodeWtf8 } from '../../json/text.js'
import { type Decimal, parseDecimal } from '../decimal.js'
import type { ChunkTexts } from '../statistics/chunk-texts.js'
import type { EachChunk } from '../statistics/value-tallies.js'
import { ByteStretch, maxReadBytes } from './byte-stretch.js'
import { isEmptyBytes, isEmptyText } from './empty-bytes.js'
import { createTextReader } from './read-text.js'
import { NumberBounds } from './reading-bounds.js'
import type { ReadingTally, ReadTexts } from './reading-tally.js'

/** Texts that are looked at before the tally is asked whether it is done. */
const stretchTexts = 1024

type TallyTexts = Pick<ChunkTexts, 'size' | 'heap' | 'offsets' | 'counts' | 'longRows'>

/** Adds a chunk's texts to the tally, each different one once; texts by reference are no numbers and no dates. */
export function tallyReadings(tally: ReadingTally, texts: TallyTexts): void {
  const { size, heap, offsets, counts, longRows } = texts
  for (let code = 0; code < size && !tally.done; ) {
    const stretch = new ByteStretch()
    const to = Math.min(size, code + stretchTexts)
    code = stretch.scan(tally, texts, code, to)
    tally.addStretch(stretch, heap)
    if (code === to) continue
    tally.add(decodeWtf8(heap, offsets[code]!, offsets[code + 1]!), counts[code]!)
    code++
  }
  if (longRows > 0 && !tally.done) tally.addUnreadable(longRows)
}

/** Numbers of a column that are no texts: a number without unit reads as itself. */
export interface OwnNumbers {
  readonly count: number
  readonly integer: boolean
  readonly min: Decimal | undefined
  readonly max: Decimal | undefined
}

/**
 * Counts what a rule reads of a column, and between which bounds, from the tally where that knows it. `others`: values
 * that are neither texts nor numbers.
 */
export async function describeReading(
  rule: ReadingRule,
  tally: ReadingTally,
  again: EachChunk,
  own: OwnNumbers,
  others: number,
): Promise<ReadingStatistics> {
  const { read, unread, numbers, dates } = tally.describe(rule) ?? (await readNumbers(rule, again))
  const takesNumbers = rule.kind === 'number' && rule.unit === undefined
  const counted = {
    read: read + (takesNumbers ? own.count : 0),
    unread: unread + others + (takesNumbers ? 0 : own.count),
  }
  if (rule.kind === 'date') return { ...rule, ...counted, ...dates!.get() }
  if (takesNumbers && own.count > 0) numbers!.addRange(own.integer, own.min, own.max)
  return { ...rule, ...counted, ...numbers!.get() }
}

/** Dates are all known to the tally. */
async function readNumbers(rule: ReadingRule, again: EachChunk): Promise<ReadTexts> {
  const readText = createTextReader(rule)
  const numbers = new NumberBounds()
  let read = 0
  let unread = 0
  await again(({ texts }) => {
    const { size, heap, offsets, counts, longRows } = texts
    unread += longRows
    for (let code = 0; code < size; code++) {
      const times = counts[code]!
      if (times === 0) continue
      const start = offsets[code]!
      const end = offsets[code + 1]!
      if (end - start > maxReadBytes) {
        if (!isEmptyBytes(heap, start, end)) unread += times
        continue
      }
      const text = decodeWtf8(heap, start, end)
      const value = readText(text)
      if (value === undefined) {
        if (!isEmptyText(text)) unread += times
        continue
      }
      read += times
      numbers.addDecimal(parseDecimal(value)!)
    }
  })
  return { read, unread, numbers }
}

import type { ColumnStatistics } from '../../catalog/build-catalog.js'
import { isCodeName } from '../../catalog/code-names.js'
import type { ReadingStatistics } from '../../catalog/column-reading.js'
import { toColumnType } from '../../catalog/column-type.js'
import { decodeWtf8 } from '../../json/text.js'
import type { ChunkRecord } from '../chunk-records.js'
import { type ColumnZone, greatestEntry, leastEntry, prefixBytes } from '../column-zone.js'
import { compareBytes } from '../compare-bytes.js'
import { compareDecimals, type Decimal, decimalOfDouble, formatDecimal, parseDecimal } from '../decimal.js'
import { describeReading, tallyReadings } from '../readings/describe-reading.js'
import { isPlaceholderBytes } from '../readings/empty-bytes.js'
import { ReadingTally } from '../readings/reading-tally.js'
import type { Segment } from '../segment.js'
import type { SegmentColumnEntry, SegmentTableEntry } from '../segment-directory.js'
import type { IndexedColumn, TextIndex } from '../values/value-index-format.js'
import type { ChunkTexts } from './chunk-texts.js'
import { listFrequent } from './frequent-values.js'
import { type ChunkValues, createValueTallies, type TallyLimits } from './value-tallies.js'

const maxBoundCharacters = 64
const maxNumberCharacters = 1000

/** What describing the columns of a segment has in common. */
export interface DescribeWork {
  readonly limits: TallyLimits
  readonly values: ChunkValues
  /** Is told all texts, where one is written. */
  readonly index: TextIndex | undefined
  readonly signal: AbortSignal | undefined
}

interface Bounds {
  min: Decimal | undefined
  max: Decimal | undefined
  minText: Uint8Array | undefined
  maxText: Uint8Array | undefined
  integer: boolean
  placeholders: number
}

/**
 * Counts, bounds, distinct and frequent values of one column, and its texts for the value index, from one walk over
 * its chunks. Texts kept by reference are only counted.
 */
export async function describeColumn(
  segment: Segment,
  table: SegmentTableEntry,
  column: SegmentColumnEntry,
  { limits, values, index, signal }: DescribeWork,
): Promise<ColumnStatistics> {
  const records = chunksOf(segment, table, column)
  const indexed = indexedOf(table, column)
  const booleans = { false: total(records, 'falses'), true: total(records, 'trues') }
  const counts = countKinds(table, records)
  const tallies = createValueTallies(limits, values)
  const bounds: Bounds = {
    min: undefined,
    max: undefined,
    minText: undefined,
    maxText: undefined,
    integer: true,
    placeholders: 0,
  }
  const readings = new ReadingTally(counts.text, !isCodeName(column.path.at(-1) ?? ''))
  async function* chunks(): AsyncGenerator<ChunkValues> {
    for (const record of records) {
      values.load(await segment.readColumn(record, values.buffer))
      yield values
    }
  }
  let longTexts = 0
  for (const [at, record] of records.entries()) {
    signal?.throwIfAborted()
    const chunk = await segment.readColumn(record, values.buffer)
    values.load(chunk)
    const wasExact = tallies.texts.exact
    tallies.add(values)
    boundNumbers(bounds, values)
    boundTexts(bounds, values.texts, record.zone)
    bounds.placeholders += countPlaceholders(values.texts)
    tallyReadings(readings, values.texts)
    longTexts += chunk.longTexts.length
    if (index === undefined || tallies.texts.exact || values.texts.size === 0) continue
    if (wasExact && at > 0) {
      await indexAgain(segment, indexed, records.slice(0, at), index, values)
      values.texts.load(chunk)
    }
    await index.addChunk(indexed, record.group, values.texts)
  }
  const { texts, numbers, exacts } = tallies
  if (texts.exact && texts.keys.size > 0) {
    const { size, heap, offsets } = texts.keys
    await index?.addTexts(indexed, { size, heap, offsets, count: (key) => texts.count(key) })
  }
  const { min, max, minText, maxText } = bounds
  const reading = await readingOf(readings, counts, bounds, chunks)
  return {
    name: column.name,
    path: column.path,
    counts,
    placeholders: bounds.placeholders,
    ...(min === undefined || max === undefined ? {} : numberBounds(min, max)),
    integer: counts.number > 0 && bounds.integer,
    ...(minText === undefined || maxText === undefined
      ? {}
      : { minText: cutText(minText), maxText: cutText(maxText) }),
    distinct: {
      count:
        texts.distinct +
        numbers.distinct +
        exacts.distinct +
        longTexts +
        (booleans.false > 0 ? 1 : 0) +
        (booleans.true > 0 ? 1 : 0),
      exact: texts.exact && numbers.exact && exacts.exact && longTexts === 0,
    },
    frequent: await listFrequent(tallies, booleans, chunks),
    ...(reading === undefined ? {} : { reading }),
  }
}

/** What a value index calls the column. */
export function indexedOf(table: SegmentTableEntry, column: SegmentColumnEntry): IndexedColumn {
  return { table: table.name, column: column.name, node: column.node, tableId: table.id }
}

/** The column's chunks, in row order. */
export function chunksOf(
  segment: Segment,
  { id }: SegmentTableEntry,
  { node }: SegmentColumnEntry,
): readonly ChunkRecord[] {
  return segment.groups(id).flatMap(({ group }) => segment.chunk(node, group) ?? [])
}

/** The chunks that were read before it was known that the column has too many texts for terms. */
async function indexAgain(
  segment: Segment,
  indexed: IndexedColumn,
  records: readonly ChunkRecord[],
  index: TextIndex,
  { texts, again }: ChunkValues,
): Promise<void> {
  for (const record of records) {
    texts.load(await segment.readColumn(record, again))
    if (texts.size > 0) await index.addChunk(indexed, record.group, texts)
  }
}

/** Columns of numbers, booleans or containers need no reading of the few texts among them. */
async function readingOf(
  tally: ReadingTally,
  counts: ColumnStatistics['counts'],
  { placeholders, min, max, integer }: Bounds,
  chunks: () => AsyncIterable<ChunkValues>,
): Promise<ReadingStatistics | undefined> {
  const type = toColumnType(counts, placeholders)
  const rule = type === 'text' || type === 'mixed' ? tally.decide() : undefined
  if (rule === undefined) return undefined
  const own = { count: counts.number, integer, min, max }
  return describeReading(rule, tally, chunks, own, counts.boolean + counts.json)
}

type ZoneCount = 'nulls' | 'falses' | 'trues' | 'numbers' | 'texts' | 'jsons'

function total(records: readonly ChunkRecord[], kind: ZoneCount): number {
  return records.reduce((sum, { zone }) => sum + zone[kind], 0)
}

function countKinds(table: SegmentTableEntry, records: readonly ChunkRecord[]): ColumnStatistics['counts'] {
  const present = {
    null: total(records, 'nulls'),
    boolean: total(records, 'falses') + total(records, 'trues'),
    number: total(records, 'numbers'),
    text: total(records, 'texts'),
    json: total(records, 'jsons'),
  }
  return { missing: table.rows - Object.values(present).reduce((sum, count) => sum + count, 0), ...present }
}

function boundNumbers(bounds: Bounds, { numbers, exacts }: ChunkValues): void {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let key = 0; key < numbers.size; key++) {
    const value = numbers.value(key)
    if (value < min) min = value
    if (value > max) max = value
    if (bounds.integer && !Number.isInteger(value)) bounds.integer = false
  }
  if (min <= max) {
    widen(bounds, decimalOfDouble(min))
    widen(bounds, decimalOfDouble(max))
  }
  for (let key = 0; key < exacts.size; key++) {
    const text = exacts.bytes(key)
    const decimal = parseDecimal(decodeWtf8(text, 0, text.length))!
    widen(bounds, decimal)
    if (decimal.exponent < 0) bounds.integer = false
  }
}

function widen(bounds: Bounds, decimal: Decimal): void {
  if (bounds.min === undefined || compareDecimals(decimal, bounds.min) < 0) bounds.min = decimal
  if (bounds.max === undefined || compareDecimals(decimal, bounds.max) > 0) bounds.max = decimal
}

/** A chunk whose zone lies within the bounds is not looked at. */
function boundTexts(bounds: Bounds, { size, heap, offsets, counts }: ChunkTexts, zone: ColumnZone): void {
  const { textBounds } = zone
  const { minText, maxText } = bounds
  const isWithin =
    textBounds !== undefined &&
    minText !== undefined &&
    maxText !== undefined &&
    compareBytes(
      textBounds.min,
      0,
      textBounds.min.length,
      minText,
      0,
      Math.min(prefixBytes, minText.length),
    ) > 0 &&
    compareBytes(
      textBounds.max,
      0,
      textBounds.max.length,
      maxText,
      0,
      Math.min(prefixBytes, maxText.length),
    ) < 0
  if (isWithin) return
  const min = leastEntry(heap, offsets, size, counts)
  const max = greatestEntry(heap, offsets, size, counts)
  if (min < 0) return
  const least = heap.slice(offsets[min], offsets[min + 1])
  const greatest = heap.slice(offsets[max], offsets[max + 1])
  if (minText === undefined || compareBytes(least, 0, least.length, minText, 0, minText.length) < 0)
    bounds.minText = least
  if (maxText === undefined || compareBytes(greatest, 0, greatest.length, maxText, 0, maxText.length) > 0)
    bounds.maxText = greatest
}

function numberBounds(min: Decimal, max: Decimal): Pick<ColumnStatistics, 'minNumber' | 'maxNumber'> {
  const minNumber = formatDecimal(min)
  const maxNumber = formatDecimal(max)
  return Math.max(minNumber.length, maxNumber.length) > maxNumberCharacters ? {} : { minNumber, maxNumber }
}

function cutText(bytes: Uint8Array): string {
  const text = decodeWtf8(bytes, 0, bytes.length)
  return text.length <= maxBoundCharacters ? text : [...text].slice(0, maxBoundCharacters).join('')
}

function countPlaceholders({ size, heap, offsets, counts }: ChunkTexts): number {
  let rows = 0
  for (let code = 0; code < size; code++)
    if (counts[code]! > 0 && isPlaceholderBytes(heap, offsets[code]!, offsets[code + 1]!))
      rows += counts[code]!
  return rows
}

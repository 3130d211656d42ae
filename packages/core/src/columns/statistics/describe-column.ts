import type { ColumnStatistics } from '../../catalog/build-catalog.js'
import { isCodeName } from '../../catalog/code-names.js'
import type { ReadingStatistics } from '../../catalog/column-reading.js'
import { toColumnType } from '../../catalog/column-type.js'
import { decodeWtf8 } from '../../json/text.js'
import { boundEntries } from '../bound-texts.js'
import type { ChunkRecord } from '../chunk-records.js'
import { type ColumnZone, prefixBytes, sharedBytes } from '../column-zone.js'
import { compareBytes } from '../compare-bytes.js'
import { compareDecimals, type Decimal, decimalOfDouble, formatDecimal, parseDecimal } from '../decimal.js'
import type { DecodedColumn } from '../decode-column.js'
import { describeReading, tallyReadings } from '../readings/describe-reading.js'
import { isPlaceholderBytes } from '../readings/empty-bytes.js'
import { ReadingTally } from '../readings/reading-tally.js'
import type { Segment } from '../segment.js'
import type { SegmentColumnEntry, SegmentTableEntry } from '../segment-directory.js'
import type { IndexedColumn, TextIndex } from '../values/value-index-format.js'
import type { ChunkNumbers } from './chunk-numbers.js'
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
  /** Of numbers that doubles hold, until they are among the others. */
  least: number
  greatest: number
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
  const records = allChunksOf(segment, table, column)
  const valued = records.filter(hasValues)
  const indexed = indexedOf(table, column)
  const booleans = { false: total(records, 'falses'), true: total(records, 'trues') }
  const counts = countKinds(table, records)
  const tallies = createValueTallies(limits, values)
  const bounds: Bounds = {
    least: Number.POSITIVE_INFINITY,
    greatest: Number.NEGATIVE_INFINITY,
    min: undefined,
    max: undefined,
    minText: undefined,
    maxText: undefined,
    integer: true,
    placeholders: 0,
  }
  const readings = new ReadingTally(counts.text, !isCodeName(column.path.at(-1) ?? ''))
  async function* chunks(): AsyncGenerator<ChunkValues> {
    for await (const { chunk } of readAhead(segment, valued, values)) {
      values.load(chunk)
      yield values
    }
  }
  let longTexts = 0
  for await (const { at, record, chunk } of readAhead(segment, valued, values)) {
    signal?.throwIfAborted()
    values.load(chunk)
    const wasExact = tallies.texts.exact
    tallies.add(values)
    boundNumbers(bounds, values, record.zone)
    boundTexts(bounds, values.texts, record.zone)
    bounds.placeholders += countPlaceholders(values.texts)
    tallyReadings(readings, values.texts)
    longTexts += chunk.longTexts.length
    if (index === undefined || tallies.texts.exact || values.texts.size === 0) continue
    if (wasExact && at > 0) {
      await indexAgain(segment, indexed, valued.slice(0, at), index, values)
      values.texts.load(chunk)
    }
    await index.addChunk(indexed, record.group, values.texts)
  }
  const { texts, numbers, exacts } = tallies
  if (texts.exact && texts.keys.size > 0) {
    const { size, heap, offsets } = texts.keys
    await index?.addTexts(indexed, { size, heap, offsets, count: (key) => texts.count(key) })
  }
  boundDoubles(bounds)
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

/** The column's chunks that are read to describe it, in row order. */
export function chunksOf(
  segment: Segment,
  table: SegmentTableEntry,
  column: SegmentColumnEntry,
): readonly ChunkRecord[] {
  return allChunksOf(segment, table, column).filter(hasValues)
}

function allChunksOf(
  segment: Segment,
  { id }: SegmentTableEntry,
  { node }: SegmentColumnEntry,
): readonly ChunkRecord[] {
  return segment.groups(id).flatMap(({ group }) => segment.chunk(node, group) ?? [])
}

/** Of booleans and containers, all that is described stands in the zone. */
function hasValues({ zone }: ChunkRecord): boolean {
  return zone.texts > 0 || zone.numbers > 0
}

/** The chunks, each valid until the next one, which is read meanwhile. */
async function* readAhead(
  segment: Segment,
  records: readonly ChunkRecord[],
  { buffer, ahead }: ChunkValues,
): AsyncGenerator<{ readonly at: number; readonly record: ChunkRecord; readonly chunk: DecodedColumn }> {
  const read = (at: number): Promise<DecodedColumn> | undefined => {
    const record = records[at]
    const reading = record && segment.readColumn(record, at % 2 === 0 ? buffer : ahead)
    // A failure is thrown where the chunk is asked for, or by nobody when the column was given up before.
    reading?.catch(() => {})
    return reading
  }
  let next = read(0)
  for (const [at, record] of records.entries()) {
    const chunk = await next!
    next = read(at + 1)
    yield { at, record, chunk }
  }
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

function boundNumbers(bounds: Bounds, { numbers, exacts }: ChunkValues, zone: ColumnZone): void {
  if (numbers.size > 0) {
    const [min, max] = zone.exacts === 0 ? [zone.minNumber, zone.maxNumber] : rangeOf(numbers)
    bounds.least = Math.min(bounds.least, min)
    bounds.greatest = Math.max(bounds.greatest, max)
    bounds.integer &&= numbers.areIntegers
  }
  for (let key = 0; key < exacts.size; key++) {
    const text = exacts.bytes(key)
    const decimal = parseDecimal(decodeWtf8(text, 0, text.length))!
    widen(bounds, decimal)
    if (decimal.exponent < 0) bounds.integer = false
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

/** Doubles order as their decimals do. */
function boundDoubles(bounds: Bounds): void {
  if (bounds.least > bounds.greatest) return
  widen(bounds, decimalOfDouble(bounds.least))
  widen(bounds, decimalOfDouble(bounds.greatest))
}

function widen(bounds: Bounds, decimal: Decimal): void {
  if (bounds.min === undefined || compareDecimals(decimal, bounds.min) < 0) bounds.min = decimal
  if (bounds.max === undefined || compareDecimals(decimal, bounds.max) > 0) bounds.max = decimal
}

/** A chunk whose zone lies within the bounds is not looked at. */
function boundTexts(bounds: Bounds, { size, heap, offsets, counts }: ChunkTexts, zone: ColumnZone): void {
  const { minText, maxText } = bounds
  const first = zone.textBounds?.min
  const last = zone.textBounds?.max
  const isWithin =
    minText !== undefined &&
    maxText !== undefined &&
    first !== undefined &&
    last !== undefined &&
    compareStart(first, minText) > 0 &&
    compareStart(last, maxText) < 0
  const bound = isWithin ? undefined : boundEntries(heap, offsets, size, counts, sharedBytes(zone))
  if (bound === undefined) return
  const least = heap.subarray(offsets[bound.min], offsets[bound.min + 1])
  const greatest = heap.subarray(offsets[bound.max], offsets[bound.max + 1])
  if (minText === undefined || compareWhole(least, minText) < 0) bounds.minText = least.slice()
  if (maxText === undefined || compareWhole(greatest, maxText) > 0) bounds.maxText = greatest.slice()
}

/** Compares the bound of a zone with as much of a text. */
function compareStart(prefix: Uint8Array, text: Uint8Array): number {
  return compareBytes(prefix, 0, prefix.length, text, 0, Math.min(prefixBytes, text.length))
}

function compareWhole(a: Uint8Array, b: Uint8Array): number {
  return compareBytes(a, 0, a.length, b, 0, b.length)
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
    rows += isPlaceholderBytes(heap, offsets[code]!, offsets[code + 1]!) ? counts[code]! : 0
  return rows
}

import type { ColumnStatistics } from '../../catalog/build-catalog.js'
import { isCodeName } from '../../catalog/code-names.js'
import type { ReadingStatistics } from '../../catalog/column-reading.js'
import { toColumnType } from '../../catalog/column-type.js'
import { decodeWtf8 } from '../../json/text.js'
import type { ChunkRecord } from '../chunk-records.js'
import { type Decimal, formatDecimal } from '../decimal.js'
import type { DecodedColumn } from '../decode-column.js'
import { describeReading, tallyReadings } from '../readings/describe-reading.js'
import { ReadingTally } from '../readings/reading-tally.js'
import type { Segment } from '../segment.js'
import type { SegmentColumnEntry, SegmentTableEntry } from '../segment-directory.js'
import type { IndexedColumn, TextIndex } from '../values/value-index-format.js'
import { ColumnBounds } from './column-bounds.js'
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
  const bounds = new ColumnBounds()
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
    bounds.add(values, record.zone)
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
  bounds.close()
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
  { placeholders, min, max, integer }: ColumnBounds,
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

function numberBounds(min: Decimal, max: Decimal): Pick<ColumnStatistics, 'minNumber' | 'maxNumber'> {
  const minNumber = formatDecimal(min)
  const maxNumber = formatDecimal(max)
  return Math.max(minNumber.length, maxNumber.length) > maxNumberCharacters ? {} : { minNumber, maxNumber }
}

function cutText(bytes: Uint8Array): string {
  const text = decodeWtf8(bytes, 0, bytes.length)
  return text.length <= maxBoundCharacters ? text : [...text].slice(0, maxBoundCharacters).join('')
}

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
import { isCrowded } from './is-crowded.js'
import { type ChunkValues, createValueTallies, type EachChunk, type TallyLimits } from './value-tallies.js'

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
  const { totals, groups } = sumZones(segment, table, column)
  const { node } = column
  const indexed = indexedOf(table, column)
  const booleans = { false: totals.falses, true: totals.trues }
  const counts = countKinds(table, totals)
  const tallies = createValueTallies(limits, values)
  const mayBeCrowded = totals.distinctTexts > limits.maxDistinct
  if (mayBeCrowded && (await isCrowded(segment, node, groups, limits.maxDistinct, values)))
    tallies.texts.overflow()
  const bounds = new ColumnBounds()
  const readings = new ReadingTally(counts.text, !isCodeName(column.path.at(-1) ?? ''))
  const again: EachChunk = (take) => eachChunk(segment, node, groups, values, () => take(values))
  let longTexts = 0
  await eachChunk(segment, node, groups, values, (chunk, record, at) => {
    signal?.throwIfAborted()
    const wasExact = tallies.texts.exact
    tallies.add(values)
    bounds.add(values, record.zone)
    tallyReadings(readings, values.texts)
    longTexts += chunk.longTexts.length
    if (index === undefined || tallies.texts.exact || values.texts.size === 0) return undefined
    return indexChunk(chunk, record.group, wasExact ? groups.slice(0, at) : [])
  })
  async function indexChunk(chunk: DecodedColumn, group: number, before: readonly number[]): Promise<void> {
    if (before.length > 0) {
      await indexAgain(segment, indexed, before, index!, values)
      values.texts.load(chunk)
    }
    await index!.addChunk(indexed, group, values.texts)
  }
  const { texts, numbers, exacts } = tallies
  if (texts.exact && texts.keys.size > 0) {
    const { size, heap, offsets } = texts.keys
    await index?.addTexts(indexed, { size, heap, offsets, counts: texts.counts })
  }
  bounds.close()
  const { min, max, minText, maxText } = bounds
  const reading = await readingOf(readings, counts, bounds, again)
  const described = {
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
    frequent: await listFrequent(tallies, booleans, again),
    ...(reading === undefined ? {} : { reading }),
  }
  tallies.release()
  return described
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
  return sumZones(segment, table, column).groups.map((group) => segment.chunk(column.node, group)!)
}

const zoneCounts = ['nulls', 'falses', 'trues', 'numbers', 'texts', 'jsons', 'distinctTexts'] as const

type ZoneTotals = Record<(typeof zoneCounts)[number], number>

/**
 * What the zones of a column say together, and the groups whose chunks are read to describe it. It has no records:
 * those of all chunks would outlive what is young while the column is described.
 */
function sumZones(
  segment: Segment,
  { id }: SegmentTableEntry,
  { node }: SegmentColumnEntry,
): { readonly totals: ZoneTotals; readonly groups: readonly number[] } {
  const totals = { nulls: 0, falses: 0, trues: 0, numbers: 0, texts: 0, jsons: 0, distinctTexts: 0 }
  const groups: number[] = []
  for (const { group } of segment.groups(id)) {
    const zone = segment.chunk(node, group)?.zone
    if (zone === undefined) continue
    for (const kind of zoneCounts) totals[kind] += zone[kind]
    // Of booleans and containers, all that is described stands in the zone.
    if (zone.texts > 0 || zone.numbers > 0) groups.push(group)
  }
  return { totals, groups }
}

/** Loads the chunks one after another, each until `take` is done with it; the next one is read meanwhile. */
async function eachChunk(
  segment: Segment,
  node: number,
  groups: readonly number[],
  values: ChunkValues,
  take: (chunk: DecodedColumn, record: ChunkRecord, at: number) => Promise<void> | void,
): Promise<void> {
  const read = (at: number) => {
    const record = segment.chunk(node, groups[at]!)!
    const into = at % 2 === 0 ? values.buffer : values.ahead
    return { record, reading: segment.readColumn(record, into, 'entries') }
  }
  let next = groups.length > 0 ? read(0) : undefined
  for (let at = 0; next !== undefined; at++) {
    const { record, reading } = next
    const chunk = await reading
    next = at + 1 < groups.length ? read(at + 1) : undefined
    // A failure is thrown where the chunk is asked for, or by nobody when the column was given up before.
    next?.reading.catch(() => {})
    values.load(chunk)
    await take(chunk, record, at)
  }
}

/** The chunks that were read before it was known that the column has too many texts for terms. */
async function indexAgain(
  segment: Segment,
  indexed: IndexedColumn,
  groups: readonly number[],
  index: TextIndex,
  { texts, again }: ChunkValues,
): Promise<void> {
  for (const group of groups) {
    texts.load(await segment.readColumn(segment.chunk(indexed.node, group)!, again, 'entries'))
    if (texts.size > 0) await index.addChunk(indexed, group, texts)
  }
}

/** Columns of numbers, booleans or containers need no reading of the few texts among them. */
async function readingOf(
  tally: ReadingTally,
  counts: ColumnStatistics['counts'],
  { placeholders, min, max, integer }: ColumnBounds,
  again: EachChunk,
): Promise<ReadingStatistics | undefined> {
  const rule = tally.decide()
  if (rule === undefined) return undefined
  const type = toColumnType(counts, placeholders)
  if (type !== 'text' && type !== 'mixed') return undefined
  const own = { count: counts.number, integer, min, max }
  return describeReading(rule, tally, again, own, counts.boolean + counts.json)
}

function countKinds(table: SegmentTableEntry, totals: ZoneTotals): ColumnStatistics['counts'] {
  const present = {
    null: totals.nulls,
    boolean: totals.falses + totals.trues,
    number: totals.numbers,
    text: totals.texts,
    json: totals.jsons,
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

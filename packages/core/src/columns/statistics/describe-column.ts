import type { ColumnStatistics } from '../../catalog/build-catalog.js'
import { isCodeName } from '../../catalog/code-names.js'
import type { ReadingStatistics } from '../../catalog/column-reading.js'
import { toColumnType } from '../../catalog/column-type.js'
import { placeholders } from '../../catalog/placeholders.js'
import { decodeWtf8, encodeText } from '../../json/text.js'
import { ByteTable } from '../byte-table.js'
import type { ChunkRecord } from '../chunk-records.js'
import { compareBytes } from '../compare-bytes.js'
import { compareDecimals, type Decimal, decimalOfDouble, formatDecimal, parseDecimal } from '../decimal.js'
import type { DecodedColumn } from '../decode-column.js'
import { createByteFold } from '../fold-bytes.js'
import { describeReading, tallyReadings } from '../readings/describe-reading.js'
import { ReadingTally } from '../readings/reading-tally.js'
import type { Segment } from '../segment.js'
import type { SegmentColumnEntry, SegmentTableEntry } from '../segment-directory.js'
import { countCodes, eachNumber } from './chunk-values.js'
import { listFrequent } from './frequent-values.js'
import { createValueTallies, type TallyLimits } from './value-tallies.js'

const maxBoundCharacters = 64
const maxNumberCharacters = 1000
const maxPlaceholderBytes = 64
const placeholderTable = new ByteTable({ bytes: 0 })
for (const text of placeholders.map(encodeText)) placeholderTable.add(text, 0, text.length)
const fold = createByteFold()

interface Bounds {
  min: Decimal | undefined
  max: Decimal | undefined
  minText: Uint8Array | undefined
  maxText: Uint8Array | undefined
  integer: boolean
  placeholders: number
}

/** Counts, bounds, distinct and frequent values of one column, from its chunks; texts kept by reference are only counted. */
export async function describeColumn(
  segment: Segment,
  table: SegmentTableEntry,
  column: SegmentColumnEntry,
  limits: TallyLimits,
): Promise<ColumnStatistics> {
  const records = segment.groups(table.id).flatMap((group) => segment.chunk(column.node, group.group) ?? [])
  async function* chunks(): AsyncGenerator<DecodedColumn> {
    for (const record of records) yield await segment.readColumn(record)
  }
  const tallies = createValueTallies(limits)
  const bounds: Bounds = {
    min: undefined,
    max: undefined,
    minText: undefined,
    maxText: undefined,
    integer: true,
    placeholders: 0,
  }
  const readings = new ReadingTally(total(records, 'texts'), !isCodeName(column.path.at(-1) ?? ''))
  let longTexts = 0
  for await (const chunk of chunks()) {
    tallies.add(chunk)
    boundNumbers(bounds, chunk)
    boundTexts(bounds, chunk)
    tallyReadings(readings, chunk)
    longTexts += chunk.longTexts.length
  }
  const { texts, numbers, exacts } = tallies
  const booleans = { false: total(records, 'falses'), true: total(records, 'trues') }
  const counts = countKinds(table, records)
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

/** Columns of numbers, booleans or containers need no reading of the few texts among them. */
async function readingOf(
  tally: ReadingTally,
  counts: ColumnStatistics['counts'],
  { placeholders, min, max, integer }: Bounds,
  chunks: () => AsyncIterable<DecodedColumn>,
): Promise<ReadingStatistics | undefined> {
  const type = toColumnType(counts, placeholders)
  const rule = type === 'text' || type === 'mixed' ? tally.decide() : undefined
  if (rule === undefined) return undefined
  return describeReading(
    rule,
    chunks(),
    { count: counts.number, integer, min, max },
    counts.boolean + counts.json,
  )
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

function boundNumbers(bounds: Bounds, chunk: DecodedColumn): void {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  eachNumber(chunk, (value) => {
    if (value < min) min = value
    if (value > max) max = value
    if (bounds.integer && !Number.isInteger(value)) bounds.integer = false
  })
  if (min <= max) {
    widen(bounds, decimalOfDouble(min))
    widen(bounds, decimalOfDouble(max))
  }
  for (const text of chunk.exacts.values()) {
    const decimal = parseDecimal(decodeWtf8(text, 0, text.length))!
    widen(bounds, decimal)
    if (decimal.exponent < 0) bounds.integer = false
  }
}

function widen(bounds: Bounds, decimal: Decimal): void {
  if (bounds.min === undefined || compareDecimals(decimal, bounds.min) < 0) bounds.min = decimal
  if (bounds.max === undefined || compareDecimals(decimal, bounds.max) > 0) bounds.max = decimal
}

function boundTexts(bounds: Bounds, chunk: DecodedColumn): void {
  const { offsets, heap, size } = chunk.texts
  const counts = countCodes(chunk)
  for (let code = 0; code < size; code++) {
    if (counts[code] === 0) continue
    const start = offsets[code]!
    const end = offsets[code + 1]!
    if (isPlaceholder(heap, start, end)) {
      bounds.placeholders += counts[code]!
    }
    const { minText, maxText } = bounds
    if (minText === undefined || compareBytes(heap, start, end, minText, 0, minText.length) < 0) {
      bounds.minText = heap.slice(start, end)
    }
    if (maxText === undefined || compareBytes(heap, start, end, maxText, 0, maxText.length) > 0) {
      bounds.maxText = heap.slice(start, end)
    }
  }
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

/** `isPlaceholder` of the catalog, on bytes. */
function isPlaceholder(heap: Uint8Array, start: number, end: number): boolean {
  if (end - start > maxPlaceholderBytes) return false
  const folded = fold(heap, start, end)
  return placeholderTable.find(folded, 0, folded.length) >= 0
}

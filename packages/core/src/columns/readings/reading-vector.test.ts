import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildCatalog } from '../../catalog/build-catalog.js'
import type { ReadingRule } from '../../catalog/column-reading.js'
import { buildTestSegment } from '../../testing/build-test-segment.js'
import { readTable, toCellTag } from '../../testing/read-table.js'
import { formatDecimal, parseDecimal } from '../decimal.js'
import { createSegmentTable } from '../segment-table.js'
import { describeSegment } from '../statistics/describe-segment.js'
import { Unread } from '../table.js'
import { createTextReader } from './read-text.js'

const numbers = fc.oneof(
  fc.constantFrom(
    '1,5',
    '1.234',
    '12.345,67',
    '-0,5',
    '7',
    '0',
    '-0',
    '1234567890123456789',
    '99999999999999,5',
  ),
  fc.integer({ min: -99999, max: 99999 }).map((value) => new Intl.NumberFormat('de-DE').format(value / 100)),
)
const days = fc
  .tuple(
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1970, max: 1999 }),
  )
  .map(([day, month, year]) => `${day}.${month}.${year}`)
const odd = fc.constantFrom<unknown>(
  'n/a',
  '',
  'hello',
  '03x',
  null,
  undefined,
  true,
  [1],
  2.5,
  12,
  'x'.repeat(5000),
)

function column(good: fc.Arbitrary<string>) {
  return fc.tuple(
    fc.array(fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: odd }), {
      minLength: 1,
      maxLength: 40,
    }),
    fc.integer({ min: 1, max: 12 }),
  )
}

for (const [what, good] of [
  ['numbers', numbers],
  ['dates', days],
] as const) {
  it(`gives the ${what} that reading text by text gives, and counts them so`, async () => {
    let readings = 0
    await fc.assert(
      fc.asyncProperty(column(good), async ([values, maxGroupRows]) => {
        const rows = values.map((value) => (value === undefined ? { other: 1 } : { v: value, other: 1 }))
        const { segment } = await buildTestSegment(JSON.stringify(rows), { columnLimits: { maxGroupRows } })
        const [schema] = buildCatalog(await describeSegment(segment)).tables
        const reading = schema!.columns.find(({ name }) => name === 'v')?.reading
        if (reading === undefined) return
        readings++
        // Without the source: a reading never needs it.
        const table = createSegmentTable({ segment, schema: schema!, version: 'test' })
        const cells = (await readTable(table, [reading.column])).map((row) => row.get(reading.column))
        expect(cells).toEqual(values.map((value) => expectedTag(value, reading)))
        expect(cells.filter((cell) => cell !== undefined && cell !== 'null')).toHaveLength(reading.read)
        const derived = schema!.columns.find(({ name }) => name === reading.column)!
        expect(derived.counts.null).toBe(cells.filter((cell) => cell === 'null').length)
        let wrong = 0
        for await (const batch of table.scan([reading.column]))
          for (const reason of batch.columns.get(reading.column)!.unread ?? [])
            if (reason === Unread.wrongType) wrong++
        expect(wrong).toBe(reading.unread)
      }),
      { numRuns: 150 },
    )
    expect(readings).toBeGreaterThan(20)
  })
}

function expectedTag(value: unknown, rule: ReadingRule): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'number' && rule.kind === 'number') return toCellTag(String(value))
  const text = typeof value === 'string' ? createTextReader(rule)(value) : undefined
  if (text === undefined) return 'null'
  return rule.kind === 'date' ? `t:${text}` : `n:${formatDecimal(parseDecimal(text)!)}`
}

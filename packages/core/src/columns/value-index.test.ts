import { createMemorySegments } from '@assay/store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ValueMatch } from '../catalog/catalog.js'
import { foldText } from '../catalog/fold-text.js'
import { buildTestSegment } from '../testing/build-test-segment.js'
import { writeTestValues } from '../testing/write-test-values.js'
import type { TallyLimits } from './statistics/value-tallies.js'
import { openValueIndex } from './value-index.js'
import type { ValueIndexLimits } from './values/value-index-writer.js'

async function indexOf(
  rows: readonly object[],
  limits: Partial<ValueIndexLimits & TallyLimits> = {},
  maxGroupRows = 7,
) {
  const segments = createMemorySegments()
  const { segment } = await buildTestSegment(JSON.stringify(rows), { columnLimits: { maxGroupRows } })
  await writeTestValues(segment, segments, 'test.1.seg', limits)
  return openValueIndex('test.1.seg', await segments.open('test.1.seg'), segment)
}

const byValue = (matches: readonly ValueMatch[]) =>
  [...matches].sort((a, b) => (a.column + a.value < b.column + b.value ? -1 : 1))

describe('value index', () => {
  it('finds every text by its fold, with its count, whatever the bounds', async () => {
    const text = fc.oneof(
      fc.constantFrom('Köln', 'koln', 'KÖLN ', 'Straße', 'strasse', ' a  b ', 'A B', '\ud800x', '', ' '),
      fc.string({ maxLength: 5 }),
    )
    const row = fc.record(
      { city: text, name: fc.oneof(text, fc.integer(), fc.constant(null)) },
      { noNullPrototype: true },
    )
    const limits = fc.record({
      maxDistinct: fc.constantFrom(1, 5, 1000),
      maxRunBytes: fc.constantFrom(60, 400, 100_000),
      maxRunHashes: fc.constantFrom(1, 5, 40, 1000),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), limits, async (rows, bounds) => {
        const index = await indexOf(rows, bounds)
        const expected = new Map<string, Map<string, ValueMatch>>()
        for (const record of rows) {
          for (const [column, value] of Object.entries(record)) {
            if (typeof value !== 'string' || foldText(value) === '') continue
            const found = expected.get(foldText(value)) ?? new Map<string, ValueMatch>()
            const key = `${column} ${value}`
            found.set(key, { table: 'test', column, value, count: (found.get(key)?.count ?? 0) + 1 })
            expected.set(foldText(value), found)
          }
        }
        for (const [folded, matches] of expected) {
          expect(byValue(await index.find(folded.toUpperCase().toLowerCase()))).toEqual(
            byValue([...matches.values()]),
          )
        }
        expect(await index.find('not a text of the data')).toEqual([])
        expect(await index.find('  ')).toEqual([])
        for (const folded of expected.keys()) {
          for (let end = 1; end <= folded.length; end++)
            expect(await index.mayBegin(folded.slice(0, end))).toBe(true)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('keeps entries of one term together over many blocks', async () => {
    const rows = Array.from({ length: 9000 }, (_, i) => ({
      a: `Wort ${i}`,
      [`c${i % 300}`]: i % 2 ? 'Same' : 'SAME',
    }))
    const index = await indexOf(rows, {}, 5000)
    expect(await index.find('same', 10_000)).toHaveLength(300)
    expect(await index.find('same', 5)).toHaveLength(5)
    expect(await index.find('WORT 8999')).toEqual([
      { table: 'test', column: 'a', value: 'Wort 8999', count: 1 },
    ])
  })

  it('finds what was sorted outside the memory, and leaves no scratch file', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => ({ id: `No ${i}`, group: `g${i % 40}` }))
    const segments = createMemorySegments()
    const { segment } = await buildTestSegment(JSON.stringify(rows), { columnLimits: { maxGroupRows: 700 } })
    await writeTestValues(segment, segments, 'test.1.seg', { maxDistinct: 100, maxRunHashes: 200 })
    expect((await segments.list()).map(({ name }) => name)).toEqual(['test.1.seg'])
    const index = await openValueIndex('test.1.seg', await segments.open('test.1.seg'), segment)
    for (let i = 0; i < rows.length; i++) {
      expect(await index.find(`NO ${i}`)).toEqual([
        { table: 'test', column: 'id', value: `No ${i}`, count: 1 },
      ])
    }
    expect(await index.find('g7')).toEqual([{ table: 'test', column: 'group', value: 'g7', count: 75 }])
  })

  it('knows what no text begins with, over many blocks and runs', async () => {
    const rows = Array.from({ length: 9000 }, (_, i) => ({
      a: `Wort ${i * 7}`,
      b: i % 2 ? 'Straße' : 'Ende',
    }))
    for (const limits of [{}, { maxRunBytes: 40_000 }]) {
      const index = await indexOf(rows, limits, 5000)
      for (const { a } of rows.filter((_, i) => i % 97 === 0))
        for (let end = 1; end <= a.length; end += 2) expect(await index.mayBegin(a.slice(0, end))).toBe(true)
      expect(await index.mayBegin('STRASS')).toBe(true)
      for (const text of ['wort 8 x', 'wort 99999', 'a', 'x', 'strassen', 'endlich'])
        expect(await index.mayBegin(text)).toBe(false)
    }
  })
})

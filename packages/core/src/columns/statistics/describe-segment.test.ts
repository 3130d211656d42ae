import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildCatalog } from '../../catalog/build-catalog.js'
import { buildTestSegment } from '../../testing/build-test-segment.js'
import { createMemoryTable } from '../../testing/memory-table.js'
import { LanePool } from '../lane-pool.js'
import type { Segment } from '../segment.js'
import { describeSegment } from './describe-segment.js'

const scalar = fc.oneof(
  fc.constantFrom(null, true, false, 'n/a', '–', 'red', 'Red', '', 'ü\ud800', '\ue000', '\u{1f600}'),
  fc.integer({ min: -300, max: 300 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: 0, max: 99999 }).map((cents) => cents / 100),
  fc.string({ maxLength: 90 }),
)
const row = fc.dictionary(fc.constantFrom('a', 'b', 'c'), scalar, { noNullPrototype: true })
const byName = <Column extends { name: string }>(columns: readonly Column[]) =>
  [...columns].sort((a, b) => (a.name < b.name ? -1 : 1))

describe('describeSegment', () => {
  it('says of a column what counting its values one by one says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 50 }),
        async (rows, groupRows) => {
          const { segment } = await buildTestSegment(JSON.stringify(rows), {
            columnLimits: { maxGroupRows: groupRows },
          })
          const [table] = buildCatalog(await describeSegment(segment)).tables
          const expected = createMemoryTable('test', rows).schema
          expect(table!.rows).toBe(rows.length)
          // An object without members is a value of its row, which the memory table does not know.
          const columns = table!.columns
            .filter(({ name, derivedFrom }) => name !== 'value' && derivedFrom === undefined)
            .map(({ reading: _, ...column }) => column)
          expect(byName(columns)).toEqual(byName(expected.columns))
        },
      ),
      { numRuns: 150 },
    )
  })

  it('estimates what is too much to count, and lists only values that are surely the most frequent', async () => {
    const rows = Array.from({ length: 6000 }, (_, i) => ({
      id: i,
      word: i % 3 === 0 ? 'often' : `w${i}`,
      n: i % 5 === 0 ? 7 : i + 0.5,
    }))
    const { segment } = await buildTestSegment(JSON.stringify(rows), { columnLimits: { maxGroupRows: 500 } })
    const [table] = buildCatalog(await describeSegment(segment, { limits: { maxDistinct: 200 } })).tables
    const [id, word, n] = table!.columns
    for (const column of [id, word, n]) expect(column!.distinct.exact).toBe(false)
    expect(Math.abs(id!.distinct.count - 6000)).toBeLessThan(200)
    expect(Math.abs(word!.distinct.count - 4001)).toBeLessThan(150)
    expect(id!.frequent).toEqual([])
    expect(word!.frequent).toEqual([{ value: 'often', count: 2000 }])
    expect(n!.frequent).toEqual([{ value: '7', count: 1200 }])
  })

  it('takes its memory from the pool, whatever stands there, and gives all of it back', async () => {
    const slabBytes = 32 * 1024 * 1024
    const rows = Array.from({ length: 6000 }, (_, i) => ({
      kind: i % 7 === 0 ? 'a' : 'b',
      word: i % 3 === 0 ? 'often' : `w${i}`,
      n: i % 5 === 0 ? 7 : i + 0.5,
      small: i % 100,
      ...(i % 7 === 0 ? { x: i, y: `${i}` } : { z: `${i} mm` }),
    }))
    const { segment } = await buildTestSegment(JSON.stringify(rows), { columnLimits: { maxGroupRows: 500 } })
    const limits = { maxDistinct: 200 }
    const pool = new LanePool(slabBytes)
    const all = pool.take(Uint8Array, slabBytes).fill(0xff)
    pool.give(all)
    expect(await describeSegment(segment, { limits, pool })).toEqual(
      await describeSegment(segment, { limits }),
    )
    expect(pool.take(Uint8Array, slabBytes).buffer).toBe(all.buffer)
  })

  it('counts placeholders, also where all texts of a chunk begin alike', async () => {
    const texts = [
      'n/a',
      'nan',
      'nine',
      '-',
      '--',
      'belt 1',
      'belt 2',
      'belt 3',
      'NULL',
      'Nil',
      'None',
      '\u2013',
    ]
    const rows = texts.map((text) => ({ text }))
    for (const maxGroupRows of [1, 3, 12]) {
      const { segment } = await buildTestSegment(JSON.stringify(rows), { columnLimits: { maxGroupRows } })
      const [table] = await describeSegment(segment)
      expect(table!.columns[0]!.placeholders).toBe(7)
    }
  })

  it('reads only chunks that have texts or numbers', async () => {
    const rows = Array.from({ length: 9 }, (_, i) => ({ n: i, yes: i % 2 === 0, box: [[i]], none: null }))
    const { segment } = await buildTestSegment(JSON.stringify(rows), { columnLimits: { maxGroupRows: 3 } })
    const entry = segment.tables[0]!
    const read: number[] = []
    const watched: Segment = {
      ...segment,
      readColumn: (chunk, into, slots) => {
        read.push(chunk.node)
        return segment.readColumn(chunk, into, slots)
      },
    }
    const [table] = buildCatalog(await describeSegment(watched)).tables
    const nodes = new Map(entry.columns.map(({ name, node }) => [name, node]))
    expect(read).toEqual([nodes.get('n'), nodes.get('n'), nodes.get('n')])
    const counts = table!.columns.map(({ name, counts: { boolean, json, ...others } }) => [
      name,
      { boolean, json, null: others.null },
    ])
    expect(Object.fromEntries(counts)).toMatchObject({
      yes: { boolean: 9, json: 0 },
      box: { boolean: 0, json: 9 },
      none: { null: 9 },
    })
  })
})

import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { buildTestSegment } from '../../testing/build-test-segment.js'
import { isCrowded } from './is-crowded.js'
import { ChunkValues } from './value-tallies.js'

const values = new ChunkValues(1000)
afterAll(() => values.release())

async function crowded(texts: readonly (string | number)[], maxDistinct: number, maxGroupRows: number) {
  const rows = JSON.stringify(texts.map((text) => ({ text })))
  const { segment } = await buildTestSegment(rows, { columnLimits: { maxGroupRows } })
  const [table] = segment.tables
  const { node } = table!.columns[0]!
  const groups = segment.groups(table!.id).map(({ group }) => group)
  return isCrowded(segment, node, groups, maxDistinct, values)
}

describe('a crowded column', () => {
  it('has more different texts than the bound', async () => {
    const texts = fc.array(
      fc.oneof(
        fc.integer({ min: 0, max: 200 }).map((i) => `text ${i}`),
        fc.integer(),
      ),
      { minLength: 1, maxLength: 300 },
    )
    await fc.assert(
      fc.asyncProperty(
        texts,
        fc.constantFrom(1, 5, 60, 100),
        fc.constantFrom(7, 50),
        async (all, most, rows) => {
          const distinct = new Set(all.filter((text) => typeof text === 'string')).size
          if (await crowded(all, most, rows)) expect(distinct).toBeGreaterThan(most)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('is known by its first chunks when nearly all texts differ, also when they are not many more than the bound', async () => {
    const unique = Array.from({ length: 5000 }, (_, i) => `text ${i}`)
    expect(await crowded(unique, 1000, 400)).toBe(true)
    const often = Array.from(
      { length: 20_000 },
      (_, i) => `text ${Math.imul(i, 2_654_435_761) >>> (0 % 1200)}`,
    )
    expect(await crowded(often, 1000, 400)).toBe(true)
    const fewer = Array.from({ length: 5000 }, (_, i) => `text ${i % 900}`)
    expect(await crowded(fewer, 1000, 400)).toBe(false)
  })
})

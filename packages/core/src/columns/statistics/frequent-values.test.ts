import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildCatalog } from '../../catalog/build-catalog.js'
import type { FrequentValue } from '../../catalog/catalog.js'
import { buildTestSegment } from '../../testing/build-test-segment.js'
import { describeSegment } from './describe-segment.js'

const maxListed = 20

async function frequentOf(
  values: readonly (string | number)[],
  { groupRows, maxDistinct }: { readonly groupRows: number; readonly maxDistinct: number },
): Promise<readonly FrequentValue[]> {
  const text = JSON.stringify(values.map((value) => ({ value })))
  const { segment } = await buildTestSegment(text, { columnLimits: { maxGroupRows: groupRows } })
  const [table] = buildCatalog(await describeSegment(segment, { limits: { maxDistinct } })).tables
  return table!.columns[0]!.frequent
}

function countsOf(values: readonly (string | number)[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1)
  return counts
}

const repeat = <Value>(value: Value, times: number): Value[] => Array.from({ length: times }, () => value)

describe('frequent values', () => {
  it('leave out none that is more frequent than one of them, whatever was dropped on the way', async () => {
    // Each group has some values often, some twice and many once, so that keys are dropped and come again.
    const group = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 60 }), fc.constantFrom(1, 1, 1, 2, 2, 3, 9, 12)),
      { minLength: 20, maxLength: 60 },
    )
    let listed = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(group, { minLength: 2, maxLength: 5 }),
        fc.boolean(),
        async (groups, areNumbers) => {
          const values = groups
            .flat()
            .flatMap(([value, times]) => repeat<string | number>(areNumbers ? value : `v${value}`, times))
          const frequent = await frequentOf(values, { groupRows: 50, maxDistinct: 20 })
          const counts = countsOf(values)
          listed += frequent.length
          const least = frequent.at(-1)?.count ?? Number.POSITIVE_INFINITY
          for (const { value, count } of frequent) {
            expect(counts.get(String(value))).toBe(count)
            counts.delete(String(value))
          }
          for (const count of counts.values()) expect(count).toBeLessThanOrEqual(least)
        },
      ),
      { numRuns: 150 },
    )
    expect(listed).toBeGreaterThan(100)
  })

  it('count one again that was dropped in between and may be the most frequent', async () => {
    const unique = (from: number) => Array.from({ length: 40 }, (_, i) => `u${from + i}`)
    const first = [...repeat('A', 10), ...Array.from({ length: 30 }, (_, i) => repeat(`k${i}`, 10)).flat()]
    const second = [...repeat('A', 9), ...repeat('B', 12)]
    const values = [...first, ...unique(0), ...second, ...unique(40)]
    const frequent = await frequentOf(values, { groupRows: first.length + 40, maxDistinct: 20 })
    expect(frequent.slice(0, 2)).toEqual([
      { value: 'A', count: 19 },
      { value: 'B', count: 12 },
    ])
  })

  it('are the first by value where more are equally frequent than are listed', async () => {
    const values = Array.from({ length: 1500 }, (_, i) => repeat(1900 - i, 2)).flat()
    const texts = [...new Set(values)].map(String).sort()
    const expected = texts.slice(0, maxListed).map((value) => ({ value, count: 2 }))
    const limits = { groupRows: 65_536, maxDistinct: 100_000 }
    expect(await frequentOf(values, limits)).toEqual(expected)
    expect(await frequentOf(values.map(String), limits)).toEqual(expected)
  })

  it('are listed beside texts that are too long for a list', async () => {
    const long = Array.from({ length: 45 }, (_, i) => repeat('y'.repeat(300) + i, 9)).flat()
    expect(
      await frequentOf([...long, ...repeat('short', 5)], { groupRows: 65_536, maxDistinct: 100_000 }),
    ).toEqual([{ value: 'short', count: 5 }])
  })
})

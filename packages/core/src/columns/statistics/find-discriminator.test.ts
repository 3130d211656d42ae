import { expect, it } from 'vitest'
import { buildTestSegment } from '../../testing/build-test-segment.js'
import { describeSegment } from './describe-segment.js'

async function discriminatorOf(rows: readonly object[]): Promise<string | undefined> {
  const { segment } = await buildTestSegment(JSON.stringify(rows))
  return (await describeSegment(segment))[0]!.discriminator
}

const kinds = [
  { type: 'malware', is_family: true, aliases: 'x' },
  { type: 'indicator', pattern: '[x]', valid: 'now' },
  { type: 'relationship', source: 'a', target: 'b' },
]

it('is the column from which the presence of the others follows', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => ({
    id: `${i}`,
    lang: i % 2 === 0 ? 'en' : 'de',
    ...kinds[i % 3],
  }))
  expect(await discriminatorOf(rows)).toBe('type')
})

it('is not there when all rows are alike, or what is missing follows from nothing', async () => {
  expect(
    await discriminatorOf(Array.from({ length: 30 }, (_, i) => ({ type: `${i % 3}`, a: 1, b: 2 }))),
  ).toBeUndefined()
  const loose = Array.from({ length: 30 }, (_, i) => ({
    type: `${i % 3}`,
    ...(i % 2 === 0 ? { a: 1 } : {}),
    ...(i % 5 === 0 ? { b: 1 } : {}),
  }))
  expect(await discriminatorOf(loose)).toBeUndefined()
})

it('is found where records stand in the order of their kinds, and more than are looked at', async () => {
  const rows = Array.from({ length: 140_000 }, (_, i) => kinds[Math.floor(i / 70_000)]!)
  expect(await discriminatorOf(rows)).toBe('type')
})

import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { generateBuilding } from './generate-building.mjs'
import { generateEvents } from './generate-events.mjs'
import { parseSize } from './write-chunks.mjs'

interface Element {
  type: string
  name: string
  storey: { name: string }
  fireRating?: string | null
  overallWidth: number
  overallHeight: number
}

const textOf = (chunks: Iterable<Uint8Array>) => Buffer.concat([...chunks]).toString('utf8')
const hashOf = (chunks: Iterable<Uint8Array>) => createHash('sha256').update(textOf(chunks)).digest('hex')

it('writes a building whose statistics are those of its records', () => {
  const { chunks, stats } = generateBuilding({ seed: 3, bytes: 3_000_000 })
  const data = (JSON.parse(textOf(chunks)) as { data: Element[] }).data
  const doors = data.filter(({ type }) => type === 'Door')
  const fireDoors = doors.filter(({ name }) => name.startsWith('Fire door'))
  const on = (list: Element[], storey: string) =>
    list.filter((element) => element.storey.name === storey).length
  const unrated = (list: Element[]) => list.filter(({ fireRating }) => !fireRating)

  expect(stats.records).toBe(data.length)
  expect(stats.byType['Door']).toBe(doors.length)
  for (const [storey, expected] of Object.entries(stats.doorsByStorey))
    expect(on(doors, storey)).toBe(expected)
  for (const [storey, expected] of Object.entries(stats.fireDoorsByStorey))
    expect(on(fireDoors, storey)).toBe(expected)
  for (const [storey, expected] of Object.entries(stats.fireDoorsWithoutRatingByStorey))
    expect(on(unrated(fireDoors), storey)).toBe(expected)
  const { missing, null: nulls, blank } = stats.doorsWithoutRating
  expect(unrated(doors)).toHaveLength(missing + nulls + blank)
  expect(doors.filter((door) => door.fireRating === null)).toHaveLength(nulls)
  expect(doors.reduce((sum, { overallWidth }) => sum + Math.round(overallWidth * 1000), 0)).toBe(
    stats.doorWidthSumMm,
  )
  expect(doors.filter(({ overallHeight }) => overallHeight > 2.5)).toHaveLength(stats.doorsAbove2500Mm)
  expect(Math.max(...doors.map(({ overallHeight }) => overallHeight))).toBe(stats.tallestDoorMm / 1000)
})

it('writes events of about 315 bytes whose statistics are theirs', () => {
  const { chunks, stats } = generateEvents({ seed: 3, bytes: 1_000_000 })
  const text = textOf(chunks)
  const events = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; durationMs: number; ok: boolean })
  expect(stats.records).toBe(events.length)
  expect(stats.byType['alarm']).toBe(events.filter(({ type }) => type === 'alarm').length)
  expect(stats.slow).toBe(events.filter(({ durationMs }) => durationMs > 400).length)
  expect(stats.failed).toBe(events.filter(({ ok }) => !ok).length)
  expect(Math.abs(text.length / events.length - 315)).toBeLessThan(15)
})

it('gives the same bytes for a seed and other bytes for another', () => {
  for (const generate of [generateBuilding, generateEvents]) {
    const [first, again, other] = [1, 1, 2].map((seed) => hashOf(generate({ seed, bytes: 200_000 }).chunks))
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  }
})

it('reads sizes', () => {
  expect(parseSize('100MB')).toBe(100_000_000)
  expect(parseSize('1.5 gb')).toBe(1_500_000_000)
  expect(parseSize('20k')).toBe(20_000)
  expect(parseSize('512')).toBe(512)
  expect(() => parseSize('many')).toThrow('no size')
})

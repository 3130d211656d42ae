import { createMemorySegments } from '@assay/store'
import { describe, expect, it } from 'vitest'
import { createScanner } from '../json/create-scanner.js'
import { nothingLearned } from '../json/learned.js'
import { defaultScanLimits } from '../json/limits.js'
import { createColumnBuilder } from './column-builder.js'
import { createLocator } from './locate-rows.js'
import { openSegment } from './segment.js'

const budget = 200_000

/** Most that was buffered after a batch, and the rows of the groups that were made. */
async function buildInBudget(pieces: Iterable<string>) {
  const segments = createMemorySegments()
  let most = 0
  const scanner = createScanner({
    format: 'json',
    onBadLine: 'fail',
    limits: defaultScanLimits,
    onBatch: (batch) => {
      builder.append(batch)
      most = Math.max(most, builder.bufferedBytes)
    },
  })
  const builder = await createColumnBuilder({
    shape: scanner.shape,
    writer: await segments.create('test.seg'),
    limits: { maxBufferedBytes: budget },
  })
  for (const piece of pieces) {
    scanner.push(new TextEncoder().encode(piece))
    await builder.flush()
  }
  scanner.end()
  await builder.finish('test')
  const segment = await openSegment('test.seg', await segments.open('test.seg'))
  return { most, segment, left: builder.bufferedBytes }
}

function* inArray(rows: number, row: (i: number) => string): Generator<string> {
  yield '['
  for (let i = 0; i < rows; i++) yield `${i === 0 ? '' : ','}${row(i)}`
  yield ']'
}

describe('column builder', () => {
  const members = (count: number, value: (c: number) => unknown, name = 'c') =>
    Object.fromEntries(Array.from({ length: count }, (_, c) => [`${name}${c}`, value(c)]))
  const shapes: [string, () => Iterable<string>][] = [
    ['many rows', () => inArray(30_000, (i) => JSON.stringify({ id: i, name: `name ${i}` }))],
    ['long different texts', () => inArray(500, (i) => JSON.stringify({ text: `${i}`.padEnd(4000, 'x') }))],
    ['many columns', () => inArray(60, (i) => JSON.stringify(members(400, (c) => c * i + 0.5)))],
    ['sparse columns', () => inArray(5000, (i) => JSON.stringify({ [`c${i % 500}`]: `value ${i}` }))],
    [
      'many tables',
      () => [
        '{"x":0',
        ...Array.from(
          { length: 300 },
          (_, t) => `,"t${t}":[${JSON.stringify(members(20, (c) => c, `t${t}c`))}]`,
        ),
        '}',
      ],
    ],
    ['exact numbers', () => inArray(4000, (i) => `{"n":1234567890123456789${i}}`)],
  ]
  it.each(shapes)('stays within its budget for %s, and gives all of it back', async (_, pieces) => {
    const { most, segment, left } = await buildInBudget(pieces())
    // A batch may pass the budget by what it adds itself; pieces here are small.
    expect(most).toBeLessThan(budget * 1.5)
    expect(most).toBeGreaterThan(budget / 4)
    expect(
      segment.tables.some((table) => segment.groups(table.id).length > 1) || segment.tables.length > 100,
    ).toBe(true)
    expect(left).toBeLessThan(segment.tables.length * 400)
  })

  it('names the rows of a map by its keys, without the source', async () => {
    const long = 'k'.repeat(5000)
    const source = `{"a\\"b/c": 1, "":2 , "x\\\\" :\n {"y":[{"z":"\\""}]}, "${long}": null}`
    const segments = createMemorySegments()
    const scanner = createScanner({
      format: 'json',
      onBadLine: 'fail',
      limits: defaultScanLimits,
      learned: { ...nothingLearned, maps: [{ path: [], fixed: [] }] },
      onBatch: (batch) => builder.append(batch),
    })
    const builder = await createColumnBuilder({
      shape: scanner.shape,
      writer: await segments.create('map.seg'),
    })
    scanner.push(new TextEncoder().encode(source))
    scanner.end()
    await builder.finish('map')
    const segment = await openSegment('map.seg', await segments.open('map.seg'))
    const [map, child] = segment.tables
    const pointers = (await createLocator(segment, map!, undefined)([0, 1, 2])).map(({ pointer }) => pointer)
    expect(pointers).toEqual(['/a"b~1c', '/', '/x\\'])
    expect(map).toMatchObject({ name: 'map', layout: 'map', rows: 4 })
    expect(map!.columns.map(({ name }) => name)).toEqual(['key', 'value'])
    const [place] = await createLocator(segment, child!, undefined)([0])
    expect(place!.pointer).toBe('/x\\/y/0')
    const bytes = new TextEncoder().encode(source)
    const locate = createLocator(segment, map!, async (start, end) => bytes.slice(start, end))
    expect((await locate([3]))[0]!.pointer).toBe(`/${long}`)
  })
})

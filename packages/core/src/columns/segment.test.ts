import { createMemorySegments, type SegmentReader } from '@assay/store'
import { isAssayError } from '@assay/store/error'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeWtf8 } from '../json/text.js'
import { buildTestSegment, buildTestTables, type TestSegmentOptions } from '../testing/build-test-segment.js'
import { readTable, toCellTag } from '../testing/read-table.js'
import type { DecodedColumn } from './decode-column.js'
import { openSegment } from './segment.js'
import { ValueKind } from './table.js'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const key = fc.oneof(
  fc.constantFrom('a', 'b', 'a.b', '', '"', 'value', '__proto__', 'x/y', '~', 'ü'),
  fc.string({ maxLength: 3 }),
)
const text = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom('\ud800', 'a\udc00b', '\u{1f600}', '\u0000', 'q"\\\n', 'x'.repeat(60)),
)
const number = fc.oneof(
  fc.constantFrom(-0, 0, 1e300, 5e-324, 9007199254740991, 0.1, 13.377704000000001),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const { value: json } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false),
    number,
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}))
const options: fc.Arbitrary<TestSegmentOptions> = fc.record({
  pieces: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 3 }),
  columnLimits: fc.record({
    maxGroupRows: fc.constantFrom(1, 2, 3, 65_536),
    maxGroupBytes: fc.constantFrom(1, 100, 1000, 100_000),
    maxSliceValues: fc.constantFrom(1, 2, 8192),
    maxInlineTextBytes: fc.constantFrom(0, 3, 4096),
    maxChunkBytes: fc.constantFrom(50, 5000, 4_000_000),
    maxBufferedBytes: fc.constantFrom(1, 3000, 33_000_000),
  }),
})

/** JSON text that keeps what `JSON.stringify` loses. */
function stringify(value: Json): string {
  if (Object.is(value, -0)) return '-0'
  if (Array.isArray(value)) return `[${value.map(stringify).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}: ${stringify(member)}`)
    .join(',')}}`
}

function resolvePointer(document: Json, pointer: string): Json {
  const tokens = pointer.split('/').slice(1)
  return tokens.reduce<Json>((value, token) => {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~')
    const container = value as { [name: string]: Json }
    if (!Object.hasOwn(container, name)) throw new Error(`No ${name} in ${pointer}`)
    return container[name]!
  }, document)
}

/** The values of the slots that have one. */
function valuesOf(chunk: DecodedColumn, slots: number): unknown[] {
  const { kind, kinds, codes, mantissas, doubles, jsons, exacts } = chunk
  return Array.from({ length: slots }, (_, slot) => {
    const own = kinds === undefined ? kind : kinds[slot]
    const number = mantissas?.[slot] ?? doubles?.[slot]
    if (own === ValueKind.missing) return []
    if (own === ValueKind.number) return [[own, number, exacts.get(slot)]]
    return [[own, own === ValueKind.text ? codes![slot] : jsons.get(slot)]]
  }).flat()
}

describe('segment', () => {
  it('gives chunks without accessors of their own, which V8 would keep with all that they see', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({ n: i / 4, text: `t${i}`, box: [[i]] }))
    const { segment } = await buildTestSegment(JSON.stringify(rows))
    for (const { id, columns } of segment.tables) {
      for (const { node } of columns) {
        for (const { group } of segment.groups(id)) {
          const chunk = await segment.readColumn(segment.chunk(node, group)!)
          for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(chunk)))
            expect({ name, get }).toEqual({ name, get: undefined })
        }
      }
    }
  })

  it('gives the values of a chunk by entry as by row', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({
      n: i,
      ...(i % 5 === 1 ? { some: i % 2 === 0 ? `t${i % 3}` : i / 4, text: 'x'.repeat(i) } : {}),
      ...(i % 7 === 3 ? { box: [[i]], whole: i * 1000, great: BigInt(i) * 10n ** 30n } : {}),
      ...(i % 3 === 0 ? {} : { most: i % 2 === 0 ? null : `${i}` }),
    }))
    const source = JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? `#${value}` : value))
    const { segment } = await buildTestSegment(source.replace(/"#(\d+)"/g, '$1'), {
      columnLimits: { maxGroupRows: 20, maxInlineTextBytes: 20 },
    })
    for (const { id, columns } of segment.tables) {
      for (const { node } of columns) {
        for (const { group } of segment.groups(id)) {
          const chunk = segment.chunk(node, group)
          if (chunk === undefined) continue
          const byRow = valuesOf(await segment.readColumn(chunk), 20)
          const entries = await segment.readColumn(chunk, undefined, 'entries')
          const { kinds, codes, mantissas, doubles } = entries
          const slots = Math.max(0, ...[kinds, codes, mantissas, doubles].map((lane) => lane?.length ?? 0))
          if (slots > 0) expect(valuesOf(entries, slots)).toEqual(byRow)
          expect(entries.rows).toBe(20)
        }
      }
    }
  })

  it('holds what JSON.parse reads: every value at its path, every row at its pointer and span', async () => {
    await fc.assert(
      fc.asyncProperty(json, options, async (document, how) => {
        const bytes = new TextEncoder().encode(stringify(document))
        const parsed: Json = JSON.parse(stringify(document))
        let cells = 0
        for (const table of await buildTestTables(bytes, how)) {
          const places = await table.locate(Array.from({ length: table.schema.rows }, (_, row) => row))
          const rows = await readTable(table)
          rows.forEach((row, i) => {
            const { pointer, span } = places[i]!
            const record = resolvePointer(parsed, pointer)
            expect(JSON.parse(decodeWtf8(bytes, ...span))).toEqual(record)
            for (const { name, path } of table.schema.columns) {
              const found = valueAt(record, path)
              if (row.has(name))
                expect(normalTag(row.get(name)!)).toBe(normalTag(toCellTag(stringify(found!))))
              cells +=
                row.has(name) &&
                table.schema.isList !== true &&
                !isContainer(found) &&
                !(found === null && path.length === 0)
                  ? 1
                  : 0
            }
          })
        }
        expect(cells).toBe(countCells(parsed))
      }),
      { numRuns: 400 },
    )
  })

  it('is the same for any cut of the input and any bounds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(json, { minLength: 1, maxLength: 6 }),
        options,
        options,
        async (documents, one, other) => {
          const lines = documents.map(stringify).join('\n')
          const read = async (how: TestSegmentOptions) => {
            const tables = await buildTestTables(lines, { ...how, format: 'jsonl' })
            return Promise.all(tables.map(async (table) => [table.schema, await readTable(table)]))
          }
          const long = { maxInlineTextBytes: 4096 }
          const plain = (how: TestSegmentOptions) => ({
            ...how,
            columnLimits: { ...how.columnLimits, ...long },
          })
          expect(await read(plain(one))).toEqual(await read(plain(other)))
        },
      ),
      { numRuns: 150 },
    )
  })

  it('keeps numbers that no double holds', async () => {
    const numbers = [
      '9007199254740993',
      '1e400',
      '-1E+400',
      '1e-400',
      '0.1000000000000000055',
      '1e99999999999999999999',
      `0.${'123'.repeat(50)}`,
    ]
    const [table] = await buildTestTables(`[${numbers.join(',')}, 1.50, 100]`)
    const tags = (await readTable(table!)).map((row) => row.get('value'))
    const canonical = [
      '9007199254740993',
      '1e400',
      '-1e400',
      '1e-400',
      '0.1000000000000000055',
      '1e99999999999999999999',
      numbers[6],
    ]
    expect(tags).toEqual([...canonical, '1.5', '100'].map((value) => `n:${value}`))
    expect(table!.schema.columns[0]).toMatchObject({
      minNumber: '-1e400',
      maxNumber: '1e999999999999999',
      integer: false,
    })
  })

  it('drops what a repeated key replaces', async () => {
    const [table] = await buildTestTables(
      '[{"a":1,"a":"x"},{"a":{"b":1,"c":2},"a":{"c":3}},{"a":1},{"a":{"b":5},"a":null}]',
      {
        columnLimits: { maxGroupRows: 2 },
      },
    )
    const rows = await readTable(table!)
    expect(rows.map((row) => Object.fromEntries(row))).toEqual([
      { a: 't:x' },
      { a: 'j:{"c":3}', 'a.c': 'n:3' },
      { a: 'n:1' },
      { a: 'null' },
    ])
  })

  it('gives an error or the same data for every byte that is damaged', async () => {
    const document = [
      { a: 1, b: 'x', c: [1] },
      { a: 2.5, b: 'y' },
      { a: null, b: 'x'.repeat(9), d: [{ e: 1 }, { e: true }] },
    ]
    const segments = createMemorySegments()
    const { readSource } = await buildTestSegment(JSON.stringify(document), {
      segments,
      columnLimits: { maxGroupRows: 2, maxInlineTextBytes: 8 },
    })
    const reader = await segments.open('test.seg')
    const sound = await reader.read(0, reader.size)
    const expected = await readAll(memoryReader(sound), readSource)
    let refused = 0
    for (let at = 0; at < sound.length; at++) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const damaged = sound.slice()
        damaged[at]! ^= flip
        try {
          expect(await readAll(memoryReader(damaged), readSource)).toEqual(expected)
        } catch (error) {
          if (!isAssayError(error)) throw error
          expect(['SEGMENT_CORRUPT', 'SEGMENT_FORMAT_UNKNOWN']).toContain(error.code)
          refused++
        }
      }
    }
    // Only padding and the header's reserved word may change without notice.
    expect(refused / (sound.length * 3)).toBeGreaterThan(0.9)
    for (let size = 0; size < sound.length; size += 7) {
      await expect(readAll(memoryReader(sound.slice(0, size)), readSource)).rejects.toThrow(/damaged/)
    }
  })
})

function valueAt(record: Json, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((value, name) => {
    const known =
      typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
    return known ? value[name] : undefined
  }, record)
}

function isContainer(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null
}

/** Containers are compared by their values, because their text keeps its own spaces. */
function normalTag(tag: string): string {
  return tag.startsWith('j:') ? `j:${JSON.stringify(JSON.parse(tag.slice(2)))}` : tag
}

/**
 * Cells of scalars that a document should make; a row that is null may leave none. The arrays at a path are tables from the first one on that begins
 * with an object.
 */
/** Cells of all tables but lists, of which `isList` says how a path became one: by its first array. */
function countCells(document: Json): number {
  const tables = new Map<string, { readonly isList: boolean }>()
  const inMembers = (
    value: { readonly [name: string]: Json },
    count: (member: Json, name: string) => number,
  ) => Object.entries(value).reduce((sum, [name, member]) => sum + count(member, JSON.stringify(name)), 0)
  // Of the one object a list of anything is a table, in a row of many a list of texts.
  const inArray = (value: Json[], path: string, isOnce: boolean): number => {
    const [first] = value
    if (!tables.has(path)) {
      if (isTable(value)) tables.set(path, { isList: false })
      else if (typeof first === 'string') tables.set(path, { isList: true })
      else if (isOnce && first !== undefined && first !== null && !Array.isArray(first))
        tables.set(path, { isList: true })
    }
    const table = tables.get(path)
    if (table === undefined) return 0
    if (!table.isList) return countRows(value, path)
    return value.reduce<number>(
      (sum, item) => sum + (Array.isArray(item) ? 0 : belowList(item, `${path}[]`)),
      0,
    )
  }
  const inRow = (value: Json, path: string, isOnce = false): number => {
    if (Array.isArray(value)) return inArray(value, path, isOnce)
    if (typeof value !== 'object' || value === null) return 1
    return inMembers(value, (member, name) => inRow(member, path + name, isOnce))
  }
  const belowList = (value: Json, path: string): number => {
    if (Array.isArray(value)) return inArray(value, path, false)
    if (typeof value !== 'object' || value === null) return 0
    return inMembers(value, (member, name) => belowList(member, path + name))
  }
  const countRows = (rows: Json[], path: string) =>
    rows.reduce<number>((sum, row) => sum + rowCells(row, `${path}[]`), 0)
  const rowCells = (row: Json, path: string, isOnce = false): number =>
    Array.isArray(row) || row === null ? 0 : inRow(row, path, isOnce)
  return Array.isArray(document) ? countRows(document, '') : rowCells(document, '', true)
}

function isTable(array: Json[]): boolean {
  const [first] = array
  return typeof first === 'object' && first !== null && !Array.isArray(first)
}

function memoryReader(bytes: Uint8Array): SegmentReader {
  return {
    size: bytes.length,
    read: async (start, end) => bytes.slice(start, end),
    close: async () => {},
  }
}

async function readAll(
  reader: SegmentReader,
  readSource: (start: number, end: number) => Promise<Uint8Array>,
) {
  const { createSegmentTable } = await import('./segment-table.js')
  const segment = await openSegment('test.seg', reader)
  const all = []
  for (const { name, rows, columns } of segment.tables) {
    const schema = {
      name,
      rows,
      aliases: [],
      pointer: '',
      layout: 'array',
      columns: [],
      columnsLeftOut: 0,
    } as const
    const table = createSegmentTable({ segment, schema, version: '1', readSource })
    all.push(
      await readTable(
        table,
        columns.map((column) => column.name),
      ),
    )
    all.push(await table.locate(Array.from({ length: rows }, (_, row) => row)))
  }
  return all
}

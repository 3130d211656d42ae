import { createMemorySegments } from '@assay/store'
import { describe, expect, it } from 'vitest'
import { buildCatalog } from '../catalog/build-catalog.js'
import { buildTestSegment } from '../testing/build-test-segment.js'
import { readTable } from '../testing/read-table.js'
import { writeTestValues } from '../testing/write-test-values.js'
import { createSegmentTable } from './segment-table.js'
import { describeSegment } from './statistics/describe-segment.js'
import type { Table } from './table.js'
import { openValueIndex } from './value-index.js'

const part = (kind: string, i: number) => ({
  id: `${kind}${i}`,
  width: i,
  floor: i % 2 === 0 ? 'ground' : null,
  layers: i % 3 === 0 ? [{ of: `${kind}${i}`, thickness: i, material: 'wood' }] : [],
})
const list = (kind: string, rows: number) => Array.from({ length: rows }, (_, i) => part(kind, i))
const document = {
  walls: list('w', 7),
  doors: list('d', 4),
  others: [{ name: 'x', a: 1, b: 2 }],
  'odd/ones': list('o', 5),
}

async function build(value: unknown, maxGroupRows = 65_536) {
  const built = await buildTestSegment(JSON.stringify(value), {
    rootName: 'house',
    columnLimits: { maxGroupRows },
  })
  const catalog = buildCatalog(await describeSegment(built.segment))
  const tables = catalog.tables.map((schema) => createSegmentTable({ ...built, schema, version: 'test' }))
  return {
    ...built,
    catalog,
    tables,
    table: (name: string) => tables.find(({ schema }) => schema.name === name)!,
  }
}

/** Cells as texts, without their kinds. */
async function cellsOf(table: Table): Promise<Record<string, string>[]> {
  const rows = await readTable(table)
  return rows.map((row) =>
    Object.fromEntries([...row].map(([name, tag]) => [name, tag.slice(tag.indexOf(':') + 1)])),
  )
}

describe('arrays of the same records side by side', () => {
  it('are one table, with the file for its name, and so are their children', async () => {
    const { catalog } = await build(document)
    expect(catalog.tables.map(({ name, rows, parent, aliases }) => [name, rows, parent, aliases])).toEqual([
      ['house', 16, undefined, ['records']],
      ['house_layers', 7, 'house', []],
      ['others', 1, undefined, []],
    ])
    expect(catalog.tables[0]!.columns.map(({ name }) => name).slice(0, 3)).toEqual(['key', 'id', 'width'])
    expect(catalog.tables[0]!.columns[0]).toMatchObject({
      type: 'text',
      distinct: { count: 3, exact: true },
      frequent: [
        { value: 'walls', count: 7 },
        { value: 'odd/ones', count: 5 },
        { value: 'doors', count: 4 },
      ],
    })
  })

  it.each([65_536, 3])(
    'are read, located and linked as the document has them (groups of %i rows)',
    async (rows) => {
      const { table, readSource } = await build(document, rows)
      const house = table('house')
      const expected = Object.entries(document).flatMap(([key, parts]) =>
        key === 'others'
          ? []
          : parts.map((one, i) => ({ key, one, pointer: `/${key.replace('/', '~1')}/${i}` })),
      )
      const read = await cellsOf(house)
      expect(read.map((row) => [row['key'], row['id'], Number(row['width'])])).toEqual(
        expected.map(({ key, one }) => [key, 'id' in one ? one.id : '', 'width' in one ? one.width : 0]),
      )
      const places = await house.locate(expected.map((_, row) => row))
      expect(places.map(({ pointer }) => pointer)).toEqual(expected.map(({ pointer }) => pointer))
      for (const [row, { span }] of places.entries()) {
        const text = new TextDecoder().decode(await readSource(...span))
        expect(JSON.parse(text)).toEqual(expected[row]!.one)
      }
      const layers = table('house_layers')
      const owners = (await cellsOf(layers)).map((row) => row['of'])
      const inside = await layers.locate(owners.map((_, row) => row))
      expect(inside.map(({ pointer }) => pointer)).toEqual(
        owners.map((owner) => {
          const { pointer } = expected.find(({ one }) => 'id' in one && one.id === owner)!
          return `${pointer}/layers/0`
        }),
      )
    },
  )

  it('are one in the value index too', async () => {
    const { segment } = await build(document)
    const segments = createMemorySegments()
    await writeTestValues(segment, segments, 'v.seg')
    const values = await openValueIndex('v.seg', await segments.open('v.seg'), segment)
    expect(await values.find('ground')).toEqual([
      { table: 'house', column: 'floor', value: 'ground', count: 9 },
    ])
    expect(await values.find('Doors')).toEqual([{ table: 'house', column: 'key', value: 'doors', count: 4 }])
    expect(await values.find('wood')).toEqual([
      { table: 'house_layers', column: 'material', value: 'wood', count: 7 },
    ])
  })

  it('differ in one token of their paths, wherever it stands', async () => {
    const records = (n: number) => list('x', n).map(({ layers: _, ...rest }) => rest)
    const { catalog, table } = await build([
      { id: 1, de: { parts: records(2) }, fr: { parts: records(3) } },
      { id: 2, de: { parts: records(1) } },
    ])
    expect(catalog.tables.map(({ name, rows, parent }) => [name, rows, parent])).toEqual([
      ['house', 2, undefined],
      ['house_parts', 6, 'house'],
    ])
    const places = await table('house_parts').locate([2, 3])
    expect(places.map(({ pointer }) => pointer)).toEqual(['/1/de/parts/0', '/0/fr/parts/0'])
  })

  it('are tables of their own where they share less than 80 % of the columns, or hardly have any', async () => {
    const names = async (value: unknown) => (await build(value)).catalog.tables.map(({ name }) => name)
    const wide = [{ a: 1, b: 2, c: 3, d: 4, e: 5 }]
    expect(await names({ x: wide, y: [{ a: 1, b: 2, c: 3, d: 4 }] })).toEqual(['house'])
    expect(await names({ x: wide, y: [{ a: 1, b: 2, c: 3, f: 4 }] })).toEqual(['x', 'y'])
    expect(await names({ x: [{ id: 1, name: '' }], y: [{ id: 1, name: '' }] })).toEqual(['x', 'y'])
  })

  it('keep a member called key apart, and leave what stands beside them a name', async () => {
    const keyed = [{ key: 'own', a: 1, b: 2 }]
    const { catalog, table } = await build({ version: 3, x: keyed, y: keyed })
    expect(catalog.tables.map(({ name, layout }) => [name, layout])).toEqual([
      ['house_2', 'single'],
      ['house', 'array'],
    ])
    expect((await cellsOf(table('house'))).map((row) => [row['key'], row['key_2']])).toEqual([
      ['own', 'x'],
      ['own', 'y'],
    ])
  })
})

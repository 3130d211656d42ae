import { describe, expect, it } from 'vitest'
import { buildCatalog, type ColumnStatistics, type TableStatistics } from './build-catalog.js'
import { toColumnType } from './column-type.js'
import { foldText } from './fold-text.js'
import { isPlaceholder, placeholders } from './placeholders.js'

const none = { missing: 0, null: 0, boolean: 0, number: 0, text: 0, json: 0 }
const column: ColumnStatistics = {
  name: 'n',
  path: ['n'],
  counts: { ...none, number: 1 },
  placeholders: 0,
  integer: true,
  distinct: { count: 1, exact: true },
  frequent: [],
}
const table = (name: string, more: Partial<TableStatistics> = {}): TableStatistics => ({
  name,
  pointer: `/${name}`,
  layout: 'array',
  rows: 1,
  columns: [column],
  columnsLeftOut: 0,
  ...more,
})

describe('catalog', () => {
  it('leaves out a document that only holds arrays, and calls the largest table records', () => {
    const root = table('file', { layout: 'single', columns: [] })
    const { tables } = buildCatalog([
      root,
      table('a', { parent: 'file' }),
      table('b', { rows: 9 }),
      table('b_c', { rows: 90, parent: 'b' }),
    ])
    expect(tables.map(({ name, aliases, parent }) => [name, aliases, parent])).toEqual([
      ['a', [], undefined],
      ['b', ['records'], undefined],
      ['b_c', [], 'b'],
    ])
    expect(
      buildCatalog([table('records'), table('other', { rows: 5 })]).tables.flatMap(({ aliases }) => aliases),
    ).toEqual([])
    expect(buildCatalog([])).toEqual({ tables: [] })
  })

  it('types a column by 95 % of what it holds, placeholders aside', () => {
    expect(toColumnType({ ...none, number: 95, text: 5 }, 0)).toBe('number')
    expect(toColumnType({ ...none, number: 94, text: 6 }, 0)).toBe('mixed')
    expect(toColumnType({ ...none, number: 94, text: 60 }, 60)).toBe('number')
    expect(toColumnType({ ...none, text: 3 }, 3)).toBe('text')
    expect(toColumnType({ ...none, null: 3, missing: 4 }, 0)).toBe('null')
    expect(toColumnType({ ...none, json: 1, boolean: 99 }, 0)).toBe('boolean')
  })

  it('knows placeholders in any case, and only those', () => {
    for (const text of ['–', ' N/A ', 'Unbekannt', 'K.A.', 'keine  Angabe', 'NULL'])
      expect(isPlaceholder(text)).toBe(true)
    for (const text of ['', ' ', 'NA', 'none', '0', 'nein', 'unknown street'])
      expect(isPlaceholder(text)).toBe(false)
    for (const text of placeholders) expect(foldText(text)).toBe(text)
  })
})

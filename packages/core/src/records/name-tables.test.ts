import { describe, expect, it } from 'vitest'
import { learnBytes, traceScan } from '../json/batch-trace.js'
import { joinPath, nameTables, toRootName } from './name-tables.js'
import { toPointer } from './pointer.js'

function namesOf(document: unknown, rootName = 'file') {
  const bytes = new TextEncoder().encode(JSON.stringify(document))
  const { shape, values } = traceScan([bytes], { learned: learnBytes(bytes) })
  const nodes = new Set(values.map(({ node }) => node))
  return nameTables(shape, rootName, (node) => nodes.has(node)).map(({ name, columns }) => [
    name,
    columns.map((column) => column.name),
  ])
}

describe('names', () => {
  it('come from the last token, and from the parent where it has many rows', () => {
    const item = [{ id: 1 }]
    expect(
      namesOf({ meta: { items: item, 'a.b': 1 }, items: item, data: [{ tags: [{ name: 'x', sub: item }] }] }),
    ).toEqual([
      ['file', ['meta."a.b"']],
      ['items', ['id']],
      ['items_2', ['id']],
      ['data', []],
      ['data_tags', ['name']],
      ['data_tags_sub', ['id']],
    ])
    expect(namesOf([{ parts: item }, 5], 'parts')).toEqual([
      ['parts', ['value']],
      ['parts_parts', ['id']],
    ])
  })

  it('give the name of the file to the array that has it already', () => {
    const item = [{ id: 1 }]
    expect(namesOf({ version: 1, airports: item, meta: { airports: item } }, 'airports')).toEqual([
      ['airports_3', ['version']],
      ['airports', ['id']],
      ['airports_2', ['id']],
    ])
    expect(namesOf({ version: 1, parts: item }, 'building')[0]).toEqual(['building', ['version']])
  })

  it('keep the own scalar of a row apart from a member called value', () => {
    expect(namesOf([1, { value: 2, value_2: 3 }])).toEqual([['file', ['value_3', 'value', 'value_2']]])
  })

  it('leave out folders and the chain of known extensions', () => {
    expect(toRootName('/data/tower.ifc.json')).toBe('tower')
    expect(toRootName('C:\\logs\\events.v2.JSONL.gz')).toBe('events.v2')
    expect(toRootName('.json')).toBe('root')
    expect(toRootName('-')).toBe('-')
  })

  it('quote tokens that would read as two', () => {
    expect(joinPath(['a', 'b.c', '"', ''])).toBe('a."b.c"."\\""."" '.trim())
    expect(toPointer(['a/b', '~1', ''])).toBe('/a~1b/~01/')
  })
})

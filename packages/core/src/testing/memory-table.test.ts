import { describe, expect, it } from 'vitest'
import { ValueKind } from '../columns/table.js'
import { ExactNumber, type MemoryCell } from './memory-cell.js'
import { createMemoryTable } from './memory-table.js'
import { type ConformanceRecord, tableChecks } from './table-conformance.js'

describe('memory table', () => {
  it('gives kinds, lanes and batches of its cells', async () => {
    const table = createMemoryTable(
      'parts',
      [
        { id: 1, width: 1.5, name: 'a', tags: ['x'] },
        { id: 2, width: null, name: 'b' },
        { id: 9007199254740993n, width: new ExactNumber('1e400'), name: 'a', tags: true },
      ],
      { batchRows: 2 },
    )
    const batches = []
    for await (const batch of table.scan(['id', 'width', 'name', 'tags'])) batches.push(batch)
    expect(batches.map((batch) => [batch.firstRow, batch.length])).toEqual([
      [0, 2],
      [2, 1],
    ])
    const [first, second] = batches
    expect(first!.columns.get('id')!.scaled).toEqual({ mantissa: Int8Array.of(1, 2), scale: 0 })
    expect(first!.columns.get('width')!.kinds).toEqual(Uint8Array.of(ValueKind.number, ValueKind.null))
    expect(first!.columns.get('width')!.scaled!.scale).toBe(1)
    expect(first!.columns.get('name')!.dictionary!.find('b')).toBe(1)
    expect(first!.columns.get('tags')!.json!.get(0)).toBe('["x"]')
    expect(second!.columns.get('id')!.exact!.get(0)).toBe('9007199254740993')
    expect(second!.columns.get('width')!.numbers![0]).toBe(Number.POSITIVE_INFINITY)
    const { columns } = table.schema
    expect(columns.map((column) => column.type)).toEqual(['number', 'number', 'text', 'mixed'])
    expect(columns[1]).toMatchObject({ minNumber: '1.5', maxNumber: '1e400', integer: false })
    expect(columns[2]!.frequent).toEqual([
      { value: 'a', count: 2 },
      { value: 'b', count: 1 },
    ])
  })
})

function toCell(json: string): MemoryCell {
  const value: unknown = JSON.parse(json)
  return typeof value === 'number' && !Object.is(value, -0) ? new ExactNumber(json) : (value as MemoryCell)
}

function toRow(record: ConformanceRecord) {
  return Object.fromEntries(record.map(([name, json]) => [name, toCell(json)]))
}

describe('memory table as a Table', () => {
  for (const check of tableChecks) {
    it(check.name, () =>
      check.run(async (records) => [createMemoryTable('test', records.map(toRow), { batchRows: 5 })]),
    )
  }
})

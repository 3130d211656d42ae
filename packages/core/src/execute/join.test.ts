import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Table } from '../columns/table.js'
import { parseSelect } from '../sql/parse-select.js'
import { buildTestTables } from '../testing/build-test-segment.js'
import { createMemoryTable } from '../testing/memory-table.js'
import { type RunOptions, runPlan } from './run-plan.js'

const run = (sql: string, tables: readonly Table[], options: RunOptions = {}) =>
  runPlan(parseSelect(sql, { tables: tables.map((table) => table.schema) }), tables, options)

const doors = createMemoryTable('doors', [
  { id: 1, storey: 'L1', width: 900 },
  { id: 2, storey: 'L2', width: 800 },
  { id: 3, storey: null, width: 700 },
  { id: 4, storey: 'L9', width: 600 },
  { id: 5, storey: 7, width: 500 },
])
const storeys = createMemoryTable('storeys', [
  { name: 'L1', elevation: 0 },
  { name: 'L2', elevation: 3.1 },
  { name: 'L2', elevation: 3.2 },
])

describe('joins', () => {
  it('count what has no key, and cite both sides once', async () => {
    const { rows, coverage, provenance } = await run(
      'SELECT d.id, s.elevation FROM doors d JOIN storeys s ON d.storey = s.name',
      [doors, storeys],
    )
    expect(rows).toEqual([
      [1, 0],
      [2, 3.1],
      [2, 3.2],
    ])
    expect(coverage).toEqual({
      considered: 5,
      used: 4,
      withheld: 0,
      skipped: [{ reason: 'null: d.storey', records: 1 }],
    })
    expect(provenance).toEqual({
      table: 'doors',
      rows: [0, 1],
      total: 2,
      others: [{ table: 'storeys', rows: [0, 1, 2], total: 3 }],
    })
  })

  it('cite both sides of a sum, and of the rows that a table is joined with itself', async () => {
    const sum = await run('SELECT sum(s.elevation) FROM doors d LEFT JOIN storeys s ON d.storey = s.name', [
      doors,
      storeys,
    ])
    expect(sum.rows).toEqual([[6.3]])
    // The doors without a storey were read, and gave nothing to the sum.
    expect(sum.coverage).toMatchObject({ considered: 5, used: 5 })
    expect(sum.provenance).toMatchObject({ total: 2, others: [{ table: 'storeys', total: 3 }] })
    const self = await run('SELECT a.id, b.id FROM doors a JOIN doors b ON a.width = b.width + 100', [doors])
    expect(self.rows).toHaveLength(4)
    expect(self.provenance).toEqual({ table: 'doors', rows: [0, 1, 2, 3, 4], total: 5 })
  })

  it('end at their bounds with a code', async () => {
    const code = (sql: string, limits: RunOptions['limits']) =>
      run(sql, [doors, storeys], { limits }).catch((error: { code: string; details: object }) => [
        error.code,
        error.details,
      ])
    const join = 'SELECT d.id FROM doors d JOIN storeys s ON d.storey = s.name'
    expect(await code(join, { maxJoinRows: 2 })).toEqual([
      'EXECUTE_JOIN_TOO_LARGE',
      { what: 'rows', limit: 2 },
    ])
    expect(await code('SELECT * FROM doors d, storeys s', { maxJoinPairs: 14 })).toEqual([
      'EXECUTE_JOIN_TOO_LARGE',
      { what: 'pairs', limit: 14 },
    ])
    expect(await code('SELECT s.name, s.elevation FROM doors d, storeys s', { maxJoinCells: 3 })).toEqual([
      'EXECUTE_JOIN_TOO_LARGE',
      { what: 'values', limit: 3 },
    ])
    expect(
      await code('SELECT id FROM doors WHERE storey IN (SELECT name FROM storeys)', { maxJoinRows: 2 }),
    ).toEqual(['EXECUTE_JOIN_TOO_LARGE', { what: 'rows', limit: 2 }])
    expect(await code("SELECT (SELECT elevation FROM storeys WHERE name = 'L2') FROM doors", {})).toEqual([
      'EXECUTE_NOT_SCALAR',
      {},
    ])
  })

  it('give the same however the left side is cut into batches', async () => {
    const cell = fc.constantFrom(0, 1, 2, null)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ k: cell, v: cell }), { maxLength: 12 }),
        fc.array(fc.record({ k: cell, w: cell }), { maxLength: 12 }),
        fc.constantFrom('JOIN', 'LEFT JOIN'),
        async (left, right, word) => {
          const sql = `SELECT a._row, b._row FROM a ${word} b ON a.k = b.k AND a.v <> b.w`
          const expected = left.flatMap((a, i) => {
            const pairs = right.flatMap((b, j) =>
              a.k !== null && a.k === b.k && a.v !== null && b.w !== null && a.v !== b.w ? [[i, j]] : [],
            )
            return pairs.length === 0 && word === 'LEFT JOIN' ? [[i, null]] : pairs
          })
          for (const batchRows of [1, 3, 100]) {
            const a = createMemoryTable('a', left, { columns: ['k', 'v'], batchRows })
            const b = createMemoryTable('b', right, { columns: ['k', 'w'] })
            expect((await run(sql, [a, b])).rows).toEqual(expected)
          }
        },
      ),
    )
  })
})

describe('links', () => {
  it('tie a child to its parent', async () => {
    const tables = await buildTestTables(
      JSON.stringify([
        { name: 'a', parts: [{ size: 1 }, { size: 2 }] },
        { name: 'b', parts: [] },
        { name: 'c', parts: [{ size: 3 }] },
      ]),
    )
    const parts = tables.find((table) => table.schema.parent !== undefined)!.schema.name
    const parent = tables.find((table) => table.schema.parent === undefined)!.schema.name
    const joined = await run(
      `SELECT d.name, m._index, m.size FROM "${parts}" m JOIN "${parent}" d ON m._parent = d._row`,
      tables,
    )
    expect(joined.rows).toEqual([
      ['a', 0, 1],
      ['a', 1, 2],
      ['c', 0, 3],
    ])
    const counted = await run(
      `SELECT name, (SELECT count(*) FROM "${parts}" WHERE _parent = d._row) AS n FROM "${parent}" d`,
      tables,
    )
    expect(counted.rows).toEqual([
      ['a', 2],
      ['b', 0],
      ['c', 1],
    ])
    expect((await run(`SELECT * FROM "${parts}"`, tables)).columns.map(({ name }) => name)).toEqual(['size'])
  })
})

describe('queries without a table', () => {
  it('are about the tables of their queries', async () => {
    const { rows, coverage, provenance } = await run(
      'SELECT (SELECT count(*) FROM doors WHERE width > 600) - (SELECT count(*) FROM storeys) AS more',
      [doors, storeys],
    )
    expect(rows).toEqual([[0]])
    expect(coverage.considered).toBe(5)
    expect(provenance).toEqual({
      table: 'doors',
      rows: [0, 1, 2],
      total: 3,
      others: [{ table: 'storeys', rows: [0, 1, 2], total: 3 }],
    })
  })
})

describe('a join whose right side has no key twice', () => {
  const left = Array.from({ length: 60 }, (_, id) => ({ id, k: id % 7 === 6 ? null : id % 10, w: id * 2 }))

  it.each([
    ['all', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['most', [9, 3, 5, 1, 0, 7]],
    ['few', [4]],
    ['none', [77]],
    ['no rows', []],
  ])('gives what nested loops give where %s have a partner', async (_, names) => {
    const right = names.map((name, at) => ({ name, y: `y${at}`, z: at % 2 === 0 ? null : at }))
    for (const batchRows of [7, 60]) {
      const l = createMemoryTable('l', left, { batchRows })
      const r = createMemoryTable('r', right, { columns: ['name', 'y', 'z'] })
      for (const kind of ['JOIN', 'LEFT JOIN'])
        for (const condition of ['l.w > -1', 'l.w > 30', 'l.w = 8']) {
          const { rows } = await run(
            `SELECT l.id, l.k, r.y, r.z FROM l ${kind} r ON l.k = r.name WHERE ${condition} ORDER BY l.id`,
            [l, r],
          )
          const kept = left.filter(({ w }) =>
            condition === 'l.w > 30' ? w > 30 : condition === 'l.w = 8' ? w === 8 : true,
          )
          const wanted = kept.flatMap(({ id, k }): unknown[][] => {
            const partner = k === null ? undefined : right.find(({ name }) => name === k)
            if (partner !== undefined) return [[id, k, partner.y, partner.z]]
            return kind === 'JOIN' ? [] : [[id, k, null, null]]
          })
          expect(rows).toEqual(wanted)
        }
    }
  })
})

import { describe, expect, it } from 'vitest'
import type { Batch, Table, ZonePredicate } from '../columns/table.js'
import type { Relation } from '../plan/algebra.js'
import { parseSelect } from '../sql/parse-select.js'
import { createMemoryTable, ExactNumber, type MemoryRow } from '../testing/index.js'
import { type RunOptions, runPlan } from './run-plan.js'

const doors: MemoryRow[] = [
  { id: 1, width: 0.1, kind: 'fire', open: true },
  { id: 2, width: 0.2, kind: 'fire', open: false },
  { id: 3, width: 'n/a', kind: 'exit' },
  { id: 4, width: null, kind: null, open: true },
  { id: 5, width: 0.3, kind: 'exit', open: null },
  { id: 6, kind: 'fire' },
]
const table = createMemoryTable('doors', doors, { batchRows: 2 })

async function run(sql: string, options: RunOptions = {}, tables: readonly Table[] = [table]) {
  return runPlan(parseSelect(sql, { tables: tables.map(({ schema }) => schema) }), tables, options)
}
const cells = async (sql: string, tables?: readonly Table[]) => (await run(sql, {}, tables)).rows
const column = (values: MemoryRow[]) => createMemoryTable('t', values, { batchRows: 2 })

describe('sums', () => {
  it('adds decimals exactly', async () => {
    expect(await cells('SELECT sum(width), avg(width), count(width) FROM doors')).toEqual([[0.6, 0.2, 4]])
  })

  it('leaves no digit out beyond 2^53, and says so by the type', async () => {
    const t = column([{ x: 9007199254740991 }, { x: 9007199254740991 }, { x: 1 }, { x: 0.5 }])
    const result = await run('SELECT sum(x) AS s, sum(y) AS n FROM t', {}, [
      column([{ x: 9007199254740991, y: null }, { x: 2 }]),
    ])
    expect(result.columns).toEqual([
      { name: 's', type: 'decimal' },
      { name: 'n', type: 'number' },
    ])
    expect(result.rows).toEqual([['9007199254740993', null]])
    expect(await cells('SELECT sum(x) FROM t', [t])).toEqual([['18014398509481983.5']])
  })

  it('adds numbers that no double holds', async () => {
    const t = column([
      { x: 9007199254740993n },
      { x: new ExactNumber('1e30') },
      { x: new ExactNumber('0.12345678901234567890') },
    ])
    expect(await cells('SELECT sum(x) FROM t', [t])).toEqual([
      ['1000000000000009007199254740993.1234567890123456789'],
    ])
    expect(
      await cells('SELECT avg(x) FROM t', [
        column([{ x: new ExactNumber('1e400') }, { x: new ExactNumber('2e400') }]),
      ]),
    ).toEqual([['1.5e400']])
  })

  it('takes doubles without a scale by their shortest text', async () => {
    const t = column([{ x: 1e-30 }, { x: 1e23 }, { x: 0.1 }, { x: -1e23 }, { x: 0.2 }, { x: -1e-30 }])
    expect(await cells('SELECT sum(x) FROM t', [t])).toEqual([[0.3]])
  })

  it('refuses a number that would take all memory', async () => {
    const t = column([{ x: new ExactNumber('1e999999') }, { x: 1 }])
    await expect(run('SELECT sum(x) FROM t', {}, [t])).rejects.toMatchObject({ code: 'EXECUTE_NUMBER_RANGE' })
  })
})

describe('comparisons', () => {
  it('compares with the literal as written, not with its double', async () => {
    const t = column([{ x: 9007199254740992 }, { x: 9007199254740993n }, { x: 9007199254740994 }, { x: 0.1 }])
    expect(await cells('SELECT x FROM t WHERE x = 9007199254740993', [t])).toEqual([['9007199254740993']])
    expect(await cells('SELECT x FROM t WHERE x IN (9007199254740993, 0.10)', [t])).toEqual([
      ['9007199254740993'],
      [0.1],
    ])
    expect(await cells('SELECT count(*) FROM t WHERE x > 9007199254740993', [t])).toEqual([[1]])
    expect(await cells('SELECT count(*) FROM t WHERE x >= 9007199254740992.5', [t])).toEqual([[2]])
    expect(await cells('SELECT count(*) FROM t WHERE x = 0.1000000000000000055511151231257827', [t])).toEqual(
      [[0]],
    )
    expect(await cells('SELECT count(*) FROM t WHERE x < 0.1000000000000000055511151231257827', [t])).toEqual(
      [[1]],
    )
    expect(await cells('SELECT count(*) FROM t WHERE x < 1e400', [t])).toEqual([[4]])
  })

  it('never compares a text with a number', async () => {
    const result = await run('SELECT count(*) FROM doors WHERE width < 1')
    expect(result.rows).toEqual([[3]])
    expect(result.coverage.skipped).toEqual([
      { reason: 'missing: width', records: 1 },
      { reason: 'null: width', records: 1 },
      { reason: 'placeholder: width', records: 1 },
    ])
  })

  it('orders texts by code points', async () => {
    const t = column([{ s: '\u{1F600}' }, { s: '\uFB01' }, { s: 'z' }])
    expect(await cells('SELECT s FROM t ORDER BY s', [t])).toEqual([['z'], ['\uFB01'], ['\u{1F600}']])
    expect(await cells('SELECT max(s) FROM t', [t])).toEqual([['\u{1F600}']])
  })
})

describe('coverage and evidence', () => {
  it('skips records that no measure can read', async () => {
    const result = await run('SELECT sum(width) FROM doors')
    expect(result.coverage).toMatchObject({ considered: 6, used: 3 })
    expect(result.provenance).toEqual({ table: 'doors', rows: [0, 1, 4], total: 3 })
    // What counts records reads nothing of them: they are evidence, and skipped all the same.
    const both = await run('SELECT count(*), sum(width) FROM doors')
    expect(both.coverage).toEqual(result.coverage)
    expect(both.provenance).toMatchObject({ total: 6 })
    const counted = await run('SELECT count(*), count(width) FROM doors')
    expect(counted.coverage).toMatchObject({ considered: 6, used: 4 })
    expect(counted.provenance).toMatchObject({ total: 6 })
  })

  it('gives the extreme rows of a superlative, and skips what cannot be ranked', async () => {
    const result = await run('SELECT id FROM doors ORDER BY width DESC LIMIT 2')
    expect(result.rows).toEqual([[5], [2]])
    expect(result.provenance).toEqual({ table: 'doors', rows: [4, 1], total: 2 })
    expect(result.coverage).toMatchObject({ considered: 6, used: 3 })
    const extreme = await run('SELECT max(kind) FROM doors')
    expect(extreme.rows).toEqual([['fire']])
    expect(extreme.provenance).toEqual({ table: 'doors', rows: [0, 1, 5], total: 3 })
    expect(extreme.coverage.skipped).toEqual([{ reason: 'null: kind', records: 1 }])
    expect((await run('SELECT max(id) FROM doors')).provenance).toEqual({
      table: 'doors',
      rows: [5],
      total: 1,
    })
  })

  it('takes a listed null as used', async () => {
    const result = await run('SELECT id FROM doors ORDER BY width LIMIT 1')
    expect(result.rows).toEqual([[3]])
    expect(result.coverage).toMatchObject({ considered: 6, used: 4 })
  })

  it('gives the first record of each group, null being one', async () => {
    const result = await run('SELECT kind, count(*) AS n FROM doors GROUP BY kind')
    expect(result.rows).toEqual([
      ['fire', 3],
      ['exit', 2],
      [null, 1],
    ])
    expect(result.provenance).toEqual({ table: 'doors', rows: [0, 2, 3], total: 3 })
    expect(result.coverage).toMatchObject({ used: 6, skipped: [] })
  })

  it('rests an aggregate of an aggregate on the records below', async () => {
    const count = (input: Relation, name: string): Relation => ({
      op: 'aggregate',
      input,
      groups: [],
      measures: [{ name, fn: 'count' }],
    })
    const root = count(count({ op: 'scan', table: 'doors' }, 'n'), 'm')
    const result = await runPlan({ version: 1, root }, [table])
    expect(result).toMatchObject({ rows: [[1]], provenance: { rows: [0, 1, 2, 3, 4, 5], total: 6 } })
  })

  it('caps the evidence, not its total', async () => {
    expect((await run('SELECT count(*) FROM doors', { evidence: 2 })).provenance).toEqual({
      table: 'doors',
      rows: [0, 1],
      total: 6,
    })
    expect((await run('SELECT id FROM doors', { evidence: 0 })).provenance).toEqual({
      table: 'doors',
      rows: [],
      total: 6,
    })
  })
})

describe('bounds', () => {
  it('stops the scan once a plain limit is full', async () => {
    const result = await run('SELECT id FROM doors WHERE id > 1 LIMIT 1')
    expect(result).toMatchObject({ rows: [[2]], rowsScanned: 2, coverage: { considered: 6, used: 6 } })
  })

  it('refuses results beyond its bounds', async () => {
    const limits = { maxRows: 3, maxGroups: 2, maxDistinct: 2 }
    for (const [sql, code] of [
      ['SELECT count(*) FROM (SELECT id FROM doors ORDER BY id) AS q', 'EXECUTE_TOO_MANY_ROWS'],
      ['SELECT id FROM doors ORDER BY id LIMIT 2 OFFSET 2', 'EXECUTE_TOO_MANY_ROWS'],
      ['SELECT kind, open, count(*) FROM doors GROUP BY 1, 2', 'EXECUTE_TOO_MANY_GROUPS'],
      ['SELECT count(DISTINCT id) FROM doors WHERE id > 0', 'EXECUTE_TOO_MANY_DISTINCT'],
    ] as const)
      await expect(run(sql, { limits }), sql).rejects.toMatchObject({ code })
    expect((await run('SELECT id FROM doors ORDER BY id LIMIT 3', { limits })).rows).toHaveLength(3)
  })

  it('lists the first rows of a longer result and counts all of them', async () => {
    const limits = { maxRows: 3 }
    for (const [sql, rows, rowsTotal] of [
      ['SELECT id FROM doors', [[1], [2], [3]], 6],
      ['SELECT id FROM doors ORDER BY id DESC', [[6], [5], [4]], 6],
      ['SELECT id + 1 AS x FROM doors ORDER BY id DESC LIMIT 5', [[7], [6], [5]], 5],
      ['SELECT id FROM doors LIMIT 3 OFFSET 1', [[2], [3], [4]], 3],
      [
        'SELECT id, count(*) FROM doors WHERE id <> 2 GROUP BY id ORDER BY id',
        [
          [1, 1],
          [3, 1],
          [4, 1],
        ],
        5,
      ],
      ['SELECT id FROM doors UNION ALL SELECT id FROM doors', [[1], [2], [3]], 12],
    ] as const) {
      for (const rewrite of [true, false])
        expect(await run(sql, { limits, rewrite }), sql).toMatchObject({ rows, rowsTotal })
    }
    expect(await run('SELECT id, kind FROM doors', { limits: { maxCells: 5 } })).toMatchObject({
      rowsTotal: 6,
    })
    expect((await run('SELECT id, kind FROM doors', { limits: { maxCells: 5 } })).rows).toHaveLength(2)
  })

  it('drops no row of a sort whose rows just fill its bound', async () => {
    const many = Array.from({ length: 3_000 }, (_, id) => ({ id }))
    const t = createMemoryTable('t', many, { batchRows: 100 })
    const sql = 'SELECT count(*) FROM (SELECT id FROM t ORDER BY id) AS q'
    const count = (maxRows: number) => run(sql, { limits: { maxRows } }, [t])
    expect((await count(3_000)).rows).toEqual([[3_000]])
    for (const maxRows of [1_600, 1_700, 2_999])
      await expect(count(maxRows)).rejects.toMatchObject({ code: 'EXECUTE_TOO_MANY_ROWS' })
  })

  it('keeps a sort in bounded memory and stable, whatever comes in', async () => {
    const many = Array.from({ length: 20_000 }, (_, id) => ({ id, x: (id * 7919) % 100, s: `s${id % 3}` }))
    const t = createMemoryTable('t', many, { batchRows: 100 })
    const sorted = [...many].sort((a, b) => b.x - a.x || a.id - b.id)
    expect(await cells('SELECT id, s FROM t ORDER BY x DESC LIMIT 5 OFFSET 300', [t])).toEqual(
      sorted.slice(300, 305).map(({ id, s }) => [id, s]),
    )
    expect(await cells('SELECT id FROM t ORDER BY x DESC', [t])).toEqual(sorted.map(({ id }) => [id]))
  })

  it('honours the signal between batches, and lets the event loop turn', async () => {
    const control = new AbortController()
    setTimeout(() => control.abort(), 0)
    let now = 0
    const nowMs = () => (now += 20)
    await expect(
      run('SELECT count(*) FROM doors WHERE id > -1', { signal: control.signal, nowMs }),
    ).rejects.toMatchObject({
      code: 'ABORTED',
    })
  })
})

describe('an aborted scan', () => {
  it('is ABORTED too when the table notices first', async () => {
    const control = new AbortController()
    const impatient: Table = {
      ...table,
      scan(columns, predicate, signal) {
        control.abort()
        return table.scan(columns, predicate, signal)
      },
    }
    await expect(run('SELECT id FROM doors', { signal: control.signal }, [impatient])).rejects.toMatchObject({
      code: 'ABORTED',
    })
  })
})

describe('zones', () => {
  const seen: (ZonePredicate | undefined)[] = []
  const watch = (inner: Table): Table => ({
    ...inner,
    scan(columns, predicate, signal): AsyncIterable<Batch> {
      seen.push(predicate)
      return inner.scan(columns, predicate, signal)
    },
  })

  it('tells a scan only what no unknown row can hide behind', async () => {
    await run(
      "SELECT id FROM doors WHERE id > 9007199254740993 AND width > 1 AND kind = 'x' AND 3 >= id",
      {},
      [watch(table)],
    )
    expect(seen.at(-1)).toEqual([
      { column: 'id', op: 'ge', number: 9007199254740992 },
      { column: 'id', op: 'le', number: 3 },
    ])
    const whole = createMemoryTable('doors', [{ kind: 'a' }, { kind: 'b' }])
    await run("SELECT kind FROM doors WHERE kind IN ('a', 'c') AND NOT kind = 'b'", {}, [watch(whole)])
    expect(seen.at(-1)).toEqual([{ column: 'kind', op: 'in', texts: ['a', 'c'] }])
  })
})

describe('mixed values', () => {
  const t = column([{ x: 'b' }, { x: 2 }, { x: true }, { x: 'a' }, { x: 1 }, {}, { x: [1] }])

  it('have one order: null, false, true, numbers, texts, JSON', async () => {
    expect(await cells('SELECT x FROM t ORDER BY x', [t])).toEqual([
      [null],
      [true],
      [1],
      [2],
      ['a'],
      ['b'],
      ['[1]'],
    ])
    const { columns } = await run('SELECT x FROM t', {}, [t])
    expect(columns).toEqual([{ name: 'x', type: 'mixed' }])
  })

  it('are kept apart in groups', async () => {
    const alike = column([{ x: 'n9007199254740993' }, { x: 9007199254740993n }, { x: 'j[1]' }, { x: [1] }])
    expect(await cells('SELECT count(DISTINCT x) FROM t', [alike])).toEqual([[4]])
    const same = column([{ x: '1' }, { x: 1 }, { x: 1.0 }, { x: '1' }, { x: -0 }, { x: 0 }])
    expect(await cells('SELECT x, count(*) FROM t GROUP BY x', [same])).toEqual([
      ['1', 2],
      [1, 2],
      [0, 2],
    ])
  })
})

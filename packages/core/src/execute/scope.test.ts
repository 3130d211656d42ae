import { describe, expect, it } from 'vitest'
import type { Expression, Plan } from '../plan/algebra.js'
import { checkPlan } from '../plan/check-plan.js'
import { parsePlan } from '../plan/parse-plan.js'
import { parseSelect } from '../sql/parse-select.js'
import { createMemoryTable } from '../testing/memory-table.js'
import { runPlan } from './run-plan.js'

const doors = createMemoryTable(
  'doors',
  [
    { id: 1, owner: 'ann', width: 900, storey: 'L1' },
    { id: 2, owner: 'bob', width: 800, storey: 'L2' },
    { id: 3, owner: null, width: 2000, storey: 'L2' },
    { id: 4, owner: 'ann', width: null, storey: 'L1' },
    { id: 5, owner: 7, width: 100, storey: 'L3' },
  ],
  { batchRows: 2 },
)
const storeys = createMemoryTable('storeys', [
  { name: 'L1', owner: 'ann' },
  { name: 'L2', owner: 'ann' },
])
const tables = [doors, storeys]
const schemas = tables.map((table) => table.schema)
const owned: Expression = {
  op: 'eq',
  args: [
    { op: 'column', name: 'owner' },
    { op: 'text', value: 'ann' },
  ],
}
const bind = (plan: Plan) => checkPlan(plan, schemas, (table) => (table === 'doors' ? owned : undefined)).plan
const run = (sql: string) => runPlan(bind(parseSelect(sql, { tables: schemas })), tables)

describe('the scope of an actor', () => {
  it('is refused where it holds a query, which no scan could run', () => {
    const plan = parseSelect('SELECT count(*) FROM doors', { tables: schemas })
    const input = parseSelect('SELECT owner FROM storeys', { tables: schemas }).root
    const member: Expression = { op: 'query-member', input, args: [{ op: 'column', name: 'owner' }] }
    expect(() => checkPlan(plan, schemas, () => member)).toThrow(/scope of doors holds a query/)
  })

  it('hides records from counts, extremes, joins, queries and evidence, and says how many', async () => {
    const count = await run('SELECT count(*) FROM doors')
    expect(count.rows).toEqual([[2]])
    expect(count.coverage).toEqual({ considered: 2, used: 2, withheld: 3, skipped: [] })
    expect(count.provenance).toEqual({ table: 'doors', rows: [0, 3], total: 2 })
    const most = await run('SELECT max(width), min(width) FROM doors')
    expect(most.rows).toEqual([[900, 900]])
    expect(most.coverage).toMatchObject({
      considered: 2,
      used: 1,
      withheld: 3,
      skipped: [{ reason: 'null: width', records: 1 }],
    })
    const joined = await run('SELECT s.name, d.id FROM storeys s LEFT JOIN doors d ON d.storey = s.name')
    expect(joined.rows).toEqual([
      ['L1', 1],
      ['L1', 4],
      ['L2', null],
    ])
    expect(joined.coverage.withheld).toBe(0)
    expect(joined.provenance.others).toEqual([{ table: 'doors', rows: [0, 3], total: 2 }])
    for (const [sql, rows] of [
      ['SELECT name FROM storeys WHERE name IN (SELECT storey FROM doors)', [['L1']]],
      ['SELECT name FROM storeys s WHERE EXISTS (SELECT 1 FROM doors WHERE storey = s.name)', [['L1']]],
      ['SELECT (SELECT count(*) FROM doors) - (SELECT count(*) FROM storeys)', [[0]]],
      ['SELECT storey FROM doors UNION SELECT name FROM storeys', [['L1'], ['L2']]],
      ['SELECT a.id, b.id FROM doors a JOIN doors b ON a.storey = b.storey AND a.id < b.id', [[1, 4]]],
      ['SELECT id FROM doors ORDER BY width DESC LIMIT 1', [[1]]],
      ['WITH q AS (SELECT * FROM doors) SELECT count(*) FROM q', [[2]]],
    ] as const)
      expect((await run(sql)).rows, sql).toEqual(rows)
  })

  it('counts what it hides of every table', async () => {
    const { coverage } = await run(
      'SELECT s.name, count(d.id) FROM storeys s LEFT JOIN doors d ON d.storey = s.name GROUP BY s.name',
    )
    expect(coverage).toMatchObject({
      considered: 2,
      withheld: 0,
      withheldFrom: [{ table: 'doors', records: 3 }],
    })
    const inner = await run('SELECT count(*) FROM storeys WHERE name IN (SELECT storey FROM doors)')
    expect(inner.coverage.withheldFrom).toEqual([{ table: 'doors', records: 3 }])
  })

  it('lets nothing through by any way to a value', async () => {
    // Hidden: records 1, 2 and 4 with widths 800, 2000 and 100, storeys L2 and L3, owners bob, null and 7.
    for (const sql of [
      'SELECT min(width), max(width), count(width), count(DISTINCT width) FROM doors',
      'SELECT count(*) FROM doors WHERE owner IS NULL',
      'SELECT count(*) FROM doors WHERE width IS NOT NULL',
      'SELECT max(d.width) FROM doors AS d',
      'SELECT share(*), share(width), sum(DISTINCT width), median(width), group_concat(storey) FROM doors',
      "SELECT id, storey, share(*) FROM doors GROUP BY id, storey HAVING storey > ''",
      'SELECT (SELECT max(width) FROM doors) AS a, (SELECT count(*) FROM doors) AS b',
      'SELECT name, (SELECT max(id) FROM doors WHERE storey = name) FROM storeys',
      'SELECT name, (SELECT id FROM doors WHERE storey = name ORDER BY width DESC LIMIT 1) FROM storeys',
      'SELECT name FROM storeys WHERE NOT EXISTS (SELECT 1 FROM doors WHERE storey = name AND width > 1000)',
      'SELECT s.name FROM storeys s WHERE 800 IN (SELECT width FROM doors WHERE storey = s.name)',
      'SELECT name FROM storeys EXCEPT SELECT storey FROM doors',
      'SELECT storey FROM doors INTERSECT SELECT name FROM storeys',
      'SELECT id FROM storeys s JOIN doors d ON s.name = d.storey OR d.id = 3',
      'SELECT d.id, d._row FROM doors d LEFT JOIN doors e ON d._row + 1 = e._row ORDER BY d.width DESC',
      'SELECT id FROM doors UNION ALL SELECT width FROM doors',
      'WITH q AS (SELECT * FROM doors) SELECT q.id FROM q, q AS r WHERE q.id = r.id',
      "SELECT convert(width, 'mm', 'm') FROM doors WHERE storey LIKE 'L%'",
    ]) {
      const { rows, provenance, coverage, how } = await run(sql)
      const cells = rows.flat().map(String)
      for (const hidden of ['800', '2000', '100', '0.8', '0.1', 'L3', 'bob', '1450'])
        expect(cells, sql).not.toContain(hidden)
      const seen = [provenance, ...(provenance.others ?? [])].flatMap(({ table, rows: records }) =>
        table === 'doors' ? records : [],
      )
      expect(
        seen.filter((record) => ![0, 3].includes(record)),
        sql,
      ).toEqual([])
      expect(coverage.skipped.map(({ reason }) => reason).join(), sql).not.toMatch(/owner/)
      expect(how).toBe('exact')
    }
  })

  it('is what check binds, whatever a plan says', () => {
    const everything: Expression = { op: 'boolean', value: true }
    const plan = parsePlan({ version: 1, root: { op: 'scan', table: 'doors', scope: everything } })
    expect(bind(plan).root).toEqual({ op: 'scan', table: 'doors', scope: owned })
    expect(checkPlan(plan, schemas, () => undefined).plan.root).toEqual({ op: 'scan', table: 'doors' })
  })

  it('fails closed when it names what the table does not have', () => {
    const wrong: Expression = { op: 'is-null', args: [{ op: 'column', name: 'tenant' }] }
    const plan = parseSelect('SELECT id FROM doors', { tables: schemas })
    expect(() => checkPlan(plan, schemas, () => wrong)).toThrow(/tenant/)
  })
})

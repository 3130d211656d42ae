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

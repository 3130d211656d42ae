import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSelect } from '../sql/parse-select.js'
import { createMemoryTable } from '../testing/memory-table.js'
import { runPlan } from './run-plan.js'

type Cell = undefined | null | number | string
type Truth = boolean | null
interface Left {
  readonly k: Cell
  readonly v: Cell
}
interface Right {
  readonly k: Cell
  readonly w: Cell
}

const key = fc.constantFrom<Cell>(1, 2, 3, null, undefined)
const value = fc.constantFrom<Cell>(0, 1, 2, 5, null, 'n/a', 'x')
const lefts = fc.array(fc.record({ k: key, v: value }), { maxLength: 12 })
const rights = fc.array(fc.record({ k: key, w: value }), { maxLength: 12 })
/** Every kind occurs, so that no comparison is refused for its type. */
const kinds = [
  { k: 9, v: 9, w: 9 },
  { k: 'z', v: 'z', w: 'z' },
]

const isNumber = (cell: Cell): cell is number => typeof cell === 'number'
const above = (cell: Cell, bound: number): Truth => (isNumber(cell) ? cell > bound : null)
const less = (a: Cell, b: Cell): Truth => ((a ?? null) !== null && typeof a === typeof b ? a! < b! : null)

/** Conditions behind the join, as written and as they are for a pair. */
const conditions: readonly (readonly [string, (l: Left, r: Right) => Truth])[] = [
  ['TRUE', () => true],
  ['r.w > 1', (_, r) => above(r.w, 1)],
  ['l.v < r.w', (l, r) => less(l.v, r.w)],
]

/** A record of the left table is used when one of its rows is, or when all its rows are surely out; its key decides first. */
function usedBy(
  left: readonly Left[],
  right: readonly Right[],
  test: (l: Left, r: Right) => Truth,
  measure: boolean,
) {
  return left.filter((l) => {
    if ((l.k ?? null) === null) return false
    const pairs = right.filter((r) => r.k === l.k)
    const rows = pairs.map((r) => {
      const truth = test(l, r)
      return truth === true && measure && !isNumber(r.w) ? null : truth
    })
    return rows.includes(true) || !rows.includes(null)
  }).length
}

describe('coverage behind a join', () => {
  it('counts each record of the main table once, by its best row', async () => {
    let seen = 0
    await fc.assert(
      fc.asyncProperty(
        lefts,
        rights,
        fc.constantFrom(...conditions),
        fc.constantFrom('count(*)', 'sum(r.w)', 'list', 'top'),
        fc.integer({ min: 1, max: 5 }),
        async (a, b, [text, test], what, batchRows) => {
          const left = [...kinds.map(({ k, v }) => ({ k, v })), ...a]
          const right = [...kinds.map(({ k, w }) => ({ k, w })), ...b]
          const tables = [
            createMemoryTable('l', left, { columns: ['k', 'v'], batchRows }),
            createMemoryTable('r', right, { columns: ['k', 'w'], batchRows }),
          ]
          const listed = what === 'list' || what === 'top' ? 'l.v, r.w' : what
          const end = what === 'top' ? ' ORDER BY l._row LIMIT 2' : ''
          const sql = `SELECT ${listed} FROM l JOIN r ON l.k = r.k WHERE ${text}${end}`
          const plan = parseSelect(sql, { tables: tables.map(({ schema }) => schema) })
          const used = usedBy(left, right, test, what === 'sum(r.w)')
          for (const rewrite of [true, false]) {
            const { coverage } = await runPlan(plan, tables, { rewrite })
            const skipped = coverage.skipped.reduce((sum, { records }) => sum + records, 0)
            expect(coverage.considered, sql).toBe(left.length)
            expect(coverage.used + skipped, sql).toBe(left.length)
            expect(coverage.used, `${sql} ${rewrite}`).toBe(used)
            if (skipped > 0) seen++
          }
        },
      ),
      { numRuns: 300 },
    )
    expect(seen).toBeGreaterThan(100)
  })

  const run = async (sql: string) => {
    const doors = createMemoryTable('doors', [
      { id: 1, storey: 'L1', width: 900 },
      { id: 2, storey: 'L2', width: 800 },
      { id: 3, storey: null, width: 700 },
      { id: 4, storey: 'L3', width: 'n/a' },
      { id: 5, storey: 'L9', width: 600 },
    ])
    const storeys = createMemoryTable('storeys', [
      { name: 'L1', elevation: 0 },
      { name: 'L2', elevation: null },
      { name: 'L3', elevation: 'unbekannt' },
      { name: 'L3', elevation: 6 },
    ])
    const tables = [doors, storeys]
    return (await runPlan(parseSelect(sql, { tables: tables.map(({ schema }) => schema) }), tables)).coverage
  }

  it('skips a record for what its partner lacks, and not for one that it does not have', async () => {
    const from = 'FROM doors d JOIN storeys s ON d.storey = s.name'
    expect(await run(`SELECT count(*) ${from} WHERE s.elevation > 3`)).toEqual({
      considered: 5,
      used: 3,
      withheld: 0,
      skipped: [
        { reason: 'null: d.storey', records: 1 },
        { reason: 'null: s.elevation', records: 1 },
      ],
    })
    const outer = 'FROM doors d LEFT JOIN storeys s ON d.storey = s.name'
    expect((await run(`SELECT sum(s.elevation) ${outer}`)).skipped).toEqual([
      { reason: 'null: s.elevation', records: 1 },
    ])
    expect((await run(`SELECT d.id ${outer} ORDER BY d.width LIMIT 1`)).skipped).toEqual([])
    expect((await run(`SELECT d.id ${outer} ORDER BY d.width DESC LIMIT 1`)).skipped).toEqual([
      { reason: 'placeholder: d.width', records: 1 },
    ])
  })

  it('counts a record that both sides of a union read by the better of them', async () => {
    const sql = 'SELECT id FROM doors WHERE width > 750 UNION SELECT id FROM doors WHERE storey IS NOT NULL'
    expect((await run(sql)).skipped).toEqual([])
    const other = "SELECT id FROM doors WHERE width > 750 UNION SELECT id FROM doors WHERE storey = 'L1'"
    expect((await run(other)).skipped).toEqual([
      { reason: 'placeholder: width', records: 1 },
      { reason: 'null: storey', records: 1 },
    ])
  })
})

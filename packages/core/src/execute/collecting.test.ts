import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDouble } from '../columns/decimal.js'
import { parseSelect } from '../sql/parse-select.js'
import { createMemoryTable } from '../testing/memory-table.js'
import { type RunOptions, runPlan } from './run-plan.js'

async function run(sql: string, rows: readonly { x: number | null }[], options: RunOptions = {}) {
  const table = createMemoryTable('t', rows, { columns: ['x'], batchRows: 3 })
  return (await runPlan(parseSelect(sql, { tables: [table.schema] }), [table], options)).rows[0]
}

describe('percentiles', () => {
  it('lie between two neighbours, in proportion and exactly', async () => {
    const hundredths = fc.option(fc.integer({ min: -500, max: 500 }), { nil: null })
    await fc.assert(
      fc.asyncProperty(
        fc.array(hundredths, { maxLength: 20 }),
        fc.integer({ min: 0, max: 100 }),
        async (all, p) => {
          const rows = all.map((n) => ({ x: n === null ? null : n / 100 }))
          const sorted = all.filter((n) => n !== null).sort((a, b) => a - b)
          const at = (percent: number) => {
            if (sorted.length === 0) return null
            const place = percent * (sorted.length - 1)
            const below = Math.floor(place / 100)
            const low = sorted[below]!
            const high = sorted[below + 1] ?? low
            // In hundredths of hundredths, so that integers say it exactly.
            return Number(`${low * 100 + (high - low) * (place - below * 100)}e-4`)
          }
          const sql = `SELECT median(x), percentile(x, ${p}), percentile_cont(x, ${formatDouble(p / 100)}) FROM t`
          expect(await run(sql, rows)).toEqual([at(50), at(p), at(p)])
        },
      ),
      { numRuns: 200 },
    )
  })

  it('have a bound, as has what is joined to one text', async () => {
    const rows = [{ x: 1 }, { x: 2 }, { x: 3 }, { x: 4 }]
    expect(await run('SELECT median(x) FROM t', rows, { limits: { maxValues: 4 } })).toEqual([2.5])
    for (const sql of ['SELECT median(x) FROM t', 'SELECT group_concat(x) FROM t'])
      await expect(run(sql, rows, { limits: { maxValues: 3 } })).rejects.toMatchObject({
        code: 'EXECUTE_TOO_MANY_VALUES',
        details: { limit: 3 },
      })
  })
})

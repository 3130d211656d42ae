import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSelect } from '../sql/parse-select.js'
import { buildTestTables } from '../testing/build-test-segment.js'
import { createMemoryTable, ExactNumber, type MemoryCell } from '../testing/index.js'
import type { Result } from './result.js'
import { runPlan } from './run-plan.js'

/** Values as JSON text, so that numbers of any length stand in the source as they are. */
const scalar = fc.constantFrom(
  'null',
  'true',
  'false',
  '0',
  '1',
  '-2.5',
  '0.1',
  '1e2',
  '9007199254740993',
  '1e400',
  '0.12345678901234567890',
  '"a"',
  '"B"',
  '"n/a"',
  '""',
  '"\u{1F600}"',
)
const number = fc.oneof(
  fc.integer({ min: -50, max: 50 }).map((n) => String(n / 10)),
  fc.constant('9007199254740993'),
)
const row = fc.record(
  { n: fc.option(number, { nil: 'null' }), s: fc.constantFrom('"a"', '"b"', '"c"', 'null'), x: scalar },
  { requiredKeys: [] },
)

const queries = [
  'SELECT * FROM t',
  'SELECT count(*), count(n), sum(n), avg(n), min(n), max(n), count(DISTINCT n) FROM t',
  'SELECT sum(id), max(id) FROM t WHERE id BETWEEN 7 AND 19',
  'SELECT id FROM t WHERE id > 30 ORDER BY id DESC LIMIT 3',
  'SELECT id FROM t WHERE id >= 5 LIMIT 4',
  "SELECT s, count(*), sum(n) FROM t WHERE s IN ('a', 'b') GROUP BY s",
  "SELECT id, s FROM t WHERE s > 'a' OR n < 0.5",
  'SELECT x, count(*) FROM t GROUP BY x',
  'SELECT count(DISTINCT x), min(x), max(x) FROM t',
  'SELECT id, x FROM t ORDER BY x, id LIMIT 9',
  'SELECT s, n, count(*) FROM t GROUP BY s, n ORDER BY 3 DESC LIMIT 5',
]

type JsonRow = Readonly<Record<string, string>>

function toJson(row: JsonRow): string {
  return `{${Object.entries(row)
    .map(([name, json]) => `"${name}":${json}`)
    .join(',')}}`
}

function toCell(json: string | undefined): MemoryCell {
  if (json === undefined) return undefined
  return /^-?\d/.test(json) ? new ExactNumber(json) : JSON.parse(json)
}

/** Batches end at other places, so that reasons come in another order. */
function toComparable(outcome: Result | { code: string | undefined }): object {
  if (!('rows' in outcome)) return outcome
  const { coverage } = outcome
  const skipped = [...coverage.skipped].sort((a, b) => (a.reason < b.reason ? -1 : 1))
  return { ...outcome, rowsScanned: 0, coverage: { ...coverage, skipped } }
}

describe('plans over column segments', () => {
  it('give what they give over the same rows in memory', async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 60 }),
        fc.integer({ min: 1, max: 16 }),
        async (random, maxRows) => {
          const rows = random.map((values, id) => ({ id: String(id), ...values }))
          const source = `[${rows.map(toJson).join(',')}]`
          const [segment] = await buildTestTables(source, {
            rootName: 't',
            columnLimits: { maxGroupRows: maxRows },
          })
          if (segment === undefined) return expect(rows).toEqual([])
          const names = segment.schema.columns.map(({ name }) => name)
          const cells = rows.map((values) => names.map((name) => toCell((values as JsonRow)[name])))
          const memory = createMemoryTable('t', cells, { columns: names, batchRows: 7 })
          for (const sql of queries) {
            const needed = ['id', 'n', 's', 'x'].filter((name) => new RegExp(`\\b${name}\\b`).test(sql))
            if (!needed.every((name) => names.includes(name))) continue
            const run = async (table: typeof memory) => {
              try {
                return await runPlan(parseSelect(sql, { tables: [table.schema] }), [table])
              } catch (error) {
                return { code: (error as { code?: string }).code }
              }
            }
            const [theirs, ours] = [await run(memory), await run(segment)]
            if ('rows' in ours) compared++
            expect(toComparable(ours), sql).toEqual(toComparable(theirs))
          }
        },
      ),
      { numRuns: 60 },
    )
    expect(compared).toBeGreaterThan(300)
  })
})

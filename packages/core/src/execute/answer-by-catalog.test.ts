import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Expression } from '../plan/algebra.js'
import { checkPlan } from '../plan/check-plan.js'
import { parseSelect } from '../sql/parse-select.js'
import { buildTestTables } from '../testing/build-test-segment.js'
import { runPlan } from './run-plan.js'

/** JSON texts of values; numbers in several spellings, some of which no double says. */
const numbers = fc.constantFrom('1', '1.0', '-2', '0.1', '1e2', '100', '-0', '9007199254740993', '1e400')
const others = fc.constantFrom('null', 'true', '"a"', '"n/a"', '""', '[1]', '{"b":[]}')
const columnOf = (arbitrary: fc.Arbitrary<string>) => fc.option(arbitrary, { freq: 4, nil: undefined })
const row = fc
  .record({
    n: numbers,
    m: columnOf(fc.oneof({ weight: 30, arbitrary: numbers }, { weight: 1, arbitrary: others })),
    k: columnOf(
      fc.oneof({ weight: 30, arbitrary: numbers }, { weight: 1, arbitrary: fc.constantFrom('true', 'null') }),
    ),
    x: columnOf(others),
  })
  .map(
    (values) =>
      `{${Object.entries(values).flatMap(([name, text]) => (text === undefined ? [] : `"${name}":${text}`))}}`,
  )
const measure = fc.oneof(
  fc.constant('count(*)'),
  fc
    .tuple(
      fc.constantFrom('count(?)', 'count(DISTINCT ?)', 'min(?)', 'max(?)'),
      fc.constantFrom('n', 'm', 'k', 'x'),
    )
    .map(([call, name]) => call.replace('?', name)),
)
const query = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.array(measure, { minLength: 1, maxLength: 3 }).map((all) => `SELECT ${all} FROM test`),
  },
  measure.map((one) => `SELECT ${one} FROM test`),
  fc
    .tuple(fc.constantFrom('n', 'm', 'k', 'x'), fc.constantFrom('', 'NOT '))
    .map(([name, not]) => `SELECT count(*) FROM test AS t WHERE t.${name} IS ${not}NULL`),
)

describe('an answer from the catalog', () => {
  it('is that of the data, with its coverage and evidence', async () => {
    let known = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 60 }),
        fc.array(query, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 5 }),
        async (rows, queries, evidence) => {
          const all = [...rows, '{"n":1,"m":1,"k":1,"x":"q"}']
          const tables = await buildTestTables(`[${all.join(',')}]`, { columnLimits: { maxGroupRows: 8 } })
          const schemas = tables.map(({ schema }) => schema)
          for (const sql of queries) {
            const plan = parseSelect(sql, { tables: schemas })
            const fast = await runPlan(plan, tables, { evidence })
            const { how, ...naive } = await runPlan(plan, tables, { evidence, rewrite: false })
            expect(how).toBe('exact')
            if (fast.how === 'catalog') known++
            const { rowsScanned, ...rest } = naive
            const { rowsScanned: fewer, how: _, ...found } = fast
            expect({ sql, ...found }).toEqual({ sql, ...rest })
            expect(fewer).toBeLessThanOrEqual(rowsScanned)
          }
        },
      ),
      { numRuns: 120 },
    )
    expect(known).toBeGreaterThan(200)
  })

  it('says so, through what stands above it and between results, and is not given under a scope', async () => {
    const tables = await buildTestTables('[{"n":3},{"n":5,"v":1},{"n":9,"v":null}]')
    const schemas = tables.map(({ schema }) => schema)
    const run = (sql: string, scope?: Expression) => {
      const plan = parseSelect(sql, { tables: schemas })
      return runPlan(checkPlan(plan, schemas, () => scope).plan, tables)
    }
    expect(await run('SELECT max(n) + 1 AS more FROM test')).toMatchObject({
      rows: [[10]],
      how: 'catalog',
      provenance: { rows: [2], total: 1 },
    })
    expect(await run('SELECT (SELECT count(*) FROM test) - (SELECT count(v) FROM test)')).toMatchObject({
      rows: [[2]],
      how: 'catalog',
    })
    expect((await run('SELECT max(n) FROM test WHERE n < 9')).how).toBe('exact')
    expect((await run('SELECT sum(n) FROM test')).how).toBe('exact')
    expect((await run('SELECT n, (SELECT count(*) FROM test) FROM test')).how).toBe('exact')
    const small: Expression = {
      op: 'lt',
      args: [
        { op: 'column', name: 'n' },
        { op: 'number', value: '6' },
      ],
    }
    for (const [sql, cell] of [
      ['SELECT count(*) FROM test', 2],
      ['SELECT max(n) FROM test', 5],
      ['SELECT count(DISTINCT n) FROM test', 2],
      ['SELECT count(*) FROM test WHERE v IS NULL', 1],
      ['SELECT (SELECT max(n) FROM test) - (SELECT count(n) FROM test)', 3],
    ] as const)
      expect(await run(sql, small)).toMatchObject({ rows: [[cell]], how: 'exact', coverage: { withheld: 1 } })
  })
})

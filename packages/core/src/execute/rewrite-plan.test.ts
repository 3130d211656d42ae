import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Expression, Plan, Relation } from '../plan/algebra.js'
import { checkPlan } from '../plan/check-plan.js'
import { explainPlan } from '../plan/explain-plan.js'
import { parseSelect } from '../sql/parse-select.js'
import { createMemoryTable } from '../testing/memory-table.js'
import { rewritePlan } from './rewrite-plan.js'
import { runPlan } from './run-plan.js'

type Cell = number | string | null
const cell = fc.constantFrom<Cell>(0, 1, 2, 2.5, -1, 'a', 'b', '1', null)
const rowsOf = (...names: string[]) =>
  fc.array(fc.record(Object.fromEntries(names.map((name) => [name, cell]))), { maxLength: 10 })
/** So many that the other side of a join is read first. */
const manyOf = (...names: string[]) =>
  fc.array(fc.record(Object.fromEntries(names.map((name) => [name, cell]))), { minLength: 40, maxLength: 60 })
/** Every column has both kinds, so that no comparison is refused. */
const both = (...names: string[]) =>
  [0, 'a'].map((value) => Object.fromEntries(names.map((name) => [name, value])))

interface Made {
  readonly relation: Relation
  readonly names: readonly string[]
}
const numberOf = fc.integer({ min: -2, max: 3 }).map((n): Expression => ({ op: 'number', value: String(n) }))
const columnOf = (names: readonly string[]) =>
  fc.constantFrom(...names).map((name): Expression => ({ op: 'column', name }))
const anyValue = (names: readonly string[]): fc.Arbitrary<Expression> =>
  fc.oneof(
    columnOf(names),
    numberOf,
    fc
      .tuple(fc.constantFrom('add', 'coalesce', 'divide'), fc.oneof(columnOf(names), numberOf), numberOf)
      .map(([fn, a, b]): Expression => ({ op: 'call', fn, args: [a, b] })),
  )
const testOf = (names: readonly string[]): fc.Arbitrary<Expression> =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom('eq', 'lt', 'ge', 'ne'), anyValue(names), anyValue(names))
      .map(([op, a, b]): Expression => ({ op, args: [a, b] })),
    columnOf(names).map((a): Expression => ({ op: 'is-null', args: [a] })),
    columnOf(names).map((a): Expression => ({ op: 'query-member', args: [a], input: members })),
  )
const members: Relation = {
  op: 'project',
  input: {
    op: 'filter',
    input: { op: 'scan', table: 'b' },
    where: {
      op: 'eq',
      args: [
        { op: 'column', name: 'k' },
        { op: 'number', value: '1' },
      ],
    },
  },
  columns: [{ name: 'x', value: { op: 'column', name: 'w' } }],
}
const conditionOf = (names: readonly string[]): fc.Arbitrary<Expression> =>
  fc
    .tuple(fc.constantFrom('and', 'and', 'or'), fc.array(testOf(names), { minLength: 1, maxLength: 3 }))
    .map(([op, args]): Expression => ({ op, args }))

const scanned = (table: string, as: string, columns: readonly string[]): Made => ({
  relation: { op: 'scan', table, as },
  names: [...columns, '_row'].map((name) => `${as}.${name}`),
})
const joined = fc
  .tuple(fc.constantFrom('inner', 'left'), fc.boolean(), fc.boolean(), fc.nat(2))
  .chain(([kind, isCross, hasWhere, filters]) => {
    const left = scanned('a', 'l', ['k', 'v'])
    const right = scanned('b', 'r', ['k', 'w'])
    const names = [...left.names, ...right.names]
    const on = isCross
      ? []
      : [{ left: { op: 'column', name: 'l.k' }, right: { op: 'column', name: 'r.k' } } as const]
    return fc.tuple(conditionOf(names), conditionOf(left.names), conditionOf(right.names)).map(
      ([where, one, other]): Made => ({
        relation: {
          op: 'join',
          kind,
          left: filters > 0 ? { op: 'filter', input: left.relation, where: one } : left.relation,
          right: filters > 1 ? { op: 'filter', input: right.relation, where: other } : right.relation,
          on,
          ...(hasWhere ? { where } : {}),
        },
        names,
      }),
    )
  })
const step = (made: Made): fc.Arbitrary<Made> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: conditionOf(made.names).map(
        (where): Made => ({ ...made, relation: { op: 'filter', input: made.relation, where } }),
      ),
    },
    fc.array(anyValue(made.names), { minLength: 1, maxLength: 3 }).map((values): Made => {
      const columns = values.map((value, index) => ({ name: `p${index}`, value }))
      return {
        relation: { op: 'project', input: made.relation, columns },
        names: columns.map(({ name }) => name),
      }
    }),
    columnOf(made.names).map(
      (value): Made => ({
        ...made,
        relation: { op: 'sort', input: made.relation, keys: [{ value, descending: true, nulls: 'last' }] },
      }),
    ),
    fc
      .nat(6)
      .map((count): Made => ({ ...made, relation: { op: 'limit', input: made.relation, count, offset: 1 } })),
    columnOf(made.names).map(
      (value): Made => ({
        relation: {
          op: 'aggregate',
          input: made.relation,
          groups: [{ name: 'g', value }],
          measures: [{ name: 'n', fn: 'count' }],
        },
        names: ['g', 'n'],
      }),
    ),
    fc
      .tuple(columnOf(made.names), columnOf(made.names), fc.constantFrom('share', 'sum', 'max', 'concat'))
      .map(
        ([key, value, fn]): Made => ({
          relation: {
            op: 'aggregate',
            input: made.relation,
            groups: [
              { name: 'g', value: key },
              { name: 'h', value: { op: 'is-null', args: [value] } },
            ],
            measures: [{ name: 'n', fn, value, ...(fn === 'concat' ? { separator: ' ' } : {}) }],
          },
          names: ['g', 'n'],
        }),
      ),
    fc
      .tuple(fc.constantFrom('union', 'intersect', 'except'), fc.boolean(), conditionOf(made.names))
      .map(([op, all, where]): Made => {
        const columns = made.names.map((name, index) => ({
          name: `c${index}`,
          value: { op: 'column', name } as const,
        }))
        const first: Relation = { op: 'project', input: made.relation, columns }
        const second: Relation = {
          op: 'project',
          input: { op: 'filter', input: made.relation, where },
          columns,
        }
        return {
          relation: { op, all: op === 'union' && all, inputs: [first, second] },
          names: columns.map(({ name }) => name),
        }
      }),
  )
const plans = fc
  .oneof(fc.constant(scanned('a', 'l', ['k', 'v'])), joined)
  .chain((start) =>
    step(start).chain((one) => step(one).chain((two) => fc.oneof(step(two), fc.constant(two)))),
  )

describe('a rewritten plan', () => {
  it('gives the rows of the plan as it stands', async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(
        rowsOf('k', 'v'),
        fc.oneof(rowsOf('k', 'w'), manyOf('k', 'w')),
        plans,
        async (a, b, { relation }) => {
          const tables = [
            createMemoryTable('a', [...both('k', 'v'), ...a], { columns: ['k', 'v'], batchRows: 4 }),
            createMemoryTable('b', [...both('k', 'w'), ...b], { columns: ['k', 'w'], batchRows: 3 }),
          ]
          const plan: Plan = { version: 1, root: relation }
          const naive = await runPlan(plan, tables, { rewrite: false }).catch(
            (error: { code: string }) => error.code,
          )
          const rewritten = await runPlan(plan, tables).catch((error: { code: string }) => error.code)
          if (typeof naive === 'string' || typeof rewritten === 'string') {
            expect(rewritten).toBe(naive)
            return
          }
          compared++
          expect(rewritten.columns).toEqual(naive.columns)
          expect(rewritten.rows).toEqual(naive.rows)
          const skipped = rewritten.coverage.skipped.reduce((sum, { records }) => sum + records, 0)
          expect(rewritten.coverage.used + skipped).toBe(rewritten.coverage.considered)
          expect(rewritten.coverage.used).toBeGreaterThanOrEqual(0)
        },
      ),
      { numRuns: 400 * Number(process.env['ASSAY_SQL_RUNS'] ?? 1) },
    )
    expect(compared).toBeGreaterThan(200)
  })

  it('tests conditions at the tables, joins by equalities and computes what it can', () => {
    const tables = [
      createMemoryTable('a', both('k', 'v')).schema,
      createMemoryTable('b', both('k', 'w')).schema,
    ]
    const sql = 'SELECT v FROM a, b WHERE a.k = b.k AND a.v > 1 + 2 AND b.w < 5 AND a.v < b.w'
    const plan = parseSelect(sql, { tables })
    const rewritten = rewritePlan(plan, tables)
    expect(explainPlan(rewritten)).toBe(
      [
        'project a.v as v',
        '└─ inner join on a.k = b.k and (b.w < 5) and (a.v < b.w)',
        '   └─ filter a.v > 3',
        '      └─ scan a as a',
        '   └─ filter coalesce(b.w < 5, true)',
        '      └─ scan b as b',
      ].join('\n'),
    )
    expect(checkPlan(rewritten, tables).plan).toEqual(rewritten)
  })

  it('filters before it groups or unites, but for a share of all groups', () => {
    const tables = [
      createMemoryTable('a', both('k', 'v')).schema,
      createMemoryTable('b', both('k', 'w')).schema,
    ]
    const explain = (sql: string) => explainPlan(rewritePlan(parseSelect(sql, { tables }), tables))
    expect(explain('SELECT k, count(*) AS n FROM a GROUP BY k HAVING k > 1 AND n > 2')).toBe(
      ['filter n > 2', '└─ aggregate count(*) as n by k', '   └─ filter k > 1', '      └─ scan a'].join('\n'),
    )
    expect(explain('SELECT k, share(*) AS n FROM a GROUP BY k HAVING k > 1')).toBe(
      ['filter k > 1', '└─ aggregate share(*) as n by k', '   └─ scan a'].join('\n'),
    )
    expect(explain('SELECT k FROM (SELECT k FROM a UNION SELECT w FROM b) AS q WHERE k = 1')).toBe(
      [
        'project k',
        '└─ union',
        '   └─ project k',
        '      └─ filter k = 1',
        '         └─ scan a',
        '   └─ project w',
        '      └─ filter w = 1',
        '         └─ scan b',
      ].join('\n'),
    )
  })

  it('counts whole tables without reading them', async () => {
    const table = createMemoryTable('a', both('k', 'v'))
    const run = (sql: string) => runPlan(parseSelect(sql, { tables: [table.schema] }), [table])
    expect(await run('SELECT count(*), count(k) FROM a')).toMatchObject({
      rows: [[2, 2]],
      rowsScanned: 0,
      provenance: { table: 'a', rows: [0, 1], total: 2 },
      coverage: { considered: 2, used: 2 },
    })
    expect((await run('SELECT count(*) FROM a WHERE k = 0')).rowsScanned).toBe(2)
  })
})

import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SqliteProcess, startSqlite } from '../../test/sqlite/sqlite-process.js'
import { formatDecimal, formatDouble, parseDecimal } from '../columns/decimal.js'
import { parseSelect } from '../sql/parse-select.js'
import { createMemoryTable } from '../testing/memory-table.js'
import { runPlan } from './run-plan.js'

/**
 * The SQL slice against SQLite, in a child process of its own: two native SQLite builds never share one. Sums and
 * averages of decimals are checked against SQLite's exact integer sums of their mantissas (columns `m…`), because
 * SQLite adds doubles. ASSAY_SQL_RUNS multiplies the work.
 */
const runs = 120 * Number(process.env['ASSAY_SQL_RUNS'] ?? 1)
const queriesPerRun = 25
const scale = 4

interface Row {
  id: number
  i: number | null
  j: number | null
  d: number | null
  e: number | null
  s: string | null
  u: string | null
}
const liteColumns = ['id', 'i', 'j', 'd', 'e', 's', 'u', 'md', 'me'] as const
type LiteRow = Row & { readonly md: number | null; readonly me: number | null }

let sqlite: SqliteProcess
beforeAll(() => {
  sqlite = startSqlite()
})
afterAll(() => {
  sqlite.close()
})

const askSqlite = (rows: readonly LiteRow[], queries: readonly string[]) =>
  sqlite.ask(
    [
      {
        name: 't',
        columns: liteColumns,
        rows: rows.map((row) => liteColumns.map((column) => row[column])),
        doubles: ['d', 'e'],
      },
    ],
    queries,
  )

/** Few values, so that groups and ties happen; some with all 15 digits. */
const integer = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 1, arbitrary: fc.integer({ min: -(10 ** 15) + 1, max: 10 ** 15 - 1 }) },
)
const decimal = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -30, max: 30 }).map((n) => n / 10) },
  { weight: 2, arbitrary: fc.integer({ min: -99999, max: 99999 }).map((n) => n / 10 ** scale) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: -(10 ** 15) + 1, max: 10 ** 15 - 1 }).map((n) => n / 10 ** scale),
  },
)
const text = fc.constantFrom(
  '',
  'a',
  'A',
  'ab',
  'aB',
  'abc',
  'b',
  'é',
  'É',
  'ß',
  '%',
  '_',
  "it's",
  '\u{1F600}',
  '\uFB01',
  '1',
  '-',
)
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 5, nil: null })
const table = fc
  .array(
    fc.record({
      i: orNull(integer),
      j: orNull(integer),
      d: orNull(decimal),
      e: orNull(decimal),
      s: orNull(text),
      u: orNull(text),
    }),
    { minLength: 0, maxLength: 40 },
  )
  .map((rows) => rows.map((row, id): Row => ({ id, ...row })))

const numbers = ['i', 'j', 'd', 'e', 'id'] as const
const texts = ['s', 'u'] as const
const quoted = text.map((value) => `'${value.replaceAll("'", "''")}'`)
const numeral = fc.oneof(
  integer.map(String),
  decimal.map(formatDouble),
  fc.constantFrom('1e0', '0.30', '.5', '2.', '-1E-1'),
)
const sign = fc.constantFrom('=', '<>', '!=', '==', '<', '<=', '>', '>=')
const likePattern = fc
  .array(fc.constantFrom('%', '_', 'a', 'B', 'é', '\u{1F600}'), { maxLength: 4 })
  .map((parts) => `'${parts.join('')}'`)
const not = fc.constantFrom('', 'NOT ')
const join = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.join(' '))
const list = (item: fc.Arbitrary<string>) =>
  fc
    .array(fc.oneof({ weight: 9, arbitrary: item }, { weight: 1, arbitrary: fc.constant('NULL') }), {
      minLength: 1,
      maxLength: 4,
    })
    .map((all) => `(${all.join(', ')})`)
const sides = (column: fc.Arbitrary<string>, value: fc.Arbitrary<string>) =>
  fc.oneof(
    join(column, sign, value),
    join(value, sign, column),
    join(column, sign, column),
    join(column, not, fc.constant('IN'), list(value)),
    join(column, not, fc.constant('BETWEEN'), value, fc.constant('AND'), value),
  )
const number = fc.constantFrom<string>(...numbers)
const word = fc.constantFrom<string>(...texts)
const test = fc.oneof(
  { weight: 4, arbitrary: sides(number, numeral) },
  { weight: 3, arbitrary: sides(word, quoted) },
  { weight: 1, arbitrary: join(word, not, fc.constant('LIKE'), likePattern) },
  {
    weight: 1,
    arbitrary: join(
      fc.oneof(number, word),
      fc.constantFrom('IS NULL', 'IS NOT NULL', 'ISNULL', 'NOTNULL', 'NOT NULL'),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'true',
      'false',
      'NULL',
      'i = NULL',
      '(i > 0) IS TRUE',
      '(s = u) IS NOT TRUE',
      '(i > 0) IS NULL',
    ),
  },
)
/** Without brackets wherever SQL allows it, so that precedence is compared too. */
const condition = fc.letrec<{ any: string; flat: string }>((tie) => ({
  flat: fc
    .tuple(not, test, fc.array(fc.tuple(fc.constantFrom('AND', 'OR'), not, test), { maxLength: 3 }))
    .map(([first, head, rest]) =>
      [first + head, ...rest.map(([op, no, item]) => `${op} ${no}${item}`)].join(' '),
    ),
  any: fc.oneof(
    { depthSize: 'small' },
    tie('flat'),
    fc
      .tuple(not, tie('any'), fc.constantFrom('AND', 'OR'), tie('any'))
      .map(([no, a, op, b]) => `${no}(${a}) ${op} ${b}`),
  ),
})).any
const where = fc.option(condition, { nil: '', freq: 4 }).map((it) => (it === '' ? '' : ` WHERE ${it}`))

/** One column: as we write it, as SQLite gets it, and how its answer is read. */
interface Column {
  readonly ours: string
  readonly lite?: string
  readonly as?: 'scaled' | 'average'
}
const scaledOf = { d: 'md', e: 'me' } as const
const measure: fc.Arbitrary<Column> = fc.oneof(
  fc.constant<Column>({ ours: 'count(*)' }),
  fc.constantFrom(...numbers, ...texts).map((c) => ({ ours: `count(${c})` })),
  fc.constantFrom(...numbers, ...texts).map((c) => ({ ours: `count(DISTINCT ${c})` })),
  fc
    .tuple(fc.constantFrom('min', 'max'), fc.constantFrom(...numbers, ...texts))
    .map(([fn, c]) => ({ ours: `${fn}(${c})` })),
  fc.constantFrom('i', 'j', 'id').map((c): Column => ({ ours: `sum(${c})` })),
  fc
    .constantFrom('d', 'e')
    .map((c): Column => ({ ours: `sum(${c})`, lite: `CAST(sum(${scaledOf[c]}) AS TEXT)`, as: 'scaled' })),
  fc.constantFrom('d', 'e').map(
    (c): Column => ({
      ours: `avg(${c})`,
      lite: `CAST(sum(${scaledOf[c]}) AS TEXT) || '/' || count(${c})`,
      as: 'average',
    }),
  ),
)
const direction = fc.constantFrom(
  '',
  ' ASC',
  ' DESC',
  ' NULLS FIRST',
  ' DESC NULLS FIRST',
  ' NULLS LAST',
  ' DESC NULLS LAST',
)
const limit = fc.oneof(
  fc.constant(''),
  fc.nat(8).map((n) => ` LIMIT ${n}`),
  fc.tuple(fc.nat(8), fc.nat(5)).map(([n, m]) => ` LIMIT ${n} OFFSET ${m}`),
  fc.tuple(fc.nat(8), fc.nat(5)).map(([n, m]) => ` LIMIT ${m}, ${n}`),
)

interface Query {
  readonly ours: string
  readonly lite: string
  readonly columns: readonly Column[]
}
const toQuery = (columns: readonly Column[], rest: string, head = 'SELECT'): Query => ({
  ours: `${head} ${columns.map((column) => column.ours).join(', ')} FROM t${rest}`,
  lite: `${head} ${columns.map((column) => column.lite ?? column.ours).join(', ')} FROM t${rest}`,
  columns,
})
const anyColumn = fc.constantFrom<string>(...numbers, ...texts)
const some = fc.uniqueArray(anyColumn, { minLength: 1, maxLength: 3 })
const plain = (names: readonly string[]) => names.map((ours): Column => ({ ours }))

/** `id` last makes the order total; without ORDER BY both give source order. */
const listing = fc
  .tuple(some, where, fc.option(fc.array(join(anyColumn, direction), { maxLength: 2 }), { nil: null }), limit)
  .map(([names, filter, order, cut]) =>
    toQuery(
      plain(names),
      `${filter}${order === null ? '' : ` ORDER BY ${[...order, 'id'].join(', ')}`}${cut}`,
    ),
  )
const total = fc
  .tuple(fc.array(measure, { minLength: 1, maxLength: 3 }), where)
  .map(([measures, filter]) => toQuery(measures, filter))
const having = fc.constantFrom(
  '',
  ' HAVING count(*) > 1',
  ' HAVING sum(i) > 0 OR count(d) = 1',
  ' HAVING max(s) IS NOT NULL AND NOT min(i) > 2',
)
const grouped = fc
  .tuple(some, fc.array(measure, { maxLength: 3 }), where, having, direction, limit)
  .map(([keys, measures, filter, after, to, cut]) => {
    const order = keys.map((_, index) => `${index + 1}${to}`).join(', ')
    return toQuery(
      [...plain(keys), ...measures],
      `${filter} GROUP BY ${keys.join(', ')}${after} ORDER BY ${order}${cut}`,
    )
  })
const ranked = fc
  .tuple(anyColumn, where, fc.constantFrom('', ' HAVING n > 1', ' HAVING NOT k > n'), direction, limit)
  .map(([key, filter, after, to, cut]) =>
    toQuery(
      [{ ours: `${key} AS k` }, { ours: 'count(*) AS n' }],
      `${filter} GROUP BY k${texts.some((name) => name === key) ? '' : after} ORDER BY n${to}, ${key}${cut}`,
    ),
  )
const distinct = fc
  .tuple(some, where, direction, limit)
  .map(([names, filter, to, cut]) =>
    toQuery(
      plain(names),
      `${filter} ORDER BY ${names.map((name) => name + to).join(', ')}${cut}`,
      'SELECT DISTINCT',
    ),
  )
const query = fc.oneof(
  { weight: 3, arbitrary: listing },
  { weight: 2, arbitrary: total },
  grouped,
  ranked,
  distinct,
)

function fromSqlite(value: number | string | null, column: Column): string | null {
  if (value === null) return null
  if (column.as === 'scaled') return formatDecimal(parseDecimal(`${value}e-${scale}`)!)
  if (column.as === 'average') {
    const [sum, count] = String(value).split('/')
    return Number(`${sum}e-${scale}`) === 0 ? '0' : averageText(BigInt(sum!), BigInt(count!))
  }
  return typeof value === 'number' ? formatDouble(value) : `'${value}'`
}

/** 40 digits of the quotient, cut: its nearest double is the exact average's but for ties beyond all of them. */
function averageText(sum: bigint, count: bigint): string {
  const quotient = (sum * 10n ** 40n) / count
  return formatDouble(Number(`${quotient}e-${40 + scale}`))
}

function fromOurs(value: unknown, type: string): string | null {
  if (value === null) return null
  if (typeof value === 'number') return formatDouble(value)
  return type === 'decimal' ? String(value) : `'${value}'`
}

describe('SQL against SQLite', () => {
  it('gives the same rows', { timeout: 600_000 }, async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.array(query, { minLength: queriesPerRun, maxLength: queriesPerRun }),
        fc.integer({ min: 1, max: 17 }),
        async (rows, queries, batchRows) => {
          const mantissa = (value: number | null) => (value === null ? null : Math.round(value * 10 ** scale))
          const lite = rows.map((row) => ({ ...row, md: mantissa(row.d), me: mantissa(row.e) }))
          const expected = await askSqlite(
            lite,
            queries.map((it) => it.lite),
          )
          const columns = ['id', 'i', 'j', 'd', 'e', 's', 'u']
          const memory = createMemoryTable('t', rows as unknown as Record<string, string>[], {
            columns,
            batchRows,
          })
          for (const [index, { ours, columns: selected }] of queries.entries()) {
            const theirs = expected[index]!
            if (theirs.rows === undefined) throw new Error(`${ours}\n${theirs.error}`)
            const result = await runPlan(parseSelect(ours, { tables: [memory.schema] }), [memory])
            const mine = result.rows.map((row) =>
              row.map((cell, at) => fromOurs(cell, result.columns[at]!.type)),
            )
            const wanted = theirs.rows.map((row) => row.map((cell, at) => fromSqlite(cell, selected[at]!)))
            expect(mine, ours).toEqual(wanted)
            const { considered, used, skipped } = result.coverage
            expect(considered).toBe(rows.length)
            expect(used + skipped.reduce((sum, it) => sum + it.records, 0)).toBe(considered)
            expect(used).toBeGreaterThanOrEqual(0)
            compared++
          }
        },
      ),
      { numRuns: runs },
    )
    expect(compared).toBeGreaterThanOrEqual(runs * queriesPerRun)
  })
})

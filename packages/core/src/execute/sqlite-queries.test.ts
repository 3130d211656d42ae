import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SqliteProcess, startSqlite } from '../../test/sqlite/sqlite-process.js'
import { formatDouble } from '../columns/decimal.js'
import { parseSelect } from '../sql/parse-select.js'
import { createMemoryTable } from '../testing/memory-table.js'
import { runPlan } from './run-plan.js'

/**
 * Expressions against SQLite, in a child process of its own, over tables of small integers and texts, where both
 * dialects mean the same. ASSAY_SQL_RUNS multiplies the work.
 */
const runs = 60 * Number(process.env['ASSAY_SQL_RUNS'] ?? 1)
const queriesPerRun = 25

type Cell = number | string | null

let sqlite: SqliteProcess
beforeAll(() => {
  sqlite = startSqlite()
})
afterAll(() => {
  sqlite.close()
})

const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 5, nil: null })
const integer = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 1, arbitrary: fc.integer({ min: -1000, max: 1000 }) },
)
const text = fc.constantFrom(
  '',
  'a',
  'A',
  'ab',
  ' aB ',
  'abc',
  'b',
  '%',
  '_',
  "it's",
  '\u{1F600}x',
  '12',
  '-',
  '2001-02-28',
  '2000-02-29 23:59:59',
  '1999-12-31T08:05',
  '2001-07-04T00:30:00+02:00',
)
const tableOf = (columns: Record<string, fc.Arbitrary<Cell>>, maxLength: number) =>
  fc.array(fc.tuple(...Object.values(columns)), { minLength: 0, maxLength }).map((rows) => ({
    columns: ['id', ...Object.keys(columns)],
    rows: rows.map((row, id): Cell[] => [id, ...row]),
  }))
const mainTable = tableOf({ i: orNull(integer), j: orNull(integer), s: orNull(text), u: orNull(text) }, 30)

const otherTable = tableOf({ k: orNull(integer), n: orNull(integer), p: orNull(text) }, 20).map((it) => ({
  ...it,
  columns: ['bid', 'k', 'n', 'p'],
}))
const thirdTable = tableOf({ i: orNull(integer), z: orNull(text) }, 10).map((it) => ({
  ...it,
  columns: ['cid', 'i', 'z'],
}))

/** The same, as we write it and as SQLite does. */
interface Sql {
  readonly ours: string
  readonly lite: string
}
const same = (it: string): Sql => ({ ours: it, lite: it })
const sql =
  (strings: TemplateStringsArray) =>
  (...parts: Sql[]): Sql => ({
    ours: strings.map((text, k) => text + (parts[k]?.ours ?? '')).join(''),
    lite: strings.map((text, k) => text + (parts[k]?.lite ?? '')).join(''),
  })
const from = (template: (...parts: Sql[]) => Sql, ...parts: fc.Arbitrary<Sql>[]) =>
  fc.tuple(...parts).map((all) => template(...all))
const hole = ''
const two = (middle: string, before = '(', after = ')') =>
  sql([before, middle, after] as unknown as TemplateStringsArray)
const call = (name: string, count: number) =>
  sql([`${name}(`, ...Array(count - 1).fill(', '), ')'] as unknown as TemplateStringsArray)

const { num, word, cond } = fc.letrec<{ num: Sql; word: Sql; cond: Sql }>((tie) => {
  const depth = { maxDepth: 3, depthSize: 'small' } as const
  const plainNumber = fc.oneof(
    fc.constantFrom('i', 'j', 'id').map(same),
    integer.map((n) => same(String(n))),
  )
  const plainText = fc.oneof(
    fc.constantFrom('s', 'u').map(same),
    text.map((value) => same(`'${value.replaceAll("'", "''")}'`)),
  )
  const datePart = (name: string, format: string) => (it: Sql) => ({
    ours: `${name}(${it.ours})`,
    lite: `CAST(strftime('${format}', CASE WHEN length(${it.lite}) >= 10 THEN ${it.lite} END) AS INTEGER)`,
  })
  return {
    num: fc.oneof(
      depth,
      plainNumber,
      from(two(' + '), tie('num'), tie('num')),
      from(two(' - '), tie('num'), tie('num')),
      from(two(' * '), tie('num'), tie('num')),
      from(two(' + ', '', ''), plainNumber, plainNumber),
      from(two(' % '), tie('num'), tie('num')),
      from(two(hole, '(- ', ')'), tie('num'), fc.constant(same(''))),
      from(call('abs', 1), tie('num')),
      from(call('round', 1), tie('num')),
      from(call('coalesce', 2), tie('num'), tie('num')),
      from(call('ifnull', 2), tie('num'), tie('num')),
      from(call('nullif', 2), tie('num'), tie('num')),
      from(call('length', 1), tie('word')),
      from(call('instr', 2), tie('word'), tie('word')),
      from(call('iif', 3), tie('cond'), tie('num'), tie('num')),
      plainText.map(datePart('year', '%Y')),
      plainText.map(datePart('month', '%m')),
      plainText.map(datePart('weekday', '%w')),
      plainText.map(datePart('yearday', '%j')),
      plainText.map(datePart('hour', '%H')),
      from(
        sql(['CASE ', ' WHEN ', ' THEN ', ' ELSE ', ' END'] as unknown as TemplateStringsArray),
        tie('num'),
        tie('num'),
        tie('num'),
        tie('num'),
      ),
    ),
    word: fc.oneof(
      depth,
      plainText,
      from(two(' || '), tie('word'), tie('word')),
      fc.tuple(tie('word'), fc.constantFrom('i', 'id')).map(([a, b]) => two(' || ')(a, same(b))),
      from(call('lower', 1), tie('word')),
      from(call('upper', 1), tie('word')),
      from(call('trim', 1), tie('word')),
      from(call('ltrim', 2), tie('word'), tie('word')),
      from(call('replace', 3), tie('word'), tie('word'), fc.constantFrom("''", "'xy'").map(same)),
      from(call('substr', 2), tie('word'), plainNumber),
      from(call('substr', 3), tie('word'), plainNumber, plainNumber),
      from(call('nullif', 2), tie('word'), tie('word')),
      from(call('coalesce', 3), tie('word'), tie('word'), tie('word')),
      fc.constantFrom('i', 'j').map((c) => same(`CAST(${c} AS TEXT)`)),
      plainText.map((it) => ({
        ours: `date(${it.ours})`,
        lite: `date(CASE WHEN length(${it.lite}) >= 10 THEN ${it.lite} END)`,
      })),
      from(
        sql(['CASE WHEN ', ' THEN ', ' END'] as unknown as TemplateStringsArray),
        tie('cond'),
        tie('word'),
      ),
    ),
    cond: fc.oneof(
      depth,
      fc
        .tuple(tie('num'), fc.constantFrom('=', '<>', '<', '<=', '>', '>='), tie('num'))
        .map(([a, op, b]) => two(` ${op} `)(a, b)),
      fc
        .tuple(tie('word'), fc.constantFrom('=', '<>', '<', '>='), tie('word'))
        .map(([a, op, b]) => two(` ${op} `)(a, b)),
      from(sql(['(', ' IS NULL)'] as unknown as TemplateStringsArray), fc.oneof(tie('num'), tie('word'))),
      from(
        sql(['(', ' IN (', ', ', ', NULL))'] as unknown as TemplateStringsArray),
        tie('num'),
        tie('num'),
        tie('num'),
      ),
      from(
        sql(['(', ' BETWEEN ', ' AND ', ')'] as unknown as TemplateStringsArray),
        tie('num'),
        tie('num'),
        tie('num'),
      ),
      fc
        .tuple(
          tie('word'),
          fc.constantFrom("'a%'", "'%b_'", "'!%' ESCAPE '!'", "'a!_%' ESCAPE '!'", "'%!' ESCAPE '!'"),
        )
        .map(([a, b]) => two(' LIKE ')(a, same(b))),
      from(two(' AND '), tie('cond'), tie('cond')),
      from(two(' OR '), tie('cond'), tie('cond')),
      from(two(hole, '(NOT ', ')'), tie('cond'), fc.constant(same(''))),
    ),
  }
})
/** Nothing is computed with a quotient: it is a decimal here and a double there. */
const quotient = fc.tuple(num, num).map(
  ([a, b]): Sql => ({
    ours: `(${a.ours}) / (${b.ours})`,
    lite: `CAST((${a.lite}) AS REAL) / (${b.lite})`,
  }),
)
const value = fc.oneof({ weight: 4, arbitrary: num }, { weight: 4, arbitrary: word }, quotient)
const expressions: fc.Arbitrary<Sql> = fc.oneof(
  from(
    sql(['SELECT id, ', ', ', ' FROM t WHERE ', ' ORDER BY ', ', id'] as unknown as TemplateStringsArray),
    value,
    value,
    cond,
    // SQLite takes a number in brackets, with a sign, for the position of a column.
    value.filter(({ ours }) => !/^[-\s()\d]+$/.test(ours)),
  ),
  from(
    sql([
      'SELECT ',
      ' AS k, count(*), sum(',
      '), min(',
      ') FROM t GROUP BY k HAVING sum(',
      ') > 0 ORDER BY 1, 2, 3',
    ] as unknown as TemplateStringsArray),
    value,
    fc.constantFrom('i', 'j * 2', 'length(s)', 'abs(i) - j').map(same),
    value,
    fc.constantFrom('i', 'id + 1').map(same),
  ),
  from(
    sql([
      'SELECT count(',
      '), count(DISTINCT ',
      '), max(',
      ') + 1 FROM t',
    ] as unknown as TemplateStringsArray),
    value,
    value,
    num,
  ),
)

/** Queries over several tables; with `ORDER BY` on all that is selected, so that the order of rows is told. */
const column = fc.constantFrom('t.id', 't.i', 't.j', 't.s', 't.u', 'b.k', 'b.n', 'b.p')
const onKeys = fc.constantFrom(
  't.i = b.k',
  't.i = b.n AND t.s = b.p',
  'b.k = t.i AND b.n > t.j',
  't.i + 1 = b.k',
  't.s = b.p AND t.id <> b.bid',
  'b.k = t.i AND t.j = 1',
)
const inner = fc.constantFrom('', ' WHERE b.n > 0', ' WHERE b.p IS NOT NULL', ' WHERE b.k = 1 OR b.n = 2')
/** Values of one row, of the first of several, and of computations over what there is or is not. */
const tied = fc.constantFrom(
  '(SELECT n FROM b WHERE b.bid = t.i)',
  '(SELECT n FROM b WHERE b.k = t.i ORDER BY n DESC LIMIT 1)',
  '(SELECT n + k FROM b WHERE b.k = t.j ORDER BY n, bid DESC LIMIT 1)',
  '(SELECT coalesce(sum(n), -1) + count(*) FROM b WHERE b.k = t.i)',
  '(SELECT CASE WHEN count(*) = 0 THEN 7 ELSE sum(n) END FROM b WHERE b.k = t.i)',
  '(SELECT count(*) * 2 FROM b WHERE b.k = t.i AND b.n > 0)',
  '(SELECT max(n) FROM b WHERE b.k = t.i GROUP BY k)',
  '(SELECT sum(DISTINCT n) FROM b WHERE b.k = t.i)',
)
const filter = fc.oneof(
  fc.constantFrom('t.i > 0', 't.j IS NULL', "t.s <> 'a'", 't.id < 9', 'NOT t.i = t.j'),
  fc.tuple(fc.constantFrom('', 'NOT '), inner).map(([no, it]) => `t.i ${no}IN (SELECT b.k FROM b${it})`),
  fc.tuple(fc.constantFrom('', 'NOT '), inner).map(([no, it]) => `t.s ${no}IN (SELECT p FROM b${it})`),
  fc
    .tuple(
      fc.constantFrom('', 'NOT '),
      fc.constantFrom('b.k = t.i', 't.j = n AND b.p = t.s', 'b.k = t.i AND b.n > 0'),
    )
    .map(([no, it]) => `${no}EXISTS (SELECT * FROM b WHERE ${it})`),
  inner.map((it) => `t.i > (SELECT min(n) FROM b${it})`),
  fc
    .constantFrom('sum(n)', 'count(*)', 'max(k)', 'count(n)')
    .map((it) => `t.id >= (SELECT ${it} FROM b WHERE b.k = t.i)`),
  inner.map((it) => `EXISTS (SELECT 1 FROM b${it})`),
  fc
    .tuple(
      fc.constantFrom('', 'NOT '),
      fc.constantFrom('b.k = t.i', 'b.k = t.j AND b.n < 2', 't.id = b.bid + 1'),
    )
    .map(([no, it]) => `t.s ${no}IN (SELECT p FROM b WHERE ${it})`),
  fc
    .tuple(fc.constantFrom('', 'NOT '), fc.constantFrom('b.k = t.i', 'b.bid < 9 AND t.j = b.n'))
    .map(([no, it]) => `t.j ${no}IN (SELECT n + 1 FROM b WHERE ${it})`),
  fc
    .tuple(fc.constantFrom('', 'NOT '), fc.constantFrom('count(*) > 1', 'sum(n) > 0', 'p IS NULL'))
    .map(([no, it]) => `${no}EXISTS (SELECT p FROM b WHERE b.k = t.i GROUP BY p HAVING ${it})`),
  tied.map((it) => `t.id >= ${it}`),
)
const filters = fc
  .array(fc.tuple(filter, fc.constantFrom(' AND ', ' OR ')), { maxLength: 3 })
  .map((all) =>
    all.length === 0 ? '' : ` WHERE ${all.map(([it, op], at) => (at === 0 ? '' : op) + it).join('')}`,
  )
const ordered = (names: readonly string[], rest: string, tail: string) =>
  same(`SELECT ${names.join(', ')} ${rest} ORDER BY ${names.map((_, at) => at + 1).join(', ')}${tail}`)
const cut = fc.constantFrom('', ' LIMIT 4', ' LIMIT 3 OFFSET 2')
const columns = fc.uniqueArray(column, { minLength: 1, maxLength: 4 })
const ofT = fc.constantFrom('t.id', 't.i', 't.j', 't.s')
const joinWord = fc.constantFrom('JOIN', 'INNER JOIN', 'LEFT JOIN', 'LEFT OUTER JOIN')
const several: fc.Arbitrary<Sql> = fc.oneof(
  fc
    .tuple(columns, joinWord, onKeys, filters, cut)
    .map(([names, word, on, where, tail]) => ordered(names, `FROM t ${word} b ON ${on}${where}`, tail)),
  fc
    .tuple(columns, filters, cut)
    .map(([names, where, tail]) =>
      ordered(names, `FROM t, b${where === '' ? ' WHERE' : `${where} AND`} t.i = b.k`, tail),
    ),
  fc
    .tuple(joinWord, onKeys, filters)
    .map(([word, on, where]) =>
      ordered(
        ['t.s', 'count(*)', 'count(b.k)', 'sum(b.n) FILTER (WHERE b.k > 0)', 'total(t.i)'],
        `FROM t ${word} b ON ${on}${where} GROUP BY t.s`,
        '',
      ),
    ),
  fc
    .tuple(joinWord, joinWord)
    .map(([one, other]) =>
      ordered(
        ['x.id', 'y.id', 'b.p'],
        `FROM t x ${one} t AS y ON x.i = y.j AND x.id <> y.id ${other} b ON b.k = y.i AND b.n = x.j`,
        '',
      ),
    ),
  fc
    .tuple(ofT, filters)
    .map(([it, where]) =>
      ordered([it], `FROM t LEFT JOIN (SELECT k, count(*) c FROM b GROUP BY k) q ON q.k = t.i${where}`, ''),
    ),
  fc
    .tuple(
      fc.constantFrom('UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT'),
      fc.constantFrom('UNION', 'EXCEPT', 'INTERSECT'),
      filters,
    )
    .map(([op, next, where]) =>
      same(`SELECT i, s FROM t${where} ${op} SELECT k, p FROM b ${next} SELECT j, u FROM t ORDER BY 1, 2`),
    ),
  fc
    .tuple(filters, fc.constantFrom('sum(n)', 'count(*)', 'count(n)', 'min(p)'))
    .map(([where, it]) => ordered(['id', `(SELECT ${it} FROM b WHERE b.k = t.i)`], `FROM t${where}`, '')),
  filters.map((where) =>
    same(`SELECT group_concat(s), group_concat(u, '; '), group_concat(id) FROM t${where}`),
  ),
  filters.map((where) => same(`SELECT (SELECT count(*) FROM t${where}) - (SELECT count(*) FROM b)`)),
  fc
    .tuple(filters, fc.constantFrom('i', 'j', 'id % 3'), fc.constantFrom('i', 'j', 'length(s)'))
    .map(([where, it, key]) =>
      ordered(
        [key, 'sum', 'avg', 'total', 'count', 'max'].map((fn, at) =>
          at === 0 ? fn : `${fn}(DISTINCT ${it})`,
        ),
        `FROM t${where} GROUP BY ${key}`,
        '',
      ),
    ),
  filters.map((where) =>
    same(`SELECT group_concat(DISTINCT s), sum(DISTINCT i) FILTER (WHERE j > 0) FROM t${where}`),
  ),
  fc.tuple(filters, fc.constantFrom('i', 's', 'j % 2')).map(([where, key]): Sql => {
    const rest = `FROM t${where} GROUP BY ${key}`
    return {
      ours: `SELECT ${key}, share(*), share(j), share(abs(id)) FILTER (WHERE i > 0) ${rest} ORDER BY 1`,
      lite: `SELECT ${key}, ${['count(*)', 'sum(j)', 'sum(abs(id)) FILTER (WHERE i > 0)']
        .map((it) => `${it} * 1.0 / sum(${it}) OVER ()`)
        .join(', ')} ${rest} ORDER BY 1`,
    }
  }),
  fc
    .tuple(tied, tied, filters)
    .map(([one, other, where]) => ordered(['id', one, other], `FROM t${where}`, '')),
  fc
    .tuple(
      columns,
      fc.array(fc.constantFrom('', ' DESC', ' NULLS LAST', ' DESC NULLS FIRST', ' ASC NULLS FIRST'), {
        minLength: 4,
        maxLength: 4,
      }),
      filters,
      cut,
    )
    .map(([names, orders, where, tail]) =>
      same(
        `SELECT ${names.join(', ')} FROM t LEFT JOIN b ON t.i = b.k${where} ORDER BY ${names
          .map((name, at) => name + orders[at])
          .join(', ')}${tail}`,
      ),
    ),
  fc
    .tuple(fc.constantFrom('i > 0', "s = 'a'", 'n IS NULL', 'n > 1 OR i < 2'), cut)
    .map(([outer, tail]) =>
      same(
        `SELECT i, s, n FROM (SELECT i, s, count(*) AS n FROM t GROUP BY i, s UNION ALL SELECT k, p, n FROM b) AS q WHERE ${outer} ORDER BY 1, 2, 3${tail}`,
      ),
    ),
  fc
    .tuple(fc.constantFrom('i > 0 AND n > 1', 'i IS NULL', "s < 'b' AND n < 3"), filters)
    .map(([having, where]) =>
      same(`SELECT i, s, count(*) AS n FROM t${where} GROUP BY i, s HAVING ${having} ORDER BY 1, 2`),
    ),
  fc
    .tuple(filters, cut)
    .map(([where, tail]) =>
      same(
        `WITH q AS (SELECT i, count(*) AS c FROM t${where} GROUP BY i), r(a, z) AS (SELECT i, c * 2 FROM q) SELECT a, z, c FROM r JOIN q ON q.i = r.a ORDER BY 1, 2, 3${tail}`,
      ),
    ),
  fc
    .tuple(filters, cut)
    .map(([where, tail]) =>
      same(`SELECT count(*), max(z) FROM (SELECT id AS z FROM t${where} ORDER BY id DESC${tail}) AS q`),
    ),
  fc.constant(same('SELECT * FROM t JOIN c USING (i) ORDER BY t.id, c.z')),
  fc.constant(same('SELECT i, count(*) FROM t LEFT JOIN c USING (i) GROUP BY i ORDER BY 1')),
)
const query = fc.oneof({ weight: 3, arbitrary: expressions }, { weight: 4, arbitrary: several })

function fromCell(value: unknown): string | null {
  if (value === null) return null
  return typeof value === 'number' ? formatDouble(value) : `'${value}'`
}

describe('SQL against SQLite', () => {
  it('computes the same values', { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        mainTable,
        otherTable,
        thirdTable,
        fc.array(query, { minLength: 1, maxLength: queriesPerRun, size: 'max' }),
        fc.integer({ min: 1, max: 17 }),
        async (t, b, c, queries, batchRows) => {
          const expected = await sqlite.ask(
            [
              { name: 't', ...t },
              { name: 'b', ...b },
              { name: 'c', ...c },
            ],
            queries.map((it) => it.lite),
          )
          const tables = [
            createMemoryTable('t', t.rows, { columns: t.columns, batchRows }),
            createMemoryTable('b', b.rows, { columns: b.columns, batchRows: batchRows + 1 }),
            createMemoryTable('c', c.rows, { columns: c.columns, batchRows }),
          ]
          for (const [index, { ours, lite }] of queries.entries()) {
            const theirs = expected[index]!
            if (theirs.rows === undefined) throw new Error(`${lite}\n${theirs.error}`)
            const result = await runPlan(parseSelect(ours, { tables: tables.map((it) => it.schema) }), tables)
            const mine = result.rows.map((row) => row.map(fromCell))
            expect(mine, ours).toEqual(theirs.rows.map((row) => row.map(fromCell)))
          }
        },
      ),
      { numRuns: runs },
    )
  })
})

import { isAssayError } from '@assay/store/error'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Expression } from '../plan/algebra.js'
import { explainPlan } from '../plan/explain-plan.js'
import { createMemoryTable } from '../testing/memory-table.js'
import { lexSql } from './lex-sql.js'
import { parseSelect } from './parse-select.js'

const fire = 'psets.Pset_DoorCommon.FireRating'
const doors = createMemoryTable('doors', [
  {
    id: 1,
    name: 'a',
    width: 0.5,
    open: true,
    'order by': 1,
    'a"b': 2,
    [fire]: 'EI30',
    '"x.y".z': 'q',
    order: 3,
  },
])
const catalog = { tables: [doors.schema] }
const read = (sql: string) => parseSelect(sql, catalog)
const tree = (sql: string) =>
  explainPlan(read(sql))
    .split('\n')
    .map((line) => line.replace(/^ *└─ /, ''))

function where(condition: string): Expression {
  const { root } = read(`SELECT count(*) FROM doors WHERE ${condition}`)
  if (root.op !== 'aggregate' || root.input.op !== 'filter') throw new Error('no filter')
  return root.input.where
}

function refusal(sql: string) {
  try {
    read(sql)
  } catch (error) {
    if (isAssayError(error))
      return { ...error.details, code: error.code, message: error.message, hint: error.hint }
    throw error
  }
  throw new Error(`not refused: ${sql}`)
}

describe('plans from SQL', () => {
  it('filters, sorts and cuts below the columns', () => {
    expect(
      tree(
        'SELECT name AS n, id FROM doors d WHERE d.width > .5 ORDER BY n, 2 DESC, open NULLS LAST LIMIT 5 OFFSET 2;',
      ),
    ).toEqual([
      'project name as n, id',
      'limit 5 offset 2',
      'sort name nulls first, id descending nulls last, open nulls last',
      'filter width > 0.5',
      'scan doors',
    ])
  })

  it('groups, keeps what having and order by need, and drops it again', () => {
    expect(
      tree(
        'SELECT open, count(*) AS n FROM records GROUP BY 1 HAVING max(width) > 1 ORDER BY sum(width) DESC, n',
      ),
    ).toEqual([
      'project open, n',
      'sort sum(width) descending nulls last, n nulls first',
      'filter max(width) > 1',
      'aggregate count(*) as n, max(width), sum(width) by open',
      'scan doors',
    ])
    expect(tree('SELECT count(DISTINCT name), count(), avg(width) FROM doors')).toEqual([
      'aggregate count(distinct name) as "count(DISTINCT name)", count(*) as count(), avg(width)',
      'scan doors',
    ])
  })

  it('takes a name for the column before the alias, but in ORDER BY', () => {
    expect(tree('SELECT sum(id) AS width FROM doors GROUP BY open ORDER BY width')[1]).toBe(
      'sort width nulls first',
    )
    expect(refusal('SELECT sum(id) AS width FROM doors GROUP BY open HAVING width > 3')).toMatchObject({
      code: 'SQL_UNSUPPORTED',
    })
    expect(tree('SELECT sum(id) AS n FROM doors GROUP BY open HAVING n > 3')[1]).toBe('filter n > 3')
    expect(tree('SELECT id AS n FROM doors WHERE n > 3')[1]).toBe('filter id > 3')
    for (const items of ['n > 1 AS n', 'm > 1 AS n, n > 1 AS m', 'count(*) > n AS n', 'sum(n) AS n'])
      expect(refusal(`SELECT ${items} FROM doors GROUP BY open`), items).toMatchObject({
        code: 'PLAN_UNKNOWN_COLUMN',
      })
  })

  it('takes DISTINCT as a group without measures', () => {
    expect(tree('SELECT DISTINCT open, name FROM doors ORDER BY name LIMIT 3')).toEqual([
      'limit 3',
      'sort name nulls first',
      'distinct by open, name',
      'scan doors',
    ])
  })

  it('finds nested and odd names however they are written', () => {
    for (const name of [
      fire,
      `"${fire}"`,
      `[${fire}]`,
      `\`${fire}\``,
      `doors.${fire}`,
      `"doors"."${fire}"`,
      fire.toUpperCase(),
      'psets."Pset_DoorCommon".[FireRating]',
    ])
      expect(tree(`SELECT ${name} FROM doors`)[0], name).toBe(`project ${fire}`)
    expect(tree('SELECT "order by", "a""b", "x.y".z, doors.order FROM doors')[0]).toBe(
      'project "order by", "a""b", """x.y"".z", order',
    )
    expect(tree('SELECT * FROM doors')[0]).toBe(
      `project id, name, width, open, "order by", "a""b", ${fire}, """x.y"".z", order`,
    )
  })

  it('gives columns of the same name different ones', () => {
    expect(tree('SELECT id, id, name AS id FROM doors')[0]).toBe('project id, id as id_2, name as id_3')
  })

  it('reads operators by their precedence', () => {
    const shape = (expression: Expression): unknown =>
      'args' in expression
        ? [expression.op, ...expression.args.map(shape)]
        : 'name' in expression
          ? expression.name
          : 'value' in expression
            ? expression.value
            : null
    expect(shape(where('id = 1 OR id = 2 AND NOT id = 3'))).toEqual([
      'or',
      ['eq', 'id', '1'],
      ['and', ['eq', 'id', '2'], ['not', ['eq', 'id', '3']]],
    ])
    expect(shape(where('id BETWEEN 1 AND 2 AND open'))).toEqual([
      'and',
      ['and', ['ge', 'id', '1'], ['le', 'id', '2']],
      'open',
    ])
    expect(shape(where('id < 2 = open'))).toEqual(['eq', ['lt', 'id', '2'], 'open'])
    expect(shape(where("name NOT IN ('a', 'b') AND name NOT LIKE 'x%'"))).toEqual([
      'and',
      ['not', ['in', 'name', 'a', 'b']],
      ['not', ['like', 'name', 'x%']],
    ])
    expect(shape(where('open IS NOT TRUE'))).toEqual(['not', ['and', ['not', ['is-null', 'open']], 'open']])
    expect(shape(where('NOT id ISNULL'))).toEqual(['not', ['is-null', 'id']])
    expect(shape(where('id IN (order, 1)'.replace('order', '"order"')))).toEqual([
      'or',
      ['eq', 'id', 'order'],
      ['eq', 'id', '1'],
    ])
  })

  it('keeps every digit of a number', () => {
    for (const [written, value] of [
      ['9007199254740993', '9007199254740993'],
      ['-0.10', '-0.1'],
      ['1e400', `1e400`],
      ['0.30000000000000004', '0.30000000000000004'],
      ['12345678901234567890.12345678901234567890', '12345678901234567890.1234567890123456789'],
    ])
      expect(where(`id = ${written}`)).toMatchObject({ args: [{}, { op: 'number', value }] })
  })

  it('reads text with quotes, lines and comment signs in it', () => {
    expect(where("name = 'it''s -- /* ; \n'")).toMatchObject({
      args: [{}, { op: 'text', value: "it's -- /* ; \n" }],
    })
    expect(tree("SELECT id -- the 'id\nFROM /* ; DROP */ doors")).toEqual(['project id', 'scan doors'])
  })
})

describe('refusals', () => {
  it('names what SQL has and the algebra does not, and where', () => {
    for (const [sql, construct, offset] of [
      ['PRAGMA table_info(doors)', 'PRAGMA', 0],
      ["ATTACH 'x' AS y", 'ATTACH', 0],
      ['DELETE FROM doors', 'DELETE', 0],
      ['WITH a AS (SELECT 1) SELECT * FROM a', 'SELECT without FROM', 11],
      ['WITH RECURSIVE a AS (SELECT id FROM doors) SELECT * FROM a', 'WITH RECURSIVE', 5],
      ['SELECT 1', 'SELECT without FROM', 0],
      ['SELECT id FROM doors; SELECT id FROM doors', 'more than one statement', 22],
      ['SELECT id FROM doors INTERSECT ALL SELECT id FROM doors', 'INTERSECT ALL', 31],
      ['SELECT id FROM doors UNION VALUES (1)', 'VALUES', 27],
      ['SELECT 1 FROM doors, doors', 'a second doors', 19],
      ['SELECT 1 FROM doors NATURAL JOIN doors b', 'NATURAL JOIN', 20],
      ['SELECT 1 FROM doors a FULL JOIN doors b ON true', 'FULL JOIN', 22],
      [
        'SELECT id FROM doors UNION SELECT id FROM doors ORDER BY width',
        'ORDER BY anything but a column of the first SELECT here',
        57,
      ],
      [
        'SELECT id FROM doors a WHERE id IN (SELECT max(id) FROM doors b WHERE b.id = a.id)',
        'IN with an aggregate that is tied to the query around it',
        36,
      ],
      [
        'SELECT (SELECT id FROM doors b WHERE b.id = a.id LIMIT 2) FROM doors a',
        'this LIMIT in a query that is tied to the one around it',
        8,
      ],
      [
        'SELECT (SELECT id, name FROM doors b WHERE b.id = a.id) FROM doors a',
        'a query of 2 columns as one value',
        8,
      ],
      [
        'SELECT id FROM doors a WHERE EXISTS (SELECT 1 FROM doors b WHERE b.id > a.id)',
        'a.id of the query around it here',
        72,
      ],
      [
        'SELECT id FROM doors WHERE id = (SELECT id, name FROM doors)',
        'a query of 2 columns as one value',
        33,
      ],
      ['SELECT id | 1 FROM doors', 'the operator |', 10],
      ['SELECT CAST(id AS BLOB) FROM doors', 'CAST to BLOB', 18],
      ['SELECT soundex(name) FROM doors', 'the function soundex()', 7],
      ['SELECT round() FROM doors', 'round() with 0 arguments', 7],
      ['SELECT share(DISTINCT id) FROM doors', 'share(DISTINCT …)', 7],
      ['SELECT sum(id) OVER () FROM doors', 'OVER', 15],
      ['SELECT max(id, 2) FROM doors', 'max() with several arguments', 7],
      ['SELECT max(min(id)) FROM doors', 'an aggregate inside max()', 7],
      ["SELECT id FROM doors WHERE name GLOB 'x*'", 'GLOB', 32],
      ['SELECT id FROM doors WHERE id IS 3', 'IS with anything but NULL, TRUE or FALSE', 33],
      ['SELECT id FROM doors WHERE id = ?', 'a bound parameter', 32],
      ['SELECT id FROM doors WHERE id = 0x10', 'a hexadecimal number', 32],
      ["SELECT id FROM doors WHERE name = x'00'", 'a binary literal', 34],
      ['SELECT id FROM doors WHERE (id, id) = (1, 2)', 'a row value', 30],
      ['SELECT name, count(*) FROM doors', 'name, which is neither grouped by nor aggregated,', 7],
      ['SELECT id FROM doors ORDER BY 2', '2 as the position of a selected column', 30],
      ['SELECT DISTINCT id FROM doors ORDER BY name', 'ORDER BY what SELECT DISTINCT does not list', 39],
      ['SELECT id FROM doors LIMIT 1.5', '"1.5" as a number of rows', 30],
      [
        `SELECT id FROM doors WHERE ${'('.repeat(200)}id = 1${')'.repeat(200)}`,
        'nesting deeper than 100',
        128,
      ],
      [`SELECT ${Array(2000).fill('1').join('+')} FROM doors`, 'more than 100 operators in a row', 208],
    ] as const)
      expect(refusal(sql), sql).toMatchObject({ code: 'SQL_UNSUPPORTED', construct, offset })
  })

  it('tells line and column of a mistake', () => {
    expect(refusal('SELECT id\nFRO doors')).toMatchObject({
      code: 'SQL_SYNTAX',
      offset: 14,
      line: 2,
      column: 5,
      expected: 'FROM',
      found: '"doors"',
    })
    expect(refusal("SELECT id FROM doors WHERE name = 'x")).toMatchObject({
      code: 'SQL_SYNTAX',
      line: 1,
      column: 35,
    })
    expect(refusal('SELECT id FROM doors WHERE')).toMatchObject({
      code: 'SQL_SYNTAX',
      found: 'the end of the text',
    })
    expect(refusal('SELECT order FROM doors')).toMatchObject({
      code: 'SQL_SYNTAX',
      hint: 'Write such a name in double quotes.',
    })
    expect(refusal('SELECT id FROM doors /* x')).toMatchObject({
      code: 'SQL_SYNTAX',
      expected: 'a closing */',
    })
    expect(refusal('SELECT id FROM doors WHERE id = 1_000')).toMatchObject({ code: 'SQL_SYNTAX' })
    expect(refusal('SELECT id FROM doors WHERE id = 1 # x')).toMatchObject({
      code: 'SQL_SYNTAX',
      found: '"#"',
    })
  })

  it('says where the entries of a map are', () => {
    const [keys, inner] = ['doors_sets', 'doors_sets_members'].map(
      (name) => createMemoryTable(name, [{ key: 'a' }]).schema,
    )
    const tables = [
      doors.schema,
      { ...keys!, layout: 'map' as const, pointer: '/sets', parent: 'doors' },
      { ...inner!, layout: 'map' as const, pointer: '', parent: 'doors_sets' },
    ]
    const hintOf = (sql: string) => {
      try {
        parseSelect(sql, { tables })
      } catch (error) {
        return isAssayError(error) ? error.hint : undefined
      }
      return undefined
    }
    const hint =
      '"sets" is a map: its keys are rows of "doors_sets", those of its values rows of "doors_sets_members". Join _parent of each with _row of the table that it is inside.'
    for (const name of ['sets.Common.Width', 'd.sets.Common', '"Sets.Common.x"'])
      expect(hintOf(`SELECT ${name} FROM doors d`)).toContain(hint)
    expect(hintOf('SELECT settings.x FROM doors')).not.toContain('is a map')
  })

  it('names the nearest table and columns', () => {
    expect(refusal('SELECT id FROM door')).toMatchObject({ code: 'PLAN_UNKNOWN_TABLE', nearest: ['doors'] })
    expect(refusal('SELECT FireRating FROM doors')).toMatchObject({
      code: 'PLAN_UNKNOWN_COLUMN',
      nearest: [fire],
    })
    expect(refusal('SELECT wdith FROM doors')).toMatchObject({ nearest: ['width'] })
    expect(refusal('SELECT id FROM doors WHERE name = "EI30"').hint).toContain('Text goes in single quotes')
  })

  it('refuses comparisons that no value can meet', () => {
    expect(refusal('SELECT id FROM doors WHERE open = 1')).toMatchObject({
      code: 'PLAN_TYPE',
      hint: 'Compare it with true or false.',
    })
    expect(refusal("SELECT id FROM doors WHERE width > '5'")).toMatchObject({
      code: 'PLAN_TYPE',
      hint: 'Compare it with a number, without quotes: 5.',
    })
    expect(refusal('SELECT id FROM doors WHERE id')).toMatchObject({ code: 'PLAN_TYPE' })
    expect(refusal('SELECT sum(name) FROM doors')).toMatchObject({
      code: 'PLAN_TYPE',
      expected: 'a number',
      actual: 'text',
    })
  })

  it('has a limit of size', () => {
    expect(refusal(`SELECT id FROM doors WHERE id IN (${'1,'.repeat(60_000)}1)`)).toMatchObject({
      code: 'INPUT_TOO_LARGE',
    })
    expect(refusal(`SELECT id FROM doors WHERE ${'/*'.repeat(40_000)}`)).toMatchObject({ code: 'SQL_SYNTAX' })
    expect(where(`${'id = 1 OR '.repeat(5_000)}id = 2`)).toMatchObject({ op: 'or' })
  })
})

describe('any text', () => {
  const piece = fc.constantFrom(
    'SELECT',
    'id',
    'FROM',
    'doors',
    'WHERE',
    '*',
    ',',
    '(',
    ')',
    '=',
    '<',
    "'x'",
    '"id"',
    '1',
    'AND',
    'NOT',
    'IN',
    'count',
    'GROUP BY',
    'ORDER BY',
    'LIMIT',
    'NULL',
    '.',
    '-',
    'BETWEEN',
    'IS',
    'AS n',
    'n',
    'AS id',
    'HAVING',
    '>',
    ';',
    '--',
    '/*',
    "'",
  )
  it('becomes a plan or an error with a code', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((all) => `SELECT ${all.join(' ')}`),
        ),
        (sql) => {
          try {
            read(sql)
          } catch (error) {
            expect(isAssayError(error), String(error)).toBe(true)
          }
        },
      ),
      { numRuns: 3_000 },
    )
  })

  it('is cut into tokens that cover it', () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1 }), (all) => {
        const sql = all.filter((it) => !['--', '/*', "'"].includes(it)).join(' ')
        const tokens = lexSql(sql)
        expect(
          tokens
            .map(({ start, end }) => sql.slice(start, end))
            .join('')
            .replaceAll(' ', ''),
        ).toBe(sql.replaceAll(' ', ''))
      }),
    )
  })
})

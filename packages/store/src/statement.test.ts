import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readStatementShape } from './statement.js'

describe('readStatementShape', () => {
  it.each([
    ['select 1', 'SELECT', 0],
    ['  -- SELECT ?\n/* ? ; */ insert into t values (?, ?);  -- end ;', 'INSERT', 2],
    [`UPDATE "a?;" SET [b?] = '?;''?', \`c?\` = ? WHERE d->>'$.x' = ?`, 'UPDATE', 2],
    ['CREATE TEMP TRIGGER a AFTER INSERT ON b BEGIN DELETE FROM c; DELETE FROM d; END', 'CREATE', 0],
    ['', '', 0],
  ])('%s', (sql, keyword, parameters) => {
    expect(readStatementShape(sql)).toEqual({ keyword, parameters, problem: undefined })
  })

  it.each([
    'DELETE FROM a; DELETE FROM b',
    'CREATE TABLE trigger_log (a); DROP TABLE b',
    'SELECT ?1',
    'SELECT :a',
    'SELECT @a',
    'SELECT $a',
  ])('finds the problem of %s', (sql) => {
    expect(readStatementShape(sql).problem).toEqual(expect.any(String))
  })

  it('never counts what is quoted or commented, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const quoted = `'${text.replaceAll("'", "''")}'`
        const identifier = `"${text.replaceAll('"', '""')}"`
        const comment = `/*${text.replaceAll('*/', '')} */ --${text.replaceAll('\n', '')}\n`
        expect(readStatementShape(`SELECT ${quoted}, ? AS ${identifier} ${comment}`)).toEqual({
          keyword: 'SELECT',
          parameters: 1,
          problem: undefined,
        })
      }),
    )
  })

  it('reads a megabyte in linear time', () => {
    const started = performance.now()
    readStatementShape(`INSERT INTO t VALUES ${'(?, ?), '.repeat(100_000)}`)
    readStatementShape("'".repeat(1_000_001))
    readStatementShape('['.repeat(1_000_000))
    readStatementShape('/*'.repeat(500_000))
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

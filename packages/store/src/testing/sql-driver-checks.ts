import { applyMigrations } from '../migrations.js'
import type { SqlDriver, SqlStatement, SqlValue } from '../sql-driver.js'
import { type Check, expectCode, expectSame } from './check.js'

const create = { sql: 'CREATE TABLE t (id INTEGER PRIMARY KEY, v) ', args: [] }
const count = { sql: 'SELECT count(*) AS n FROM t', args: [] }
const insert = (id: number, v: SqlValue = null): SqlStatement => ({
  sql: 'INSERT INTO t (id, v) VALUES (?, ?)',
  args: [id, v],
})

const refuse = (work: Promise<unknown>, what: unknown) => expectCode(work, 'STORE_STATEMENT', String(what))

async function countRows(driver: SqlDriver): Promise<SqlValue | undefined> {
  return (await driver.read(count))[0]?.['n']
}

const values: readonly SqlValue[] = [
  ...[null, 0, -0, 1, -1, 1.5, 5e-324, 1e300, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
  ...[2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n, '', 'text', "it's; -- no comment ?", 'é\u{1f600}\u2028'],
  ...[new Uint8Array(), new Uint8Array([0, 255]), new Uint8Array([9, 1, 2, 9]).subarray(1, 3)],
]

const refusedValues: readonly unknown[] = [
  ...['a\0b', '\ud800', Number.NaN, Number.POSITIVE_INFINITY, 2n ** 63n, true, undefined, {}, new Date(0)],
]

const refusedWrites: readonly string[] = [
  ...['', '-- nothing', 'BEGIN', 'COMMIT', 'ROLLBACK', 'SAVEPOINT a', 'PRAGMA synchronous = OFF', 'VACUUM'],
  ...["ATTACH 'x' AS y", 'SELECT 1', 'DELETE FROM t; DELETE FROM t', 'INSERT INTO t (id) VALUES (?)'],
  ...['INSERT INTO t (id) VALUES (:id)', 'INSERT INTO t (id) VALUES (?1)'],
]

const cases: Readonly<Record<string, (driver: SqlDriver) => Promise<void>>> = {
  'reads what it wrote, and counts the rows each statement changed': async (driver) => {
    const changes = await driver.write([
      create,
      insert(1, 'a'),
      { sql: 'INSERT INTO t (id) VALUES (?), (?)', args: [2, 3] },
      { sql: 'UPDATE t SET v = ? WHERE id > 9', args: ['x'] },
      { sql: 'INSERT INTO t (id) VALUES (?) RETURNING id', args: [4] },
      { sql: 'DELETE FROM t WHERE id >= 2', args: [] },
    ])
    expectSame(changes, [0, 1, 2, 0, 1, 3], 'changes')
    const [row] = await driver.read({ sql: 'SELECT id, v FROM t', args: [] })
    expectSame(row, { id: 1, v: 'a' }, 'row')
    expectSame(Object.getPrototypeOf(row), null, 'prototype')
    expectSame(await driver.write([]), [], 'empty batch')
  },
  'gives every value back as it was': async (driver) => {
    await driver.write([create, ...values.map((value, id) => insert(id, value))])
    const rows = await driver.read({ sql: 'SELECT v FROM t ORDER BY id', args: [] })
    const found = rows.map(({ v }) => v)
    expectSame(found, values, 'values')
    const types = await driver.read({
      sql: 'SELECT typeof(v) AS v FROM t WHERE id IN (?, ?, ?)',
      args: [1, 2, 3],
    })
    expectSame(
      types.map(({ v }) => v),
      ['integer', 'real', 'integer'],
      'types of 0, -0 and 1',
    )
    for (const [id, value] of values.entries()) {
      if (value === null) continue
      expectSame(
        (await driver.read({ sql: 'SELECT v FROM t WHERE id = ? AND v = ?', args: [id, value] })).length,
        1,
        'one value',
      )
    }
  },
  'runs all statements of a batch or none': async (driver) => {
    await driver.write([create, insert(1)])
    await expectCode(driver.write([insert(2), insert(3), insert(1)]), 'STORE_CONSTRAINT')
    await expectCode(
      driver.write([insert(4), { sql: 'INSERT INTO absent VALUES (1)', args: [] }]),
      'STORE_STATEMENT',
    )
    expectSame(await countRows(driver), 1, 'rows after refused batches')
    await driver.write(Array.from({ length: 250 }, (_, index) => insert(index + 10)))
    await expectCode(
      driver.write(Array.from({ length: 250 }, (_, index) => insert(500 - index))),
      'STORE_CONSTRAINT',
    )
    expectSame(await countRows(driver), 251, 'rows after a refused long batch')
  },
  'goes on after an error': async (driver) => {
    await driver.write([create])
    for (let id = 0; id < 20; id += 1) {
      await driver.write([insert(id)])
      await expectCode(driver.write([insert(id)]), 'STORE_CONSTRAINT')
      await expectCode(driver.read({ sql: 'SELECT abs(?)', args: [-(2n ** 63n)] }), 'STORE_STATEMENT')
      expectSame(await countRows(driver), id + 1, 'rows')
    }
  },
  'keeps many simultaneous writes apart and in order': async (driver) => {
    await driver.write([{ sql: 'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v)', args: [] }])
    const add = (v: number) => driver.write([{ sql: 'INSERT INTO t (v) VALUES (?)', args: [v] }])
    await Promise.all(Array.from({ length: 150 }, (_, v) => add(v)))
    const rows = await driver.read({ sql: 'SELECT v FROM t ORDER BY id', args: [] })
    expectSame(
      rows.map(({ v }) => v),
      Array.from({ length: 150 }, (_, v) => v),
      'order',
    )
  },
  'refuses what the engine would do wrongly without a word': async (driver) => {
    await driver.write([create])
    for (const sql of refusedWrites) await refuse(driver.write([{ sql, args: [] }]), sql)
    for (const value of refusedValues) {
      await refuse(driver.write([{ ...insert(1), args: [1, value as SqlValue] }]), value)
    }
    await expectCode(driver.write([{ sql: 'DELETE FROM t', args: [1] }]), 'STORE_STATEMENT')
    await expectCode(driver.read({ sql: 'SELECT 1 AS a, 2 AS a', args: [] }), 'STORE_STATEMENT')
    expectSame(await countRows(driver), 0, 'rows')
  },
  'does not write in a read': async (driver) => {
    await driver.write([create])
    for (const sql of [
      'DELETE FROM t',
      'PRAGMA user_version = 3',
      'WITH x AS (SELECT 1) INSERT INTO t (id) SELECT * FROM x',
      'WITH x AS (SELECT 1) INSERT INTO t (id) SELECT * FROM x RETURNING id',
    ]) {
      await refuse(driver.read({ sql, args: [] }), sql)
    }
    expectSame(await countRows(driver), 0, 'rows')
    expectSame(await driver.write([insert(1)]), [1], 'a write afterwards')
  },
  'refuses a write whose signal aborted, and finishes one that started': async (driver) => {
    await driver.write([create])
    const reason = new Error('stop')
    const early = await driver.write([insert(1)], AbortSignal.abort(reason)).catch((error: unknown) => error)
    expectSame(early === reason, true, 'reason of the refusal')
    const controller = new AbortController()
    const first = driver.write([insert(2)], controller.signal)
    const second = driver.write([insert(3)], controller.signal).catch((error: unknown) => error)
    controller.abort(reason)
    expectSame(await first, [1], 'the started write')
    expectSame((await second) === reason, true, 'the waiting write')
    expectSame(
      (await driver.read({ sql: 'SELECT id FROM t', args: [] })).map(({ id }) => id),
      [2],
      'rows',
    )
  },
  'applies migrations once, and resumes them': async (driver) => {
    const first = { name: 'first', statements: ['CREATE TABLE t (id INTEGER PRIMARY KEY, v)'] }
    const bad = { name: 'second', statements: ['CREATE TABLE u (id)', 'INSERT INTO absent VALUES (1)'] }
    const good = { name: 'second', statements: ['CREATE TABLE u (id)'] }
    await expectCode(applyMigrations(driver, [first, bad]), 'STORE_STATEMENT')
    expectSame(await applyMigrations(driver, [first, good]), ['second'], 'resumed')
    expectSame(await applyMigrations(driver, [first, good]), [], 'again')
    await expectCode(applyMigrations(driver, [first]), 'STORE_NEWER')
    await expectCode(applyMigrations(driver, [good, first]), 'STORE_SCHEMA_MISMATCH')
  },
  'refuses everything after close, and finishes what was accepted': async (driver) => {
    await driver.write([create])
    const accepted = driver.write([insert(1)])
    const closed = driver.close()
    await expectCode(driver.write([insert(2)]), 'STORE_CLOSED')
    expectSame(await accepted, [1], 'accepted write')
    await closed
    await driver.close()
    await expectCode(driver.read(count), 'STORE_CLOSED')
  },
}

/** What every `SqlDriver` must do. `createDriver` gives one on an empty database for each check. */
export function createSqlDriverChecks(createDriver: () => Promise<SqlDriver>): Check[] {
  return Object.entries(cases).map(([name, run]) => ({
    name,
    run: async () => {
      const driver = await createDriver()
      try {
        await run(driver)
      } finally {
        await driver.close()
      }
    },
  }))
}

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { SqlDriver, Store } from '@assay/store'
import type { AssayEvent } from '@assay/store/event'
import { openStore } from '@assay/store/node'
import { createClient } from '@libsql/client'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countRowsIn } from '../../test/acknowledged.js'
import { bundleChild, startChild } from '../../test/child.js'
import { insertRow, storeMigrations } from '../../test/children/schema.js'
import { openWriter } from './connection.js'

const countRows = { sql: 'SELECT count(*) AS n FROM rows', args: [] }
const insert = (id: string) => ({ sql: insertRow, args: [id, ''] })
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Each hazard of the engine twice: what the library does by itself (control), and what the store does. */
describe('hazards of libSQL', () => {
  let folder: string
  let path: string
  let store: Store
  let driver: SqlDriver
  let events: AssayEvent[]
  const open: { close(): unknown }[] = []

  const openOther = () => {
    const other = new Database(path)
    open.push(other)
    return other
  }
  const openNaive = (config: { timeout?: number; concurrency?: number } = {}) => {
    const client = createClient({ url: pathToFileURL(path).href, ...config })
    open.push(client)
    return client
  }
  const countOutside = () => countRowsIn(path)

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'assay-hazard-'))
    events = []
    store = await openStore({ folder, migrations: storeMigrations, onEvent: (event) => events.push(event) })
    driver = store.metadata
    path = join(folder, 'assay.db')
  })
  afterEach(async () => {
    for (const item of open.splice(0)) item.close()
    await store.close()
    rmSync(folder, { recursive: true })
  })

  describe('a BUSY poisons the connection', () => {
    it('control: later inserts are acknowledged and not there', async () => {
      const other = openOther()
      const naive = openNaive({ concurrency: 1 })
      other.exec('BEGIN IMMEDIATE')
      await expect(naive.execute(insert('a'))).rejects.toThrow('BUSY')
      other.exec('ROLLBACK')
      const acknowledged = await Promise.all(['b', 'c', 'd'].map((id) => naive.execute(insert(id))))
      expect(acknowledged.map(({ rowsAffected }) => rowsAffected)).toEqual([1, 1, 1])
      expect(countOutside()).toBe(0)
    })

    it('store: the write waits, is done on a new connection, and so are the next ones', async () => {
      const other = openOther()
      other.exec('BEGIN IMMEDIATE')
      const waiting = driver.write([insert('a')])
      await sleep(20)
      other.exec('ROLLBACK')
      expect(await waiting).toEqual([1])
      for (const id of ['b', 'c', 'd']) expect(await driver.write([insert(id)])).toEqual([1])
      expect(countOutside()).toBe(4)
      expect(events).toContainEqual({
        type: 'store-reopened',
        database: path,
        attempt: 1,
        reason: 'SQLITE_BUSY',
      })
    })

    it('store: gives up at the deadline with its own code, and works afterwards', async () => {
      const brief = await openStore({ folder, migrations: storeMigrations, lockDeadlineMs: 60 })
      open.push(brief)
      const other = openOther()
      other.exec('BEGIN IMMEDIATE')
      await expect(brief.metadata.write([insert('a')])).rejects.toMatchObject({ code: 'STORE_LOCKED' })
      other.exec('ROLLBACK')
      const lock = new Database(`${path}.lock`)
      lock.exec('BEGIN EXCLUSIVE')
      await expect(brief.metadata.write([insert('a')])).rejects.toMatchObject({ code: 'STORE_LOCKED' })
      lock.close()
      expect(await brief.metadata.write([insert('a')])).toEqual([1])
      expect(countOutside()).toBe(1)
    })
  })

  describe.skipIf(!existsSync('/proc/self/fd'))(
    'a closed connection lives until its statements are collected',
    () => {
      const countHandles = () => readdirSync('/proc/self/fd').length

      it('control: opening, meeting BUSY and closing the client piles up file handles', async () => {
        openOther().exec('BEGIN IMMEDIATE')
        const before = countHandles()
        for (let attempt = 0; attempt < 50; attempt += 1) {
          const naive = createClient({ url: pathToFileURL(path).href, concurrency: 1 })
          await expect(naive.execute(insert('a'))).rejects.toThrow('BUSY')
          naive.close()
        }
        expect(countHandles() - before).toBeGreaterThan(50)
      })

      it('store: neither a long wait nor a row of refused statements does', async () => {
        await driver.write([insert('first')])
        const other = openOther()
        other.exec('BEGIN IMMEDIATE')
        const before = countHandles()
        const waiting = driver.write([insert('waiting')])
        await sleep(300)
        expect(countHandles() - before).toBeLessThan(15)
        other.exec('ROLLBACK')
        await waiting
        const lock = new Database(`${path}.lock`)
        lock.exec('BEGIN EXCLUSIVE')
        const locked = driver.write([insert('locked')])
        await sleep(300)
        lock.close()
        await locked
        for (let attempt = 0; attempt < 100; attempt += 1) {
          await expect(driver.write([insert('first')])).rejects.toMatchObject({ code: 'STORE_CONSTRAINT' })
          const broken = { sql: 'SELECT abs(?)', args: [-(2n ** 63n)] }
          await expect(driver.read(broken)).rejects.toMatchObject({ code: 'STORE_STATEMENT' })
        }
        expect(countHandles() - before).toBeLessThan(15)
        expect(await driver.write([insert('last')])).toEqual([1])
        expect(countRowsIn(path)).toBe(4)
      })
    },
  )

  describe('local calls are synchronous', () => {
    async function measureLongestStall(work: () => Promise<unknown>): Promise<number> {
      let last = performance.now()
      let longest = 0
      const timer = setInterval(() => {
        longest = Math.max(longest, performance.now() - last)
        last = performance.now()
      }, 5)
      await sleep(20)
      await work().catch(() => undefined)
      await sleep(20)
      clearInterval(timer)
      return longest
    }

    it('control: a busy timeout stops the whole process', async () => {
      openOther().exec('BEGIN IMMEDIATE')
      const naive = openNaive({ timeout: 600 })
      expect(await measureLongestStall(() => naive.execute(insert('a')))).toBeGreaterThan(450)
    })

    it('store: the process goes on while a write waits', async () => {
      const other = openOther()
      other.exec('BEGIN IMMEDIATE')
      setTimeout(() => other.exec('ROLLBACK'), 600)
      expect(await measureLongestStall(() => driver.write([insert('a')]))).toBeLessThan(300)
      expect(countOutside()).toBe(1)
    })

    it('store: a long batch lets the event loop turn, and nobody else write in between', async () => {
      const other = openOther()
      const refused: unknown[] = []
      let done = false
      const batch = driver.write(Array.from({ length: 2_000 }, (_, id) => insert(`${id}`))).finally(() => {
        done = true
      })
      while (!done) {
        await new Promise((resolve) => setImmediate(resolve))
        if (done) break
        try {
          other.exec('BEGIN IMMEDIATE; ROLLBACK')
        } catch (error) {
          refused.push(error)
        }
      }
      await batch
      expect(refused.length).toBeGreaterThan(5)
      expect(countOutside()).toBe(2_000)
    })
  })

  describe('memory is freed only when the event loop turns', () => {
    async function countTurns(work: () => Promise<unknown>): Promise<number> {
      let turns = 0
      let running = true
      const turn = () => {
        turns += 1
        if (running) setImmediate(turn)
      }
      setImmediate(turn)
      for (let index = 0; index < 1_000; index += 1) await work()
      running = false
      return turns
    }

    it('control: a thousand awaited statements turn it never', async () => {
      const naive = openNaive()
      expect(await countTurns(() => naive.execute('SELECT 1'))).toBe(0)
    })

    it('store: at least every hundred statements', async () => {
      expect(await countTurns(() => driver.read(countRows))).toBeGreaterThanOrEqual(9)
    })
  })

  describe('a pragma reaches one connection of twenty', () => {
    it('control: the second connection has its defaults, and a new file is no WAL', async () => {
      const naive = openNaive()
      await naive.execute('PRAGMA synchronous = OFF')
      const transaction = await naive.transaction('read')
      expect((await naive.execute('PRAGMA synchronous')).rows[0]).toEqual({ synchronous: 2 })
      await transaction.rollback()
      const fresh = createClient({ url: pathToFileURL(join(folder, 'fresh.db')).href })
      expect((await fresh.execute('PRAGMA journal_mode')).rows[0]).toEqual({ journal_mode: 'delete' })
      expect((await fresh.execute('PRAGMA trusted_schema')).rows[0]).toEqual({ trusted_schema: 1 })
      fresh.close()
    })

    it('store: the one connection has them, after each opening', async () => {
      for (const [durability, synchronous] of [
        ['full', 2n],
        ['normal', 1n],
      ] as const) {
        const client = await openWriter(path, durability)
        const found = await Promise.all(
          ['journal_mode', 'synchronous', 'foreign_keys', 'trusted_schema'].map(
            async (name) => (await client.execute(`PRAGMA ${name}`)).rows[0]?.[name],
          ),
        )
        expect(found).toEqual(['wal', synchronous, 1n, 0n])
        client.close()
      }
      await driver.write([
        { sql: 'CREATE TABLE parts (row TEXT NOT NULL REFERENCES rows (id)) STRICT', args: [] },
      ])
      for (const id of ['a', 'b', 'c']) {
        const orphan = { sql: 'INSERT INTO parts (row) VALUES (?)', args: [id] }
        await expect(driver.write([orphan])).rejects.toMatchObject({ code: 'STORE_CONSTRAINT' })
      }
    })
  })

  describe('integers beyond 2^53', () => {
    const big = { sql: 'SELECT 9007199254740993 AS n', args: [] }

    it('control: throw', async () => {
      await expect(openNaive().execute(big)).rejects.toThrow('safely represented')
    })

    it('store: arrive as bigint, exact', async () => {
      expect(await driver.read(big)).toEqual([{ n: 9_007_199_254_740_993n }])
    })
  })

  describe('fs drops the locks of the live database', () => {
    it('control: a process that reads its own file loses what it writes afterwards', async () => {
      const [child, toucher] = await Promise.all([
        bundleChild('read-own-file'),
        bundleChild('touch-database'),
      ])
      for (const [habit, rows] of [
        ['fs', 5],
        ['none', 105],
      ] as const) {
        const file = join(folder, `${habit}.db`)
        await startChild(child, [file, habit, toucher.path]).ended
        expect(countRowsIn(file)).toBe(rows)
      }
      await Promise.all([child.remove(), toucher.remove()])
    })

    it('store: another process that opens and closes the file costs nothing', async () => {
      const toucher = await bundleChild('touch-database')
      for (let id = 0; id < 5; id += 1) await driver.write([insert(`${id}`)])
      await store.segments.list()
      await (await openStore({ folder, migrations: storeMigrations })).close()
      await startChild(toucher, [path]).ended
      for (let id = 5; id < 105; id += 1) await driver.write([insert(`${id}`)])
      await toucher.remove()
      expect(countOutside()).toBe(105)
    })

    it('store: no source of the adapter hands the database path to fs', () => {
      const source = readFileSync(new URL('./open-database.ts', import.meta.url), 'utf8')
      const calls = source.match(/\b(?:existsSync|rmSync|writeFileSync|open|readFile\w*|copyFile\w*)\((\w+)/g)
      expect(calls).toEqual(['writeFileSync(suspect', 'existsSync(suspect', 'rmSync(suspect'])
    })
  })

  it('loads one native SQLite only: the client’s own', () => {
    const require = createRequire(import.meta.url)
    const client = createRequire(require.resolve('@libsql/client'))
    expect(client.resolve('libsql')).toBe(require.resolve('libsql'))
  })

  it('takes multi-row inserts up to the declared number of parameters, and refuses more', async () => {
    const { maxParameters } = driver.limits
    const rows = maxParameters / 2
    const build = (count: number) => ({
      sql: `INSERT INTO rows (id, body) VALUES ${Array(count).fill('(?, ?)').join(', ')}`,
      args: Array.from({ length: count }, (_, id) => [`${id}`, '']).flat(),
    })
    expect(await driver.write([build(rows)])).toEqual([rows])
    await expect(driver.write([build(rows + 1)])).rejects.toMatchObject({ code: 'STORE_STATEMENT' })
  })
})

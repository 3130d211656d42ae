import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Migration, Store } from '@assay/store'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from './open-store.js'

const migrations: Migration[] = [
  { name: '1-notes', statements: ['CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT'] },
]
const steps = { metadata: migrations, ledger: [] }
const insert = 'INSERT INTO notes (id, text) VALUES (?, ?)'
const count = { sql: 'SELECT count(*) AS n FROM notes', args: [] }

describe('openStore', () => {
  let folder: string
  const open: Store[] = []
  const openTest = async (more: Partial<Parameters<typeof openStore>[0]> = {}) => {
    const store = await openStore({ folder: join(folder, 'ü %20 # ?'), migrations: steps, ...more })
    open.push(store)
    return store
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-store-'))
  })
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close()
    await rm(folder, { recursive: true })
  })

  it('keeps what was acknowledged over a close and an open, in a folder of any name', async () => {
    const first = await openTest()
    expect(await first.metadata.write([{ sql: insert, args: [1, 'one'] }])).toEqual([1])
    await first.close()
    const second = await openTest()
    expect(await second.metadata.read(count)).toEqual([{ n: 1 }])
    expect((await readdir(second.location)).sort()).toEqual(
      expect.arrayContaining([
        ...['assay.db', 'assay.db.lock', 'ledger.db', 'ledger.db.lock'],
        ...['reserve', 'segments', 'spool'],
      ]),
    )
  })

  it('lets two stores of one process write the same folder', async () => {
    const stores = [await openTest(), await openTest()]
    await Promise.all(
      Array.from({ length: 100 }, (_, id) =>
        stores[id % 2]!.metadata.write([{ sql: insert, args: [id, 'x'] }]),
      ),
    )
    expect(await stores[0]!.metadata.read(count)).toEqual([{ n: 100 }])
  })

  it('writes the ledger while another process holds the metadata', async () => {
    const ledger = [{ name: '1-lines', statements: ['CREATE TABLE lines (id INTEGER PRIMARY KEY) STRICT'] }]
    const store = await openTest({ migrations: { metadata: migrations, ledger }, lockDeadlineMs: 100 })
    const other = new Database(join(store.location, 'assay.db.lock'))
    other.exec('BEGIN EXCLUSIVE')
    const line = { sql: 'INSERT INTO lines (id) VALUES (1)', args: [] }
    expect(await store.ledger.write([line])).toEqual([1])
    await expect(store.metadata.write([{ sql: insert, args: [1, 'x'] }])).rejects.toMatchObject({
      code: 'STORE_LOCKED',
    })
    other.close()
  })

  it('leaves no database open when the ledger cannot be opened', async () => {
    await mkdir(join(folder, 'half'))
    await writeFile(join(folder, 'half', 'ledger.db'), 'not a database at all. '.repeat(300))
    const half = { folder: join(folder, 'half'), migrations: steps, lockDeadlineMs: 1_000 }
    await expect(openStore(half)).rejects.toMatchObject({ code: 'STORE_NOT_DATABASE' })
    await rm(join(folder, 'half', 'ledger.db'))
    await (await openStore(half)).close()
  })

  it('refuses what is no database, a newer schema and a foreign database, each with its code', async () => {
    await mkdir(join(folder, 'text'))
    await writeFile(join(folder, 'text', 'assay.db'), 'not a database at all. '.repeat(300))
    await expect(openStore({ folder: join(folder, 'text'), migrations: steps })).rejects.toMatchObject({
      code: 'STORE_NOT_DATABASE',
    })
    await (
      await openTest({
        migrations: { ...steps, metadata: [...migrations, { name: '2-later', statements: [] }] },
      })
    ).close()
    await expect(openTest()).rejects.toMatchObject({
      code: 'STORE_NEWER',
      details: { unknownMigrations: ['2-later'] },
    })
    await mkdir(join(folder, 'foreign'))
    new Database(join(folder, 'foreign', 'assay.db')).exec('CREATE TABLE theirs (id)')
    await expect(openStore({ folder: join(folder, 'foreign'), migrations: steps })).rejects.toMatchObject({
      code: 'STORE_NOT_DATABASE',
    })
    await writeFile(join(folder, 'file'), '')
    await expect(openStore({ folder: join(folder, 'file'), migrations: steps })).rejects.toMatchObject({
      code: 'STORE_NO_ACCESS',
    })
  })

  it('checks a database whose last session ended in a disk error, and names damage', async () => {
    const store = await openTest()
    const rows = Array.from({ length: 300 }, (_, id) => ({ sql: insert, args: [id, 'x'.repeat(500)] }))
    await store.metadata.write(rows)
    await store.close()
    const path = join(store.location, 'assay.db')
    await writeFile(`${path}.suspect`, 'STORE_IO')
    await (await openTest()).close()
    await expect(readFile(`${path}.suspect`)).rejects.toThrow('ENOENT')

    const copy = join(folder, 'damaged')
    await mkdir(copy)
    const bytes = await readFile(path)
    await writeFile(join(copy, 'assay.db'), bytes.fill(0x5a, 12_288, 40_960))
    await writeFile(join(copy, 'assay.db.suspect'), 'STORE_IO')
    await expect(openStore({ folder: copy, migrations: steps })).rejects.toMatchObject({
      code: 'STORE_CORRUPT',
    })
    expect(await readFile(join(copy, 'assay.db.suspect'), 'utf8')).toMatch(/^STORE_/)
  })

  it('refuses every use after close', async () => {
    const store = await openTest()
    await store.close()
    for (const driver of [store.metadata, store.ledger])
      await expect(driver.read({ sql: 'SELECT 1', args: [] })).rejects.toMatchObject({ code: 'STORE_CLOSED' })
    await expect(store.metadata.write([{ sql: insert, args: [1, 'x'] }])).rejects.toMatchObject({
      code: 'STORE_CLOSED',
    })
  })
})

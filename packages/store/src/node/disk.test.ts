import { appendFileSync, existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { SqlDriver } from '@assay/store'
import type { AssayEvent } from '@assay/store/event'
import { openStore } from '@assay/store/node'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { insertRow, migrations, storeMigrations } from '../../test/children/schema.js'
import { createSmallDisk, type SmallDisk } from '../../test/small-disk.js'

const mebibyte = 1_048_576
const probe = createSmallDisk(mebibyte)
probe?.remove()
if (probe === undefined) console.warn('SKIPPED: full-disk tests need the right to mount a tmpfs')

function fillDisk(disk: SmallDisk): void {
  const piece = new Uint8Array(65_536)
  for (let size = piece.length; size >= 512; ) {
    try {
      appendFileSync(join(disk.folder, 'filler'), piece.subarray(0, size))
    } catch {
      size /= 2
    }
  }
}

async function writeUntilRefused(driver: SqlDriver): Promise<{ acknowledged: string[]; refusal: unknown }> {
  const acknowledged: string[] = []
  for (let next = 0; ; next += 1) {
    const id = `${next}`
    try {
      await driver.write([{ sql: insertRow, args: [id, 'x'.repeat(20_000)] }])
      acknowledged.push(id)
    } catch (refusal) {
      return { acknowledged, refusal }
    }
  }
}

describe.skipIf(probe === undefined)('a full disk', () => {
  let disk: SmallDisk
  const readIds = async (driver: SqlDriver) =>
    (await driver.read({ sql: 'SELECT id FROM rows ORDER BY CAST(id AS INTEGER)', args: [] })).map(
      ({ id }) => id,
    )

  beforeEach(() => {
    disk = createSmallDisk(8 * mebibyte)!
  })
  afterEach(() => disk.remove())

  it('what was acknowledged is present, what was refused is absent, and the store is read-only', async () => {
    const events: AssayEvent[] = []
    const options = {
      folder: join(disk.folder, 'store'),
      migrations: storeMigrations,
      reserveBytes: mebibyte,
    }
    const store = await openStore({ ...options, onEvent: (event) => events.push(event) })
    const { acknowledged, refusal } = await writeUntilRefused(store.metadata)
    expect(refusal).toMatchObject({ code: 'STORE_FULL', details: { outcome: 'absent' } })
    expect(acknowledged.length).toBeGreaterThan(50)
    expect(await readIds(store.metadata)).toEqual(acknowledged)
    expect(events.filter(({ type }) => type === 'store-degraded')).toHaveLength(1)
    const again = store.metadata.write([{ sql: insertRow, args: ['later', ''] }])
    await expect(again).rejects.toMatchObject({ code: 'STORE_READ_ONLY', details: { reason: 'STORE_FULL' } })
    await store.close()

    expect(existsSync(join(options.folder, 'reserve'))).toBe(false)
    const next = await openStore(options)
    expect(await readIds(next.metadata)).toEqual(acknowledged)
    expect(existsSync(join(options.folder, 'assay.db.suspect'))).toBe(false)
    await next.close()
  })

  it('deletes work with nothing left but the reserve, and fail without one (control)', async () => {
    const open = (name: string, reserveBytes: number) =>
      openStore({ folder: join(disk.folder, name), migrations: storeMigrations, reserveBytes })
    const folder = join(disk.folder, 'with')
    const store = await open('with', mebibyte)
    await store.metadata.write(
      Array.from({ length: 50 }, (_, id) => ({ sql: insertRow, args: [`${id}`, 'x'.repeat(20_000)] })),
    )
    expect(statSync(join(folder, 'reserve')).size).toBe(mebibyte)
    fillDisk(disk)
    await writeUntilRefused(store.metadata)
    await store.close()
    const withReserve = await open('with', mebibyte)
    expect(await withReserve.metadata.write([{ sql: 'DELETE FROM rows', args: [] }])).toEqual([
      expect.any(Number),
    ])
    await withReserve.close()

    rmSync(join(disk.folder, 'filler'))
    const naive = createClient({ url: pathToFileURL(join(disk.folder, 'naive.db')).href, concurrency: 1 })
    await naive.execute('PRAGMA journal_mode = wal')
    for (const { statements } of migrations) await naive.batch([...statements], 'write')
    for (let id = 0; id < 50; id += 1)
      await naive.execute({ sql: insertRow, args: [`${id}`, 'x'.repeat(20_000)] })
    await naive.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    fillDisk(disk)
    await expect(naive.execute('DELETE FROM rows')).rejects.toThrow(/full|IOERR/i)
    naive.close()
  })

  it('a segment that does not fit is refused with its code, and nothing of it is left', async () => {
    const store = await openStore({
      folder: join(disk.folder, 'store'),
      migrations: storeMigrations,
      reserveBytes: 4_096,
    })
    const writer = await store.segments.create('big.seg')
    const write = async () => {
      for (let index = 0; index < 200; index += 1) await writer.append(new Uint8Array(65_536))
    }
    await expect(write()).rejects.toMatchObject({ code: 'STORE_FULL' })
    expect(await store.segments.list()).toEqual([])
    await expect(writer.finish()).rejects.toMatchObject({ code: 'SEGMENT_CLOSED' })
    expect(await store.metadata.write([{ sql: insertRow, args: ['a', ''] }])).toEqual([1])
    await store.close()
  })

  it('control: after the error the client by itself takes writes again', async () => {
    const naive = createClient({ url: pathToFileURL(join(disk.folder, 'naive.db')).href, concurrency: 1 })
    await naive.execute('PRAGMA journal_mode = wal')
    for (const { statements } of migrations) await naive.batch([...statements], 'write')
    appendFileSync(join(disk.folder, 'filler'), new Uint8Array(65_536))
    const fill = async () => {
      for (let id = 0; ; id += 1) await naive.execute({ sql: insertRow, args: [`${id}`, 'x'.repeat(20_000)] })
    }
    await expect(fill()).rejects.toThrow()
    rmSync(join(disk.folder, 'filler'))
    expect((await naive.execute({ sql: insertRow, args: ['small', ''] })).rowsAffected).toBe(1)
    naive.close()
  })
})

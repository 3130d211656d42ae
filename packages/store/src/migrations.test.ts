import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bundleChild, startChild } from '../test/child.js'
import { applyMigrations } from './migrations.js'
import { openDatabase } from './node/open-database.js'

const steps = Array.from({ length: 40 }, (_, index) => ({
  name: `step-${index}`,
  statements: [`CREATE TABLE t${index} (id INTEGER PRIMARY KEY)`, `INSERT INTO t${index} (id) VALUES (1)`],
}))

describe('migrations', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-migrate-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const open = () => openDatabase({ path: join(folder, 'a.db'), migrations: [] })

  it('are applied once by two that start at the same time', async () => {
    const drivers = [await open(), await open()]
    const done = await Promise.all(drivers.map((driver) => applyMigrations(driver, steps)))
    expect(done.flat().sort()).toEqual(steps.map(({ name }) => name).sort())
    for (const driver of drivers) await driver.close()
  })

  it('resume after a kill between or within two steps', async () => {
    const child = await bundleChild('migrate')
    for (let round = 0; round < 4; round += 1) {
      const running = startChild(child, [join(folder, 'a.db'), JSON.stringify(steps)])
      await running.ready
      await new Promise((resolve) => setTimeout(resolve, 12 * round))
      running.process.kill('SIGKILL')
      await running.ended
    }
    await child.remove()
    const driver = await openDatabase({ path: join(folder, 'a.db'), migrations: steps })
    const sql = steps.map((_, index) => `SELECT count(*) AS n FROM t${index}`).join(' UNION ALL ')
    expect((await driver.read({ sql, args: [] })).every(({ n }) => n === 1)).toBe(true)
    await driver.close()
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@assay/store/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findLost, readLog } from '../../test/acknowledged.js'
import { bundleChild, startChild } from '../../test/child.js'
import { storeMigrations } from '../../test/children/schema.js'
import { runKillRounds } from '../../test/kill-rounds.js'

describe('several processes', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-kill-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('loses nothing acknowledged when the writer is killed', async () => {
    const { acknowledged, lost } = await runKillRounds(folder, 5, 120)
    expect(lost).toBe(0)
    expect(acknowledged).toBeGreaterThan(10)
  })

  it('counts exactly with 4 processes writing at once, and shows none of them a BUSY', async () => {
    const child = await bundleChild('write-load')
    const store = join(folder, 'store')
    const log = join(folder, 'log')
    writeFileSync(log, '')
    const running = ['a', 'b', 'c', 'd'].map((name) => startChild(child, [store, log, name, '200']))
    for (const { ended } of running) expect(await ended).toMatchObject({ code: 0, stderr: '' })
    await child.remove()
    expect(readLog(log)).toHaveLength(800)
    expect(await findLost(store, log)).toEqual({ lost: [], rows: 800 })
  })

  it('loses nothing while a foreign process takes the write lock', async () => {
    const [load, taker] = await Promise.all([bundleChild('write-load'), bundleChild('take-lock')])
    const store = join(folder, 'store')
    const log = join(folder, 'log')
    writeFileSync(log, '')
    await (await openStore({ folder: store, migrations: storeMigrations })).close()
    const foreign = startChild(taker, [join(store, 'assay.db'), '15', '10'])
    await foreign.ready
    const writing = startChild(load, [store, log, 'x', '300'])
    const { code, stdout, stderr } = await writing.ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(Number(/reopened (\d+)/.exec(stdout)?.[1])).toBeGreaterThan(0)
    foreign.process.kill('SIGKILL')
    await foreign.ended
    await Promise.all([load.remove(), taker.remove()])
    expect(await findLost(store, log)).toEqual({ lost: [], rows: 300 })
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '@assay/store/node'
import Database from 'libsql'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findLost, findLostNaive, readLog } from './acknowledged.js'
import { bundleChild, startChild } from './child.js'
import { storeMigrations } from './children/schema.js'
import { runKillRounds } from './kill-rounds.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-kill-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('200 kills under load: 0 acknowledged rows lost', async () => {
  const { acknowledged, lost } = await runKillRounds(folder, 200, 250)
  console.log(`200 kills: ${acknowledged} acknowledged, ${lost} lost`)
  expect(lost).toBe(0)
  expect(acknowledged).toBeGreaterThan(5_000)
})

/** Six times: the load runs for a while beside a process that takes the write lock now and then, and is killed. */
async function runCrowded(load: string, target: string, database: string): Promise<string> {
  const [writer, taker] = await Promise.all([bundleChild(load), bundleChild('take-lock')])
  const log = join(folder, 'log')
  writeFileSync(log, '')
  for (let round = 0; round < 6; round += 1) {
    const foreign = startChild(taker, [database, '20', '40'])
    const writing = startChild(writer, [target, log, `r${round}`])
    await Promise.all([foreign.ready, writing.ready])
    await sleep(1_500)
    writing.process.kill('SIGKILL')
    foreign.process.kill('SIGKILL')
    await Promise.all([writing.ended, foreign.ended])
  }
  await Promise.all([writer.remove(), taker.remove()])
  return log
}

it('a second process takes the write lock, and kills: 0 lost', async () => {
  const store = join(folder, 'store')
  await (await openStore({ folder: store, migrations: storeMigrations })).close()
  const log = await runCrowded('write-load', store, join(store, 'assay.db'))
  const { lost } = await findLost(store, log)
  console.log(`store: ${readLog(log).length} acknowledged, ${lost.length} lost`)
  expect(lost).toEqual([])
  expect(readLog(log).length).toBeGreaterThan(500)
})

it('control: the same with the client alone loses acknowledged rows', async () => {
  const database = join(folder, 'naive.db')
  new Database(database).exec('PRAGMA journal_mode = wal')
  const log = await runCrowded('naive-load', database, database)
  const { lost } = findLostNaive(database, log)
  console.log(`client alone: ${readLog(log).length} acknowledged, ${lost.length} lost`)
  expect(lost.length).toBeGreaterThan(0)
})

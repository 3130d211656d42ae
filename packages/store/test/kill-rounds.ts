import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findLost, readLog } from './acknowledged.js'
import { bundleChild, startChild } from './child.js'

/** What some rounds of writing and killing left. */
export interface KillOutcome {
  readonly acknowledged: number
  readonly lost: number
}

/**
 * Writes with one process, kills it (`SIGKILL`) at a random moment after its first acknowledgement could come,
 * opens the store again and compares with the log, round after round on the same store.
 */
export async function runKillRounds(folder: string, rounds: number, longestMs: number): Promise<KillOutcome> {
  const child = await bundleChild('write-load')
  const log = join(folder, 'acknowledged.log')
  const store = join(folder, 'store')
  writeFileSync(log, '')
  let lost = 0
  try {
    for (let round = 0; round < rounds; round += 1) {
      const running = startChild(child, [store, log, `r${round}`, '0', String(1 + (round % 3) * 60)])
      await running.ready
      await sleep(Math.random() * longestMs)
      running.process.kill('SIGKILL')
      await running.ended
      const found = await findLost(store, log)
      lost = Math.max(lost, found.lost.length)
    }
    return { acknowledged: readLog(log).length, lost }
  } finally {
    await child.remove()
  }
}

import { expect, it } from 'vitest'
import { createPace, createTurns } from './pace.js'

/** A run that computes for a while between its steps, as the clock has it. */
function createWorld() {
  const world = { nowMs: 0, timers: 0 }
  const turns = createTurns()
  const start = async (steps: number, ms: number, log: string[], name: string) => {
    const pace = createPace(undefined, 15, () => world.nowMs, turns)
    for (let step = 0; step < steps; step++) {
      world.nowMs += ms
      log.push(name)
      await pace.step()
    }
  }
  return { world, start }
}

it('gives every run of a process a turn of its own, one after another', async () => {
  const { world, start } = createWorld()
  const log: string[] = []
  let last = 0
  let longest = 0
  let isOver = false
  const watch = () => {
    longest = Math.max(longest, world.nowMs - last)
    last = world.nowMs
    if (!isOver) setImmediate(watch)
  }
  setImmediate(watch)
  await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => start(20, 5, log, name)))
  isOver = true
  expect(log).toHaveLength(160)
  // The first turn sees one piece of each run beyond the bound; later ones belong to one run.
  expect(longest).toBeLessThanOrEqual(15 + 8 * 5)
  expect(new Set(log.slice(-30)).size).toBeGreaterThan(4)
})

it('does not wait where a run is done before its time', async () => {
  const { start } = createWorld()
  const log: string[] = []
  const order: string[] = []
  setTimeout(() => order.push('timer'), 0)
  await start(2, 5, log, 'short').then(() => order.push('run'))
  expect(order).toEqual(['run'])
})

it('lets timers run while it computes, and stops at the signal', async () => {
  const { world } = createWorld()
  const control = new AbortController()
  setTimeout(() => control.abort(), 0)
  const pace = createPace(control.signal, 15, () => world.nowMs, createTurns())
  const run = async () => {
    for (;;) {
      world.nowMs += 10
      await pace.step()
    }
  }
  await expect(run()).rejects.toMatchObject({ code: 'ABORTED' })
})

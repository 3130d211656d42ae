import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bundleChild, startChild } from '../../test/child.js'
import { type Environment, processEnvironment } from './environment.js'
import { createProcessLock } from './process-lock.js'

describe('process lock', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-lock-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const create = (deadlineMs = 5_000, environment: Environment = processEnvironment) =>
    createProcessLock({ path: join(folder, 'a.lock'), deadlineMs, environment })

  it('is held by one at a time, and leaves an empty file', async () => {
    let held = 0
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const lock = create()
        for (let round = 0; round < 5; round += 1) {
          const release = await lock.acquire()
          held += 1
          expect(held).toBe(1)
          await new Promise((resolve) => setImmediate(resolve))
          held -= 1
          release()
        }
        lock.close()
      }),
    )
    expect(readdirSync(folder)).toEqual(['a.lock'])
  })

  it('is refused at the deadline of the given clock, without a real wait', async () => {
    const holder = create()
    const release = await holder.acquire()
    let now = 0
    const waits: number[] = []
    const waiting = create(30_000, {
      now: () => now,
      random: () => 0.5,
      wait: async (ms) => {
        waits.push(ms)
        now += 1_000
      },
    })
    await expect(waiting.acquire()).rejects.toMatchObject({
      code: 'STORE_LOCKED',
      details: { waitedMs: 30_000 },
      traits: { retryable: true },
    })
    expect(waits).toEqual(Array(30).fill(2.5))
    release()
    const again = await waiting.acquire()
    again()
    holder.close()
    waiting.close()
  })

  it('is free as soon as its holder is killed', async () => {
    const child = await bundleChild('hold-lock')
    const holder = startChild(child, [join(folder, 'a.lock')])
    await holder.ready
    await expect(create(50).acquire()).rejects.toMatchObject({ code: 'STORE_LOCKED' })
    holder.process.kill('SIGKILL')
    const lock = create(2_000)
    const release = await lock.acquire()
    release()
    lock.close()
    await holder.ended
    await child.remove()
  })

  it('names a lock file that is something else', async () => {
    writeFileSync(join(folder, 'a.lock'), 'mine, not a lock. '.repeat(100))
    await expect(create().acquire()).rejects.toMatchObject({ code: 'STORE_NOT_DATABASE' })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWriterQueue } from './writer-queue.js'

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('writer queue', () => {
  it('runs one job at a time, in order, whatever some of them throw', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ turns: fc.nat(3), fails: fc.boolean() }), { maxLength: 20 }),
        async (jobs) => {
          const queue = createWriterQueue({ name: 'q', capacity: 100 })
          const order: number[] = []
          let running = 0
          const results = await Promise.allSettled(
            jobs.map(({ turns, fails }, index) =>
              queue.run(async () => {
                running += 1
                expect(running).toBe(1)
                for (let left = turns; left > 0; left -= 1) await turn()
                order.push(index)
                running -= 1
                if (fails) throw new Error('job')
                return index
              }),
            ),
          )
          expect(order).toEqual(jobs.map((_, index) => index))
          expect(results.map(({ status }) => status === 'rejected')).toEqual(jobs.map(({ fails }) => fails))
          expect(queue.size).toBe(0)
        },
      ),
    )
  })

  it('refuses what is more than its capacity, and takes more when there is room', async () => {
    const queue = createWriterQueue({ name: 'q', capacity: 2 })
    const accepted = [1, 2, 3].map((value) => queue.run(async () => value))
    await expect(queue.run(async () => 4)).rejects.toMatchObject({
      code: 'STORE_QUEUE_FULL',
      details: { capacity: 2 },
    })
    expect(await Promise.all(accepted)).toEqual([1, 2, 3])
    expect(await queue.run(async () => 5)).toBe(5)
  })

  it('removes a waiting job whose signal aborts, and lets a started one finish', async () => {
    const queue = createWriterQueue({ name: 'q', capacity: 5 })
    const controller = new AbortController()
    const ran: string[] = []
    const job = (name: string) => async () => {
      ran.push(name)
      await turn()
      return name
    }
    const first = queue.run(job('first'), controller.signal)
    const second = queue.run(job('second'), controller.signal)
    const third = queue.run(job('third'))
    controller.abort(new Error('stop'))
    await expect(second).rejects.toThrow('stop')
    await expect(queue.run(job('fourth'), controller.signal)).rejects.toThrow('stop')
    expect(await Promise.all([first, third])).toEqual(['first', 'third'])
    expect(ran).toEqual(['first', 'third'])
  })

  it('finishes what it accepted before close resolves, and refuses what comes later', async () => {
    const queue = createWriterQueue({ name: 'q', capacity: 5 })
    const done: number[] = []
    for (const value of [1, 2]) {
      void queue.run(async () => {
        await turn()
        done.push(value)
      })
    }
    const closed = queue.close()
    await expect(queue.run(async () => 3)).rejects.toMatchObject({ code: 'STORE_CLOSED' })
    await closed
    expect(done).toEqual([1, 2])
  })
})

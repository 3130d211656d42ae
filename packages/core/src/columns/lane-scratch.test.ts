import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LanePool } from './lane-pool.js'
import { LaneScratch } from './lane-scratch.js'

const slabBytes = 1024 * 1024

it('gives lanes that keep theirs until the next reset, and its memory back', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(5000), { maxLength: 12 }), { maxLength: 6 }), (chunks) => {
      const pool = new LanePool(slabBytes)
      const scratch = new LaneScratch(2048, pool)
      for (const lengths of chunks) {
        scratch.reset()
        const lanes = lengths.map((length, mark) => scratch.take(Float64Array, length).fill(mark))
        lanes.forEach((lane, mark) => {
          expect(lane.every((value) => value === mark)).toBe(true)
        })
      }
      scratch.release()
      const before = pool.take(Uint8Array, 1024)
      pool.give(before)
      expect(pool.take(Uint8Array, slabBytes).buffer).toBe(before.buffer)
    }),
    { numRuns: 100 },
  )
})

it('gives lanes of zeros where others stood', () => {
  const scratch = new LaneScratch()
  scratch.take(Uint8Array, 3000).fill(7)
  scratch.reset()
  expect(scratch.zeros(Uint16Array, 1000).every((value) => value === 0)).toBe(true)
})

it('shares no memory where lanes are kept', () => {
  const scratch = new LaneScratch(0)
  const [first, second] = [scratch.take(Uint8Array, 100), scratch.take(Uint8Array, 100)]
  expect(first.buffer).not.toBe(second.buffer)
})

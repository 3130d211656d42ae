import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LanePool } from './lane-pool.js'
import type { LaneType } from './lane-scratch.js'
import type { Lane } from './lanes.js'

const slabBytes = 64 * 1024
const types: readonly LaneType<Lane>[] = [Uint8Array, Uint16Array, Int32Array, Float64Array]
const steps = fc.array(
  fc.record({
    act: fc.constantFrom('take', 'take', 'zeros', 'grow', 'give', 'clear'),
    type: fc.constantFrom(...types),
    length: fc.oneof(fc.nat(2000), fc.nat(12_000)),
    at: fc.nat(20),
  }),
  { maxLength: 60 },
)

it('gives lanes that share no bytes and keep theirs while they grow', () => {
  let reused = 0
  fc.assert(
    fc.property(steps, (all) => {
      const pool = new LanePool(slabBytes)
      const buffers = new Set<ArrayBufferLike>()
      const lanes: { lane: Lane; mark: number }[] = []
      let marks = 0
      const hold = (lane: Lane): void => {
        if (lane.byteLength > 1024 && buffers.has(lane.buffer)) reused++
        buffers.add(lane.buffer)
        marks = (marks % 200) + 1
        lanes.push({ lane: lane.fill(marks), mark: marks })
      }
      for (const { act, type, length, at } of all) {
        const place = at % Math.max(lanes.length, 1)
        const held = lanes[place]
        if (act === 'take') hold(pool.take(type, length))
        else if (act === 'zeros') {
          const lane = pool.zeros(type, length)
          expect(lane.every((value) => value === 0)).toBe(true)
          hold(lane)
        } else if (act === 'clear' && at === 0) {
          lanes.length = 0
          pool.clear()
        } else if (held !== undefined && act !== 'clear') {
          lanes.splice(place, 1)
          if (act === 'give') pool.give(held.lane)
          else {
            const used = held.lane.length
            const larger = pool.grow(held.lane, used, used + length)
            expect(larger.constructor).toBe(held.lane.constructor)
            expect(larger.length).toBe(used + length)
            expect(larger.subarray(0, used).every((value) => value === held.mark)).toBe(true)
            hold(larger)
          }
        }
        for (const { lane, mark } of lanes) expect(lane.every((value) => value === mark)).toBe(true)
      }
    }),
    { numRuns: 60 },
  )
  expect(reused).toBeGreaterThan(20)
})

it('fits what was given back together, and grows in place', () => {
  const pool = new LanePool(slabBytes)
  const [a, b, c] = [
    pool.take(Uint8Array, 20_000),
    pool.take(Uint8Array, 20_000),
    pool.take(Uint8Array, 20_000),
  ]
  pool.give(a)
  pool.give(c)
  pool.give(b)
  const whole = pool.take(Uint8Array, slabBytes)
  expect(whole.buffer).toBe(a.buffer)
  pool.give(whole)
  const small = pool.take(Float64Array, 1000)
  const larger = pool.grow(small, 1000, 8000)
  expect([larger.buffer, larger.byteOffset]).toEqual([a.buffer, small.byteOffset])
})

it('keeps nothing where it has no slabs', () => {
  const pool = new LanePool(0)
  const lane = pool.take(Uint8Array, 5000)
  pool.give(lane)
  expect(pool.take(Uint8Array, 5000).buffer).not.toBe(lane.buffer)
})

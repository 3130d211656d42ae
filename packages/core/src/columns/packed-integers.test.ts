import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LaneScratch } from './lane-scratch.js'
import { packIntegers, unpackIntegers } from './packed-integers.js'

const step = fc.oneof(fc.constantFrom(0, 1, 1, 1), fc.nat(300), fc.nat(70_000), fc.integer())
const lanes = fc
  .record({ first: fc.integer({ min: -1, max: 2 ** 31 - 1 }), steps: fc.array(step, { maxLength: 40 }) })
  .map(({ first, steps }) => {
    let at = first
    return [first, ...steps.map((by) => (at = (at + by) | 0))]
  })

it('gives integers of either sign back as they were, with a shift', () => {
  const widths = new Set<number>()
  fc.assert(
    fc.property(lanes, fc.boolean(), fc.nat(1000), (values, isFromFirst, shift) => {
      const lane = Int32Array.from(values)
      const packed = packIntegers(lane, isFromFirst ? lane[0]! : 0)
      widths.add(packed.offsets?.BYTES_PER_ELEMENT ?? 0)
      const back = unpackIntegers(packed, lane.length, shift, Int32Array, new LaneScratch())
      expect([...back]).toEqual(values.map((value) => (value + shift) | 0))
      const positive = Uint32Array.from(values)
      const distances = packIntegers(positive, 0)
      expect(unpackIntegers(distances, lane.length, 0, Uint32Array, new LaneScratch())).toEqual(positive)
    }),
    { numRuns: 400 },
  )
  expect([...widths].sort()).toEqual([0, 1, 2, 4])
})

it('keeps doubles', () => {
  const lane = Float64Array.of(0, -5, 2 ** 40)
  const packed = packIntegers(lane, 0)
  expect(unpackIntegers(packed, 3, 0, Float64Array, new LaneScratch())).toEqual(lane)
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addLength, greatestLength, hasLength, lengthWords, uniteLengths } from './length-set.js'

it('a set of lengths knows those that were added, and takes long ones for one another', () => {
  const length = fc.oneof(
    fc.integer({ min: 0, max: 700 }),
    fc.constantFrom(0, 31, 32, 512, 542, 543, 544, 5000),
  )
  fc.assert(
    fc.property(fc.array(length), fc.array(length), length, (some, others, asked) => {
      const set = new Int32Array(lengthWords)
      const second = new Int32Array(lengthWords)
      for (const one of some) addLength(set, one)
      for (const one of others) addLength(second, one)
      uniteLengths(set, second)
      const all = [...some, ...others]
      const isLong = (one: number) => one >= 543
      expect(hasLength(set, asked)).toBe(all.some((one) => one === asked || (isLong(one) && isLong(asked))))
      const greatest = Math.max(-1, ...all)
      expect(greatestLength(set)).toBe(isLong(greatest) ? Number.POSITIVE_INFINITY : greatest)
    }),
  )
})

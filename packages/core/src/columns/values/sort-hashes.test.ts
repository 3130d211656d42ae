import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sortHashes } from './sort-hashes.js'

it('sorts as comparing does, equal hashes as they came', () => {
  const hash = fc.oneof(
    fc.integer({ min: 0, max: 0xffffffff }),
    fc.constantFrom(0, 7, 0x7fffffff, 0x80000000),
  )
  fc.assert(
    fc.property(fc.array(hash, { maxLength: 300 }), fc.nat(5), (list, more) => {
      const hashes = Uint32Array.from([...list, ...Array.from({ length: more }, () => 1)])
      const expected = list.map((_, i) => i).sort((a, b) => list[a]! - list[b]! || a - b)
      const lanes = [new Uint32Array(400), new Uint32Array(400)] as const
      expect([...sortHashes(hashes, list.length, lanes).subarray(0, list.length)]).toEqual(expected)
    }),
    { numRuns: 500 },
  )
})

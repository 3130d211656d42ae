import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareBytes } from '../compare-bytes.js'
import { LanePool } from '../lane-pool.js'
import { sortTerms } from './sort-terms.js'

it('sorts as comparing byte by byte does, with long common beginnings, zeros and equals', () => {
  const beginning = fc.constantFrom('', 'IfcWallStandardCase-', 'IfcWall', '\u0000', 'abcd\u0000')
  const term = fc
    .tuple(beginning, fc.string({ maxLength: 6, unit: fc.constantFrom('a', 'b', '\u0000', 'é') }))
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.array(term, { maxLength: 200 }), (terms) => {
      const encoded = terms.map((text) => new TextEncoder().encode(text))
      const starts: number[] = []
      const heap: number[] = []
      for (const bytes of encoded) {
        starts.push(heap.length)
        heap.push(...bytes)
      }
      const all = Uint8Array.from(heap)
      const lanes = Uint32Array.from(
        starts.flatMap((start, entry) => [start, start + encoded[entry]!.length, 0, 0]),
      )
      const compare = (a: number, b: number) =>
        compareBytes(all, lanes[4 * a]!, lanes[4 * a + 1]!, all, lanes[4 * b]!, lanes[4 * b + 1]!) || a - b
      const expected = terms.map((_, i) => i).sort(compare)
      expect([...sortTerms({ heap: all, lanes, compare }, terms.length, new LanePool(4096))]).toEqual(
        expected,
      )
    }),
    { numRuns: 500 },
  )
})

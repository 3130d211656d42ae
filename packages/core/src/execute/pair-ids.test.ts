import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PairIds } from './pair-ids.js'

it('numbers pairs in order of first appearance, however many there are', () => {
  const id = fc.oneof(fc.nat(20), fc.nat(3_000), fc.nat(2 ** 21 - 1))
  fc.assert(
    fc.property(fc.array(fc.tuple(id, id), { maxLength: 300 }), (pairs) => {
      const ids = new PairIds()
      const seen = new Map<string, number>()
      for (const [left, right] of pairs) {
        const key = `${left},${right}`
        if (!seen.has(key)) seen.set(key, seen.size)
        expect(ids.idOf(left, right)).toBe(seen.get(key))
      }
      expect(ids.left.map((left, index) => `${left},${ids.right[index]}`)).toEqual([...seen.keys()])
    }),
  )
})

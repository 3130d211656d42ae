import fc from 'fast-check'
import { expect, it } from 'vitest'
import { narrowWords, wideWords } from './deal-hashes.js'
import { sortHashes } from './sort-hashes.js'

it('sorts as comparing does, equal hashes as they came', () => {
  const hash = fc.oneof(
    fc.integer({ min: 0, max: 0xffffffff }),
    fc.constantFrom(0, 7, 0x7fffffff, 0x80000000),
  )
  const words = fc.constantFrom(narrowWords, wideWords)
  fc.assert(
    fc.property(
      fc.array(hash, { maxLength: 300 }),
      words,
      fc.constantFrom(32, 31, 26, 22),
      (list, each, bits) => {
        const alike = bits === 32 ? 0 : (0xa5a5a5a5 << bits) >>> 0
        const hashes = list.map((one) => (bits === 32 ? one : (alike | (one & (2 ** bits - 1))) >>> 0))
        const sorted = hashes.map((one, i) => [one, i] as const).sort(([a], [b]) => a - b)
        const entries = Int32Array.from(hashes.flatMap((one, i) => [one, i, -i].slice(0, each)))
        const expected = Int32Array.from(sorted.flatMap(([one, i]) => [one, i, -i].slice(0, each)))
        const result = sortHashes(entries, new Int32Array(entries.length), list.length, each, bits)
        expect([...result]).toEqual([...expected])
      },
    ),
    { numRuns: 500 },
  )
})

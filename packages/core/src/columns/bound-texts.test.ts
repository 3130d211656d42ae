import fc from 'fast-check'
import { expect, it } from 'vitest'
import { boundCounted, boundEntries } from './bound-texts.js'

it('the least and the greatest text are the first and the last by their bytes', () => {
  const byte = fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.constantFrom(0x61, 0x62))
  const text = fc
    .tuple(
      fc.constantFrom([], [0x61, 0x62, 0x63, 0x64], [0x7a, 0x7a, 0, 0, 0x80, 1, 2, 3, 4]),
      fc.array(byte, { maxLength: 6 }),
    )
    .map(([start, rest]) => Buffer.from([...start, ...rest]))
  fc.assert(
    fc.property(
      fc.array(text, { maxLength: 12 }),
      fc.array(fc.nat(2), { minLength: 12, maxLength: 12 }),
      fc.nat(2),
      fc.nat(12),
      (ends, given, times, shared) => {
        const texts = ends.map((end) => Buffer.concat([Buffer.alloc(shared, 'x'), end]))
        // Also more than one block of them.
        const all = Array.from({ length: times === 2 ? 700 : 1 }, () => texts).flat()
        const heap = Uint8Array.from(Buffer.concat([Buffer.of(1, 2, 3), ...all])).subarray(3)
        const offsets = new Uint32Array(all.length + 1)
        all.forEach((one, at) => {
          offsets[at + 1] = offsets[at]! + one.length
        })
        const counts = times === 0 ? undefined : Uint32Array.from(all, (_, at) => given[at % 12]!)
        const counted = all.filter((_, at) => counts?.[at] !== 0).sort(Buffer.compare)
        const found =
          counts === undefined
            ? boundEntries(heap, offsets, all.length, shared)
            : boundCounted(heap, offsets, all.length, counts)
        expect(found === undefined ? [] : [all[found.min], all[found.max]]).toEqual(
          counted.length === 0 ? [] : [counted[0], counted.at(-1)],
        )
        if (found !== undefined && counts !== undefined)
          expect(counts[found.min]! * counts[found.max]!).toBeGreaterThan(0)
      },
    ),
    { numRuns: 500 },
  )
})

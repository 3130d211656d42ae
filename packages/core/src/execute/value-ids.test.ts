import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExactNumber, JsonText, type Value } from './value.js'
import { keyOf, ValueIds } from './value-ids.js'
import { VectorBuilder } from './vector-builder.js'

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(
    null,
    true,
    false,
    0,
    1,
    -1.5,
    'null',
    '1',
    '',
    'é',
    '\ud800',
    '\udc00\ud800',
    '\u{1F600}',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.integer({ min: 0, max: 50 }).map((n) => `key ${n}`),
  fc.constant(new ExactNumber('9007199254740993', 9007199254740992)),
  fc.constant(new JsonText('[1]')),
)

describe('ids of values', () => {
  it('are one for each different value, in order of first appearance, and give it back', () => {
    fc.assert(
      fc.property(fc.array(fc.array(value, { maxLength: 60 }), { maxLength: 6 }), (batches) => {
        const ids = new ValueIds(() => {})
        const first: unknown[] = []
        for (const batch of batches) {
          const builder = new VectorBuilder(batch.length)
          for (const one of batch) builder.push(one)
          const out = new Int32Array(batch.length)
          ids.assign(builder.build(), null, out)
          batch.forEach((one, row) => {
            if (!first.includes(keyOf(one))) first.push(keyOf(one))
            expect(out[row]).toBe(first.indexOf(keyOf(one)))
            expect(keyOf(ids.read(out[row]!))).toBe(keyOf(one))
          })
        }
        expect(ids.size).toBe(first.length)
      }),
    )
  })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { firstRows, takeRows } from './take-rows.js'
import { ExactNumber, readValue, type Value } from './value.js'
import { VectorBuilder } from './vector-builder.js'

const value: fc.Arbitrary<Value> = fc.oneof(fc.constantFrom(null, true, false, 'a', 'b'), fc.integer())

function build(values: readonly Value[]) {
  const builder = new VectorBuilder(values.length)
  for (const one of values) builder.push(one)
  return builder.build()
}

it('gives views of the first rows that hold what copies of them hold', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), fc.nat(20), (values, most) => {
      const vector = build(values)
      const rows = Int32Array.from({ length: Math.min(most, values.length) }, (_, row) => row)
      const [view, copy] = [firstRows(vector, rows.length)!, takeRows(vector, rows)]
      expect(view.length).toBe(rows.length)
      expect(view.numbers?.length).toBe(copy.numbers?.length)
      expect([...rows].map((row) => readValue(view, row))).toEqual(values.slice(0, rows.length))
      expect([...rows].map((row) => readValue(copy, row))).toEqual(values.slice(0, rows.length))
    }),
  )
})

it('gives no view of a vector that keeps numbers beside its lanes', () => {
  expect(firstRows(build([1, new ExactNumber('1e400', Number.POSITIVE_INFINITY)]), 1)).toBeUndefined()
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toMantissas } from '../columns/scaled-numbers.js'
import { ValueKind, type Vector } from '../columns/table.js'
import { averageOf, ExactSums, fromScaled, sumOf, toAverage } from './exact-sum.js'

const vectorOf = (numbers: Float64Array, scale: number): Vector => {
  const mantissa = toMantissas(numbers, scale)
  const scaled = mantissa === undefined ? {} : { scaled: { mantissa, scale } }
  return { length: numbers.length, kind: ValueKind.number, numbers, ...scaled }
}

const whole = fc.oneof(
  fc.integer({ min: -100, max: 100 }),
  fc.integer({ min: -40_000, max: 40_000 }),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.integer({ min: -(10 ** 14), max: 10 ** 14 }),
)

it('gives sums and averages of any lanes, in any order, as whole numbers would', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.array(whole, { minLength: 1, maxLength: 20 }), fc.constantFrom(0, 0, 1, 2, 9)), {
        minLength: 1,
        maxLength: 5,
      }),
      fc.boolean(),
      (chunks, isGrouped) => {
        const sums = new ExactSums()
        sums.grow(2)
        const exact = [0n, 0n]
        const counts = [0, 0]
        for (const [mantissas, scale] of chunks) {
          const numbers = Float64Array.from(mantissas, (mantissa) => mantissa / 10 ** scale + 0)
          const groups = isGrouped ? Int32Array.from(mantissas, (_, row) => row % 2) : null
          sums.add(vectorOf(numbers, scale), null, groups)
          mantissas.forEach((mantissa, row) => {
            const group = isGrouped ? row % 2 : 0
            exact[group]! += BigInt(mantissa) * 10n ** BigInt(9 - scale)
            counts[group]! += 1
          })
        }
        for (const group of [0, 1]) {
          if (counts[group] === 0) continue
          expect(sumOf(sums, group)).toEqual(fromScaled(exact[group]!, 9))
          expect(averageOf(sums, group, counts[group]!)).toEqual(toAverage(exact[group]!, 9, counts[group]!))
        }
      },
    ),
    { numRuns: 300 },
  )
})

it('never rounds a sum that leaves what a double holds', () => {
  const sums = new ExactSums()
  const numbers = new Float64Array(5_000).fill(Number.MAX_SAFE_INTEGER)
  sums.add(vectorOf(numbers, 0), null, null)
  sums.add(vectorOf(Float64Array.of(1, 2, 3), 0), null, null)
  expect(sumOf(sums, 0)).toEqual(fromScaled(5_000n * BigInt(Number.MAX_SAFE_INTEGER) + 6n, 0))
})

it('never rounds where numbers without a scale and mantissas of lanes meet', () => {
  const sums = new ExactSums()
  const most = Number.MAX_SAFE_INTEGER
  sums.add({ length: 1, kind: ValueKind.number, numbers: Float64Array.of(most) }, null, null)
  sums.add(vectorOf(Float64Array.of(1, 1, 1), 0), null, null)
  expect(sumOf(sums, 0)).toEqual(fromScaled(BigInt(most) + 3n, 0))
})

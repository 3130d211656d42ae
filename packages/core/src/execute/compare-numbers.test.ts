import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareDecimals, decimalOfDouble, parseDecimal } from '../columns/decimal.js'
import { toDoubles, toMantissas } from '../columns/scaled-numbers.js'
import { ValueKind, type Vector } from '../columns/table.js'
import type { Comparison } from '../plan/algebra.js'
import type { Chunk } from './chunk.js'
import { compareWithNumber } from './compare-numbers.js'
import type { ValueSource } from './truth.js'

const operators: readonly Comparison[] = ['eq', 'ne', 'lt', 'le', 'gt', 'ge']
const holds = (op: Comparison, order: number) =>
  ({ eq: order === 0, ne: order !== 0, lt: order < 0, le: order <= 0, gt: order > 0, ge: order >= 0 })[op]

const sourceOf = (vector: Vector): ValueSource => ({
  columns: ['x'],
  vector: () => vector,
  valueAt: () => null,
  culprit: () => 'x',
  isOdd: () => false,
})

const literals = fc.oneof(
  fc.integer({ min: -400, max: 400 }).map(String),
  fc.tuple(fc.integer({ min: -400, max: 400 }), fc.nat({ max: 10 ** 6 })).map(([a, b]) => `${a}.${b}`),
  fc.constantFrom('0', '-0', '0.0', '1e300', '-1e300', '1e999999', '9007199254740993', '-9007199254740991.5'),
  fc.constantFrom(
    '4.9999999999999999999999',
    '5.0000000000000000000001',
    '1e-400',
    '2147483647.5',
    '127',
    '-128',
  ),
)

it('compares mantissas of any lane with a literal as their decimals compare', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.integer({ min: -400, max: 400 }),
          fc.integer({ min: -70_000, max: 70_000 }),
          fc.maxSafeInteger(),
        ),
        { minLength: 1, maxLength: 40 },
      ),
      fc.constantFrom(0, 1, 2, 5),
      literals,
      fc.constantFrom(...operators),
      fc.boolean(),
      (whole, scale, text, op, hasNulls) => {
        const small = scale === 0 ? whole : whole.map((value) => value % 10 ** 14)
        const numbers = Float64Array.from(small, (value) => value / 10 ** scale + 0)
        const mantissa = toMantissas(numbers, scale)
        fc.pre(mantissa !== undefined)
        const kinds = Uint8Array.from(small, (_, row) => (row % 3 === 1 ? ValueKind.null : ValueKind.number))
        const vector: Vector = {
          length: small.length,
          ...(hasNulls ? { kinds } : { kind: ValueKind.number }),
          numbers: toDoubles(mantissa!, scale),
          scaled: { mantissa: mantissa!, scale },
        }
        const chunk: Chunk = { length: small.length, columns: new Map(), records: 0, selection: null }
        const truth = compareWithNumber(sourceOf(vector), op, text).evaluate(chunk)
        const literal = parseDecimal(text)!
        const wanted = [...numbers].map((number, row) =>
          hasNulls && row % 3 === 1 ? 2 : +holds(op, compareDecimals(decimalOfDouble(number), literal)),
        )
        expect([...truth]).toEqual(wanted)
      },
    ),
    { numRuns: 500 },
  )
})

it('knows on which side of a literal between two mantissas the nearest ones lie', () => {
  const near = ['4.4', '4.5', '4.6', '4.9999999999999999999999', '5', '5.0000000000000000000001']
  for (const text of [...near, ...near.map((literal) => `-${literal}`)])
    for (const scale of [0, 1])
      for (const op of operators) {
        const numbers = Float64Array.from({ length: 141 }, (_, at) => (at - 70) / 10 ** scale + 0)
        const mantissa = toMantissas(numbers, scale)!
        const length = numbers.length
        const vector: Vector = { length, kind: ValueKind.number, numbers, scaled: { mantissa, scale } }
        const chunk: Chunk = { length, columns: new Map(), records: 0, selection: null }
        const literal = parseDecimal(text)!
        expect([...compareWithNumber(sourceOf(vector), op, text).evaluate(chunk)]).toEqual(
          [...numbers].map((number) => +holds(op, compareDecimals(decimalOfDouble(number), literal))),
        )
      }
})

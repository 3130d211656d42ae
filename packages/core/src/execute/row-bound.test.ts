import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toDoubles, toMantissas } from '../columns/scaled-numbers.js'
import { ValueKind, type Vector } from '../columns/table.js'
import type { Chunk } from './chunk.js'
import { toSelection } from './chunk.js'
import { createRowBound } from './row-bound.js'

const numbers = fc.array(fc.integer({ min: -3_000, max: 3_000 }), { minLength: 1, maxLength: 200 })

it('keeps every row within the bound, in order, and of doubles no other', () => {
  const findWithin = createRowBound()
  fc.assert(
    fc.property(
      numbers,
      fc.constantFrom(0, 1, 2, 7),
      fc.boolean(),
      fc.boolean(),
      fc.nat(),
      fc.boolean(),
      fc.constantFrom(1, 2, 5),
      (whole, scale, isScaled, descending, at, isSelected, others) => {
        const doubles = Float64Array.from(whole, (value) => value / 10 ** scale)
        const mantissa = isScaled ? toMantissas(doubles, scale) : undefined
        const length = doubles.length
        const isNumber = (row: number) => others === 1 || row % others !== 0
        const kind = ValueKind.number
        const kinds =
          others === 1
            ? { kind }
            : { kinds: Uint8Array.from(whole, (_, row) => (isNumber(row) ? kind : ValueKind.null)) }
        const vector: Vector =
          mantissa === undefined
            ? { length, ...kinds, numbers: doubles }
            : {
                length,
                ...kinds,
                numbers: toDoubles(mantissa, scale),
                scaled: { mantissa, scale },
              }
        const all = Int32Array.from({ length }, (_, row) => row)
        const among = isSelected ? all.filter((row) => row % 3 !== 0) : all
        const chunk: Chunk = {
          length,
          columns: new Map(),
          records: 0,
          selection: isSelected ? toSelection(among) : null,
        }
        const bound = doubles[at % length]!
        const wanted = among.filter(
          (row) => !isNumber(row) || (descending ? doubles[row]! >= bound : doubles[row]! <= bound),
        )
        const found = findWithin(chunk, vector, bound, descending)!
        expect([...found].filter((row) => wanted.includes(row))).toEqual([...wanted])
        if (!isScaled) expect([...found]).toEqual([...wanted])
        expect([...found].every((row) => among.includes(row))).toBe(true)
      },
    ),
  )
})

it('says nothing of what doubles do not hold exactly, or of other kinds', () => {
  const chunk: Chunk = { length: 1, columns: new Map(), records: 0, selection: null }
  const findWithin = createRowBound()
  const numbers = Float64Array.of(1)
  expect(findWithin(chunk, { length: 1, kind: ValueKind.text }, 1, true)).toBe(undefined)
  const exact = new Map([[0, '1.00000000000000000001']])
  expect(findWithin(chunk, { length: 1, kind: ValueKind.number, numbers, exact }, 1, true)).toBe(undefined)
})

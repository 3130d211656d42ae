import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { DecodedColumn } from '../decode-column.js'
import { ValueKind } from '../table.js'
import { ChunkNumbers } from './chunk-numbers.js'
import { NumberTable } from './number-table.js'

const lanes = fc.oneof(
  fc.array(fc.integer({ min: -128, max: 127 }), { maxLength: 300 }).map((all) => Int8Array.from(all)),
  fc.array(fc.integer({ min: -9, max: 32_767 }), { maxLength: 300 }).map((all) => Int16Array.from(all)),
  fc
    .array(fc.constantFrom(7, -32_768), { minLength: 1, maxLength: 9 })
    .map((some) => Int16Array.from({ length: 16_384 }, (_, row) => some[row % some.length]!)),
  fc
    .array(fc.constantFrom(0, -1, 1, 2 ** 31 - 1, -(2 ** 31), 900), { maxLength: 40 })
    .map((all) => Int32Array.from(all)),
  fc
    .array(fc.constantFrom(0, -0, 1.5, 2 ** 40, -(2 ** 40), 5e-324), { maxLength: 40 })
    .map((all) => Float64Array.from(all)),
)
const chunk = fc.record({
  lane: lanes,
  scale: fc.integer({ min: 0, max: 3 }),
  isScaled: fc.boolean(),
  isMixed: fc.boolean(),
  others: fc.array(fc.nat(40), { maxLength: 5 }),
})

it('counts the numbers of one chunk after another as a map does', () => {
  const numbers = new ChunkNumbers()
  fc.assert(
    fc.property(chunk, ({ lane, scale, isScaled, isMixed, others }) => {
      const isDouble = lane instanceof Float64Array && !isScaled
      const kinds = Uint8Array.from(lane, (_, row) => (row % 3 === 0 ? ValueKind.text : ValueKind.number))
      const exacts = new Map(isDouble ? others.map((row) => [row, new Uint8Array(1)]) : [])
      const column: Partial<DecodedColumn> = {
        mantissas: isDouble ? undefined : lane,
        doubles: isDouble ? lane : undefined,
        scale,
        kinds: isMixed ? kinds : undefined,
        exacts,
      }
      numbers.load(column as DecodedColumn)
      const counts = new Map<number, number>()
      lane.forEach((number, row) => {
        if ((isMixed && kinds[row] !== ValueKind.number) || exacts.has(row)) return
        const value = isDouble ? number : number / 10 ** scale
        counts.set(value, (counts.get(value) ?? 0) + 1)
      })
      const found = new Map<number, number>()
      for (let key = 0; key < numbers.size; key++) found.set(numbers.values[key]! + 0, numbers.counts[key]!)
      expect(found).toEqual(counts)
      expect(numbers.size).toBe(counts.size)
      expect(numbers.areIntegers).toBe([...counts.keys()].every(Number.isInteger))

      const keys = new NumberTable()
      const half = numbers.addAll(keys, Math.floor(numbers.size / 2))
      expect(half).toBe(Math.min(numbers.size, Math.floor(numbers.size / 2) + 1))
      numbers.findAll(keys, 0)
      expect(Array.from(numbers.numbers.subarray(0, numbers.size))).toEqual(
        Array.from({ length: numbers.size }, (_, key) => (key < half ? key : -1)),
      )
    }),
  )
})

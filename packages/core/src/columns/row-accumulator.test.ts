import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openAccount } from './byte-table.js'
import { LanePool } from './lane-pool.js'
import { LaneScratch } from './lane-scratch.js'
import { RowAccumulator } from './row-accumulator.js'

const maxUint32 = 2 ** 32 - 1

it('gives rows back as they came, near and far, after some were dropped', () => {
  const place = fc.oneof(fc.nat(1000), fc.integer({ min: 2 ** 32 - 3, max: 2 ** 32 + 3 }), fc.nat(2 ** 40))
  const row = fc.record({
    start: place,
    length: place,
    parent: fc.integer({ min: -1, max: 9 }),
    index: fc.nat(9),
  })
  const parts = fc.array(fc.array(row, { minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(parts, fc.nat(100), fc.nat(100), (given, first, second) => {
      const account = openAccount(new LanePool())
      const rows = new RowAccumulator(account)
      const left: (typeof given)[number] = []
      const check = (count: number): void => {
        if (count === 0) return
        const taken = left.splice(0, count)
        const [header, base, starts, lengths, parents, indexes] = rows.encode(count, 0, new LaneScratch())
        const from = taken[0]!.start
        expect(base![0]).toBe(from)
        expect([...starts!]).toEqual(taken.map(({ start }) => start - from))
        expect([...lengths!]).toEqual(taken.map(({ length }) => length))
        const isNear = taken.every(({ start }) => start >= from && start - from <= maxUint32)
        const isShort = taken.every(({ length }) => length <= maxUint32)
        expect([header![1], header![2]]).toEqual([isNear ? 4 : 8, isShort ? 4 : 8])
        const hasParent = taken.some(({ parent }) => parent >= 0)
        expect([...parents!]).toEqual(hasParent ? taken.map(({ parent }) => parent) : [])
        const hasIndex = taken.some(({ index }, at) => index !== at)
        expect([...indexes!]).toEqual(hasIndex ? taken.map(({ index }) => index) : [])
        rows.drop(count)
      }
      for (const part of given) {
        const lane = (of: (one: (typeof part)[number]) => number) => Float64Array.from(part, of)
        rows.add(
          {
            length: part.length,
            table: new Int32Array(part.length),
            row: new Int32Array(part.length),
            parent: Int32Array.from(part, ({ parent }) => parent),
            index: Int32Array.from(part, ({ index }) => index),
            start: lane(({ start }) => start),
            end: lane(({ start, length }) => start + length),
          },
          Int32Array.from({ length: part.length + 2 }, (_, i) => i - 2),
          2,
          part.length + 2,
        )
        left.push(...part)
        check(Math.min(first, rows.count))
      }
      check(Math.min(second, rows.count))
      check(rows.count)
      expect(account.bytes).toBe(rows.bytes)
    }),
  )
})

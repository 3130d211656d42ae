import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate } from './allocate.js'
import {
  addRational,
  isGreater,
  parseDecimal,
  type Rational,
  roundHalfUp,
  roundUp,
  zero,
} from './rational.js'
import { formatUsd, parseUsd } from './usd.js'

const decimal = fc
  .tuple(fc.nat({ max: 1_000_000 }), fc.stringMatching(/^\d{0,12}$/))
  .map(([whole, fraction]) => (fraction === '' ? String(whole) : `${whole}.${fraction}`))

const rational = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.bigInt({ min: 1n, max: 10n ** 6n }))
  .map(([n, d]): Rational => ({ n, d }))

describe('decimal text', () => {
  it.each([
    ['0.075', 75n, 1000n],
    ['2.5', 25n, 10n],
    ['3', 3n, 1n],
    ['1e-7', 1n, 10n ** 7n],
    ['5e+2', 500n, 1n],
  ])('%s is exact', (text, n, d) => {
    expect(parseDecimal(text)).toEqual({ n, d })
  })

  it.each(['', '-1', '.5', '1.', '1,5', 'NaN', '0x10', ' 1', '1e400'])('%j is refused', (text) => {
    expect(parseDecimal(text)).toBeUndefined()
  })

  it('loses nothing: the sum of texts is the sum of their digits', () => {
    fc.assert(
      fc.property(fc.array(decimal, { maxLength: 8 }), (texts) => {
        const sum = texts.map((text) => parseDecimal(text)!).reduce(addRational, zero)
        const scaled = texts.reduce((total, text) => {
          const [whole = '0', fraction = ''] = text.split('.')
          return total + BigInt(whole + fraction.padEnd(12, '0'))
        }, 0n)
        expect(sum.n * 10n ** 12n).toBe(scaled * sum.d)
      }),
    )
  })
})

describe('rounding', () => {
  it('takes halves up and is never more than a half away', () => {
    expect(roundHalfUp({ n: 1n, d: 2n })).toBe(1n)
    expect(roundHalfUp({ n: 49n, d: 100n })).toBe(0n)
    expect(roundHalfUp({ n: 5n, d: 2n })).toBe(3n)
    fc.assert(
      fc.property(rational, (value) => {
        const twice = 2n * (roundHalfUp(value) * value.d - value.n)
        expect(twice <= value.d && twice > -value.d).toBe(true)
      }),
    )
  })

  it('of a hold is the smallest whole that is not below', () => {
    fc.assert(
      fc.property(rational, (value) => {
        const up = roundUp(value)
        expect(isGreater(value, { n: up, d: 1n })).toBe(false)
        expect(isGreater({ n: up, d: 1n }, { n: value.n + value.d - 1n, d: value.d })).toBe(false)
      }),
    )
  })
})

describe('allocate', () => {
  it('adds up to the total exactly and is off by less than one unit', () => {
    fc.assert(
      fc.property(fc.array(rational, { minLength: 1, maxLength: 8 }), (weights) => {
        const total = roundHalfUp(weights.reduce(addRational, zero))
        const parts = allocate(total, weights)
        expect(parts.reduce((a, b) => a + b, 0n)).toBe(total)
        weights.forEach((weight, index) => {
          const off = parts[index]! * weight.d - weight.n
          expect(off < 2n * weight.d && off > -2n * weight.d).toBe(true)
        })
      }),
    )
  })

  it('gives everything to the first part when nothing weighs', () => {
    expect(allocate(3n, [zero, zero])).toEqual([3n, 0n])
    expect(allocate(0n, [])).toEqual([])
  })
})

describe('dollars', () => {
  it('read what they print', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), (nano) => {
        expect(parseUsd(formatUsd(nano))).toBe(nano)
      }),
    )
  })

  it('refuse what they would have to round', () => {
    expect(parseUsd('0.0000000001')).toBeUndefined()
    expect(parseUsd('1e-3')).toBeUndefined()
    expect(parseUsd('-1')).toBeUndefined()
  })
})

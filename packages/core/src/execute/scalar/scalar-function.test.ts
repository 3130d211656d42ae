import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDecimal } from '../../columns/decimal.js'
import type { ScalarFunction } from '../../plan/scalar-functions.js'
import { readNumber } from '../exact-sum.js'
import { ExactNumber, type Value } from '../value.js'
import { createScalarFunction } from './scalar-function.js'

const read = (text: string) => readNumber(parseDecimal(text)!)
const show = (value: Value) => (value instanceof ExactNumber ? value.text : value)
const run = (fn: ScalarFunction, ...args: Value[]) => show(createScalarFunction(fn)(args))

/** `mantissa / 10^scale`, near and beyond what a double says exactly. */
const decimal = fc.record({
  mantissa: fc.oneof(
    fc.bigInt({ min: -300n, max: 300n }),
    fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }),
    fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
  ),
  scale: fc.integer({ min: -3, max: 18 }),
})
const toValue = (mantissa: bigint, scale: number) => read(`${mantissa}e${-scale}`)

describe('arithmetic', () => {
  it('adds, subtracts, multiplies and takes remainders exactly', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const scale = Math.max(a.scale, b.scale)
        const left = a.mantissa * 10n ** BigInt(scale - a.scale)
        const right = b.mantissa * 10n ** BigInt(scale - b.scale)
        const [x, y] = [toValue(a.mantissa, a.scale), toValue(b.mantissa, b.scale)]
        expect(run('add', x, y)).toBe(show(toValue(left + right, scale)))
        expect(run('subtract', x, y)).toBe(show(toValue(left - right, scale)))
        expect(run('multiply', x, y)).toBe(show(toValue(a.mantissa * b.mantissa, a.scale + b.scale)))
        expect(run('remainder', x, y)).toBe(right === 0n ? null : show(toValue(left % right, scale)))
        expect(run('abs', run('negate', x) === null ? null : x)).toBe(
          show(toValue(a.mantissa < 0n ? -a.mantissa : a.mantissa, a.scale)),
        )
      }),
      { numRuns: 2_000 },
    )
  })

  it('divides to the nearest double', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const quotient = createScalarFunction('divide')([
          toValue(a.mantissa, a.scale),
          toValue(b.mantissa, b.scale),
        ])
        if (b.mantissa === 0n) {
          expect(quotient).toBeNull()
          return
        }
        const digits = 400n
        const numerator = a.mantissa * 10n ** (digits + BigInt(b.scale + 3))
        const text = numerator / (b.mantissa * 10n ** BigInt(a.scale + 3))
        expect(quotient).toBe(Number(`${text}e-${digits}`) + 0)
      }),
      { numRuns: 1_000 },
    )
  })

  it('rounds halves away from zero', () => {
    expect(run('round', 2.5)).toBe(3)
    expect(run('round', -2.5)).toBe(-3)
    expect(run('round', 2.675, 2)).toBe(2.68)
    expect(run('round', 1234.5, -2)).toBe(1235)
    expect(run('round', read('123456789012345678.55'), 1)).toBe('123456789012345678.6')
    expect([run('floor', -1.5), run('ceil', -1.5), run('trunc', -1.5), run('sign', -1.5)]).toEqual([
      -2, -1, -1, -1,
    ])
  })
})

describe('reading', () => {
  it('reads numbers strictly', () => {
    expect(run('to-number', ' 12.50 ')).toBe(12.5)
    expect(run('to-number', '9007199254740993')).toBe('9007199254740993')
    expect(run('to-number', '12 mm')).toBeNull()
    expect(run('to-number', '')).toBeNull()
    expect(run('to-integer', '-1.9')).toBe(-1)
    expect(run('to-text', read('1e400'))).toBe('1e400')
    expect(run('to-text', true)).toBeNull()
  })

  it('reads dates that there are', () => {
    expect(run('date', '2000-02-29T23:30:00-02:00')).toBe('2000-03-01')
    expect(run('datetime', '2001/01/02 03:04')).toBe('2001-01-02 03:04:00')
    expect(run('weekday', '2024-05-05')).toBe(0)
    expect(run('yearday', '2024-12-31')).toBe(366)
    expect(run('year', '0012-01-01')).toBe(12)
    expect(run('strftime', '%d.%m.%Y %H:%M:%S %w %j %%', '2001-07-04 05:06:07.5Z')).toBe(
      '04.07.2001 05:06:07 3 185 %',
    )
    for (const text of [
      '2001-02-29',
      '2001-13-01',
      '2001-1-1',
      '2001-01/01',
      '20010101',
      '2001-01-01 24:00',
      'now',
    ])
      expect(run('date', text), text).toBeNull()
    expect(run('strftime', '%Q', '2001-07-04')).toBeNull()
  })
})

describe('text', () => {
  it('refuses to grow a text beyond what a scalar may have', () => {
    const long = 'a'.repeat(8 * 1024 * 1024)
    expect(run('replace', 'ab', 'b', 'cd')).toBe('acd')
    expect(() => run('replace', long, 'a', 'abc')).toThrow(/more than 16777216 characters/)
    expect(() => run('concat', long, long, 'b')).toThrow(/more than 16777216 characters/)
  })

  it('counts code points', () => {
    expect(run('length', '\u{1F600}é')).toBe(2)
    expect(run('substr', '\u{1F600}ab', 2)).toBe('ab')
    expect(run('instr', '\u{1F600}ab', 'b')).toBe(3)
    expect(run('substr', 'abc', -2, 1)).toBe('b')
    expect(run('upper', 'straße')).toBe('STRASSE')
  })
})

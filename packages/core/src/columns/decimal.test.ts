import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compareDecimals,
  decimalOfDouble,
  formatDecimal,
  formatDouble,
  isHeldByDouble,
  maxDecimalExponent,
  parseDecimal,
} from './decimal.js'

const digits = fc.string({ minLength: 1, maxLength: 25, unit: fc.constantFrom(...'0123456789') })
const text = fc
  .tuple(fc.constantFrom('', '-'), digits, fc.option(digits), fc.option(fc.integer({ min: -60, max: 60 })))
  .map(
    ([sign, whole, fraction, power]) =>
      `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${power === null ? '' : `e${power}`}`,
  )

/** The number times 10^100, which is whole for all texts above. */
function scaled(source: string): bigint {
  const [mantissa = '', power = '0'] = source.split('e')
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const value = BigInt(whole + fraction) * 10n ** BigInt(100 + Number(power) - fraction.length)
  return source.startsWith('-') ? -value : value
}

describe('decimal', () => {
  it('keeps the value of any text, and writes equal values alike', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [left, right] = [parseDecimal(a)!, parseDecimal(b)!]
        const order = scaled(a) < scaled(b) ? -1 : Number(scaled(a) > scaled(b))
        expect(compareDecimals(left, right)).toBe(order)
        expect(formatDecimal(left) === formatDecimal(right)).toBe(order === 0)
        expect(parseDecimal(formatDecimal(left))).toEqual(left)
        expect(Number(formatDecimal(left))).toBe(Number(a) === 0 ? 0 : Number(a))
      }),
      { numRuns: 1000 },
    )
  })

  it('holds every double by its shortest text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(formatDouble(value))).toBe(value === 0 ? 0 : value)
        expect(isHeldByDouble(decimalOfDouble(value), value)).toBe(true)
      }),
    )
    expect(isHeldByDouble(parseDecimal('9007199254740993')!, 9007199254740992)).toBe(false)
    expect(isHeldByDouble(parseDecimal('1e400')!, Number.POSITIVE_INFINITY)).toBe(false)
    expect(isHeldByDouble(parseDecimal('0.10')!, 0.1)).toBe(true)
  })

  it('stays small whatever the exponent', () => {
    expect(formatDecimal(parseDecimal('1e999999999')!)).toBe('1e999999999')
    expect(formatDecimal(parseDecimal('-12.5e-999999999')!)).toBe('-1.25e-999999998')
    expect(parseDecimal(`1e${'9'.repeat(1000)}`)!.exponent).toBe(maxDecimalExponent)
    expect(parseDecimal(`1e-${'9'.repeat(1000)}`)!.exponent).toBe(-maxDecimalExponent)
    expect(parseDecimal(`0e${'9'.repeat(1000)}`)).toEqual({ negative: false, digits: '0', exponent: 0 })
  })

  it('refuses what is no number', () => {
    for (const bad of [
      '',
      '-',
      '.',
      'e5',
      '1e',
      '1e+',
      '0x10',
      'Infinity',
      'NaN',
      ' 1',
      '1 ',
      '1,5',
      '--1',
    ]) {
      expect(parseDecimal(bad)).toBeUndefined()
    }
    expect(formatDecimal(parseDecimal('+.50')!)).toBe('0.5')
    expect(formatDecimal(parseDecimal('007.')!)).toBe('7')
  })
})

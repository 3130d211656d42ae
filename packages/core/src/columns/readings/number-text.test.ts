import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDecimal, parseDecimal } from '../decimal.js'
import { isCode, readNumber, splitNumber } from './number-text.js'

const tags = { en: 'en-US', de: 'de-DE' } as const

/** At most 15 digits, so that every formatter writes the decimal that the double says. */
const decimals = fc
  .tuple(fc.integer({ min: -999_999_999_999, max: 999_999_999_999 }), fc.integer({ min: 0, max: 6 }))
  .map(([mantissa, places]) => mantissa / 10 ** places)

describe('numbers in texts', () => {
  for (const locale of ['en', 'de'] as const) {
    it(`read what Intl writes in ${locale}, grouped or not`, () => {
      fc.assert(
        fc.property(decimals, fc.boolean(), (value, useGrouping) => {
          const format = new Intl.NumberFormat(tags[locale], { useGrouping, maximumFractionDigits: 6 })
          const read = readNumber(format.format(value), locale, '')
          expect(Number(read)).toBe(value === 0 ? Number(read) : value)
          expect(Number(read) === 0).toBe(value === 0)
        }),
      )
    })

    it(`reads what Intl writes as money and percent in ${locale}`, () => {
      fc.assert(
        fc.property(
          fc.integer({ min: -1e9, max: 1e9 }),
          fc.constantFrom('EUR', 'USD', 'GBP'),
          (cents, currency) => {
            const value = cents / 100
            const money = new Intl.NumberFormat(tags[locale], { style: 'currency', currency }).format(value)
            const symbol = { EUR: '€', USD: '$', GBP: '£' }[currency]!
            expect(Number(readNumber(money, locale, symbol)) + 0).toBe(value)
            const style = { style: 'percent', maximumFractionDigits: 2 } as const
            const percent = new Intl.NumberFormat(tags[locale], style).format(value / 100)
            expect(Number(readNumber(percent, locale, '%')) + 0).toBe(value)
          },
        ),
      )
    })
  }

  it('reads any decimal that JSON can write without exponent, exactly', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 30n }),
        fc.stringMatching(/^\d{1,20}$/),
        (whole, fraction) => {
          const text = `${whole}.${fraction}`
          expect(formatDecimal(parseDecimal(readNumber(text, 'plain', '')!)!)).toBe(
            formatDecimal(parseDecimal(text)!),
          )
        },
      ),
    )
  })

  it('knows units before and behind, and no other words', () => {
    const unitOf = (text: string) => splitNumber(text)?.unit
    expect(
      ['48 mm', '12,5 %', '€ 1.234,50', '-$5', '5 Millimeter', '3 m²', 'US$ 7', '1.5'].map(unitOf),
    ).toEqual(['mm', '%', '€', '$', 'mm', 'm²', '$', ''])
    for (const text of [
      '4th',
      '1.',
      '76 (24)',
      '1-2',
      '$5 USD',
      '12:30',
      '1.5k',
      '#3',
      'x',
      '',
      '5 5',
      'S 2',
      'm 5',
      '--5',
    ])
      expect(splitNumber(text)).toBeUndefined()
  })

  it('takes one group mark in groups of three, and signs', () => {
    expect(readNumber('1’234.50', 'en', '')).toBe('1234.50')
    expect(readNumber('1\u202f234,5', 'de', '')).toBe('1234.5')
    expect(readNumber('−3', 'plain', '')).toBe('-3')
    expect(readNumber('+3', 'plain', '')).toBe('3')
    expect(readNumber('.625', 'plain', '')).toBe('.625')
    expect(readNumber('1.5e-3', 'plain', '')).toBe('1.5e-3')
    for (const text of ['12,34', '1,234,5', '0,123', "1,234'567", '1,234', '1e5', '007'])
      expect(readNumber(text, text === '1,234' ? 'plain' : 'en', '')).toBeUndefined()
  })

  it('tells codes from numbers', () => {
    expect(['03', '1.2.3', '10.0.0.1', '00.5'].map(isCode)).toEqual([true, true, true, true])
    expect(['0', '0.3', '1.234.567', '30'].map(isCode)).toEqual([false, false, false, false])
  })
})

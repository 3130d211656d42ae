import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPlaceholder } from '../../catalog/placeholders.js'
import { decodeWtf8, encodeText } from '../../json/text.js'
import { DateStretch } from './byte-stretch.js'
import { dateFormats, readDate } from './date-text.js'
import { isPlaceholderBytes, mayBeEmpty } from './empty-bytes.js'
import { splitNumber } from './number-text.js'
import { DateBounds } from './reading-bounds.js'
import { scanIsoDate, scannedDate } from './scan-iso-date.js'
import { createUnreadableTest } from './unreadable-bytes.js'

const part = fc.constantFrom(
  ...[
    '1',
    '12',
    '03',
    '2024',
    '-',
    '.',
    ',',
    ' ',
    '/',
    ':',
    'T',
    'Z',
    'e',
    'E5',
    'evt_',
    'Jan',
    'März',
    'dev-',
  ],
  ...[
    'kg',
    'm2',
    '$',
    'CHF',
    'EUR ',
    '€',
    '+',
    '−',
    '\u00a0',
    "'",
    '7eaa083490',
    'abcdefghijklmnopqrstu',
    '–',
    'n/a',
  ],
  ...['29', '30', '02', '23', '59', '60', '00', '000', '1998', '\n', 'UTC', '+02:00', 'unbekannt', 'N.A.'],
  ...['Москва', '日本', '１２', '\u3000', '\u0301', '？', '—', 'Ｎ／Ａ', 'é', 'ŉ'],
)
const text = fc.oneof(
  fc.array(part, { maxLength: 7 }).map((parts) => parts.join('')),
  fc.string({ maxLength: 30 }),
  fc
    .date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') })
    .map((date) => date.toISOString()),
)
const whole = (source: string) => {
  const bytes = encodeText(`0${source}1`)
  return { bytes, start: 1, end: bytes.length - 1 }
}

describe('tests on bytes', () => {
  it('find nothing unreadable of which reading makes something', () => {
    const isUnreadable = createUnreadableTest()
    const isRead = (source: string) =>
      splitNumber(source) !== undefined ||
      dateFormats.some((format) => readDate(source, format) !== undefined)
    fc.assert(
      fc.property(text, (source) => {
        const { bytes, start, end } = whole(source)
        if (isUnreadable(bytes, start, end)) expect(isRead(source)).toBe(false)
      }),
      { numRuns: 5000 },
    )
  })

  it('find most identifiers unreadable', () => {
    const isUnreadable = createUnreadableTest()
    for (const source of [
      'evt_7eaa083490',
      's-a08349-7ea00b-belts',
      'u45897',
      '7eaa0834-90ab-cdef-0123-456789abcdef',
    ]) {
      const { bytes, start, end } = whole(source)
      expect([source, isUnreadable(bytes, start, end)]).toEqual([source, true])
    }
  })

  it('read ISO dates as their texts are read', () => {
    const field = (least: number, most: number, digits: number) =>
      fc.integer({ min: least, max: most }).map((value) => String(value).padStart(digits, '0'))
    const day = fc
      .tuple(field(0, 9999, 4), field(0, 13, 2), field(0, 32, 2))
      .map((fields) => fields.join('-'))
    const time = fc.tuple(field(0, 24, 2), field(0, 60, 2), field(0, 60, 2)).map((fields) => fields.join(':'))
    const fraction = fc.oneof(
      fc.constant(''),
      fc.string({ unit: fc.constantFrom('0', '1', '5'), maxLength: 10 }).map((digits) => `.${digits}`),
    )
    const moment = fc
      .tuple(
        day,
        fc.constantFrom('T', 'T', ' ', 't'),
        time,
        fraction,
        fc.constantFrom('', 'Z', 'Z', 'z', 'UTC'),
      )
      .map((parts) => parts.join(''))
    let scans = 0
    fc.assert(
      fc.property(fc.oneof(day, moment, text), (source) => {
        const { bytes, start, end } = whole(source)
        if (!scanIsoDate(bytes, start, end)) return
        scans++
        const { isoEnd, zoned } = scannedDate
        expect({ iso: decodeWtf8(bytes, start, isoEnd), zoned }).toEqual(readDate(source, 'y-m-d'))
        expect(splitNumber(source)).toBeUndefined()
      }),
      { numRuns: 5000 },
    )
    expect(scans).toBeGreaterThan(500)
  })

  it('know blank texts and placeholders', () => {
    fc.assert(
      fc.property(text, (source) => {
        const { bytes, start, end } = whole(source)
        expect(isPlaceholderBytes(bytes, start, end)).toBe(isPlaceholder(source) && end - start <= 64)
        if (source.trim() === '' || isPlaceholder(source)) expect(mayBeEmpty(bytes, start, end)).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  it('bound ISO dates as the bytes of their texts do', () => {
    const two = (most: number) => fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, '0'))
    const day = fc.tuple(fc.constantFrom('1999-12-31', '2000-01-01', '2000-02-01', '2001-01-01'), two(1))
    const date = fc
      .tuple(day, two(1), two(1), fc.constantFrom('', '', '.5', '.50', '.25', '.05'), fc.boolean())
      .map(([[text, hour], minute, second, fraction, isWhole]) =>
        isWhole ? text : `${text}T${hour}:${minute}:${second}${fraction}`,
      )
    fc.assert(
      fc.property(fc.array(date, { minLength: 1, maxLength: 9 }), (dates) => {
        const heap = encodeText(dates.join(''))
        const stretch = new DateStretch()
        let at = 0
        for (const text of dates) {
          expect(scanIsoDate(heap, at, at + text.length)).toBe(true)
          stretch.add(heap, at, 1)
          at += text.length
        }
        const bounds = new DateBounds()
        stretch.bound(bounds, heap)
        const isos = dates.map((text) => readDate(text, 'y-m-d')!.iso).sort()
        expect(bounds.get()).toEqual({ min: isos[0], max: isos.at(-1) })
        expect(stretch.times).toBe(dates.length)
      }),
      { numRuns: 500 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateFormats, readDate } from './date-text.js'

const days = fc.date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
const pad = (value: number) => String(value).padStart(2, '0')

describe('dates in texts', () => {
  it('reads what Date writes, as it writes it', () => {
    fc.assert(
      fc.property(days, (date) => {
        const iso = date.toISOString()
        const read = readDate(iso, 'y-m-d')
        expect(read?.zoned).toBe(true)
        expect(new Date(`${read?.iso}Z`).getTime()).toBe(date.getTime())
        expect(readDate(iso.slice(0, 10), 'y-m-d')).toEqual({ iso: iso.slice(0, 10), zoned: false })
        expect(readDate(iso.slice(0, 7), 'y-m-d')?.iso).toBe(iso.slice(0, 7))
      }),
    )
  })

  it('takes zones to UTC as Date does', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, minutes) => {
        fc.pre(date.getUTCFullYear() > 0 && date.getUTCFullYear() < 9999)
        const zone = `${minutes < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(minutes) / 60))}:${pad(Math.abs(minutes) % 60)}`
        const text = `${date.toISOString().slice(0, 19)}${zone}`
        expect(readDate(text, 'y-m-d')?.iso).toBe(new Date(text).toISOString().slice(0, 19))
      }),
    )
  })

  it('reads the same day in every format, and no other day', () => {
    const months = new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' })
    const long = new Intl.DateTimeFormat('de-DE', { month: 'long', timeZone: 'UTC' })
    fc.assert(
      fc.property(days, (date) => {
        const iso = date.toISOString().slice(0, 10)
        const [year, month, day] = iso.split('-').map(Number) as [number, number, number]
        const y = iso.slice(0, 4)
        const read = (text: string, format: (typeof dateFormats)[number]) => readDate(text, format)?.iso
        expect(read(`${y}/${month}/${day}`, 'y/m/d')).toBe(iso)
        expect(read(`${day}.${month}.${y}`, 'd.m.y')).toBe(iso)
        expect(read(`${months.format(date)} ${pad(day)} ${y}`, 'mon d y')).toBe(iso)
        expect(read(`${day}. ${long.format(date)} ${y}`, 'd mon y')).toBe(iso)
        expect(read(`${month}/${day}/${y}`, 'm/d/y')).toBe(iso)
        expect(read(`${day}/${month}/${y}`, 'd/m/y')).toBe(iso)
        const last = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
        expect(read(`${y}-${pad(month)}-${pad(last + 1)}`, 'y-m-d')).toBeUndefined()
      }),
    )
  })

  it('reads the written forms of real files', () => {
    expect(readDate('Jun 12 1998', 'mon d y')?.iso).toBe('1998-06-12')
    expect(readDate('March 4, 2011', 'mon d y')?.iso).toBe('2011-03-04')
    expect(readDate('12-Jun-98', 'd mon y')?.iso).toBe('1998-06-12')
    expect(readDate('12-Jun-68', 'd mon y')?.iso).toBe('2068-06-12')
    expect(readDate('1. März 2020', 'd mon y')?.iso).toBe('2020-03-01')
    expect(readDate('2001/01/14 21:55', 'y/m/d')?.iso).toBe('2001-01-14T21:55:00')
    expect(readDate('2001-01-14 21:55:10.500', 'y-m-d')?.iso).toBe('2001-01-14T21:55:10.5')
    expect(readDate('2001-01-14T00:30+02:00', 'y-m-d')).toEqual({ iso: '2001-01-13T22:30:00', zoned: true })
    expect(readDate('1998', 'y-m-d')?.iso).toBe('1998')
  })

  it('refuses what is no date', () => {
    for (const text of [
      '',
      '1998-13',
      '1998-1-1',
      '2001-02-29',
      '24:00',
      'Foo 12 1998',
      '12.13.1998',
      '0-6-0',
      '1988 / 89',
    ])
      for (const format of dateFormats) expect(readDate(text, format), `${text} ${format}`).toBeUndefined()
    expect(readDate('2001-01-14T24:00', 'y-m-d')).toBeUndefined()
    expect(readDate('0000-01-01T00:00+01:00', 'y-m-d')).toBeUndefined()
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CalendarUnit, isTimeZone, labelOf, spanOf } from './calendar.js'

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Africa/Cairo',
  'Asia/Beirut',
  'Pacific/Apia',
]
const units: readonly CalendarUnit[] = ['hour', 'day', 'week', 'month']
const at = fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2035, 0, 1) })

describe('calendar spans', () => {
  it('hold their instant and tile time without gap or overlap', () => {
    fc.assert(
      fc.property(at, fc.constantFrom(...units), fc.constantFrom(...zones), (atMs, unit, zone) => {
        const span = spanOf(atMs, unit, zone)
        expect(span.startMs <= atMs && atMs < span.endMs).toBe(true)
        expect(spanOf(span.startMs, unit, zone)).toEqual(span)
        expect(spanOf(span.endMs - 1, unit, zone)).toEqual(span)
        expect(spanOf(span.endMs, unit, zone).startMs).toBe(span.endMs)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['day', 'Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['day', 'Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    ['month', 'America/New_York', '2026-03-15T00:00:00Z', '2026-03-01T05:00:00Z', '2026-04-01T04:00:00Z'],
    ['month', 'UTC', '2026-02-28T23:59:59.999Z', '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'],
    // Midnight itself was skipped: the day began at 01:00.
    ['day', 'America/Sao_Paulo', '2018-11-04T12:00:00Z', '2018-11-04T03:00:00Z', '2018-11-05T02:00:00Z'],
    // The hour that comes twice is two hours.
    ['hour', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z'],
    ['hour', 'Europe/Berlin', '2026-10-25T01:30:00Z', '2026-10-25T01:00:00Z', '2026-10-25T02:00:00Z'],
    ['hour', 'Asia/Kathmandu', '2026-01-01T00:00:00Z', '2025-12-31T23:15:00Z', '2026-01-01T00:15:00Z'],
    ['week', 'UTC', '2026-11-22T12:00:00Z', '2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z'],
  ] as const)('the %s of %s that holds %s', (unit, zone, instant, start, end) => {
    const span = { startMs: Date.parse(start), endMs: Date.parse(end) }
    expect(spanOf(Date.parse(instant), unit, zone)).toEqual(span)
  })

  it('are named as their zone names them', () => {
    const startMs = Date.parse('2026-03-28T23:00:00Z')
    expect(labelOf(startMs, 'day', 'Europe/Berlin')).toBe('2026-03-29')
    expect(labelOf(startMs, 'month', 'Europe/Berlin')).toBe('2026-03')
    expect(labelOf(startMs, 'hour', 'Europe/Berlin')).toBe('2026-03-29 00:00')
  })

  it('know a zone from a word', () => {
    expect(zones.every(isTimeZone)).toBe(true)
    expect(isTimeZone('Mars/Olympus')).toBe(false)
  })
})

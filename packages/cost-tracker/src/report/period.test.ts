import { describe, expect, it } from 'vitest'
import { parsePeriod } from './period.js'

const nowMs = Date.parse('2026-06-15T22:30:00Z')
const iso = (input: { since?: string; until?: string; timeZone?: string }) => {
  const { sinceMs, untilMs } = parsePeriod({ ...input, nowMs })
  return [new Date(sinceMs).toISOString(), new Date(untilMs).toISOString()]
}

describe('a period', () => {
  it.each([
    [{ since: '24h' }, '2026-06-14T22:30:00.000Z', '2026-06-15T22:30:00.001Z'],
    [{}, '2026-05-16T22:30:00.000Z', '2026-06-15T22:30:00.001Z'],
    [{ since: '2w' }, '2026-06-01T22:30:00.000Z', '2026-06-15T22:30:00.001Z'],
    [{ since: 'today' }, '2026-06-15T00:00:00.000Z', '2026-06-15T22:30:00.001Z'],
    [{ since: 'today', timeZone: 'Europe/Berlin' }, '2026-06-15T22:00:00.000Z', '2026-06-15T22:30:00.001Z'],
    [{ since: '2026-05', until: '2026-05' }, '2026-05-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z'],
    [
      { since: '2026-06-01', until: '2026-06-02', timeZone: 'Pacific/Kiritimati' },
      '2026-05-31T10:00:00.000Z',
      '2026-06-02T10:00:00.000Z',
    ],
    [{ since: '2026-06-01T10:00:00+02:00' }, '2026-06-01T08:00:00.000Z', '2026-06-15T22:30:00.001Z'],
  ])('%j', (input, since, until) => {
    expect(iso(input)).toEqual([since, until])
  })

  it.each([
    { since: 'yesterday-ish' },
    { since: '2026-06-31' },
    { since: '2026-13' },
    { since: '2026-07' },
    { until: '5' },
    { timeZone: 'X' },
  ])('is not %j', (input) => {
    expect(() => iso(input)).toThrowError(expect.objectContaining({ code: 'REPORT_INVALID' }))
  })
})

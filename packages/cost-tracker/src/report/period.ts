import { instantOf, isTimeZone, spanOf } from '../budgets/calendar.js'
import { costErrors } from '../errors.js'

export interface Period {
  /** Inclusive. */
  readonly sinceMs: number
  /** Exclusive. */
  readonly untilMs: number
}

const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 }
const defaultDays = 30

/**
 * A period as a person writes it: `since` is a length back from now (`24h`, `7d`, `4w`), `today`, a month
 * (`2026-06`), a date, or an ISO time; `until` a date (that day included), a month, or a time, else now. Days and
 * months are of the zone. `REPORT_INVALID` for anything else.
 */
export function parsePeriod(input: {
  readonly since?: string | undefined
  readonly until?: string | undefined
  readonly nowMs: number
  readonly timeZone?: string | undefined
}): Period {
  const { since = `${defaultDays}d`, until, nowMs, timeZone = 'UTC' } = input
  if (!isTimeZone(timeZone)) throw periodError('timeZone', `"${timeZone}" is no time zone`)
  const start = startOf(since, nowMs, timeZone)
  if (start === undefined) throw periodError('since', `"${since}" is no time`)
  const end = until === undefined ? nowMs + 1 : endOf(until, timeZone)
  if (end === undefined) throw periodError('until', `"${until}" is no time`)
  if (start >= end) throw periodError('since', 'its period does not end after it begins')
  return { sinceMs: start, untilMs: end }
}

function startOf(text: string, nowMs: number, timeZone: string): number | undefined {
  const length = /^(\d{1,5})([hdw])$/.exec(text)
  if (length !== null) return nowMs - Number(length[1]) * (unitMs[length[2] ?? ''] ?? 0)
  if (text === 'today') return spanOf(nowMs, 'day', timeZone).startMs
  return calendarSpan(text, timeZone)?.startMs ?? isoTime(text)
}

function endOf(text: string, timeZone: string): number | undefined {
  return calendarSpan(text, timeZone)?.endMs ?? isoTime(text)
}

function calendarSpan(text: string, timeZone: string) {
  const match = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text)
  if (match === null) return undefined
  const [, year, month, day] = match
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1))
  // The calendar rolls 31 June over to July: that is no date.
  if (new Date(local).toISOString().slice(0, text.length) !== text) return undefined
  return spanOf(instantOf(local, timeZone), day === undefined ? 'month' : 'day', timeZone)
}

function isoTime(text: string): number | undefined {
  const ms = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(ms) ? undefined : ms
}

function periodError(field: string, problem: string) {
  return costErrors.create(
    'REPORT_INVALID',
    `The period cannot be read: ${problem}.`,
    { field, problem },
    { hint: 'Write 24h, 7d, 4w, today, 2026-06, 2026-06-15 or an ISO time.' },
  )
}

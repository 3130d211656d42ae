/** A stretch of time, `[startMs, endMs)`, whose ends are calendar instants of a zone. */
export interface Span {
  readonly startMs: number
  readonly endMs: number
}

export type CalendarUnit = 'hour' | 'day' | 'week' | 'month'

const formats = new Map<string, Intl.DateTimeFormat>()
const maxFormats = 200

export function isTimeZone(timeZone: string): boolean {
  if (timeZone === 'UTC' || formats.has(timeZone)) return true
  try {
    new Intl.DateTimeFormat('en-US', { timeZone })
    return true
  } catch {
    return false
  }
}

/** What the clocks of a zone show, as if it were UTC: `Date` can then do the calendar's arithmetic. */
function localMs(atMs: number, timeZone: string): number {
  if (timeZone === 'UTC') return atMs
  let format = formats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    })
    if (formats.size >= maxFormats) formats.clear()
    formats.set(timeZone, format)
  }
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(atMs)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((atMs % 1000) + 1000) % 1000)
}

/**
 * The instant at which a zone's clocks first show a local time. A time that is skipped (a clock put forward at
 * midnight) is the instant of the jump; one that comes twice is its first coming.
 */
export function instantOf(local: number, timeZone: string): number {
  const dayMs = 86_400_000
  // The offsets in force a day before and a day after: a zone changes at most once in between.
  const candidates = [local - dayMs, local + dayMs]
    .map((edge) => local - (localMs(edge, timeZone) - edge))
    .sort((a, b) => a - b)
  for (const candidate of candidates) if (localMs(candidate, timeZone) === local) return candidate
  let [low = local - dayMs, high = local + dayMs] = candidates
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (localMs(middle, timeZone) < local) low = middle
    else high = middle
  }
  return high
}

/**
 * The hour, day, week (from Monday) or month of a zone's calendar that holds the instant. Where a clock is put
 * back by half an hour (Lord Howe Island), the hours on the two sides overlap.
 */
export function spanOf(atMs: number, unit: CalendarUnit, timeZone: string): Span {
  const local = localMs(atMs, timeZone)
  if (unit === 'hour') {
    // By the offset in force, so that the hour which comes twice is two hours.
    const hourMs = 3_600_000
    const startMs = atMs - (((local % hourMs) + hourMs) % hourMs)
    return { startMs, endMs: startMs + hourMs }
  }
  const date = new Date(local)
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  const monday = day - ((date.getUTCDay() + 6) % 7)
  const bounds: Record<Exclude<CalendarUnit, 'hour'>, readonly [number, number]> = {
    day: [Date.UTC(year, month, day), Date.UTC(year, month, day + 1)],
    week: [Date.UTC(year, month, monday), Date.UTC(year, month, monday + 7)],
    month: [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1)],
  }
  const [start, end] = bounds[unit]
  return { startMs: instantOf(start, timeZone), endMs: instantOf(end, timeZone) }
}

/** A label for the start of a span, as its zone writes it: `2026-03`, `2026-03-29`, `2026-03-29 14:00`. */
export function labelOf(startMs: number, unit: CalendarUnit, timeZone: string): string {
  // A day whose midnight is skipped begins at 01:00; its date is still its own.
  const text = new Date(localMs(startMs, timeZone)).toISOString()
  if (unit === 'month') return text.slice(0, 7)
  return unit === 'hour' ? `${text.slice(0, 10)} ${text.slice(11, 16)}` : text.slice(0, 10)
}

/** A stretch of time by the beginnings of ISO 8601 texts: `from` is in it, `to` is the first that is not. */
export interface Period {
  readonly from: string
  readonly to: string
}

export type DateUnit = 'day' | 'week' | 'month' | 'quarter' | 'year'

const dayMs = 86_400_000

export function yearPeriod(year: number): Period {
  return { from: pad(year, 4), to: pad(year + 1, 4) }
}

/** Months from 1; `count` of them from the first. Undefined for a month that there is not. */
export function monthPeriod(year: number, month: number, count = 1): Period | undefined {
  if (month < 1 || month > 12) return undefined
  const end = year * 12 + month - 1 + count
  return {
    from: `${pad(year, 4)}-${pad(month, 2)}`,
    to: `${pad(Math.floor(end / 12), 4)}-${pad((end % 12) + 1, 2)}`,
  }
}

/** Undefined for a day that there is not. */
export function dayPeriod(year: number, month: number, day: number): Period | undefined {
  const ms = Date.UTC(year, month - 1, day)
  const date = new Date(ms)
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && day > 0
  return isReal ? { from: isoDay(ms), to: isoDay(ms + dayMs) } : undefined
}

/** The unit that lies `offset` of its kind from the one that holds `now`, in UTC; weeks begin on Monday. */
export function relativePeriod(now: Date, unit: DateUnit, offset: number): Period | undefined {
  const year = now.getUTCFullYear()
  const month = now.getUTCMonth()
  const today = Date.UTC(year, month, now.getUTCDate())
  switch (unit) {
    case 'day':
      return daysFrom(today + offset * dayMs, 1)
    case 'week':
      return daysFrom(today + (offset * 7 - ((now.getUTCDay() + 6) % 7)) * dayMs, 7)
    case 'month':
      return monthFrom(year * 12 + month + offset, 1)
    case 'quarter':
      return monthFrom(year * 12 + (Math.floor(month / 3) + offset) * 3, 3)
    case 'year':
      return yearPeriod(year + offset)
  }
}

/** The last `amount` units before now: days up to today and with it, others by the calendar day of the month. */
export function pastPeriod(now: Date, unit: DateUnit, amount: number): Period {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()]
  const tomorrow = Date.UTC(year, month, day + 1)
  const days = unit === 'day' ? amount : unit === 'week' ? amount * 7 : undefined
  if (days !== undefined) return { from: isoDay(tomorrow - days * dayMs), to: isoDay(tomorrow) }
  const months = amount * (unit === 'year' ? 12 : unit === 'quarter' ? 3 : 1)
  return { from: isoDay(Date.UTC(year, month - months, day + 1)), to: isoDay(tomorrow) }
}

/** How a period is written: as the one day, month or year that it is, or by its ends. */
export function restatePeriod({ from, to }: Period): string {
  return unitPeriod(from)?.to === to ? from : `${from} … < ${to}`
}

/** The year, month or day that a text names. */
function unitPeriod(text: string): Period | undefined {
  const [year = 0, month, day] = text.split('-').map(Number)
  if (month === undefined) return yearPeriod(year)
  return day === undefined ? monthPeriod(year, month) : dayPeriod(year, month, day)
}

function daysFrom(ms: number, count: number): Period {
  return { from: isoDay(ms), to: isoDay(ms + count * dayMs) }
}

function monthFrom(months: number, count: number): Period | undefined {
  return monthPeriod(Math.floor(months / 12), (((months % 12) + 12) % 12) + 1, count)
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0')
}

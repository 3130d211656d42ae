/** A point of time in UTC, as its text says it. */
export interface DateParts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** 0 is Sunday. */
  readonly weekday: number
  /** From 1. */
  readonly yearday: number
}

const pattern =
  /^\s*(\d{4})([-/])(\d{2})\2(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?\s*$/i
const dayMs = 86_400_000

/**
 * Reads `YYYY-MM-DD` or `YYYY/MM/DD`, alone or with a time of day (`T` or a blank between, seconds and a fraction
 * of them optional, `Z` or an offset, which is taken off). Undefined for anything else and for days that there are not.
 */
export function readDate(text: string): DateParts | undefined {
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [year, month, day, hour, minute, second] = [1, 3, 4, 5, 6, 7].map((group) =>
    Number(match[group] ?? 0),
  )
  const lastDay = new Date(utc(year!, month!, 0)).getUTCDate()
  if (month! < 1 || month! > 12 || day! < 1 || day! > lastDay || hour! > 23 || minute! > 59 || second! > 59)
    return undefined
  const ms =
    utc(year!, month! - 1, day!) + ((hour! * 60 + minute! - offsetOf(match[8])) * 60 + second!) * 1000
  return partsOf(ms)
}

/** `Date.UTC` takes the years 0 to 99 for those of the last century. */
function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month, day)
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return zone.startsWith('-') ? -minutes : minutes
}

function partsOf(ms: number): DateParts {
  const date = new Date(ms)
  const year = date.getUTCFullYear()
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
    yearday: Math.floor((ms - utc(year, 0, 1)) / dayMs) + 1,
  }
}

/** `%Y %m %d %H %M %S %w %j %%` as strftime writes them; undefined for a format that holds others. */
export function formatDate(parts: DateParts, format: string): string | undefined {
  const values: Readonly<Record<string, string>> = {
    Y: digits(parts.year, 4),
    m: digits(parts.month, 2),
    d: digits(parts.day, 2),
    H: digits(parts.hour, 2),
    M: digits(parts.minute, 2),
    S: digits(parts.second, 2),
    w: String(parts.weekday),
    j: digits(parts.yearday, 3),
    '%': '%',
  }
  let known = true
  const text = format.replace(/%(.?)/gsu, (_, letter: string) => {
    if (!Object.hasOwn(values, letter)) known = false
    return values[letter] ?? ''
  })
  return known ? text : undefined
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

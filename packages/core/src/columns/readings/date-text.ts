import type { DateFormat } from '../../catalog/column-reading.js'
import { foldText } from '../../catalog/fold-text.js'
import { monthOf } from './month-names.js'
import { daysOf } from './scan-iso-date.js'

/** A date as a text writes it: `iso` in ISO 8601 without zone; `zoned` when the text names one, then in UTC. */
export interface DateText {
  readonly iso: string
  readonly zoned: boolean
}

const time = String.raw`(?:(?:T|,? +)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)? ?(Z|UTC|[+-]\d{2}:?\d{2})?)?`
const name = String.raw`(\p{L}{3,9})\.?`
const patterns: Readonly<Record<DateFormat, RegExp>> = {
  'y-m-d': new RegExp(String.raw`^(\d{4})(?:-(\d{2})(?:-(\d{2})${time})?)?$`, 'iu'),
  'y/m/d': new RegExp(String.raw`^(\d{4})/(\d{1,2})/(\d{1,2})${time}$`, 'iu'),
  'd.m.y': new RegExp(String.raw`^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})${time}$`, 'iu'),
  'mon d y': new RegExp(String.raw`^${name} ?(\d{1,2}),? (\d{4})${time}$`, 'iu'),
  'd mon y': new RegExp(String.raw`^(\d{1,2})[. -] ?${name}[ -](\d{4}|\d{2})${time}$`, 'iu'),
  'm/d/y': new RegExp(String.raw`^(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})${time}$`, 'iu'),
  'd/m/y': new RegExp(String.raw`^(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})${time}$`, 'iu'),
}
/** Where year, month and day stand among the groups of each pattern. */
const places: Readonly<Record<DateFormat, readonly [year: number, month: number, day: number]>> = {
  'y-m-d': [1, 2, 3],
  'y/m/d': [1, 2, 3],
  'd.m.y': [3, 2, 1],
  'mon d y': [3, 1, 2],
  'd mon y': [3, 2, 1],
  'm/d/y': [3, 1, 2],
  'd/m/y': [3, 2, 1],
}
export const dateFormats = Object.keys(patterns) as readonly DateFormat[]

/** Two digits of a year are of 1969 to 2068, as POSIX `strptime` has it. */
const firstCenturyYear = 69
const longest = 48

/**
 * Reads a date in one format, as precisely as it is written: `1998`, `1998-06`, `1998-06-12`,
 * `1998-06-12T10:00:00`; fractions of a second without zeros at their end. Undefined when it is none, or no day of
 * the calendar.
 */
export function readDate(text: string, format: DateFormat): DateText | undefined {
  const trimmed = text.trim()
  if (trimmed.length > longest) return undefined
  const match = patterns[format].exec(trimmed)
  if (match === null) return undefined
  const [yearAt, monthAt, dayAt] = places[format]
  const year = yearOf(match[yearAt]!)
  const named = match[monthAt]
  if (named === undefined) return { iso: year, zoned: false }
  const month = /^\d/.test(named) ? Number(named) : monthOf(foldText(named))
  if (month === undefined || month < 1 || month > 12) return undefined
  const day = match[dayAt]
  if (day === undefined) return { iso: `${year}-${pad(month)}`, zoned: false }
  if (Number(day) < 1 || Number(day) > daysOf(Number(year), month)) return undefined
  return withTime(`${year}-${pad(month)}-${pad(Number(day))}`, match.slice(4))
}

function withTime(
  date: string,
  [hour, minute, second = '0', fraction = '', zone]: readonly (string | undefined)[],
): DateText | undefined {
  if (hour === undefined || minute === undefined) return { iso: date, zoned: false }
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const parts = fraction.replace(/0+$/, '')
  const tail = parts === '' ? '' : `.${parts}`
  const local = `${date}T${pad(Number(hour))}:${minute}:${pad(Number(second))}`
  if (zone === undefined) return { iso: local + tail, zoned: false }
  const utc = toUtc(local, zone)
  return utc === undefined ? undefined : { iso: utc + tail, zoned: true }
}

/** Undefined before the year 0 and after 9999. */
function toUtc(local: string, zone: string): string | undefined {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? []
  if (sign === undefined) return local
  const offsetMinutes = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  const moved = new Date(Date.parse(`${local}Z`) - offsetMinutes * 60_000)
  const iso = moved.toISOString()
  return /^\d{4}-/.test(iso) ? iso.slice(0, 19) : undefined
}

function yearOf(digits: string): string {
  if (digits.length === 4) return digits
  return `${Number(digits) >= firstCenturyYear ? '19' : '20'}${digits}`
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}

import {
  type DateUnit,
  dayPeriod,
  monthPeriod,
  type Period,
  pastPeriod,
  relativePeriod,
  yearPeriod,
} from './dates.js'
import type { ElementOf } from './elements.js'
import { type Language, languages } from './languages/index.js'
import { phraseOf } from './lexicon-index.js'
import type { Token } from './tokens.js'

type DateElement = ElementOf<'date'>

/** A date at a token: which tokens it takes, and which time it names. */
interface Found {
  readonly end: number
  readonly period: Period | undefined
  /** Where day and month may stand in either order. */
  readonly other?: Period
  /** It depends on today. */
  readonly isRelative?: true
}

const isoPattern = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$/u
const pointPattern = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/u
const slashPattern = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/u
const yearPattern = /^[12]\d{3}$/u
/** `1900s` may be a century. */
const decadePattern = /^([12]\d[1-9])0(?:['’]?s|ern?)$/u
const dayPattern = /^(\d{1,2})(?:st|nd|rd|th)?$/u
const quarterPattern = /^q([1-4])$/u
const maxWords = 4

/** Dates in digits and words, and those that are counted from today, as stretches of time. */
export function linkDates(tokens: readonly Token[], language: Language, now: Date): DateElement[] {
  return tokens.flatMap(({ kind }, start): DateElement[] => {
    if (kind !== 'word') return []
    const found = [
      ...readNumeric(tokens, start, language),
      ...readYear(tokens, start, language),
      ...readNamed(tokens, start, language),
      ...readQuarter(tokens, start, language),
      ...readRelative(tokens, start, language, now),
    ]
    return found.flatMap(({ end, period, other, isRelative = false }): DateElement[] =>
      period === undefined
        ? []
        : [
            {
              kind: 'date',
              start,
              end,
              cost: 0,
              period,
              isRelative,
              ...(other === undefined ? {} : { other }),
            },
          ],
    )
  })
}

function readNumeric(tokens: readonly Token[], start: number, language: Language): Found[] {
  const { text } = tokens[start]!
  const end = start + 1
  const iso = isoPattern.exec(text)
  if (iso !== null) {
    const [year, month] = [Number(iso[1]), Number(iso[2])]
    const day = iso[3] === undefined ? undefined : Number(iso[3])
    return [{ end, period: day === undefined ? monthPeriod(year, month) : dayPeriod(year, month, day) }]
  }
  const point = pointPattern.exec(text)
  if (point !== null)
    return [{ end, period: dayPeriod(Number(point[3]), Number(point[2]), Number(point[1])) }]
  const slash = slashPattern.exec(text)
  if (slash === null) return []
  const [first, second, year] = [Number(slash[1]), Number(slash[2]), Number(slash[3])]
  // English writes both orders: only one is taken where the other is no date.
  const isDayFirst = first === second || languages[language].dates.dayFirst
  const dayFirst = dayPeriod(year, second, first)
  const monthFirst = dayPeriod(year, first, second)
  if (isDayFirst) return [{ end, period: dayFirst }]
  return [
    dayFirst !== undefined && monthFirst !== undefined
      ? { end, period: monthFirst, other: dayFirst }
      : { end, period: dayFirst ?? monthFirst },
  ]
}

/** `2024`, `the year 2024`, `the 1990s`. */
function readYear(tokens: readonly Token[], start: number, language: Language): Found[] {
  const { dates } = languages[language]
  const at = own(dates.units, tokens[start]!.fold) === 'year' ? start + 1 : start
  const year = yearAt(tokens, at)
  if (year !== undefined) return [{ end: at + 1, period: yearPeriod(year) }]
  const decade = decadePattern.exec(tokens[start]!.fold)?.[1]
  if (decade === undefined) return []
  const isNamed = own(dates.units, tokens[start + 1]?.fold ?? '') === 'year'
  const from = Number(decade) * 10
  return [{ end: start + (isNamed ? 2 : 1), period: { from: String(from), to: String(from + 10) } }]
}

/** `May 2024`, `May 1, 2024`, `1 May 2024`, `the 1st of May 2024`. */
function readNamed(tokens: readonly Token[], start: number, language: Language): Found[] {
  const month = monthAt(tokens, start, language)
  if (month !== undefined) {
    const year = yearAt(tokens, start + 1)
    if (year !== undefined) return [{ end: start + 2, period: monthPeriod(year, month) }]
    const [day, yearAfter] = [dayAt(tokens, start + 1), yearAt(tokens, start + 2)]
    if (day === undefined || yearAfter === undefined) return []
    return [{ end: start + 3, period: dayPeriod(yearAfter, month, day) }]
  }
  const day = dayAt(tokens, start)
  const of = languages[language].dates.joins.includes(tokens[start + 1]?.fold ?? '') ? start + 2 : start + 1
  const named = monthAt(tokens, of, language)
  const year = yearAt(tokens, of + 1)
  if (day === undefined || named === undefined || year === undefined) return []
  return [{ end: of + 2, period: dayPeriod(year, named, day) }]
}

/** `Q1 2024`, `1. Quartal 2024`. */
function readQuarter(tokens: readonly Token[], start: number, language: Language): Found[] {
  const short = quarterPattern.exec(tokens[start]!.fold)?.[1]
  const isNamed = own(languages[language].dates.units, tokens[start + 1]?.fold ?? '') === 'quarter'
  const quarter = short ?? (isNamed ? /^[1-4]$/u.exec(tokens[start]!.fold)?.[0] : undefined)
  const at = start + (short === undefined ? 2 : 1)
  const year = yearAt(tokens, at)
  if (quarter === undefined || year === undefined) return []
  return [{ end: at + 1, period: monthPeriod(year, (Number(quarter) - 1) * 3 + 1, 3) }]
}

/** `yesterday`, `last month`, `the last 30 days`. */
function readRelative(tokens: readonly Token[], start: number, language: Language, now: Date): Found[] {
  const { dates, numbers } = languages[language]
  const found: Found[] = []
  for (let end = start + 1; end <= Math.min(tokens.length, start + maxWords); end++) {
    const phrase = phraseOf(tokens, start, end)
    const relative = phrase === undefined ? undefined : own(dates.relative, phrase)
    if (relative !== undefined)
      found.push({ end, period: relativePeriod(now, relative.unit, relative.offset), isRelative: true })
  }
  if (!dates.past.includes(tokens[start]!.fold)) return found
  const digits = own(numbers.words, tokens[start + 1]?.fold ?? '') ?? tokens[start + 1]?.text ?? ''
  const unit: DateUnit | undefined = own(dates.units, tokens[start + 2]?.fold ?? '')
  if (unit === undefined || !/^\d{1,4}$/u.test(digits)) return found
  return [...found, { end: start + 3, period: pastPeriod(now, unit, Number(digits)), isRelative: true }]
}

function yearAt(tokens: readonly Token[], at: number): number | undefined {
  const text = tokens[at]?.kind === 'word' ? tokens[at].text : ''
  return yearPattern.test(text) ? Number(text) : undefined
}

function dayAt(tokens: readonly Token[], at: number): number | undefined {
  const day = dayPattern.exec(tokens[at]?.fold ?? '')?.[1]
  return day === undefined ? undefined : Number(day)
}

function monthAt(tokens: readonly Token[], at: number, language: Language): number | undefined {
  const fold = tokens[at]?.fold ?? ''
  const month = languages[language].dates.months.findIndex((names) => names.includes(fold))
  return month === -1 ? undefined : month + 1
}

function own<Value>(map: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}

import type { DateFormat, ReadingRule } from '../../catalog/column-reading.js'
import { parseDecimal } from '../decimal.js'
import type { ByteStretch } from './byte-stretch.js'
import { dateFormats, readDate } from './date-text.js'
import { isEmptyText } from './empty-bytes.js'
import { hasEnglishGroups, isCode, isWhole, type NumberParts, readBody, splitNumber } from './number-text.js'
import { maxReadCharacters } from './read-text.js'
import { DateBounds, NumberBounds } from './reading-bounds.js'
import { scanned, toNumber } from './scan-digits.js'

/** Of ten texts, those that must be readable. */
const neededOfTen = 8
/** Different texts such as `10,727` from which on they are taken for English thousands when nothing tells. */
const minAssumedGroups = 3
/** Whole numbers all of one length from here on are codes (postal codes, article numbers). */
const minCodeDigits = 5

/** Formats of which one reads day and month the other way round. */
const opposites: ReadonlyMap<DateFormat, DateFormat> = new Map([
  ['m/d/y', 'd/m/y'],
  ['d/m/y', 'm/d/y'],
])

interface UnitTally {
  /** The same in both locales, readable in one only, and readable in both as different numbers. */
  same: number
  english: number
  german: number
  either: number
  englishGroups: number
  /** Of the numbers readable in both, different ones with a comma, no more than are needed; undefined where one has a point. */
  commas: Set<string> | undefined
  fewestDigits: number
  mostDigits: number
}

/** What a rule reads of a column's texts. */
export interface ReadTexts {
  readonly read: number
  /** Neither read nor blank nor a placeholder. */
  readonly unread: number
  readonly numbers?: NumberBounds
  readonly dates?: DateBounds
}

interface DateTally {
  read: number
  zoned: number
  /** Texts that say more than a year. */
  precise: number
  readonly localDates: DateBounds
  readonly zonedDates: DateBounds
}

/**
 * Decides how a column's texts read, all alike. Texts are added with how often they occur; what cannot become a
 * reading any more is not tried again, so that columns of names cost little.
 */
export class ReadingTally {
  #considered = 0
  /** Texts that are no number with a known unit. */
  #noNumber = 0
  #numbersLeft: boolean
  #formats: readonly DateFormat[] = dateFormats
  #monthFirst = 0
  #dayFirst = 0
  readonly #units = new Map<string, UnitTally>()
  /** What is read of most columns is known without reading them again. */
  readonly #plain = new NumberBounds()
  #plainRead = 0
  readonly #dates = new Map<DateFormat, DateTally>()
  readonly #maxUnread: number

  /** `texts`: how many there are in the column. `mayCount`: numbers are looked for too, not only dates. */
  constructor(texts: number, mayCount: boolean) {
    this.#maxUnread = (texts * (10 - neededOfTen)) / 10
    this.#numbersLeft = mayCount
  }

  /** Nothing that is added can bring a reading. */
  get done(): boolean {
    return !this.#numbersLeft && this.#formats.length === 0
  }

  /** Texts without a digit, or too long, that are neither blank nor placeholders. */
  addUnreadable(times: number): void {
    this.#considered += times
    this.#noNumber += times
    this.#prune()
  }

  add(text: string, times: number): void {
    if (isEmptyText(text)) return
    if (text.length > maxReadCharacters) {
      this.addUnreadable(times)
      return
    }
    this.#considered += times
    if (this.#numbersLeft) this.#addNumber(text, times)
    this.#addDate(text, times)
    this.#prune()
  }

  /** A text that is digits, or digits with a point among them, as `scanDigits` took it: what `add` would find, without its text. */
  addDigits(bytes: Uint8Array, start: number, end: number, times: number): void {
    const { whole, fraction, leadingZero } = scanned
    this.#considered += times
    if (leadingZero && whole > 1) this.#numbersLeft = false
    else if (this.#numbersLeft) {
      this.#plain.addDouble(toNumber(bytes, start, end))
      this.#plainRead += times
      const tally = this.#unitTally('')
      if (fraction === 0) tally.same += times
      else if (fraction === 3 && whole <= 3 && !leadingZero) {
        tally.either += times
        tally.commas = undefined
      } else tally.english += times
      countDigits(tally, fraction === 0 ? whole : 0)
    }
    if (whole === 4 && fraction === 0 && end - start === whole) {
      const tally = this.#dateTally('y-m-d')
      tally.read += times
      tally.localDates.add(bytes, start, end)
    }
    this.#prune()
  }

  /** Texts in `heap` as `ByteStretch` took them: what `add` would find, without the texts. */
  addStretch({ unreadable, local, zoned }: ByteStretch, heap: Uint8Array): void {
    const dates = local.times + zoned.times
    this.#considered += unreadable + dates
    this.#noNumber += unreadable + dates
    if (dates > 0 && this.#formats.includes('y-m-d')) {
      const tally = this.#dateTally('y-m-d')
      tally.read += dates
      tally.precise += dates
      tally.zoned += zoned.times
      if (local.times > 0) local.bound(tally.localDates, heap)
      if (zoned.times > 0) zoned.bound(tally.zonedDates, heap)
    }
    this.#prune()
  }

  /** What a rule that `decide` gave reads of all texts; undefined when they must be read again to know. */
  describe(rule: ReadingRule): ReadTexts | undefined {
    if (rule.kind === 'date') {
      const { read, zoned, localDates, zonedDates } = this.#dates.get(rule.format)!
      const isZoned = rule.zone !== undefined
      const count = isZoned ? zoned : read - zoned
      return { read: count, unread: this.#considered - count, dates: isZoned ? zonedDates : localDates }
    }
    if (rule.locale !== 'plain' || rule.unit !== undefined) return undefined
    return { read: this.#plainRead, unread: this.#considered - this.#plainRead, numbers: this.#plain }
  }

  decide(): ReadingRule | undefined {
    return this.#decideDate() ?? this.#decideNumber()
  }

  #addNumber(text: string, times: number): void {
    const parts = splitNumber(text)
    if (parts === undefined) {
      this.#noNumber += times
      return
    }
    const { body } = parts
    if (isCode(body)) {
      this.#numbersLeft = false
      return
    }
    const english = readBody(body, 'en')
    const german = readBody(body, 'de')
    if (english === undefined && german === undefined) {
      this.#noNumber += times
      return
    }
    if (parts.unit === '') this.#addPlain(parts, times)
    const tally = this.#unitTally(parts.unit)
    if (english === german) tally.same += times
    else if (german === undefined) tally.english += times
    else if (english === undefined) tally.german += times
    else {
      tally.either += times
      if (!body.includes(',')) tally.commas = undefined
      else if (tally.commas !== undefined && tally.commas.size < minAssumedGroups) tally.commas.add(body)
    }
    if (hasEnglishGroups(body)) tally.englishGroups += times
    countDigits(tally, isWhole(body) ? body.length : 0)
  }

  #addPlain({ body, negative }: NumberParts, times: number): void {
    const digits = readBody(body, 'plain')
    if (digits === undefined) return
    this.#plainRead += times
    this.#plain.addDecimal(parseDecimal(`${negative ? '-' : ''}${digits}`)!)
  }

  #unitTally(unit: string): UnitTally {
    const known = this.#units.get(unit)
    if (known !== undefined) return known
    const tally: UnitTally = {
      same: 0,
      english: 0,
      german: 0,
      either: 0,
      englishGroups: 0,
      commas: new Set(),
      fewestDigits: Number.POSITIVE_INFINITY,
      mostDigits: 0,
    }
    this.#units.set(unit, tally)
    return tally
  }

  #addDate(text: string, times: number): void {
    let isMonthFirst = false
    let isDayFirst = false
    for (const format of this.#formats) {
      const date = readDate(text, format)
      if (date === undefined) continue
      if (format === 'm/d/y') isMonthFirst = true
      if (format === 'd/m/y') isDayFirst = true
      const tally = this.#dateTally(format)
      tally.read += times
      if (date.zoned) tally.zoned += times
      if (date.iso.length > 4) tally.precise += times
      const bounds = date.zoned ? tally.zonedDates : tally.localDates
      bounds.addText(date.iso)
    }
    if (isMonthFirst && !isDayFirst) this.#monthFirst += times
    if (isDayFirst && !isMonthFirst) this.#dayFirst += times
  }

  #dateTally(format: DateFormat): DateTally {
    const known = this.#dates.get(format)
    if (known !== undefined) return known
    const tally: DateTally = {
      read: 0,
      zoned: 0,
      precise: 0,
      localDates: new DateBounds(),
      zonedDates: new DateBounds(),
    }
    this.#dates.set(format, tally)
    return tally
  }

  #prune(): void {
    if (this.#noNumber > this.#maxUnread) this.#numbersLeft = false
    if (this.#considered <= this.#maxUnread || this.#formats.length === 0) return
    if (this.#dates.size === 0) {
      this.#formats = []
      return
    }
    for (let i = 0; i < this.#formats.length; i++) {
      if (this.#mayDecide(this.#formats[i]!)) continue
      this.#formats = this.#formats.filter((format) => this.#mayDecide(format))
      return
    }
  }

  /** Whether a format may become the column's, or disprove the one that may. */
  #mayDecide(format: DateFormat): boolean {
    const opposite = opposites.get(format)
    return this.#isLeft(format) || (opposite !== undefined && this.#isLeft(opposite))
  }

  #isLeft(format: DateFormat): boolean {
    return this.#missed(format) <= this.#maxUnread
  }

  #missed(format: DateFormat): number {
    return this.#considered - (this.#dates.get(format)?.read ?? 0)
  }

  #isEnough(read: number): boolean {
    return read > 0 && read * 10 >= this.#considered * neededOfTen
  }

  #decideDate(): ReadingRule | undefined {
    for (const format of this.#formats) {
      const { read, zoned, precise } = this.#dates.get(format) ?? { read: 0, zoned: 0, precise: 0 }
      if (precise === 0 || !this.#isOrderSure(format)) continue
      const isZoned = zoned * 2 > read
      if (!this.#isEnough(isZoned ? zoned : read - zoned)) continue
      return isZoned ? { kind: 'date', format, zone: 'utc' } : { kind: 'date', format }
    }
    return undefined
  }

  /** `3/4/1998` is two days; only a day above 12 tells which, and only when none tells the opposite. */
  #isOrderSure(format: DateFormat): boolean {
    if (format === 'm/d/y') return this.#monthFirst > 0 && this.#dayFirst === 0
    return format !== 'd/m/y' || (this.#dayFirst > 0 && this.#monthFirst === 0)
  }

  #decideNumber(): ReadingRule | undefined {
    if (!this.#numbersLeft) return undefined
    const sizeOf = ({ same, english, german, either }: UnitTally) => same + english + german + either
    const [best] = [...this.#units].sort(([, a], [, b]) => sizeOf(b) - sizeOf(a))
    if (best === undefined) return undefined
    const [unit, tally] = best
    const { same, english, german, either, englishGroups } = tally
    const assumed = either > 0 && english === 0 && german === 0 && tally.commas?.size === minAssumedGroups
    if (either > 0 && english === german && !assumed) return undefined
    const isGerman = german > english
    if (!this.#isEnough(same + either + (isGerman ? german : english))) return undefined
    const areCodes = tally.fewestDigits === tally.mostDigits && tally.mostDigits >= minCodeDigits
    if (unit === '' && areCodes) return undefined
    const locale = isGerman ? 'de' : englishGroups > 0 ? 'en' : 'plain'
    return {
      kind: 'number',
      locale,
      ...(unit === '' ? {} : { unit }),
      ...(assumed ? { assumed } : {}),
    }
  }
}

function countDigits(tally: UnitTally, digits: number): void {
  if (digits < tally.fewestDigits) tally.fewestDigits = digits
  if (digits > tally.mostDigits) tally.mostDigits = digits
}

/** How digits are grouped and decimals marked: `plain` is `1234.5`, `en` also `1,234.5`, `de` `1.234,5`. */
export type NumberLocale = 'plain' | 'en' | 'de'

/** Order of a date's parts, one for a whole column. `mon` is a month's English or German name. */
export type DateFormat = 'y-m-d' | 'y/m/d' | 'd.m.y' | 'mon d y' | 'd mon y' | 'm/d/y' | 'd/m/y'

interface ReadShare {
  /** Values that were read. */
  readonly read: number
  /** Values that could not be read; blank texts and placeholders are not among them. */
  readonly unread: number
}

/** Texts that are numbers, one locale and one unit for all of them. */
interface NumberReading extends ReadShare {
  readonly kind: 'number'
  readonly locale: NumberLocale
  /** Symbol of the unit that every read text carries; absent when none does. */
  readonly unit?: string
  /** Nothing tells whether the comma of `10,727` marks thousands, as it is read here, or decimals. */
  readonly assumed?: true
  readonly integer: boolean
  /** Least and greatest, as exact decimal text. */
  readonly min: string
  readonly max: string
}

/** Texts that are dates, or dates with times. */
interface DateReading extends ReadShare {
  readonly kind: 'date'
  readonly format: DateFormat
  /** Every read text names its zone, and the values read are in UTC. Absent: no read text names one. */
  readonly zone?: 'utc'
  /** Earliest and latest, in ISO 8601 as the column gives them. */
  readonly min: string
  readonly max: string
}

/** What was counted of a reading. */
export type ReadingStatistics = NumberReading | DateReading

/** What the texts of a column say when they are read as something else. The texts stay as they are. */
export type ColumnReading = ReadingStatistics & {
  /** Name of the column that gives the values read; `SELECT *` leaves it out. */
  readonly column: string
}

/** How a text is read. Every reading is one. */
export type ReadingRule =
  | {
      readonly kind: 'number'
      readonly locale: NumberLocale
      readonly unit?: string
      readonly assumed?: true
    }
  | { readonly kind: 'date'; readonly format: DateFormat; readonly zone?: 'utc' }

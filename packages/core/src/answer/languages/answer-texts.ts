/** Sentences of an answer. Numbers and names come formatted; `rows` is a noun with its conditions (`flights with delay > 60`). */
export interface AnswerTexts {
  readonly count: (count: string, rows: string) => string
  readonly distinct: (count: string, column: string, rows: string) => string
  readonly measure: (measure: string, rows: string, value: string) => string
  readonly noValue: (measure: string, rows: string) => string
  readonly exists: (holds: boolean, rows: string) => string
  /** `part` is a condition (`status = cancelled`); `value` is in percent. */
  readonly share: (rows: string, part: string, value: string) => string
  /** `first` and `second` are conditions; of `rows` more meet the first by `value`, which may be below 0. */
  readonly difference: (rows: string, first: string, second: string, value: string, isLess: boolean) => string
  readonly more: (holds: boolean, rows: string, first: string, second: string) => string
  readonly groups: (measure: string, rows: string, columns: string, list: string) => string
  readonly groupCount: (count: string) => string
  readonly most: (names: readonly string[], rows: string, count: string, descending: boolean) => string
  readonly extreme: (names: readonly string[], column: string, value: string, descending: boolean) => string
  /** `place` in an order by `column`, counted from 1. */
  readonly place: (name: string, column: string, value: string, place: number, descending: boolean) => string
  readonly noneRanked: (rows: string, column: string) => string
  readonly top: (count: string, what: string, by: string, descending: boolean, list: string) => string
  readonly list: (count: string, rows: string, names: string) => string
  readonly values: (count: string, column: string, rows: string, names: string) => string
  readonly lookup: (rows: string, values: string) => string
  readonly none: (rows: string) => string
  readonly neutralRows: (count: string, one: boolean) => string
  readonly without: (count: string, total: string, column: string) => string
  readonly wrongType: (count: string, total: string, column: string) => string
  /** Stands for the total where only the rows that matched are meant. */
  readonly matching: string
  readonly badLines: (count: string) => string
  readonly tied: (count: string, place: string) => string
  readonly noName: string
  readonly yes: string
  readonly no: string
}

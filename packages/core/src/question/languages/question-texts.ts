import type { MeasureName } from '../constituent.js'

/** Sentences of a refusal and of a reading. Arguments are texts that already are in the language or of the data. */
export interface QuestionTexts {
  readonly unknownWord: (words: readonly string[]) => string
  readonly nearest: (names: readonly string[]) => string
  readonly available: (names: readonly string[]) => string
  readonly ambiguous: (readings: readonly string[]) => string
  /** The words are names of the data. */
  readonly unclearPart: (names: readonly string[]) => string
  readonly notUnderstood: string
  readonly notNumeric: (column: string, operation: string) => string
  readonly noQuantity: (word: string) => string
  readonly needsJoin: string
  readonly valueMissing: (value: string) => string
  readonly unitMismatch: (column: string, known: string, asked: string) => string
  readonly unclearNumber: (column: string) => string
  /** A word before a date may bound it rather than name it. */
  readonly unclearDate: (date: string) => string
  /** A word that is a value and a column, and stands twice. */
  readonly sameWord: (word: string) => string
  /** `not A and B` may leave out both, or be a wish for B. */
  readonly unclearNegation: (column: string) => string
  readonly tooLong: string
  readonly empty: string
  /** The numbers that the texts of a column read as were taken. */
  readonly readAsNumber: (column: string) => string
  /** `60 (taken as minutes)`: what is assumed, behind the condition. */
  readonly takenAs: (condition: string, unit: string) => string
  /** A word of the question is taken for the rows of a table that has no name. */
  readonly calledRows: (word: string) => string
  readonly totalRow: string
  readonly noneFound: string
  /** No row answers: what is asked is blank there, or no row is so. */
  readonly noRow: string
  readonly totalLeftOut: (text: string) => string
  readonly textInside: string
  readonly notOne: string
  /** A number before the plural of a column's name, or a year before it. */
  readonly amountOrValue: (words: string, column: string) => string
  /** A column of years that may be those of another event than the verb says. */
  readonly otherEvent: (column: string, verb: string) => string
  /** Rows have only the time at which something began or happened. */
  readonly onlyBegan: (column: string) => string
  /** Of values that many rows have: those of which no row is so. */
  readonly noneOfGroup: (column: string) => string
  /** A number behind a bound, before a noun that it may count. */
  readonly numberOf: (words: string) => string
  /** An amount of values that several rows have. */
  readonly sharedBy: (column: string) => string
  /** "per" before an amount. */
  readonly ratioOf: (column: string) => string
  /** A verb whose amount stands in a column (`sold` beside `Copies sold`). */
  readonly soldOf: (column: string) => string
  readonly orderUnclear: string
  readonly otherMagnitude: (column: string, words: string) => string
  /** A number in the unit of its column: `1.2 m = 1200 mm`. */
  readonly converted: (said: string, meant: string) => string
  /** The column's unit is not known, and no row or every row would meet the condition in the one that was said. */
  readonly unknownUnit: (column: string, least: string, most: string, unit: string) => string
  /** A point or comma may group digits or begin a fraction. */
  readonly unclearDigits: (said: string, one: string, other: string) => string
  /** Day and month may stand in either order. */
  readonly unclearOrder: (said: string, one: string, other: string) => string
  /** Several rows share one of the places that were counted. */
  readonly sharedPlace: string
  /** `A and B` may be the rows of either, or those of each. */
  readonly twoKinds: (word: string) => string
  /** Rows that have no value are not among those that have another one. */
  readonly withoutBlanks: (column: string) => string
  /** A column is asked for, but not of which row. */
  readonly whichRow: (column: string) => string
  /** A quantity without its column. */
  readonly whichColumn: (words: string, columns: readonly string[]) => string
  /** `how many items`, where that is a column of numbers. */
  readonly countOfNumbers: (column: string) => string
  readonly differentValues: (column: string) => string
  readonly roles: {
    readonly count: string
    readonly list: string
    readonly exists: string
    readonly distinct: string
    readonly group: string
    readonly table: (name: string) => string
    readonly rows: string
    readonly column: (name: string) => string
    readonly and: string
    readonly or: string
    readonly not: string
    readonly blank: (column: string) => string
    readonly notBlank: (column: string) => string
    readonly measure: Readonly<Record<MeasureName, string>>
    readonly measureOf: (measure: string, column: string) => string
    readonly place: (place: number) => string
    readonly share: string
    readonly more: string
    readonly most: string
    readonly least: string
    readonly first: string
    readonly last: string
    readonly rowAfter: string
    readonly rowBefore: string
    readonly only: string
    readonly top: string
    readonly true: string
    readonly false: string
    readonly records: string
    readonly by: string
    readonly of: string
    readonly with: string
    readonly per: string
    readonly different: (column: string) => string
    readonly differentCount: (column: string) => string
    readonly anyRow: string
    readonly highestFirst: string
    readonly lowestFirst: string
  }
}

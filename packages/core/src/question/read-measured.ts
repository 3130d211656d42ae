import type { CatalogColumn } from '../catalog/catalog.js'
import type { MeasureName, Objection, Placed } from './constituent.js'
import { next, nextWords, rememberAt, wordsOf } from './cursor.js'
import type { ElementOf, Lattice } from './elements.js'
import { countsRows } from './joined-columns.js'
import { languages } from './languages/index.js'
import { numbersOf } from './number-column.js'
import { placePart } from './place-part.js'

/** A measure with its column. */
export interface Measured {
  readonly fn: MeasureName
  readonly column: CatalogColumn
  readonly start: number
  readonly end: number
  readonly cost: number
  readonly objection: Objection | undefined
  readonly assumptions: readonly string[]
}

/** `average delay`, `Summe der Längen`, `Gesamtlänge`. */
export const readMeasured = rememberAt((lattice, position): readonly Measured[] => {
  const inOneWord = next(lattice, position, 'measured')
  const inTwo = nextWords(lattice, position, 'measure').flatMap(({ start, end, meaning }) =>
    columnsBehind(lattice, end)
      .filter(({ column, derived, end: last }) => {
        return !derived && !countsRows(column) && !isCounted(lattice, start, last)
      })
      .map((named) => ({ ...named, start, fn: meaning.fn })),
  )
  return [...inOneWord, ...inTwo].map(({ fn, column, start, end, cost }) => ({
    fn,
    start,
    end,
    cost,
    ...takeNumbers(lattice, column, wordsOf(lattice, start, end)),
  }))
})

/** `total number of doors`: a phrase that counts, of which the column would be a word. */
function isCounted({ at }: Lattice, start: number, end: number): boolean {
  return (at[start] ?? []).some(
    (element) => element.kind === 'word' && element.meaning.kind === 'count' && element.end >= end,
  )
}

/** `average delay`, and with the rows' own noun between (`average order total`). */
export const columnsBehind = rememberAt((lattice, position): readonly ElementOf<'column'>[] => {
  const behindNoun = next(lattice, position, 'rows')
    .filter(({ called }) => called === undefined)
    .flatMap((rows) =>
      next(lattice, rows.end, 'column')
        .filter(({ start }) => start === rows.end)
        .map((named) => ({ ...named, cost: named.cost + rows.cost })),
    )
  return [...next(lattice, position, 'column'), ...behindNoun]
})

/** Only numbers can be summed, averaged and put in order: a column's own, or those that its texts read as. */
export function takeNumbers(
  lattice: Lattice,
  column: CatalogColumn,
  words: string,
): Pick<Measured, 'column' | 'objection' | 'assumptions'> {
  const numbers = numbersOf(lattice, column)
  if (numbers !== undefined) return { ...numbers, objection: undefined }
  const text = languages[lattice.language].texts.notNumeric(column.name, words)
  return { column, objection: { reason: 'not-in-data', text }, assumptions: [] }
}

export function toMeasuredPart(lattice: Lattice) {
  const { measure, of } = languages[lattice.language].texts.roles
  return ({ fn, column, start, end, cost, objection, assumptions }: Measured): Placed =>
    placePart(
      { kind: 'measured', fn, column },
      start,
      end,
      cost,
      `${measure[fn]} ${of} ${column.name}`,
      objection,
      assumptions,
    )
}

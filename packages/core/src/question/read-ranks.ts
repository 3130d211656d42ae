import type { CatalogColumn } from '../catalog/catalog.js'
import { numbersRows } from './column-roles.js'
import type { Placed } from './constituent.js'
import { next, nextWords, reach, wordsOf } from './cursor.js'
import type { Lattice } from './elements.js'
import { languages } from './languages/index.js'
import { placePart } from './place-part.js'
import { columnsBehind, readMeasured, takeNumbers } from './read-measured.js'
import { columnsOfDimension } from './read-quantity.js'

/** Which way an order goes, and which place of it is meant. */
interface Direction {
  readonly descending: boolean
  readonly place?: number
}

/** Superlatives with what they are of: a column, a dimension, a measure, or the number of rows. */
export function readRanks(lattice: Lattice, position: number): Placed[] {
  return [
    ...nextWords(lattice, position, 'superlative').flatMap(({ start, end, meaning }) => [
      ...readExtreme(lattice, start, end, meaning).filter((placed) =>
        isOfDimension(lattice, placed, meaning),
      ),
      ...(meaning.dimension === undefined
        ? []
        : readDimension(lattice, start, end, meaning, meaning.dimension)),
      ...nextWords(lattice, end, 'count').map((count) =>
        placePart({ ...directionOf(meaning), kind: 'most' }, start, count.end, 0, mostOf(lattice, meaning)),
      ),
    ]),
    ...nextWords(lattice, position, 'most').flatMap(({ start, end, meaning }) =>
      readExtreme(lattice, start, end, meaning).filter(
        ({ part }) => part.kind !== 'extreme' || !numbersRows(part.extreme.column, lattice.table),
      ),
    ),
    ...readFrequent(lattice, position),
  ]
}

/** Quantities of which others are the opposite: the fastest takes the least time, the oldest was built first. */
const turned = ['speed', 'age']

/** Any amount may be the largest. */
const anyDimension = 'size'
/** From here on a column is met by a part of its name only. */
const partOfName = 0.15

/**
 * `fastest time`: which end of the times that is, the word does not say of another quantity. The widest window is not
 * of the number of windows, of which it is a word.
 */
function isOfDimension(
  lattice: Lattice,
  { part, cost }: Placed,
  { dimension }: { readonly dimension?: string },
): boolean {
  if (dimension === undefined || dimension === anyDimension || part.kind !== 'extreme') return true
  if (!turned.includes(dimension) && cost < partOfName) return true
  return columnsOfDimension(lattice, dimension).some(({ column }) => column === part.extreme.column)
}

function directionOf({ descending, place }: Direction): Direction {
  return place === undefined ? { descending } : { descending, place }
}

function readExtreme(lattice: Lattice, start: number, end: number, rank: Direction): Placed[] {
  const { roles } = languages[lattice.language].texts
  const direction = restateDirection(lattice, rank)
  const columns = columnsBehind(lattice, end).map((named) => {
    const { column, objection, assumptions } = takeNumbers(
      lattice,
      named.column,
      wordsOf(lattice, start, named.end),
    )
    return placePart(
      { kind: 'extreme', extreme: { ...directionOf(rank), column, byDimension: named.derived } },
      start,
      named.end,
      named.cost,
      `${direction} ${column.name}`,
      objection,
      assumptions,
    )
  })
  const measures = readMeasured(lattice, end).map(({ fn, column, end: last, cost, objection, assumptions }) =>
    placePart(
      { kind: 'extreme', extreme: { ...directionOf(rank), column, fn, byDimension: false } },
      start,
      last,
      cost,
      `${direction} ${roles.measure[fn]} ${roles.of} ${column.name}`,
      objection,
      assumptions,
    ),
  )
  return [...columns, ...measures]
}

function readDimension(
  lattice: Lattice,
  start: number,
  end: number,
  rank: Direction,
  dimension: string,
): Placed[] {
  const { texts } = languages[lattice.language]
  const direction = restateDirection(lattice, rank)
  const columns = columnsOfDimension(lattice, dimension)
  const [standIn] = lattice.table.columns
  if (standIn === undefined) return []
  const place = (column: CatalogColumn, cost: number, more: Partial<Placed>): Placed => ({
    ...placePart(
      { kind: 'extreme', extreme: { ...directionOf(rank), column, byDimension: true } },
      start,
      end,
      cost,
      `${direction} ${column.name}`,
    ),
    ...more,
  })
  if (columns.length > 0)
    return columns.map(({ column, cost, assumptions }) => place(column, cost, { assumptions }))
  const text = texts.noQuantity(wordsOf(lattice, start, end))
  return [place(standIn, 0, { objection: { reason: 'not-in-data', text } })]
}

function readFrequent(lattice: Lattice, position: number): Placed[] {
  const atEnd = nextWords(lattice, position, 'most')
    .filter(
      ({ start, end }) =>
        reach(lattice, end).includes(lattice.tokens.length) &&
        !lattice.at[start]!.some(({ kind }) => kind === 'value'),
    )
    .map(({ start, end, meaning }) =>
      placePart(
        { kind: 'frequent', ...directionOf(meaning), isOne: true },
        start,
        end,
        0,
        mostOf(lattice, meaning),
      ),
    )
  const said = nextWords(lattice, position, 'frequent').flatMap(({ start, end, meaning }) => {
    const as = mostOf(lattice, meaning)
    const rank = directionOf(meaning)
    const alone = placePart({ kind: 'frequent', ...rank }, start, end, 0, as)
    const named = next(lattice, end, 'column').map((item) =>
      placePart(
        { kind: 'frequent', ...rank, column: item.column },
        start,
        item.end,
        item.cost,
        `${as}: ${item.column.name}`,
      ),
    )
    return [alone, ...named]
  })
  return [...atEnd, ...said]
}

function restateDirection(lattice: Lattice, { descending, place }: Direction): string {
  const { roles } = languages[lattice.language].texts
  const direction = descending ? roles.measure.max : roles.measure.min
  return place === undefined ? direction : `${direction} (${roles.place(place)})`
}

/** "Most" or "fewest", in words of the question's language. */
export function mostOf(lattice: Lattice, { descending, place }: Direction): string {
  const { roles } = languages[lattice.language].texts
  const direction = descending ? roles.most : roles.least
  return place === undefined ? direction : `${direction} (${roles.place(place)})`
}

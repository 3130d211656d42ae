import type { Placed } from './constituent.js'
import { next, nextWords, wordsOf } from './cursor.js'
import type { Lattice } from './elements.js'
import { languages } from './languages/index.js'
import { placePart } from './place-part.js'
import { readMeasured, takeNumbers } from './read-measured.js'
import { columnOfDimension } from './read-quantity.js'

/** Superlatives with what they are of: a column, a dimension, a measure, or the number of rows. */
export function readRanks(lattice: Lattice, position: number): Placed[] {
  return [
    ...nextWords(lattice, position, 'superlative').flatMap(({ start, end, meaning }) => [
      ...readExtreme(lattice, start, end, meaning.descending),
      ...(meaning.dimension === undefined
        ? []
        : readDimension(lattice, start, end, meaning.descending, meaning.dimension)),
      ...nextWords(lattice, end, 'count').map((count) =>
        placePart(
          { kind: 'most', descending: meaning.descending },
          start,
          count.end,
          0,
          mostOf(lattice, meaning.descending),
        ),
      ),
    ]),
    ...nextWords(lattice, position, 'most').flatMap(({ start, end, meaning }) =>
      readExtreme(lattice, start, end, meaning.descending),
    ),
    ...readFrequent(lattice, position),
  ]
}

function readExtreme(lattice: Lattice, start: number, end: number, descending: boolean): Placed[] {
  const { roles } = languages[lattice.language].texts
  const direction = descending ? roles.measure.max : roles.measure.min
  const columns = next(lattice, end, 'column').map((named) => {
    const { column, objection, assumptions } = takeNumbers(
      lattice,
      named.column,
      wordsOf(lattice, start, named.end),
    )
    return placePart(
      { kind: 'extreme', extreme: { descending, column, byDimension: named.derived } },
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
      { kind: 'extreme', extreme: { descending, column, fn, byDimension: false } },
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
  descending: boolean,
  dimension: string,
): Placed[] {
  const { texts } = languages[lattice.language]
  const words = wordsOf(lattice, start, end)
  const column = columnOfDimension(lattice, dimension)
  const direction = descending ? texts.roles.measure.max : texts.roles.measure.min
  const [standIn] = lattice.table.columns
  if (standIn === undefined) return []
  return [
    placePart(
      { kind: 'extreme', extreme: { descending, column: column ?? standIn, byDimension: true } },
      start,
      end,
      0,
      `${direction} ${column?.name ?? dimension}`,
      column === undefined ? { reason: 'not-in-data', text: texts.noQuantity(words) } : undefined,
    ),
  ]
}

function readFrequent(lattice: Lattice, position: number): Placed[] {
  return nextWords(lattice, position, 'frequent').flatMap(({ start, end, meaning: { descending } }) => {
    const as = mostOf(lattice, descending)
    const alone = placePart({ kind: 'frequent', descending }, start, end, 0, as)
    const named = next(lattice, end, 'column').map((item) =>
      placePart(
        { kind: 'frequent', descending, column: item.column },
        start,
        item.end,
        item.cost,
        `${as}: ${item.column.name}`,
      ),
    )
    return [alone, ...named]
  })
}

/** "Most" or "fewest", in words of the question's language. */
export function mostOf(lattice: Lattice, descending: boolean): string {
  const { roles } = languages[lattice.language].texts
  return descending ? roles.most : roles.least
}

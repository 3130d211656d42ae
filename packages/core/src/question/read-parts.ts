import type { CatalogColumn } from '../catalog/catalog.js'
import type { Objection, Part, Placed } from './constituent.js'
import { next, nextWords, wordsOf } from './cursor.js'
import type { Lattice } from './elements.js'
import { languages } from './languages/index.js'
import { readFilters } from './read-filters.js'
import { columnOfDimension } from './read-quantity.js'

const partCost = 0.02
const maxAmount = 1000
const maxGroups = 3

type MeasureName = 'sum' | 'avg' | 'min' | 'max'

/** Every part that may begin at a position. */
export function readParts(lattice: Lattice, position: number): Placed[] {
  return [
    ...readHeads(lattice, position),
    ...readNouns(lattice, position),
    ...readFilters(lattice, position),
    ...readMeasured(lattice, position).map(toPlaced(lattice)),
    ...readGroups(lattice, position),
    ...readRanks(lattice, position),
    ...readAmounts(lattice, position),
  ]
}

function place(
  part: Part,
  start: number,
  end: number,
  cost: number,
  as: string,
  objection?: Objection,
): Placed {
  return {
    part,
    start,
    end,
    cost: cost + partCost,
    ...(objection === undefined ? {} : { objection }),
    readings: [{ start, end, as }],
  }
}

function readHeads(lattice: Lattice, position: number): Placed[] {
  const { roles } = languages[lattice.language].texts
  return next(lattice, position, 'word').flatMap(({ start, end, meaning }): Placed[] => {
    switch (meaning.kind) {
      case 'count':
        return [place({ kind: 'count' }, start, end, 0, roles.count)]
      case 'distinct':
        return [place({ kind: 'distinct' }, start, end, 0, roles.distinct)]
      case 'exists':
        return [place({ kind: 'exists' }, start, end, 0, roles.exists)]
      case 'ask':
        return [place({ kind: 'ask', form: meaning.form }, start, end, 0, roles.list)]
      case 'and':
        return [place({ kind: 'and' }, start, end, 0, roles.and)]
      case 'most':
        return [
          place(
            { kind: 'most', descending: meaning.descending },
            start,
            end,
            0,
            mostOf(lattice, meaning.descending),
          ),
        ]
      default:
        return []
    }
  })
}

function readNouns(lattice: Lattice, position: number): Placed[] {
  const { roles } = languages[lattice.language].texts
  const rows = next(lattice, position, 'rows').map(({ start, end, cost }) =>
    place({ kind: 'rows' }, start, end, cost, roles.table(lattice.table.name)),
  )
  const columns = next(lattice, position, 'column').map(({ start, end, cost, column, derived }) =>
    place({ kind: 'column', column, derived }, start, end, cost, roles.column(column.name)),
  )
  return [...rows, ...columns]
}

interface Measured {
  readonly fn: MeasureName
  readonly column: CatalogColumn
  readonly start: number
  readonly end: number
  readonly cost: number
  readonly objection: Objection | undefined
}

/** `average delay`, `Summe der Längen`, `Gesamtlänge`. */
function readMeasured(lattice: Lattice, position: number): Measured[] {
  const inOneWord = next(lattice, position, 'measured')
  const inTwo = nextWords(lattice, position, 'measure').flatMap(({ start, end, meaning }) =>
    next(lattice, end, 'column')
      .filter(({ derived }) => !derived)
      .map((named) => ({ ...named, start, fn: meaning.fn })),
  )
  return [...inOneWord, ...inTwo].map(({ fn, column, start, end, cost }) => ({
    fn,
    column,
    start,
    end,
    cost,
    objection: objectToText(lattice, column, wordsOf(lattice, start, end)),
  }))
}

function objectToText(lattice: Lattice, column: CatalogColumn, words: string): Objection | undefined {
  if (column.type === 'number') return undefined
  return { reason: 'not-in-data', text: languages[lattice.language].texts.notNumeric(column.name, words) }
}

function toPlaced(lattice: Lattice) {
  const { measure, of } = languages[lattice.language].texts.roles
  return ({ fn, column, start, end, cost, objection }: Measured): Placed =>
    place(
      { kind: 'measured', fn, column },
      start,
      end,
      cost,
      `${measure[fn]} ${of} ${column.name}`,
      objection,
    )
}

/** `per origin`, `by genre and rating`, `by number of flights`, `by average rating`. */
function readGroups(lattice: Lattice, position: number): Placed[] {
  const { roles } = languages[lattice.language].texts
  return nextWords(lattice, position, 'group').flatMap(({ start, end }) => {
    const columns = readColumnList(lattice, end, []).map((list) =>
      place(
        { kind: 'group', columns: list.columns },
        start,
        list.end,
        list.cost,
        `${roles.group} ${list.columns.map(({ name }) => name).join(', ')}`,
      ),
    )
    const counts = nextWords(lattice, end, 'count').map((count) =>
      place({ kind: 'rank-by', by: 'count' }, start, count.end, 0, `${roles.by} ${roles.count}`),
    )
    const measures = readMeasured(lattice, end).map(({ fn, column, end: last, cost, objection }) =>
      place(
        { kind: 'rank-by', by: { fn, column } },
        start,
        last,
        cost,
        `${roles.by} ${roles.measure[fn]} ${roles.of} ${column.name}`,
        objection,
      ),
    )
    return [...columns, ...counts, ...measures]
  })
}

interface ColumnList {
  readonly columns: readonly CatalogColumn[]
  readonly end: number
  readonly cost: number
}

function readColumnList(lattice: Lattice, position: number, before: readonly CatalogColumn[]): ColumnList[] {
  if (before.length >= maxGroups) return []
  return next(lattice, position, 'column')
    .filter(({ column, derived }) => !derived && !before.includes(column))
    .flatMap(({ column, end, cost }) => {
      const columns = [...before, column]
      const more = nextWords(lattice, end, 'and').flatMap((and) => readColumnList(lattice, and.end, columns))
      return [{ columns, end, cost }, ...more.map((list) => ({ ...list, cost: list.cost + cost }))]
    })
}

/** Superlatives with what they are of: a column, a dimension, a measure, or the number of rows. */
function readRanks(lattice: Lattice, position: number): Placed[] {
  return [
    ...nextWords(lattice, position, 'superlative').flatMap(({ start, end, meaning }) => [
      ...readExtreme(lattice, start, end, meaning.descending),
      ...(meaning.dimension === undefined
        ? []
        : readDimension(lattice, start, end, meaning.descending, meaning.dimension)),
      ...nextWords(lattice, end, 'count').map((count) =>
        place(
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
  const columns = next(lattice, end, 'column').map((named) =>
    place(
      { kind: 'extreme', extreme: { descending, column: named.column, byDimension: named.derived } },
      start,
      named.end,
      named.cost,
      `${direction} ${named.column.name}`,
      objectToText(lattice, named.column, wordsOf(lattice, start, named.end)),
    ),
  )
  const measures = readMeasured(lattice, end).map(({ fn, column, end: last, cost, objection }) =>
    place(
      { kind: 'extreme', extreme: { descending, column, fn, byDimension: false } },
      start,
      last,
      cost,
      `${direction} ${roles.measure[fn]} ${roles.of} ${column.name}`,
      objection,
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
    place(
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
    const alone = place({ kind: 'frequent', descending }, start, end, 0, as)
    const named = next(lattice, end, 'column').map((item) =>
      place(
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

function readAmounts(lattice: Lattice, position: number): Placed[] {
  const { roles } = languages[lattice.language].texts
  const top = nextWords(lattice, position, 'top').flatMap(({ start, end, meaning }) =>
    next(lattice, end, 'number').flatMap((number) => {
      const amount = toAmount(number.value)
      if (amount === undefined || number.unit !== undefined) return []
      const as = `${roles.top} ${amount}`
      return [
        place({ kind: 'top', descending: meaning.descending, amount }, start, number.end, number.cost, as),
      ]
    }),
  )
  const bare = next(lattice, position, 'number').flatMap((number) => {
    const amount = toAmount(number.value)
    if (amount === undefined || number.unit !== undefined) return []
    return [
      place({ kind: 'amount', amount }, number.start, number.end, number.cost, `${roles.top} ${amount}`),
    ]
  })
  return [...top, ...bare]
}

function toAmount(value: string): number | undefined {
  const amount = Number(value)
  return Number.isInteger(amount) && amount >= 1 && amount <= maxAmount ? amount : undefined
}

function mostOf(lattice: Lattice, descending: boolean): string {
  const { roles } = languages[lattice.language].texts
  return descending ? roles.most : roles.least
}

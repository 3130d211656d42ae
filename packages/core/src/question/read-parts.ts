import type { CatalogColumn } from '../catalog/catalog.js'
import type { Expression } from '../plan/algebra.js'
import type { Placed } from './constituent.js'
import { next, nextWords } from './cursor.js'
import type { Lattice } from './elements.js'
import { languages } from './languages/index.js'
import { placePart } from './place-part.js'
import { readFilters } from './read-filters.js'
import { readMeasured, toMeasuredPart } from './read-measured.js'
import { mostOf, readRanks } from './read-ranks.js'

const maxAmount = 1000
const maxGroups = 3

/** Every part that may begin at a position. */
export function readParts(lattice: Lattice, position: number): Placed[] {
  return [
    ...readHeads(lattice, position),
    ...readAsked(lattice, position),
    ...readNouns(lattice, position),
    ...readBeside(lattice, position),
    ...readLight(lattice, position),
    ...readFilters(lattice, position),
    ...readMeasured(lattice, position).map(toMeasuredPart(lattice)),
    ...readGroups(lattice, position),
    ...readRanks(lattice, position),
    ...readAmounts(lattice, position),
  ]
}

function readHeads(lattice: Lattice, position: number): Placed[] {
  const { roles } = languages[lattice.language].texts
  return next(lattice, position, 'word').flatMap(({ start, end, meaning }): Placed[] => {
    switch (meaning.kind) {
      case 'count':
        return [placePart({ kind: 'count' }, start, end, 0, roles.count)]
      case 'distinct':
        return [placePart({ kind: 'distinct' }, start, end, 0, roles.distinct)]
      case 'exists':
        return [placePart({ kind: 'exists' }, start, end, 0, roles.exists)]
      case 'ask':
        return [
          placePart(
            { kind: 'ask', form: meaning.form, one: meaning.one ?? false },
            start,
            end,
            0,
            roles.list,
          ),
        ]
      case 'only':
        return [placePart({ kind: 'only' }, start, end, 0, roles.only)]
      case 'end': {
        const { last, listed } = meaning
        return [placePart({ kind: 'end', last, listed }, start, end, 0, last ? roles.last : roles.first)]
      }
      case 'and':
        return [placePart({ kind: 'and' }, start, end, 0, roles.and)]
      case 'most':
        return [
          placePart(
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

/** `who`, `when`, `where`: asks, and names the column. */
function readAsked(lattice: Lattice, position: number): Placed[] {
  const { roles } = languages[lattice.language].texts
  return next(lattice, position, 'asked').map(({ start, end, cost, column }) =>
    placePart(
      { kind: 'ask', form: 'which', one: false, column },
      start,
      end,
      cost,
      roles.column(column.name),
    ),
  )
}

/** `listed after Oslo`: the row beside the one that holds a value which no other row has. */
function readBeside(lattice: Lattice, position: number): Placed[] {
  const { roles } = languages[lattice.language].texts
  return nextWords(lattice, position, 'beside').flatMap(({ start, end, meaning: { after } }) =>
    next(lattice, end, 'value')
      .filter(({ rows, texts }) => rows === 1 && texts.length === 1)
      .map(({ column, texts, end: last, cost }) => {
        const value = texts[0]!
        const name: Expression = { op: 'column', name: column.name }
        const where: Expression = { op: 'eq', args: [name, { op: 'text', value }] }
        const as = `${after ? roles.rowAfter : roles.rowBefore} ${column.name} = ${value}`
        return placePart({ kind: 'beside', after, column, where }, start, last, cost, as)
      }),
  )
}

function readLight(lattice: Lattice, position: number): Placed[] {
  return next(lattice, position, 'light').map(({ start, end, cost, isEvent }) => ({
    part: { kind: 'light', isEvent },
    start,
    end,
    cost,
    readings: [],
  }))
}

function readNouns(lattice: Lattice, position: number): Placed[] {
  const { roles } = languages[lattice.language].texts
  const rows = next(lattice, position, 'rows').map(({ start, end, cost, called }) => ({
    ...placePart(
      { kind: 'rows', called: called !== undefined },
      start,
      end,
      cost,
      roles.table(lattice.table.name),
    ),
    assumptions: called === undefined ? [] : [languages[lattice.language].texts.calledRows(called)],
  }))
  const columns = next(lattice, position, 'column').map(({ start, end, cost, column, derived }) =>
    placePart({ kind: 'column', column, derived }, start, end, cost, roles.column(column.name)),
  )
  return [...rows, ...columns]
}

/** `per origin`, `by genre and rating`, `by number of flights`, `by average rating`. */
function readGroups(lattice: Lattice, position: number): Placed[] {
  const { roles } = languages[lattice.language].texts
  return nextWords(lattice, position, 'group').flatMap(({ start, end }) => {
    const columns = readColumnList(lattice, end, []).map((list) =>
      placePart(
        { kind: 'group', columns: list.columns },
        start,
        list.end,
        list.cost,
        `${roles.group} ${list.columns.map(({ name }) => name).join(', ')}`,
      ),
    )
    const counts = nextWords(lattice, end, 'count').map((count) =>
      placePart({ kind: 'rank-by', by: 'count' }, start, count.end, 0, `${roles.by} ${roles.count}`),
    )
    const measures = readMeasured(lattice, end).map(
      ({ fn, column, end: last, cost, objection, assumptions }) =>
        placePart(
          { kind: 'rank-by', by: { fn, column } },
          start,
          last,
          cost,
          `${roles.by} ${roles.measure[fn]} ${roles.of} ${column.name}`,
          objection,
          assumptions,
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

function readAmounts(lattice: Lattice, position: number): Placed[] {
  const { roles } = languages[lattice.language].texts
  const top = nextWords(lattice, position, 'top').flatMap(({ start, end, meaning }) =>
    next(lattice, end, 'number').flatMap((number) => {
      const amount = toAmount(number.value)
      if (amount === undefined || number.unit !== undefined) return []
      const as = `${roles.top} ${amount}`
      return [
        placePart(
          { kind: 'top', descending: meaning.descending, amount },
          start,
          number.end,
          number.cost,
          as,
        ),
      ]
    }),
  )
  const bare = next(lattice, position, 'number').flatMap((number) => {
    const amount = toAmount(number.value)
    if (amount === undefined || number.unit !== undefined) return []
    return [
      placePart({ kind: 'amount', amount }, number.start, number.end, number.cost, `${roles.top} ${amount}`),
    ]
  })
  return [...top, ...bare]
}

function toAmount(value: string): number | undefined {
  const amount = Number(value)
  return Number.isInteger(amount) && amount >= 1 && amount <= maxAmount ? amount : undefined
}

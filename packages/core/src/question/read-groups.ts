import type { CatalogColumn } from '../catalog/catalog.js'
import type { Placed } from './constituent.js'
import { next, nextWords, reach } from './cursor.js'
import { datePartsOf } from './date-parts.js'
import type { Lattice } from './elements.js'
import { languages } from './languages/index.js'
import { placePart } from './place-part.js'
import { readMeasured } from './read-measured.js'

const maxGroups = 3

/** `per origin`, `by genre and rating`, `by number of flights`, `by average rating`. */
export function readGroups(lattice: Lattice, position: number): Placed[] {
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
    const { units } = languages[lattice.language].dates
    const parts = reach(lattice, end).flatMap((at) => {
      const fold = lattice.tokens[at]?.fold ?? ''
      const unit = Object.hasOwn(units, fold) ? units[fold] : undefined
      const found = unit === undefined ? [] : datePartsOf(lattice.table, unit)
      return found.map((column) =>
        placePart({ kind: 'group', columns: [column] }, start, at + 1, 0, `${roles.group} ${column.name}`),
      )
    })
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
    return [...columns, ...parts, ...counts, ...measures]
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

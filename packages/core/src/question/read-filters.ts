import type { CatalogColumn } from '../catalog/catalog.js'
import type { Expression } from '../plan/algebra.js'
import { isAmount } from './column-roles.js'
import type { Placed } from './constituent.js'
import { next, nextWords, rememberAt } from './cursor.js'
import type { ElementOf, Lattice } from './elements.js'
import type { FoundCondition } from './found-condition.js'
import { languages } from './languages/index.js'
import { denyValue } from './negation.js'
import { numbersOf } from './number-column.js'
import { partCost } from './place-part.js'
import { followsPresence, readBlank, readPresence } from './read-blank.js'
import { readDates } from './read-dates.js'
import { readLikeAnother } from './read-like-another.js'
import { columnsOfDimension, compareColumn, readQuantities } from './read-quantity.js'
import { readValueFirst, readValueLists } from './read-values.js'
import { restateCondition } from './restate.js'

/** A name met by its last words alone is not called by a number behind it (`Level 7`, of `Offset From Level`). */
const tailCost = 0.25

type ColumnElement = ElementOf<'column'>

/** Numbers of something, rather than numbers that only tell rows apart. */
function isCounted(lattice: Lattice, column: CatalogColumn): boolean {
  if (column.type === 'number') return true
  return numbersOf(lattice, column) !== undefined && isAmount(column, lattice.language)
}

/** Every condition that may begin at a position, negated ones included. */
export function readFilters(lattice: Lattice, position: number): Placed[] {
  const found = [
    ...readPositive(lattice, position),
    ...readNegated(lattice, position),
    ...readBlank(lattice, position),
  ]
  return found.map((item) => place(lattice, item))
}

function place(lattice: Lattice, found: FoundCondition): Placed {
  const { start, end, where, column, isNoun = false, listed = 1, objection, assumptions = [] } = found
  return {
    part: { kind: 'filter', where, column, isNoun, listed },
    start,
    end,
    cost: found.cost + partCost,
    ...(objection === undefined ? {} : { objection }),
    assumptions,
    readings: [{ start, end, as: restateCondition(where, lattice.language) }],
  }
}

const readPositive = rememberAt((lattice, position): readonly FoundCondition[] => {
  return [
    ...next(lattice, position, 'column').flatMap((column) => [
      ...readColumnFirst(lattice, column),
      ...readFlag(lattice, column),
      ...readPresence(lattice, column),
    ]),
    ...readQuantityFirst(lattice, position),
    ...readNumberFirst(lattice, position),
    ...readValueFirst(lattice, position),
    ...readLikeAnother(lattice, position),
    ...readDates(lattice, position),
    ...next(lattice, position, 'place'),
  ]
})

/** `delay over 60`, `genre is drama`, `Bauabschnitt 1`. */
function readColumnFirst(lattice: Lattice, named: ColumnElement): FoundCondition[] {
  const { column, start, end, cost } = named
  const compared = readQuantities(lattice, end)
    .filter((quantity) => quantity.dimension === undefined)
    .map((quantity) => ({
      start,
      end: quantity.end,
      cost: cost + quantity.cost,
      column,
      ...compareColumn(lattice, column, quantity),
    }))
  const both = compared.flatMap((first) => readOtherBound(lattice, first))
  const equal = next(lattice, end, 'number')
    .filter(() => column.type === 'number' && !named.derived && cost < tailCost)
    .map((number) => ({
      start,
      end: number.end,
      cost: cost + number.cost,
      column,
      ...compareColumn(lattice, column, {
        bounds: [{ op: 'eq', value: number.value }],
        unit: number.unit,
        words: number.value,
      }),
    }))
  const links = [
    { at: end, inverted: false },
    ...nextWords(lattice, end, 'compare')
      .filter(({ meaning }) => meaning.op === 'eq' || meaning.op === 'ne')
      .map((word) => ({ at: word.end, inverted: word.meaning.op === 'ne' })),
    ...nextWords(lattice, end, 'not').map((word) => ({ at: word.end, inverted: true })),
  ]
  const values = links.flatMap(({ at, inverted }) =>
    readValueLists(lattice, at)
      .filter((list) => list.column === column)
      .map((list) => ({
        start,
        end: list.end,
        cost: cost + list.cost,
        column,
        ...(inverted ? deny(lattice, list.where, column) : { where: list.where }),
      })),
  )
  return [...compared, ...both, ...equal, ...values]
}

/** A boolean column as an adjective or with its truth said. */
function readFlag(lattice: Lattice, { column, start, end, cost }: ColumnElement): FoundCondition[] {
  if (column.type !== 'boolean') return []
  const flag = (value: boolean): Expression => ({
    op: 'eq',
    args: [
      { op: 'column', name: column.name },
      { op: 'boolean', value },
    ],
  })
  return [
    { start, end, cost, column, where: flag(true) },
    ...nextWords(lattice, end, 'true').map((word) => ({
      start,
      end: word.end,
      cost,
      column,
      where: flag(true),
    })),
    ...nextWords(lattice, end, 'false').map((word) => ({
      start,
      end: word.end,
      cost,
      column,
      where: flag(false),
    })),
  ]
}

/** `more than 60 minutes delay`, `longer than 3000 mm`. */
function readQuantityFirst(lattice: Lattice, position: number): FoundCondition[] {
  return readQuantities(lattice, position).flatMap((quantity): FoundCondition[] => {
    const { start, end, cost } = quantity
    if (quantity.dimension !== undefined) {
      return columnsOfDimension(lattice, quantity.dimension).map(({ column, cost: doubt }) => ({
        start,
        end,
        cost: cost + doubt,
        column,
        ...compareColumn(lattice, column, quantity),
      }))
    }
    return next(lattice, end, 'column').flatMap((named): FoundCondition[] => {
      const one = {
        start,
        end: named.end,
        cost: cost + named.cost,
        column: named.column,
        ...compareColumn(lattice, named.column, quantity),
      }
      return [one, ...readOtherBound(lattice, one)]
    })
  })
}

/** `more than 16 points but less than 25`. */
function readOtherBound(
  lattice: Lattice,
  first: FoundCondition & { readonly assumptions: readonly string[] },
): FoundCondition[] {
  return nextWords(lattice, first.end, 'and').flatMap((and) =>
    readQuantities(lattice, and.end)
      .filter(
        ({ start, dimension, unit }) => dimension === undefined && unit === undefined && start === and.end,
      )
      .map((quantity) => {
        const second = compareColumn(lattice, first.column, quantity)
        const objection = first.objection ?? second.objection
        return {
          ...first,
          end: quantity.end,
          cost: first.cost + quantity.cost,
          where: { op: 'and', args: [first.where, second.where] } as const,
          assumptions: [...first.assumptions, ...second.assumptions],
          ...(objection === undefined ? {} : { objection }),
        }
      }),
  )
}

/** `8 cylinders`. */
function readNumberFirst(lattice: Lattice, position: number): FoundCondition[] {
  return next(lattice, position, 'number').flatMap((number): FoundCondition[] => {
    const bounds = [{ op: 'eq', value: number.value }] as const
    const quantity = { bounds, unit: number.unit, words: number.value }
    return next(lattice, number.end, 'column')
      .filter(({ column, derived }) => !derived && number.unit === undefined && isCounted(lattice, column))
      .map((element) => ({
        start: number.start,
        end: element.end,
        cost: number.cost + element.cost,
        column: element.column,
        ...compareColumn(lattice, element.column, quantity),
      }))
  })
}

/** `not in Spain`, `keine Ständer`, `do not have a fire rating`. */
function readNegated(lattice: Lattice, position: number): FoundCondition[] {
  const other = nextWords(lattice, position, 'compare').filter(({ meaning }) => meaning.op === 'ne')
  const not = nextWords(lattice, position, 'not').flatMap((word) =>
    [...readPositive(lattice, word.end), ...readBlank(lattice, word.end)].map((found) => ({ found, word })),
  )
  const no = nextWords(lattice, position, 'no').flatMap((word) => {
    // What rows have is a column of theirs, where there is one: they are not said to be no such value.
    const isHad = followsPresence(lattice, word.start) && next(lattice, word.end, 'column').length > 0
    return isHad ? [] : readValueFirst(lattice, word.end).map((found) => ({ found, word }))
  })
  const besides = other.flatMap((word) => readValueFirst(lattice, word.end).map((found) => ({ found, word })))
  return [...not, ...no, ...besides].map(({ found, word }) => negate(lattice, found, word.start))
}

/** The condition the other way round, with what it leaves out. */
function deny(
  lattice: Lattice,
  condition: Expression,
  column: CatalogColumn,
): { readonly where: Expression; readonly assumptions: readonly string[] } {
  const { where, leavesBlank } = denyValue(condition, column)
  const { withoutBlanks } = languages[lattice.language].texts
  return { where, assumptions: leavesBlank ? [withoutBlanks(column.name)] : [] }
}

function negate(lattice: Lattice, found: FoundCondition, start: number): FoundCondition {
  const { where, assumptions: left } = deny(lattice, found.where, found.column)
  const before = restateCondition(found.where, lattice.language)
  const after = restateCondition(where, lattice.language)
  const assumptions = (found.assumptions ?? []).map((text) => text.replace(before, () => after))
  return { ...found, start, where, isNoun: false, assumptions: [...assumptions, ...left] }
}

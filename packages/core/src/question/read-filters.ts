import type { CatalogColumn } from '../catalog/catalog.js'
import type { Expression } from '../plan/algebra.js'
import { looksNumeric } from './column-roles.js'
import type { Objection, Placed } from './constituent.js'
import { next, nextWords, reach } from './cursor.js'
import type { ElementOf, Lattice } from './elements.js'
import { languages } from './languages/index.js'
import { lexiconOf } from './lexicon-index.js'
import { invert } from './negation.js'
import { columnOfDimension, compareColumn, readQuantities } from './read-quantity.js'
import { restateCondition } from './restate.js'

type ColumnElement = ElementOf<'column'>
type ValueElement = ElementOf<'value'>

const partCost = 0.02
const presenceCost = 0.2
const kindNounCost = 0.1
const yearCost = 0.05
const maxListed = 20

/** A condition before it is placed. */
interface Found {
  readonly start: number
  readonly end: number
  readonly cost: number
  readonly where: Expression
  readonly column: CatalogColumn
  readonly isNoun?: boolean
  readonly objection?: Objection | undefined
  readonly assumptions?: readonly string[]
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

function place(lattice: Lattice, found: Found): Placed {
  const { start, end, where, column, isNoun = false, objection, assumptions = [] } = found
  return {
    part: { kind: 'filter', where, column, isNoun },
    start,
    end,
    cost: found.cost + partCost,
    ...(objection === undefined ? {} : { objection }),
    assumptions,
    readings: [{ start, end, as: restateCondition(where, lattice.language) }],
  }
}

function readPositive(lattice: Lattice, position: number): Found[] {
  return [
    ...next(lattice, position, 'column').flatMap((column) => [
      ...readColumnFirst(lattice, column),
      ...readFlag(lattice, column),
      ...readPresence(lattice, column),
    ]),
    ...readQuantityFirst(lattice, position),
    ...readNumberFirst(lattice, position),
    ...readValueFirst(lattice, position),
  ]
}

/** `delay over 60`, `genre is drama`, `Bauabschnitt 1`. */
function readColumnFirst(lattice: Lattice, named: ColumnElement): Found[] {
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
  const equal = next(lattice, end, 'number')
    .filter(() => column.type === 'number' && !named.derived)
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
        where: inverted ? invert(list.where) : list.where,
      })),
  )
  return [...compared, ...equal, ...values]
}

/** A boolean column as an adjective or with its truth said. */
function readFlag(lattice: Lattice, { column, start, end, cost }: ColumnElement): Found[] {
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

/** `with a fire rating`: the column has a value. Of a number (`delayed`) it is not clear whether zero counts. */
function readPresence(lattice: Lattice, { column, start, end, cost, derived }: ColumnElement): Found[] {
  if (column.type === 'boolean' || (derived ? column.type !== 'number' : !followsPresence(lattice, start)))
    return []
  const where: Expression = { op: 'not', args: [blank(column)] }
  return [
    {
      start,
      end,
      cost: cost + presenceCost,
      column,
      where,
      objection: objectToZero(lattice, column, derived),
    },
  ]
}

function followsPresence(lattice: Lattice, start: number): boolean {
  const { functionWords, presenceWords } = lexiconOf(lattice.language)
  for (let i = start - 1; i >= 0 && functionWords.has(lattice.tokens[i]!.fold); i--) {
    if (presenceWords.has(lattice.tokens[i]!.fold)) return true
  }
  return false
}

/** `without a fire rating`, `kein Geschoss`, `Geschoss fehlt`. */
function readBlank(lattice: Lattice, position: number): Found[] {
  const markers = [...nextWords(lattice, position, 'blank'), ...nextWords(lattice, position, 'no')]
  const before = markers.flatMap((word) =>
    next(lattice, word.end, 'column').map((column) => ({ column, start: word.start, end: column.end })),
  )
  const after = next(lattice, position, 'column').flatMap((column) =>
    nextWords(lattice, column.end, 'blank').map((word) => ({ column, start: column.start, end: word.end })),
  )
  return [...before, ...after]
    .filter(({ column }) => column.column.type !== 'boolean' && !column.derived)
    .map(({ column: { column, cost }, start, end }) => ({
      start,
      end,
      cost,
      column,
      where: blank(column),
      objection: objectToZero(lattice, column),
    }))
}

function blank(column: CatalogColumn): Expression {
  return { op: 'is-blank', args: [{ op: 'column', name: column.name }] }
}

function objectToZero(lattice: Lattice, column: CatalogColumn, always = false): Objection | undefined {
  const text = languages[lattice.language].texts.unclearNumber(column.name)
  if (column.type === 'text' && looksNumeric(column)) return { reason: 'ambiguous', text }
  if (column.type !== 'number') return undefined
  const holdsZero = Number(column.minNumber ?? 0) <= 0 && Number(column.maxNumber ?? 0) >= 0
  if (!holdsZero && !always) return undefined
  return { reason: 'ambiguous', text }
}

/** `more than 60 minutes delay`, `longer than 3000 mm`. */
function readQuantityFirst(lattice: Lattice, position: number): Found[] {
  return readQuantities(lattice, position).flatMap((quantity): Found[] => {
    const { start, end, cost } = quantity
    if (quantity.dimension !== undefined) {
      const column = columnOfDimension(lattice, quantity.dimension)
      return column === undefined
        ? []
        : [{ start, end, cost, column, ...compareColumn(lattice, column, quantity) }]
    }
    return next(lattice, end, 'column').map((named) => ({
      start,
      end: named.end,
      cost: cost + named.cost,
      column: named.column,
      ...compareColumn(lattice, named.column, quantity),
    }))
  })
}

/** `8 cylinders`, and `in 2010` where one column holds years. */
function readNumberFirst(lattice: Lattice, position: number): Found[] {
  return next(lattice, position, 'number').flatMap((number): Found[] => {
    const bounds = [{ op: 'eq', value: number.value }] as const
    const quantity = { bounds, unit: number.unit, words: number.value }
    const named = next(lattice, number.end, 'column')
      .filter(({ column, derived }) => column.type === 'number' && !derived && number.unit === undefined)
      .map((element) => ({
        start: number.start,
        end: element.end,
        cost: number.cost + element.cost,
        column: element.column,
        ...compareColumn(lattice, element.column, quantity),
      }))
    const { yearNames } = languages[lattice.language]
    const years = lattice.table.columns.filter(
      (column) => column.type === 'number' && yearNames.includes(column.path.at(-1)?.toLowerCase() ?? ''),
    )
    const isYear = /^[12]\d{3}$/u.test(number.value) && number.unit === undefined && number.start > 0
    if (!isYear || years.length !== 1 || lattice.tokens[number.start - 1]!.fold !== 'in') return named
    const column = years[0]!
    const { start, end } = number
    return [
      ...named,
      { start, end, cost: number.cost + yearCost, column, ...compareColumn(lattice, column, quantity) },
    ]
  })
}

/** A value on its own, behind a noun such as "type", or before its column's name. */
function readValueFirst(lattice: Lattice, position: number): Found[] {
  const plain = readValueLists(lattice, position)
  const behindNoun = reach(lattice, position)
    .filter((at) => lattice.kindNouns[at])
    .flatMap((at) =>
      readValueLists(lattice, at + 1).map((list) => ({
        ...list,
        start: at,
        cost: list.cost + kindNounCost,
        isNoun: false,
      })),
    )
  const beforeName = plain.flatMap((list) =>
    next(lattice, list.end, 'column')
      .filter((named) => named.column === list.column && named.start === list.end)
      .map((named) => ({
        ...list,
        end: named.end,
        cost: list.cost + named.cost,
        isNoun: false,
        numeric: false,
      })),
  )
  return [...plain, ...behindNoun, ...beforeName].filter(({ numeric }) => !numeric)
}

interface ValueList extends Found {
  readonly numeric: boolean
}

/** One value, or values of one column joined by "or". */
function readValueLists(lattice: Lattice, position: number): ValueList[] {
  return afterGroupWord(lattice, position).flatMap((from) =>
    next(lattice, from, 'value').flatMap((value) => [
      toList(value.start, value.end, [value]),
      ...readAlternatives(lattice, [value]),
    ]),
  )
}

/** `by Spielberg`: the word that groups before a column is a plain preposition before a value. */
function afterGroupWord(lattice: Lattice, position: number): number[] {
  const words = nextWords(lattice, position, 'group').filter(({ start, end }) => end === start + 1)
  return [position, ...words.map(({ end }) => end)]
}

function readAlternatives(lattice: Lattice, values: readonly ValueElement[]): ValueList[] {
  const last = values.at(-1)!
  if (values.length >= maxListed) return []
  const same = (element: ValueElement) => element.column === last.column
  const closed = nextWords(lattice, last.end, 'or').flatMap((word) =>
    next(lattice, word.end, 'value')
      .filter(same)
      .map((value) => toList(values[0]!.start, value.end, [...values, value])),
  )
  const hasComma = lattice.tokens[last.end - 1]?.trail === ','
  const open = (hasComma ? next(lattice, last.end, 'value') : [])
    .filter((value) => same(value) && value.start === last.end)
    .flatMap((value) => readAlternatives(lattice, [...values, value]))
  return [...closed, ...open]
}

function toList(start: number, end: number, values: readonly ValueElement[]): ValueList {
  const { column } = values[0]!
  const texts = [...new Set(values.flatMap((value) => value.texts))].sort()
  const name: Expression = { op: 'column', name: column.name }
  const literals = texts.map((value): Expression => ({ op: 'text', value }))
  return {
    start,
    end,
    cost: values.reduce((sum, { cost }) => sum + cost, 0),
    column,
    where:
      literals.length === 1
        ? { op: 'eq', args: [name, literals[0]!] }
        : { op: 'in', args: [name, ...literals] },
    isNoun: values.length === 1,
    numeric: values.some(({ numeric }) => numeric),
  }
}

/** `not in Spain`, `keine Ständer`, `do not have a fire rating`. */
function readNegated(lattice: Lattice, position: number): Found[] {
  const not = nextWords(lattice, position, 'not').flatMap((word) =>
    [...readPositive(lattice, word.end), ...readBlank(lattice, word.end)].map((found) => ({ found, word })),
  )
  const no = nextWords(lattice, position, 'no').flatMap((word) =>
    readValueFirst(lattice, word.end).map((found) => ({ found, word })),
  )
  return [...not, ...no].map(({ found, word }) => negate(lattice, found, word.start))
}

function negate(lattice: Lattice, found: Found, start: number): Found {
  const where = invert(found.where)
  const before = restateCondition(found.where, lattice.language)
  const after = restateCondition(where, lattice.language)
  const assumptions = (found.assumptions ?? []).map((text) => text.replace(before, () => after))
  return { ...found, start, where, isNoun: false, assumptions }
}

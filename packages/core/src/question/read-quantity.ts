import type { CatalogColumn } from '../catalog/catalog.js'
import type { Expression } from '../plan/algebra.js'
import { depthCost } from './column-roles.js'
import type { Objection } from './constituent.js'
import { convertUnit, isConvertible } from './convert-unit.js'
import { next, nextWords, rememberAt, wordsOf } from './cursor.js'
import type { Lattice, NumberUnit } from './elements.js'
import { languages } from './languages/index.js'
import type { CompareOp } from './languages/language.js'
import { kelvin } from './name-forms.js'
import { type NumberColumn, numbersOf } from './number-column.js'
import { formatLiteral, restateCondition } from './restate.js'

/** A number so much larger than all of a column's counts in other steps (`10 million` where the column counts millions). */
const otherMagnitude = 10_000
/** Units of one quantity mostly lie further apart. */
const otherUnit = 8
const maxOfDimension = 6

/** A comparison that still lacks its column: `more than 60 minutes`, `between 5 and 10`. */
export interface Quantity {
  readonly start: number
  readonly end: number
  readonly cost: number
  readonly bounds: readonly { readonly op: CompareOp; readonly value: string }[]
  readonly unit: NumberUnit | undefined
  readonly dimension: string | undefined
  readonly words: string
}

export const readQuantities = rememberAt((lattice, position): readonly Quantity[] => {
  const plain = [
    ...readCompared(lattice, position),
    ...readComparedAfter(lattice, position),
    ...readBetween(lattice, position),
  ]
  const named = [...plain, ...readExact(lattice, position)].flatMap((quantity) =>
    nextWords(lattice, quantity.end, 'dimension')
      .filter(({ start }) => start === quantity.end && quantity.dimension === undefined)
      .map(({ end, meaning: { dimension } }) => ({
        ...quantity,
        end,
        dimension,
        words: wordsOf(lattice, quantity.start, end),
      })),
  )
  return [...plain, ...named]
})

/** A bare number, which says something only with its dimension (`2 m wide`). */
function readExact(lattice: Lattice, position: number): Quantity[] {
  return next(lattice, position, 'number').map(({ start, end, cost, value, unit }) => ({
    start,
    end,
    cost,
    bounds: [{ op: 'eq', value }],
    unit,
    dimension: undefined,
    words: wordsOf(lattice, start, end),
  }))
}

function readCompared(lattice: Lattice, position: number): Quantity[] {
  return nextWords(lattice, position, 'compare').flatMap(({ start, end, meaning }) =>
    next(lattice, end, 'number').map((number) => ({
      start,
      end: number.end,
      cost: number.cost,
      bounds: [{ op: meaning.op, value: number.value }],
      unit: number.unit,
      dimension: meaning.dimension,
      words: wordsOf(lattice, start, number.end),
    })),
  )
}

function readComparedAfter(lattice: Lattice, position: number): Quantity[] {
  return next(lattice, position, 'number').flatMap((number) =>
    nextWords(lattice, number.end, 'compare-after').map(({ end, meaning }) => ({
      start: number.start,
      end,
      cost: number.cost,
      bounds: [{ op: meaning.op, value: number.value }],
      unit: number.unit,
      dimension: undefined,
      words: wordsOf(lattice, number.start, end),
    })),
  )
}

function readBetween(lattice: Lattice, position: number): Quantity[] {
  return nextWords(lattice, position, 'between').flatMap(({ start, end }) =>
    next(lattice, end, 'number').flatMap((low) =>
      nextWords(lattice, low.end, 'and').flatMap((and) =>
        next(lattice, and.end, 'number').flatMap((high): Quantity[] => {
          if (low.unit !== undefined && low.unit.symbol !== high.unit?.symbol) return []
          return [
            {
              start,
              end: high.end,
              cost: low.cost + high.cost,
              bounds: [
                { op: 'ge', value: low.value },
                { op: 'le', value: high.value },
              ],
              unit: high.unit,
              dimension: undefined,
              words: wordsOf(lattice, start, high.end),
            },
          ]
        }),
      ),
    ),
  )
}

/**
 * The quantity as a condition on a column, with what is assumed about its unit or wrong with it. A text column that
 * reads as numbers is compared by its reading, which is an assumption.
 */
export function compareColumn(
  lattice: Lattice,
  column: CatalogColumn,
  { bounds, unit, words }: Pick<Quantity, 'bounds' | 'unit' | 'words'>,
): { where: Expression; assumptions: readonly string[]; objection?: Objection } {
  const { texts } = languages[lattice.language]
  const read = numbersOf(lattice, column)
  const conditions = bounds.map(
    ({ op, value }): Expression => ({
      op,
      args: [
        { op: 'column', name: (read?.column ?? column).name },
        { op: 'number', value },
      ],
    }),
  )
  const where: Expression = conditions.length === 1 ? conditions[0]! : { op: 'and', args: conditions }
  if (read === undefined) {
    return {
      where,
      assumptions: [],
      objection: { reason: 'not-in-data', text: texts.notNumeric(column.name, words) },
    }
  }
  const largest = Math.max(Math.abs(Number(read.column.minNumber)), Math.abs(Number(read.column.maxNumber)))
  if (bounds.some(({ value }) => Math.abs(Number(value)) > largest * otherMagnitude)) {
    return {
      where,
      assumptions: [],
      objection: { reason: 'ambiguous', text: texts.otherMagnitude(column.name, words) },
    }
  }
  const known = read.column.unit ?? lattice.names.unitOf(column)
  const { assumptions } = read
  if (unit?.symbol === kelvin && known !== kelvin)
    return {
      where,
      assumptions: [],
      objection: { reason: 'not-in-data', text: texts.unitMismatch(column.name, known ?? '', unit.word) },
    }
  if (unit === undefined || known === unit.symbol) return { where, assumptions }
  if (known !== undefined) return convert(lattice, read.column, { bounds, unit, words }, known, assumptions)
  const { minNumber: least, maxNumber: most } = read.column
  if (isConvertible(unit.symbol) && isFarOff(bounds, Number(least), Number(most))) {
    const [low, high] = [least ?? '', most ?? ''].map((text) => formatLiteral(text, lattice.language))
    const text = texts.unknownUnit(column.name, low!, high!, unit.word)
    return { where, assumptions: [], objection: { reason: 'ambiguous', text } }
  }
  const taken = texts.takenAs(restateCondition(where, lattice.language), unit.word)
  return { where, assumptions: [...assumptions, taken] }
}

/** So far from all values of a column that the number is most likely in another unit than they are. */
function isFarOff(bounds: Quantity['bounds'], least: number, most: number): boolean {
  return bounds.some(({ value }) => Number(value) * otherUnit < least || Number(value) > most * otherUnit)
}

/** In the unit of the column, exactly, or not at all. */
function convert(
  lattice: Lattice,
  column: CatalogColumn,
  { bounds, unit, words }: Pick<Quantity, 'bounds' | 'words'> & { readonly unit: NumberUnit },
  known: string,
  assumptions: readonly string[],
): ReturnType<typeof compareColumn> {
  const { texts } = languages[lattice.language]
  const name: Expression = { op: 'column', name: column.name }
  const converted = bounds.map(({ op, value }) => ({
    op,
    value,
    meant: convertUnit(value, unit.symbol, known),
  }))
  const conditions = converted.map(
    ({ op, value, meant }): Expression => ({ op, args: [name, { op: 'number', value: meant ?? value }] }),
  )
  const where: Expression = conditions.length === 1 ? conditions[0]! : { op: 'and', args: conditions }
  if (converted.some(({ meant }) => meant === undefined)) {
    const text = texts.unitMismatch(column.name, known, unit.word)
    return { where, assumptions: [], objection: { reason: 'not-in-data', text } }
  }
  const said = converted.map(({ value, meant = '' }) =>
    texts.converted(
      `${formatLiteral(value, lattice.language)} ${unit.word}`,
      `${formatLiteral(meant, lattice.language)} ${known}`,
    ),
  )
  return { where, assumptions: words === '' ? assumptions : [...assumptions, ...said] }
}

/** Columns of numbers that a dimension (`length` of `longer than`) can mean, the likeliest first. */
export function columnsOfDimension(lattice: Lattice, dimension: string): DimensionColumn[] {
  const { dimensions } = languages[lattice.language]
  const words = Object.hasOwn(dimensions, dimension) ? dimensions[dimension]! : []
  const found = new Map<CatalogColumn, DimensionColumn>()
  for (const { named, cost } of words.flatMap((name) => lattice.names.columns(name.split(' ')))) {
    const numbers = numbersOf(lattice, named)
    if (numbers === undefined) continue
    const total = cost + depthCost(named)
    const known = found.get(numbers.column)
    if (known === undefined || total < known.cost) found.set(numbers.column, { ...numbers, cost: total })
  }
  return [...found.values()].sort((a, b) => a.cost - b.cost).slice(0, maxOfDimension)
}

/** The one column that a dimension can mean; undefined when none or several. */
export function columnOfDimension(lattice: Lattice, dimension: string): CatalogColumn | undefined {
  const [first, ...others] = columnsOfDimension(lattice, dimension)
  return others.length === 0 ? first?.column : undefined
}

/** A column of numbers with how doubtful it is that a dimension means it. */
export interface DimensionColumn extends NumberColumn {
  readonly cost: number
}

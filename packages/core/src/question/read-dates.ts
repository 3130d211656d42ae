import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { splitWords } from '../catalog/name-words.js'
import type { Expression } from '../plan/algebra.js'
import type { Objection } from './constituent.js'
import { next, nextWords, wordsOf } from './cursor.js'
import { type Period, restatePeriod } from './dates.js'
import type { ElementOf, Lattice } from './elements.js'
import type { FoundCondition } from './found-condition.js'
import { expressionOf } from './joined-columns.js'
import { languageCodes, languages } from './languages/index.js'
import type { Meaning } from './languages/language.js'
import { isTime } from './link-times.js'
import { numbersOf } from './number-column.js'
import { relationBefore } from './relations.js'
import { rememberFor } from './remember.js'
import { isVerbForm } from './verb-forms.js'

type BoundOp = Extract<Meaning, { kind: 'date-bound' }>['op']

/** What a question says of a time: at least one end of it. */
interface Bounded {
  readonly start: number
  readonly end: number
  readonly from: string | undefined
  readonly to: string | undefined
  readonly assumptions: readonly string[]
  readonly objection?: Objection
}

const unnamedCost = 0.08

/** `placed after May 2024`, `in 2023`, `between 2010 and 2015`: on the column named, or the only one that says when. */
export function readDates(lattice: Lattice, position: number): FoundCondition[] {
  const named = next(lattice, position, 'column').flatMap(({ start, end, cost, column }) =>
    readBounded(lattice, end, true).flatMap((bounded) =>
      toConditions(
        lattice,
        column,
        bounded,
        isVerbForm(splitWords(column.path.at(-1) ?? '').at(-1) ?? '') && isTime(column),
      ).map((found) => ({ ...found, start, cost })),
    ),
  )
  const bare = readBounded(lattice, position, false).flatMap((bounded) =>
    timedColumns(lattice.table).flatMap((column) => toConditions(lattice, column, bounded)),
  )
  return [...named, ...bare]
}

function readBounded(lattice: Lattice, position: number, isNamed: boolean): Bounded[] {
  const { dates } = languages[lattice.language]
  const alone = next(lattice, position, 'date')
    .filter((date) => isNamed || isPlaced(lattice, date))
    .map((date) => bound(lattice, date.start, date, date.period.from, date.period.to))
  const bounded = nextWords(lattice, position, 'date-bound').flatMap(({ start, end, meaning }) =>
    next(lattice, end, 'date').flatMap((date) => {
      const { from, to } = boundsOf(meaning.op, date.period)
      const open = bound(lattice, start, date, from, to)
      const closed = meaning.op !== 'ge' ? [] : readEnd(lattice, date.end)
      return [open, ...closed.map((last) => bound(lattice, start, last, from, last.period.to))]
    }),
  )
  const between = nextWords(lattice, position, 'between').flatMap(({ start, end }) =>
    next(lattice, end, 'date').flatMap((first) =>
      nextWords(lattice, first.end, 'and').flatMap((and) =>
        next(lattice, and.end, 'date').map((last) =>
          bound(lattice, start, last, first.period.from, last.period.to),
        ),
      ),
    ),
  )
  function readEnd({ tokens }: Lattice, at: number) {
    return dates.until.includes(tokens[at]?.fold ?? '') ? next(lattice, at + 1, 'date') : []
  }
  return [...alone, ...bounded, ...between]
}

/** A year alone is a time only behind a preposition: else it may be an amount. */
function isPlaced({ tokens, language }: Lattice, { start, end, period }: ElementOf<'date'>): boolean {
  const isYear = end === start + 1 && period.from.length === 4
  return !isYear || relationBefore(tokens, start, language) !== undefined
}

function boundsOf(op: BoundOp, { from, to }: Period): { from: string | undefined; to: string | undefined } {
  if (op === 'ge') return { from, to: undefined }
  if (op === 'gt') return { from: to, to: undefined }
  return { from: undefined, to: op === 'lt' ? from : to }
}

function bound(
  lattice: Lattice,
  start: number,
  { start: at, end, period, isRelative, other }: ElementOf<'date'>,
  from: string | undefined,
  to: string | undefined,
): Bounded {
  const said = `${wordsOf(lattice, at, end)} = ${restatePeriod(period)}`
  const bounded = { start, end, from, to, assumptions: isRelative ? [said] : [] }
  if (other === undefined) return bounded
  const { unclearOrder } = languages[lattice.language].texts
  const text = unclearOrder(wordsOf(lattice, at, end), restatePeriod(period), restatePeriod(other))
  return { ...bounded, objection: { reason: 'ambiguous', text } }
}

/** On a column of dates, or on one of years where whole years are said. */
function toConditions(
  lattice: Lattice,
  column: CatalogColumn,
  bounded: Bounded,
  isNamed = false,
): FoundCondition[] {
  const { start, end, from, to, assumptions, objection } = bounded
  const found = (of: string, toLiteral: (text: string) => Expression, more: readonly string[] = []) => {
    const args = [
      ...(from === undefined ? [] : [compare('ge', of, toLiteral(from))]),
      ...(to === undefined ? [] : [compare('lt', of, toLiteral(to))]),
    ]
    const where: Expression = args.length === 1 ? args[0]! : { op: 'and', args }
    return [
      { start, end, cost: unnamedCost, column, where, objection, assumptions: [...assumptions, ...more] },
    ]
  }
  if (column.reading?.kind === 'date') {
    // Where one end is open, the first day of a year or month begins the same time as the year or month.
    const isOpen = from === undefined || to === undefined
    const begin = (value: string) => (isOpen ? value.replace(/(?:-01)+$/u, '') : value)
    return found(column.reading.column, (value) => ({ op: 'text', value: begin(value) }))
  }
  const numbers = isNamed || isYearColumn(column) ? numbersOf(lattice, column) : undefined
  const areYears = [from, to].every((text) => text === undefined || text.length === 4)
  if (numbers === undefined)
    return areYears && isYearColumn(column) ? toYearText(lattice, column, bounded) : []
  if (!areYears) return []
  const { name } = numbers.column
  if (from !== undefined && to !== undefined && Number(to) === Number(from) + 1) {
    const where = compare('eq', name, { op: 'number', value: from })
    return [{ start, end, cost: unnamedCost, column, where, assumptions: numbers.assumptions }]
  }
  return found(name, (value) => ({ op: 'number', value }), numbers.assumptions)
}

/** Of years among other words (`Career`) only one that the data has as a text. */
function toYearText(lattice: Lattice, column: CatalogColumn, bounded: Bounded): FoundCondition[] {
  const { start, end, from, to, assumptions, objection } = bounded
  if (from === undefined || to === undefined || Number(to) !== Number(from) + 1) return []
  const isThere = lattice.at.some((elements) =>
    elements.some((one) => one.kind === 'value' && one.column === column && one.texts.includes(from)),
  )
  const where: Expression = {
    op: 'eq',
    args: [
      { op: 'column', name: column.name },
      { op: 'text', value: from },
    ],
  }
  return isThere ? [{ start, end, cost: unnamedCost, column, where, objection, assumptions }] : []
}

function compare(op: 'ge' | 'lt' | 'eq', name: string, literal: Expression): Expression {
  return { op, args: [{ op: 'column', name }, literal] }
}

const yearNames = languageCodes.flatMap((code) => languages[code].yearNames)
const [firstYear, lastYear] = [1000, 2999]

/** Columns of its own on which a time can be a condition. */
const timedColumns = rememberFor((table: CatalogTable) =>
  table.columns.filter(
    (column) =>
      column.derivedFrom === undefined &&
      expressionOf(column) === undefined &&
      (column.reading?.kind === 'date' || isYearColumn(column)),
  ),
)

/** Numbers that are called years (`Year`, `Baujahr`), in whatever language, and can be such. */
const isYearColumn = rememberFor(({ path, minNumber, maxNumber }: CatalogColumn): boolean => {
  const last = splitWords(path.at(-1) ?? '').at(-1) ?? ''
  const isNamed = yearNames.some((name) => last.endsWith(name))
  return isNamed && Number(minNumber ?? firstYear) >= firstYear && Number(maxNumber ?? lastYear) <= lastYear
})

import type { CatalogColumn } from '../catalog/catalog.js'
import type { Expression } from '../plan/algebra.js'
import { isAmount, looksNumeric } from './column-roles.js'
import type { Objection } from './constituent.js'
import { next, nextWords } from './cursor.js'
import type { ElementOf, Lattice } from './elements.js'
import type { FoundCondition } from './found-condition.js'
import { countsRows } from './joined-columns.js'
import { languages } from './languages/index.js'
import { lexiconOf } from './lexicon-index.js'
import { numbersOf } from './number-column.js'

const presenceCost = 0.2

/**
 * `with a fire rating`: the column has a value. Of a number (`delayed`) it is not clear whether zero counts;
 * before "and" it may share the condition that follows (`origin and destination ORD`).
 */
export function readPresence(
  lattice: Lattice,
  { column, start, end, cost, derived }: ElementOf<'column'>,
): FoundCondition[] {
  if (column.type === 'boolean' || (derived ? column.type !== 'number' : !followsPresence(lattice, start)))
    return []
  if (countsRows(column)) return [{ start, end, cost, column, where: compareCount('gt', column) }]
  if (nextWords(lattice, end, 'and').length > 0 || nextWords(lattice, end, 'or').length > 0) return []
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

/** Whether what stands at a place is had (`have no floor`). */
export function followsPresence(lattice: Lattice, start: number): boolean {
  const { functionWords, presenceWords } = lexiconOf(lattice.language)
  for (let i = start - 1; i >= 0 && functionWords.has(lattice.tokens[i]!.fold); i--) {
    if (presenceWords.has(lattice.tokens[i]!.fold)) return true
  }
  return false
}

/** `without a fire rating`, `kein Geschoss`, `Geschoss fehlt`. */
export function readBlank(lattice: Lattice, position: number): FoundCondition[] {
  const markers = [...nextWords(lattice, position, 'blank'), ...nextWords(lattice, position, 'no')]
  const before = markers.flatMap((word) =>
    next(lattice, word.end, 'column').map((column) => ({ column, start: word.start, end: column.end })),
  )
  // `rooms without windows`: what stands behind is what is not there.
  const isOther = (end: number) =>
    next(lattice, end, 'column').length > 0 || next(lattice, end, 'value').length > 0
  const after = next(lattice, position, 'column').flatMap((column) =>
    nextWords(lattice, column.end, 'blank')
      .filter(({ end }) => !isOther(end))
      .map((word) => ({ column, start: column.start, end: word.end })),
  )
  const flags = before.flatMap(({ column: { column, cost, derived }, start, end }): FoundCondition[] =>
    column.type === 'boolean' && !derived ? [{ start, end, cost, column, where: isFalse(column) }] : [],
  )
  const blanks = [...before, ...after]
    .filter(({ column }) => column.column.type !== 'boolean' && !column.derived)
    .map(({ column: { column, cost }, start, end }) => ({
      start,
      end,
      cost,
      column,
      ...(countsRows(column)
        ? { where: compareCount('eq', column) }
        : (noneOf(lattice, column) ?? { where: blank(column), objection: objectToZero(lattice, column) })),
    }))
  return [...flags, ...blanks]
}

/** `without a balcony`, of a column that says whether there is one. */
function isFalse({ name }: CatalogColumn): Expression {
  return {
    op: 'eq',
    args: [
      { op: 'column', name },
      { op: 'boolean', value: false },
    ],
  }
}

/** `no gold medals`: of a column that gives a number in every row, zero is the only none. */
function noneOf(
  lattice: Lattice,
  column: CatalogColumn,
): { where: Expression; assumptions: readonly string[] } | undefined {
  const numbers = numbersOf(lattice, column)
  if (numbers === undefined || !isAmount(column, lattice.language)) return undefined
  const { counts, minNumber } = numbers.column
  if (counts.number < lattice.table.rows || Number(minNumber) !== 0) return undefined
  return { where: compareCount('eq', numbers.column), assumptions: numbers.assumptions }
}

/** Rows of another table are there or not. */
function compareCount(op: 'eq' | 'gt', { name }: CatalogColumn): Expression {
  return {
    op,
    args: [
      { op: 'column', name },
      { op: 'number', value: '0' },
    ],
  }
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

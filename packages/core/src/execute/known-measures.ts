import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { parseDecimal } from '../columns/decimal.js'
import type { Measure } from '../plan/algebra.js'
import { readNumber } from './exact-sum.js'
import { isNumberKind, isValue } from './kinds.js'
import type { Value } from './value.js'

/** What the catalog says of measures over all records of a table. */
export interface KnownMeasures {
  readonly values: readonly Value[]
  /** Records that no measure reads, all for the one column that they read. */
  readonly skipped: {
    readonly column: string
    readonly missing: number
    readonly null: number
    readonly odd: number
  }
  /** Kinds that make a record one that is read. */
  readonly accepts: (kind: number) => boolean
  /** Of a single minimum or maximum, whose records are the ones that have it. */
  readonly extreme: { readonly column: string; readonly value: Value } | undefined
}

/**
 * Undefined where the data must be asked: for texts, sums, filters, estimates, values that a rule reads from texts, and
 * where several columns decide which records could be used. `nameOf` gives the column of the table that a measure reads.
 */
export function readKnownMeasures(
  measures: readonly Measure[],
  table: CatalogTable,
  nameOf: (measure: Measure) => string | undefined,
): KnownMeasures | undefined {
  const values: Value[] = []
  const read: { readonly column: CatalogColumn; readonly fn: Measure['fn'] }[] = []
  let countsRecords = false
  for (const measure of measures) {
    if (measure.where !== undefined || measure.distinct !== undefined) return undefined
    if (measure.value === undefined) {
      if (measure.fn !== 'count') return undefined
      countsRecords = true
      values.push(table.rows)
      continue
    }
    const column = table.columns.find(({ name }) => name === nameOf(measure))
    const value =
      column === undefined || column.derivedFrom !== undefined ? undefined : knownValue(measure, column)
    if (column === undefined || value === undefined) return undefined
    values.push(value)
    read.push({ column, fn: measure.fn })
  }
  const [first] = read
  const isTotal = first === undefined || read.some(({ column, fn }) => unreadBy(fn, column).all === 0)
  const none = { column: '', missing: 0, null: 0, odd: 0 }
  if (isTotal)
    return { values, skipped: none, accepts: () => true, extreme: extremeOf(measures, read, values) }
  // A count of records has all of them for evidence, also those that are skipped.
  if (countsRecords || read.some(({ column }) => column !== first.column)) return undefined
  const widest = read.find(({ fn }) => !isExtreme(fn)) ?? first
  const { missing, null: nulls, odd } = unreadBy(widest.fn, first.column)
  // A text may be a placeholder, which only the text itself tells.
  if (odd > 0 && first.column.counts.text > 0) return undefined
  return {
    values,
    skipped: { column: first.column.name, missing, null: nulls, odd },
    accepts: isExtreme(widest.fn) ? isNumberKind : isValue,
    extreme: extremeOf(measures, read, values),
  }
}

const isExtreme = (fn: Measure['fn']) => fn === 'min' || fn === 'max'

function knownValue({ fn }: Measure, column: CatalogColumn): Value | undefined {
  const { counts, distinct, type } = column
  switch (fn) {
    case 'count':
      return counts.boolean + counts.number + counts.text + counts.json
    case 'count-distinct':
      return distinct.exact && counts.json === 0 ? distinct.count : undefined
    case 'min':
    case 'max': {
      const text = fn === 'min' ? column.minNumber : column.maxNumber
      const decimal = type !== 'number' || text === undefined ? undefined : parseDecimal(text)
      return decimal === undefined ? undefined : readNumber(decimal)
    }
    default:
      return undefined
  }
}

/** Records whose value a measure does not read; `odd`: of another kind than it takes. */
function unreadBy(fn: Measure['fn'], { counts }: CatalogColumn) {
  const odd = isExtreme(fn) ? counts.boolean + counts.text + counts.json : 0
  return { missing: counts.missing, null: counts.null, odd, all: counts.missing + counts.null + odd }
}

function extremeOf(
  measures: readonly Measure[],
  read: readonly { readonly column: CatalogColumn; readonly fn: Measure['fn'] }[],
  values: readonly Value[],
): KnownMeasures['extreme'] {
  const [only] = read
  if (measures.length !== 1 || only === undefined || !isExtreme(only.fn)) return undefined
  return { column: only.column.name, value: values[0]! }
}

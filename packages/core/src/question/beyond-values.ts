import type { CatalogTable } from '../catalog/catalog.js'
import type { Expression } from '../plan/algebra.js'

/** So far below all values of a column that the number is of another scale than they are. */
const otherScale = 8

/** A comparison with a number above all values of its column, or far below them. */
export function isBeyondValues(where: Expression, table: CatalogTable): boolean {
  if (where.op === 'and') return where.args.some((part) => isBeyondValues(part, table))
  if (where.op !== 'gt' && where.op !== 'ge' && where.op !== 'lt' && where.op !== 'le') return false
  const [of, number] = where.args
  if (of.op !== 'column' || number.op !== 'number') return false
  const column = table.columns.find(({ name }) => name === of.name)
  if (column?.minNumber === undefined || column.maxNumber === undefined) return false
  const value = Number(number.value)
  return value > Number(column.maxNumber) || value * otherScale < Number(column.minNumber)
}

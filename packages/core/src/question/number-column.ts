import type { CatalogColumn } from '../catalog/catalog.js'
import { typeShare } from '../catalog/column-type.js'
import type { Lattice } from './elements.js'
import { languages } from './languages/index.js'

/** A column of numbers, and what is assumed when it stands for another. */
export interface NumberColumn {
  readonly column: CatalogColumn
  readonly assumptions: readonly string[]
}

/**
 * The numbers that a column holds, or that its texts read as, which is an assumption; undefined when it has none, or in
 * fewer values than make a column's type: an order or a count would leave out what may decide it.
 */
export function numbersOf(
  { table, language }: Pick<Lattice, 'table' | 'language'>,
  column: CatalogColumn,
): NumberColumn | undefined {
  if (column.type === 'number') return { column, assumptions: [] }
  const { reading } = column
  if (reading?.kind !== 'number' || reading.unread * typeShare > reading.read * (1 - typeShare))
    return undefined
  if (reading.assumed && languages[language].numbers.group !== ',') return undefined
  const read = table.columns.find(({ name }) => name === reading.column)
  return read && { column: read, assumptions: [languages[language].texts.readAsNumber(column.name)] }
}

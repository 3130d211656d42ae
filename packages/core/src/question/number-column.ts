import type { CatalogColumn } from '../catalog/catalog.js'
import type { Lattice } from './elements.js'
import { languages } from './languages/index.js'

/** A column of numbers, and what is assumed when it stands for another. */
export interface NumberColumn {
  readonly column: CatalogColumn
  readonly assumptions: readonly string[]
}

/** As for a column's type (`toColumnType`): in fewer, an order or a count would leave out what may decide it. */
const typeShare = 0.95

/** The numbers that a column holds, or that its texts read as, which is an assumption; undefined when it has none. */
export function numbersOf({ table, language }: Lattice, column: CatalogColumn): NumberColumn | undefined {
  if (column.type === 'number') return { column, assumptions: [] }
  const { reading } = column
  if (reading?.kind !== 'number' || reading.unread * typeShare > reading.read * (1 - typeShare))
    return undefined
  if (reading.assumed && languages[language].numbers.group !== ',') return undefined
  const read = table.columns.find(({ name }) => name === reading.column)
  return read && { column: read, assumptions: [languages[language].texts.readAsNumber(column.name)] }
}

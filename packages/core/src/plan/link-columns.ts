import type { CatalogTable } from '../catalog/catalog.js'

/** Number of a record in its table, from 0. */
export const rowColumn = '_row'
/** Number of the parent's record in its table, and position in the parent's array. */
const parentColumns = ['_parent', '_index'] as const

/** Columns that every table has without listing them, unless the data has one of that name. */
export function linkColumns(table: CatalogTable): string[] {
  const all = table.parent === undefined ? [rowColumn] : [rowColumn, ...parentColumns]
  return all.filter((name) => !table.columns.some((column) => column.name === name))
}

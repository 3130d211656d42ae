import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import type { DateUnit } from './dates.js'
import { computeColumn, expressionOf } from './joined-columns.js'

/** Length of the beginning of an ISO date that names the unit. */
const lengths: Readonly<Partial<Record<DateUnit, number>>> = { day: 10, month: 7, year: 4 }

const known = new WeakMap<CatalogColumn, Map<DateUnit, CatalogColumn>>()

/** The columns of dates of a table, each cut to a unit (`placed_on.month`): what rows are grouped by. */
export function datePartsOf(table: CatalogTable, unit: DateUnit): CatalogColumn[] {
  const length = lengths[unit]
  if (length === undefined) return []
  return table.columns.flatMap((column) => {
    if (column.reading?.kind !== 'date' || expressionOf(column) !== undefined) return []
    const parts = known.get(column) ?? new Map<DateUnit, CatalogColumn>()
    known.set(column, parts)
    const part = parts.get(unit) ?? toPart(column, column.reading.column, unit, length)
    parts.set(unit, part)
    return [part]
  })
}

/** As many as there are years from the first to the last at most; months and days are not that few. */
function countParts(
  { distinct }: CatalogColumn,
  reading: CatalogColumn['reading'],
  length: number,
): CatalogColumn['distinct'] {
  if (reading?.kind !== 'date' || length !== lengths.year) return distinct
  const years = Number(reading.max.slice(0, length)) - Number(reading.min.slice(0, length)) + 1
  return years < distinct.count ? { count: years, exact: false } : distinct
}

function toPart(column: CatalogColumn, date: string, unit: DateUnit, length: number): CatalogColumn {
  const { reading, ...plain } = column
  const part: CatalogColumn = {
    ...plain,
    distinct: countParts(column, reading, length),
    name: `${column.name}.${unit}`,
    path: [...column.path, unit],
  }
  return computeColumn(part, {
    op: 'call',
    fn: 'substr',
    args: [
      { op: 'column', name: date },
      { op: 'number', value: '1' },
      { op: 'number', value: String(length) },
    ],
  })
}

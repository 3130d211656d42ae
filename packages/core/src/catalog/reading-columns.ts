import type { CatalogColumn } from './catalog.js'
import type { ReadingStatistics } from './column-reading.js'

/**
 * The columns with their readings, followed by one column for each reading. Its name is the text's name and
 * `.number` or `.date`, so that SQL writes it without quotes (`lat.number > 49`); a number behind it when a column of
 * the data has that name.
 */
export function addReadings(
  rows: number,
  columns: readonly CatalogColumn[],
  readings: ReadonlyMap<string, ReadingStatistics>,
): CatalogColumn[] {
  const names = new Set(columns.map(({ name }) => name))
  const derived: CatalogColumn[] = []
  const own = columns.map((column) => {
    const statistics = readings.get(column.name)
    if (statistics === undefined) return column
    const wanted = `${column.name}.${statistics.kind}`
    let name = wanted
    for (let n = 2; names.has(name); n++) name = `${wanted}_${n}`
    names.add(name)
    const reading = { ...statistics, column: name }
    derived.push(toReadingColumn(rows, column, reading))
    return { ...column, reading }
  })
  return [...own, ...derived]
}

/** What could not be read is null in it. */
function toReadingColumn(
  rows: number,
  of: CatalogColumn,
  reading: ReadingStatistics & { readonly column: string },
): CatalogColumn {
  const { missing } = of.counts
  const { read } = reading
  const counts = { missing, null: rows - missing - read, boolean: 0, number: 0, text: 0, json: 0 }
  const shared = {
    name: reading.column,
    path: of.path,
    distinct: { count: Math.min(of.distinct.count, read), exact: false },
    frequent: [],
    derivedFrom: of.name,
  }
  if (reading.kind === 'date')
    return {
      ...shared,
      type: 'text',
      counts: { ...counts, text: read },
      integer: false,
      minText: reading.min,
      maxText: reading.max,
    }
  const unit = reading.unit ?? of.unit
  return {
    ...shared,
    type: 'number',
    counts: { ...counts, number: read },
    integer: reading.integer,
    minNumber: reading.min,
    maxNumber: reading.max,
    ...(unit === undefined ? {} : { unit }),
  }
}

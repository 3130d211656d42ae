import type { Catalog, CatalogColumn, CatalogTable, FrequentValue, KindCounts } from './catalog.js'
import type { ReadingStatistics } from './column-reading.js'
import { toColumnType } from './column-type.js'
import { addReadings } from './reading-columns.js'
import { unitOfName } from './units.js'

/** What is counted of one column. */
export interface ColumnStatistics {
  readonly name: string
  readonly path: readonly string[]
  readonly counts: KindCounts
  /** Of its texts, those that are declared placeholders. */
  readonly placeholders: number
  readonly minNumber?: string
  readonly maxNumber?: string
  readonly integer: boolean
  readonly minText?: string
  readonly maxText?: string
  readonly distinct: { readonly count: number; readonly exact: boolean }
  readonly frequent: readonly FrequentValue[]
  readonly reading?: ReadingStatistics
}

/** What is counted of one table, in the order of the scan. */
export interface TableStatistics {
  readonly name: string
  readonly pointer: string
  readonly layout: CatalogTable['layout']
  /** Name of the table that holds the container. */
  readonly parent?: string
  readonly rows: number
  readonly columns: readonly ColumnStatistics[]
  readonly columnsLeftOut: number
  readonly isList?: boolean
  /** A caller said that its rows are the records. */
  readonly isRecords?: boolean
  readonly discriminator?: string
}

const largestAlias = 'records'

/**
 * The catalog of a version. A document that only holds arrays is no table: the single root without columns is left
 * out. Of the tables that are not inside a record, the one of most rows (the first of equals; lists only where there is
 * nothing else) is also called `records`, unless a table has that name. Where a caller said which tables hold the
 * records, it is the largest of those.
 */
export function buildCatalog(statistics: readonly TableStatistics[]): Catalog {
  const shown = statistics.filter((table) => table.layout !== 'single' || table.columns.length > 0)
  const names = new Set(shown.map((table) => table.name))
  const singles = new Set(shown.filter(({ layout }) => layout === 'single').map(({ name }) => name))
  const isInner = ({ parent }: TableStatistics): boolean =>
    parent !== undefined && names.has(parent) && !singles.has(parent)
  const named = shown.filter(({ isRecords }) => isRecords === true)
  const records = named.length > 0 ? named : shown.filter((table) => table.isList !== true && !isInner(table))
  const largest = names.has(largestAlias)
    ? undefined
    : (records.length > 0 ? records : shown).reduce<TableStatistics | undefined>(
        (best, table) => (best && best.rows >= table.rows ? best : table),
        undefined,
      )
  return {
    tables: shown.map((table) => ({
      name: table.name,
      aliases: table === largest ? [largestAlias] : [],
      rows: table.rows,
      pointer: table.pointer,
      layout: table.layout,
      ...(table.parent !== undefined && names.has(table.parent) ? { parent: table.parent } : {}),
      columns: addReadings(table.rows, table.columns.map(toCatalogColumn), readingsOf(table.columns)),
      columnsLeftOut: table.columnsLeftOut,
      ...(table.isList === true ? { isList: true } : {}),
      ...(table.discriminator === undefined ? {} : { discriminator: table.discriminator }),
    })),
  }
}

function toCatalogColumn({ placeholders, reading, ...column }: ColumnStatistics): CatalogColumn {
  const type = toColumnType(column.counts, placeholders)
  const hasNumbers = column.counts.number > 0 || reading?.kind === 'number'
  const unit = hasNumbers ? unitOfName(column.path.at(-1) ?? '') : undefined
  return { ...column, type, ...(unit === undefined ? {} : { unit }) }
}

function readingsOf(columns: readonly ColumnStatistics[]): ReadonlyMap<string, ReadingStatistics> {
  return new Map(columns.flatMap(({ name, reading }) => (reading === undefined ? [] : [[name, reading]])))
}

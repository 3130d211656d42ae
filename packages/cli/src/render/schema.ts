import type { Catalog, CatalogColumn, CatalogTable, Cell } from '@assay/core'
import type { Dataset } from '@assay/sdk'
import { renderFacts } from './facts.js'
import { formatBytes, formatCount, formatPlural, groupDigits } from './numbers.js'
import { toPrintable } from './printable.js'
import type { Style } from './style.js'
import { renderTable } from './table.js'

/** Tables and columns with types, fill, ranges and frequent values. */
export function renderSchema(
  {
    dataset,
    catalog,
    store,
  }: { readonly dataset: Dataset; readonly catalog: Catalog; readonly store: string },
  style: Style,
  columns: number,
): string {
  const head = `  ${style.strong(toPrintable(dataset.name))}\n${renderFacts(
    [
      [
        'holds',
        [
          formatPlural(catalog.tables.length, 'table'),
          formatPlural(dataset.records, 'record'),
          formatBytes(dataset.bytes),
        ],
      ],
      ['source', [toPrintable(dataset.source)]],
      ['version', [dataset.version, dataset.createdAt]],
      ['store', [toPrintable(store)]],
    ],
    style,
    columns,
  )}`
  return [head, ...catalog.tables.map((table) => renderCatalogTable(table, style, columns))].join('\n')
}

function renderCatalogTable(table: CatalogTable, style: Style, columns: number): string {
  const place = [
    formatPlural(table.rows, 'row'),
    table.layout === 'lines'
      ? 'one a line'
      : table.pointer === ''
        ? 'the document itself'
        : `at ${toPrintable(table.pointer)}`,
    ...(table.parent === undefined ? [] : [`inside ${toPrintable(table.parent)}`]),
    ...(table.aliases.length === 0 ? [] : [`also called ${table.aliases.join(', ')}`]),
  ]
  const leftOut =
    table.columnsLeftOut === 0
      ? ''
      : style.dim(
          `  … and ${formatPlural(table.columnsLeftOut, 'path')} beyond the bound of columns a table\n`,
        )
  return `  ${style.accent(toPrintable(table.name))}  ${style.dim(place.join(' · '))}\n${renderTable(
    [
      { name: 'column', type: 'text' },
      { name: 'type', type: 'text' },
      { name: 'filled', type: 'decimal' },
      { name: 'different', type: 'decimal' },
      { name: 'values', type: 'text' },
    ],
    table.columns.map((column) => toRow(column, table.rows)),
    { columns, maxRows: Number.POSITIVE_INFINITY, style },
  )}${leftOut}`
}

function toRow(column: CatalogColumn, rows: number): Cell[] {
  const filled = rows - column.counts.missing - column.counts.null
  const share = rows === 0 ? 0 : (100 * filled) / rows
  // Never "100 %" for a column with gaps, nor "0 %" for one with values.
  const percent = filled === rows ? 100 : Math.min(99, Math.max(filled === 0 ? 0 : 1, Math.round(share)))
  return [
    column.name,
    column.type === 'number' && column.integer ? 'integer' : column.type,
    `${percent} %`,
    `${column.distinct.exact ? '' : '~'}${formatCount(column.distinct.count)}`,
    describeValues(column),
  ]
}

function describeValues(column: CatalogColumn): string {
  const parts: string[] = []
  if (column.minNumber !== undefined && column.maxNumber !== undefined)
    parts.push(`${groupDigits(column.minNumber)} … ${groupDigits(column.maxNumber)}`)
  const frequent = column.frequent.filter(
    ({ value }) => column.type !== 'number' || typeof value !== 'string',
  )
  if (frequent.length > 0)
    parts.push(
      frequent
        .slice(0, 4)
        .map(({ value }) => String(value))
        .join(', '),
    )
  else if (column.minText !== undefined && column.maxText !== undefined)
    parts.push(`${column.minText} … ${column.maxText}`)
  return parts.join('; ')
}

import type { Catalog, CatalogLink, CatalogTable } from '@assay/core'
import type { Dataset } from '@assay/sdk'
import { renderFacts } from './facts.js'
import { formatBytes, formatPlural } from './numbers.js'
import { toPrintable } from './printable.js'
import { formatShare, listColumns, orderByGroup } from './schema-columns.js'
import type { Style } from './style.js'
import { renderTable } from './table.js'

/** Tables, columns of one table and links that are shown; the rest is counted unless all are asked for. */
const maxTables = 20
const maxColumns = 40
const maxLinks = 20

/** Tables and columns with types, fill, ranges, readings and frequent values; then the links between them. */
export function renderSchema(
  {
    dataset,
    catalog,
    store,
  }: { readonly dataset: Dataset; readonly catalog: Catalog; readonly store: string },
  style: Style,
  columns: number,
  view: SchemaView = {},
): string {
  const tables = pickTables(catalog, view)
  const links = (catalog.links ?? []).filter(({ from }) => tables.some(({ name }) => name === from.table))
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
  const shown = view.all === true || view.table !== undefined ? tables : tables.slice(0, maxTables)
  return [
    head,
    ...shown.map((table) => renderCatalogTable(table, style, columns, view)),
    renderFold(
      tables.length - shown.length,
      'more table',
      'see all with --all, one with --table <name>',
      style,
    ),
    renderLinks(links, style, view),
  ]
    .filter((part) => part !== '')
    .join('\n')
}

/** What of a schema is shown. */
export interface SchemaView {
  /** Every table, column and link. */
  readonly all?: boolean | undefined
  /** Name or alias of the only table, with all its columns. */
  readonly table?: string | undefined
}

function pickTables({ tables }: Catalog, { table }: SchemaView): readonly CatalogTable[] {
  return table === undefined
    ? tables
    : tables.filter(({ name, aliases }) => name === table || aliases.includes(table))
}

function renderFold(count: number, noun: string, advice: string, style: Style): string {
  return count <= 0 ? '' : style.dim(`  … and ${formatPlural(count, noun)}: ${advice}\n`)
}

function renderCatalogTable(table: CatalogTable, style: Style, columns: number, view: SchemaView): string {
  const place = [
    formatPlural(table.rows, 'row'),
    ...toPlace(table),
    ...(table.parent === undefined ? [] : [`inside ${toPrintable(table.parent)}`]),
    ...(table.aliases.length === 0 ? [] : [`also called ${table.aliases.join(', ')}`]),
  ]
  const listed = orderByGroup(table.columns.filter(({ derivedFrom }) => derivedFrom === undefined))
  const isWhole = view.all === true || view.table !== undefined
  const shown = isWhole ? listed : listed.slice(0, maxColumns)
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
    listColumns(shown, table),
    { columns, maxRows: Number.POSITIVE_INFINITY, style, keepFirst: true },
  )}${renderFold(listed.length - shown.length, 'more column', `see them with --table ${toPrintable(table.name)}`, style)}${leftOut}`
}

/** Where the rows of a table stand, and what one is. */
function toPlace({ layout, pointer, parent }: CatalogTable): string[] {
  if (layout === 'lines') return ['one a line']
  if (pointer === '' && parent === undefined && layout !== 'map') return ['the document itself']
  return [
    ...(pointer === '' ? [] : [`at ${toPrintable(pointer)}`]),
    ...(layout === 'map' ? ['one a key'] : []),
  ]
}

function renderLinks(links: readonly CatalogLink[], style: Style, { all }: SchemaView): string {
  if (links.length === 0) return ''
  const shown = all === true ? links : links.slice(0, maxLinks)
  const lines = shown.map(({ from, to, share, because }) => {
    const rows = to.where === undefined ? '' : ` where ${to.where.column} = ${to.where.value}`
    const remarks = [
      ...(share === 1 ? [] : [`${formatShare(Math.round(share * 1e6), 1e6)} of the values`]),
      because,
    ]
    const text = `${from.table}.${from.column} → ${to.table}.${to.column}${rows}`
    return `  ${toPrintable(text)}  ${style.dim(remarks.join(' · '))}\n`
  })
  const title = `  ${style.accent('links')}  ${style.dim(formatPlural(links.length, 'link'))}\n`
  return `${title}${lines.join('')}${renderFold(links.length - shown.length, 'more link', 'see all with --all', style)}`
}

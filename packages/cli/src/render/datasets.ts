import type { Dataset, IngestResult } from '@assay/sdk'
import { renderFacts } from './facts.js'
import { formatBytes, formatDuration, formatPlural } from './numbers.js'
import { toPrintable } from './printable.js'
import type { Style } from './style.js'
import { renderTable } from './table.js'

/** What was ingested, in three lines. */
export function renderIngested(result: IngestResult, style: Style, columns: number): string {
  const speed = result.elapsedMs > 0 ? `${formatBytes((result.bytes / result.elapsedMs) * 1000)}/s` : ''
  const how = result.unchanged
    ? ['unchanged since it was last read']
    : [formatDuration(result.elapsedMs), ...(speed === '' ? [] : [speed])]
  return `  ${style.strong(toPrintable(result.name))}\n${renderFacts(
    [
      ['holds', [formatPlural(result.records, 'record'), formatBytes(result.bytes), ...how]],
      ['files', result.files.length > 1 ? [formatPlural(result.files.length, 'file')] : []],
      ['left out', result.badLines === 0 ? [] : [formatPlural(result.badLines, 'bad line')]],
      ['version', [result.version, `${formatBytes(result.storedBytes)} in the store`]],
    ],
    style,
    columns,
  )}`
}

/** All datasets of a store as a table. */
export function renderDatasets(
  datasets: readonly Dataset[],
  store: string,
  style: Style,
  columns: number,
): string {
  const where = style.dim(`  store  ${toPrintable(store)}\n`)
  if (datasets.length === 0) return `  No datasets yet: "assay ingest <file>" makes one.\n\n${where}`
  const table = renderTable(
    [
      { name: 'dataset', type: 'text' },
      { name: 'records', type: 'number' },
      { name: 'size', type: 'decimal' },
      { name: 'stored', type: 'decimal' },
      { name: 'ingested', type: 'text' },
    ],
    datasets.map((dataset) => [
      dataset.name,
      dataset.records,
      formatBytes(dataset.bytes),
      formatBytes(dataset.storedBytes),
      dataset.createdAt.slice(0, 16).replace('T', ' '),
    ]),
    { columns, maxRows: Number.POSITIVE_INFINITY, style },
  )
  return `${table}\n${where}`
}

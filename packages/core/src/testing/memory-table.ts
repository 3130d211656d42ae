import type { CatalogTable } from '../catalog/catalog.js'
import type { Batch, Table } from '../columns/table.js'
import { type MemoryCell, readCell } from './memory-cell.js'
import { describeColumn, toVector } from './memory-column.js'

export interface MemoryTableOptions {
  /** Names of the columns, in order; needed when rows are arrays, and lists columns that no row has. */
  readonly columns?: readonly string[]
  /** Rows of one batch; small ones show what is lost between batches. */
  readonly batchRows?: number
}

export type MemoryRow = readonly MemoryCell[] | { readonly [column: string]: MemoryCell }

/** A table of plain values for tests: objects by column name, or arrays in the order of `columns`. Ignores zones. */
export function createMemoryTable(
  name: string,
  rows: readonly MemoryRow[],
  options: MemoryTableOptions = {},
): Table {
  const names = options.columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const batchRows = options.batchRows ?? 1000
  const cellsByColumn = new Map(
    names.map((column, i) => [column, rows.map((row) => readCell(cellOf(row, column, i)))]),
  )
  const schema: CatalogTable = {
    name,
    aliases: ['records'],
    rows: rows.length,
    pointer: '',
    layout: 'array',
    columns: [...cellsByColumn].map(([column, cells]) => describeColumn(column, cells)),
    columnsLeftOut: 0,
  }
  return {
    schema,
    version: 'memory',
    async *scan(columns, _predicate, signal): AsyncGenerator<Batch> {
      for (let firstRow = 0; firstRow < rows.length; firstRow += batchRows) {
        signal?.throwIfAborted()
        const length = Math.min(batchRows, rows.length - firstRow)
        const cells = (column: string) => cellsByColumn.get(column)!.slice(firstRow, firstRow + length)
        yield {
          firstRow,
          length,
          columns: new Map(columns.map((column) => [column, toVector(cells(column))])),
        }
      }
    },
    async locate(asked) {
      const outside = asked.find((row) => !(row >= 0 && row < rows.length))
      if (outside !== undefined) throw new RangeError(`Table ${name} has no row ${outside}.`)
      return asked.map((row) => ({ pointer: `/${row}`, span: [row * 2, row * 2 + 1] as const }))
    },
  }
}

function cellOf(row: MemoryRow, column: string, position: number): MemoryCell {
  if (Array.isArray(row)) return row[position]
  return Object.hasOwn(row, column) ? (row as { readonly [column: string]: MemoryCell })[column] : undefined
}

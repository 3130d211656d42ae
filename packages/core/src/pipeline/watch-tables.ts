import type { Table } from '../columns/table.js'

/** The same tables; `onBatch` hears how many rows come next, and ends the scan by what it throws. */
export function watchTables(tables: readonly Table[], onBatch: (rows: number) => void): readonly Table[] {
  return tables.map((table) => ({
    schema: table.schema,
    version: table.version,
    locate: (records) => table.locate(records),
    async *scan(columns, predicate, signal) {
      for await (const batch of table.scan(columns, predicate, signal)) {
        onBatch(batch.length)
        yield batch
      }
    },
  }))
}

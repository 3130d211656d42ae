export { ExactNumber, type MemoryCell } from './memory-cell.js'
export { createMemoryTable, type MemoryRow, type MemoryTableOptions } from './memory-table.js'
export { readCellTag, readTable, toCellTag } from './read-table.js'
export {
  type ConformanceRecord,
  type CreateTables,
  type TableCheck,
  tableChecks,
} from './table-conformance.js'

export { ExactNumber, type MemoryCell } from './memory-cell.js'
export { createMemoryTable, type MemoryRow, type MemoryTableOptions } from './memory-table.js'

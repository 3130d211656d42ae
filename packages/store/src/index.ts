export {
  type StoreError,
  type StoreErrorCode,
  type StoreErrorMap,
  storeErrors,
  type WriteOutcome,
} from './errors.js'
export { createMemorySegments } from './memory-segments.js'
export { applyMigrations, type Migration } from './migrations.js'
export {
  checkSegmentName,
  checkSegmentRange,
  closedSegment,
  existingSegment,
  isStoredName,
  missingSegment,
  truncatedSegment,
  unfinishedSuffix,
} from './segment-name.js'
export type {
  OpenOptions,
  SegmentEntry,
  SegmentReader,
  SegmentStore,
  SegmentWriter,
} from './segment-store.js'
export type { SqlDriver, SqlLimits, SqlRow, SqlStatement, SqlValue } from './sql-driver.js'
export { checkStatements, readStatementShape, type StatementShape } from './statement.js'
export type { Store } from './store.js'
export { createWriterQueue, type WriterQueue } from './writer-queue.js'

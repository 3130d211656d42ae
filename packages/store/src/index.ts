export {
  type StoreError,
  type StoreErrorCode,
  type StoreErrorMap,
  storeErrors,
  type WriteOutcome,
} from './errors.js'
export type { SegmentReader, SegmentStore, SegmentWriter } from './segment-store.js'
export type { SqlDriver, SqlLimits, SqlRow, SqlStatement, SqlValue } from './sql-driver.js'
export type { Store } from './store.js'

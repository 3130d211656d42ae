import type { SegmentStore } from './segment-store.js'
import type { SqlDriver } from './sql-driver.js'

/** All that Assay keeps: metadata in SQL, bulk in files. What `createAssay` is given. */
export interface Store {
  /** Where it is, for people: a folder or an address without credentials. */
  readonly location: string
  readonly metadata: SqlDriver
  /** What was asked and what it cost: a database of its own, so that no ingest delays it. */
  readonly ledger: SqlDriver
  readonly segments: SegmentStore
  /** Decoded copies of sources that cannot be read again (streams, gzip). */
  readonly spool: SegmentStore
  close(): Promise<void>
}

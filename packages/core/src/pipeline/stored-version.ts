import type { SourceIdentity } from '../source/byte-source.js'

/** All that the store knows of one complete version, beside its catalog and its files. */
export interface StoredVersion {
  readonly tenant: string
  readonly name: string
  readonly version: string
  readonly contentId: string
  readonly options: string
  readonly engineVersion: number
  readonly sourceName: string
  readonly sourceLocation: string
  readonly identity: SourceIdentity | null
  /** Names in the segment store, and in the spool when the source cannot be read again. */
  readonly segment: string
  readonly valueSegment: string
  readonly spool: string | null
  /** Of the decoded source. */
  readonly bytes: number
  /** Rows of all tables. */
  readonly records: number
  readonly storedBytes: number
  /** CPU time of its ingest; `null` where it was not measured. */
  readonly ingestCpuUs: number | null
  readonly badLines: number
  readonly warnings: readonly string[]
  readonly createdAt: string
}

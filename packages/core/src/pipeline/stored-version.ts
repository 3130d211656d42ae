import type { SourceIdentity } from '../source/byte-source.js'

/** A file of a version. The bytes of all files together, decoded and one after another, are what spans count in. */
export interface StoredFile {
  /** Short name for people. */
  readonly name: string
  readonly location: string
  readonly identity: SourceIdentity | null
  /** Name in the spool when the source cannot be read again. */
  readonly spool: string | null
  /** Of its first byte. */
  readonly start: number
  /** Decoded. */
  readonly bytes: number
  readonly contentId: string
  readonly badLines: number
}

/** All that the store knows of one complete version, beside its catalog and its files. */
export interface StoredVersion {
  readonly tenant: string
  readonly name: string
  readonly version: string
  readonly contentId: string
  readonly options: string
  readonly engineVersion: number
  /** Where it came from, in words when that is several files. */
  readonly source: string
  /** In the order given; at least one. */
  readonly files: readonly StoredFile[]
  /** Names in the segment store. */
  readonly segment: string
  readonly valueSegment: string
  /** Of all files, decoded. */
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

import type { RecordLocation } from '../columns/table.js'
import type { Provenance } from '../execute/result.js'
import type { SpanEvidence } from './answer.js'
import { digestOf } from './digest.js'

/** A record above this is cited without digest: WebCrypto hashes only what is whole in memory. */
const maxDigestBytes = 64 * 1024 * 1024

/** Random access to the decoded source of a dataset version: the bytes of its files, one after another. */
export interface SourceReader {
  /** Whether the file that holds the byte is still what was ingested. */
  isReadable(offset: number): boolean
  read(start: number, end: number): Promise<Uint8Array>
}

/** Evidence as a projection of record ids: place, bytes and digest of each; no digest of what cannot be read. */
export async function readEvidence(
  provenance: Provenance,
  locate: (table: string, rows: readonly number[]) => Promise<readonly RecordLocation[]>,
  readerOf: (table: string) => SourceReader,
): Promise<SpanEvidence[]> {
  const evidence: SpanEvidence[] = []
  for (const { table, rows } of [provenance, ...(provenance.others ?? [])]) {
    const reader = readerOf(table)
    for (const { pointer, span } of await locate(table, rows)) {
      const item = { kind: 'span', table, pointer, span } as const
      const digest = reader.isReadable(span[0]) ? await digestSpan(reader, span) : undefined
      evidence.push(digest === undefined ? item : { ...item, digest })
    }
  }
  return evidence
}

/** Digest of a span as it stands now; undefined when it is too long to be hashed whole. */
export async function digestSpan(
  reader: Pick<SourceReader, 'read'>,
  [start, end]: readonly [number, number],
): Promise<string | undefined> {
  if (end - start > maxDigestBytes) return undefined
  return digestOf(new Uint8Array(await reader.read(start, end)))
}

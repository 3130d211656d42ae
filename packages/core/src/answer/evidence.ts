import { joinNeighbours } from '../columns/join-neighbours.js'
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
  /** Where that file ends. */
  endOf(offset: number): number
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
    const located = await locate(table, rows)
    const digests = await digestAll(
      readerOf(table),
      located.map(({ span }) => span),
    )
    located.forEach(({ pointer, span }, i) => {
      const digest = digests[i]
      evidence.push({ kind: 'span', table, pointer, span, ...(digest === undefined ? {} : { digest }) })
    })
  }
  return evidence
}

/** A digest of each span; neighbours share a read, and what was read together is hashed together. */
async function digestAll(
  reader: SourceReader,
  spans: readonly (readonly [number, number])[],
): Promise<(string | undefined)[]> {
  const digests = new Array<string | undefined>(spans.length)
  const stretches = spans.map(([start, end]) => ({ start, length: end - start }))
  for (const { start, end, members } of joinNeighbours(stretches, reader.endOf)) {
    if (!reader.isReadable(start)) continue
    if (members.length === 1) {
      digests[members[0]!] = await digestSpan(reader, [start, end])
      continue
    }
    const bytes = new Uint8Array(await reader.read(start, end))
    await Promise.all(
      members.map(async (member) => {
        const [from, to] = spans[member]!
        digests[member] = await digestOf(bytes.subarray(from - start, to - start))
      }),
    )
  }
  return digests
}

/** Digest of a span as it stands now; undefined when it is too long to be hashed whole. */
export async function digestSpan(
  reader: Pick<SourceReader, 'read'>,
  [start, end]: readonly [number, number],
): Promise<string | undefined> {
  if (end - start > maxDigestBytes) return undefined
  return digestOf(new Uint8Array(await reader.read(start, end)))
}

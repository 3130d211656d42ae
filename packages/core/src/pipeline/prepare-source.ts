import type { Store } from '@assay/store'
import type { ByteHandle, ByteSource, SourceIdentity } from '../source/byte-source.js'
import { sourceErrors } from '../source/errors.js'
import { decodeGzip, isGzip } from '../source/gzip.js'
import { readWhole } from '../source/read-whole.js'
import { isSameIdentity } from './version.js'

const pieceBytes = 1024 * 1024
/** What gzip is recognised by. */
const headBytes = 2

/** Decoded bytes that can be read as often as needed: the source itself, or its spooled copy. Nothing stays open. */
export interface PreparedSource {
  readonly source: ByteSource
  /** Of the decoded bytes. */
  readonly size: number
  readonly identity: SourceIdentity | null
  /** Name of the spooled copy; null when the source itself can be read again. */
  readonly spool: string | null
  /** Throws SOURCE_CHANGED when the source is not the one any more that was prepared. */
  stream(signal: AbortSignal | undefined): AsyncIterable<Uint8Array>
  /** Removes the spooled copy. */
  discard(): Promise<void>
}

interface PrepareOptions {
  readonly store: Store
  readonly spoolName: string
  readonly signal: AbortSignal | undefined
  /** Called with the decoded bytes spooled so far. */
  readonly onSpooled: (bytes: number) => void
}

/**
 * Makes a source that can be scanned, scanned again and cited from, and closes its handle. What can be read only
 * once, has no identity to be found again by (memory), or is compressed, is first written to the spool, so that byte
 * spans stay readable.
 */
export async function prepareSource(
  source: ByteSource,
  handle: ByteHandle,
  options: PrepareOptions,
): Promise<PreparedSource> {
  try {
    const { size, identity } = handle
    const isReadable = handle.read !== undefined && size !== null && identity !== null
    const head = isReadable ? await handle.read?.(0, Math.min(headBytes, size)) : undefined
    if (!isReadable || head === undefined || isGzip(head)) return await spoolSource(source, handle, options)
    return {
      source,
      size,
      identity,
      spool: null,
      stream: (signal) => streamAgain(source, identity, signal),
      discard: async () => {},
    }
  } finally {
    await handle.close()
  }
}

async function* streamAgain(
  source: ByteSource,
  identity: SourceIdentity,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const handle = await source.open()
  try {
    if (!isSameIdentity(handle.identity, identity)) throw sourceChanged(source)
    yield* decodeGzip(readWhole(handle, source.location, signal), source.location)
  } finally {
    await handle.close()
  }
}

/** A file that changed while it was read would give a mixture of two states. */
export function sourceChanged({ name, location }: ByteSource): Error {
  return sourceErrors.create(
    'SOURCE_CHANGED',
    `${name} changed while it was read.`,
    { location },
    { hint: 'Ingest it again once nothing writes to it.' },
  )
}

async function spoolSource(
  source: ByteSource,
  handle: ByteHandle,
  { store, spoolName, signal, onSpooled }: PrepareOptions,
): Promise<PreparedSource> {
  const { location } = source
  const writer = await store.spool.create(spoolName)
  try {
    for await (const piece of decodeGzip(readWhole(handle, location, signal), location)) {
      await writer.append(piece)
      onSpooled(writer.size)
    }
    await writer.finish()
  } catch (error) {
    await writer.abort()
    throw error
  }
  return {
    source,
    size: writer.size,
    identity: handle.identity,
    spool: spoolName,
    async *stream(abort) {
      const reader = await store.spool.open(spoolName)
      try {
        for (let start = 0; start < reader.size; start += pieceBytes) {
          abort?.throwIfAborted()
          yield await reader.read(start, Math.min(start + pieceBytes, reader.size))
        }
      } finally {
        await reader.close()
      }
    },
    discard: () => store.spool.remove(spoolName),
  }
}

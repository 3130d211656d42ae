import type { SegmentReader, Store } from '@assay/store'
import type { ByteHandle, ByteSource, SourceIdentity } from '../source/byte-source.js'
import { sourceErrors } from '../source/errors.js'
import { checkSize, decodeGzip, isGzip } from '../source/gzip.js'
import { pieceBytes } from '../source/pieces.js'
import { readWhole } from '../source/read-whole.js'
import { isSameIdentity } from './version.js'

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
  /** The file, or the file of the spooled copy, where another thread of this host can open it by itself; else null. */
  readonly path: string | null
  /**
   * All bytes from the offset `from` on, 0 when it is not given; each piece may be overwritten after the next one is asked
   * for, or the stream is left. Throws SOURCE_CHANGED when the source is not the one any more that was prepared.
   */
  stream(signal: AbortSignal | undefined, from?: number): AsyncIterable<Uint8Array>
  /** Exactly the bytes `[start, end)`, a few at some place. Throws SOURCE_CHANGED as `stream` does. */
  read(start: number, end: number): Promise<Uint8Array>
  /** Removes the spooled copy. */
  discard(): Promise<void>
}

interface PrepareOptions {
  readonly store: Pick<Store, 'spool'>
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
    checkSize(size, source.location)
    return {
      source,
      size,
      identity,
      spool: null,
      path: handle.path ?? null,
      stream: (signal, from) => streamAgain(source, identity, signal, from),
      read: (start, end) => readAgain(source, identity, start, end),
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
  from: number | undefined,
): AsyncGenerator<Uint8Array> {
  const handle = await openAgain(source, identity)
  try {
    // As it is: it was seen to be no gzip.
    yield* readWhole(handle, source.location, signal, from)
  } finally {
    await handle.close()
  }
}

async function readAgain(
  source: ByteSource,
  identity: SourceIdentity,
  start: number,
  end: number,
): Promise<Uint8Array> {
  const handle = await openAgain(source, identity)
  try {
    if (handle.read === undefined) throw sourceChanged(source)
    return await handle.read(start, end)
  } finally {
    await handle.close()
  }
}

async function openAgain(source: ByteSource, identity: SourceIdentity): Promise<ByteHandle> {
  const handle = await source.open()
  if (isSameIdentity(handle.identity, identity)) return handle
  await handle.close()
  throw sourceChanged(source)
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
  const withReader = async <Result>(use: (reader: SegmentReader) => Promise<Result>): Promise<Result> => {
    const reader = await store.spool.open(spoolName)
    try {
      return await use(reader)
    } finally {
      await reader.close()
    }
  }
  return {
    source,
    size: writer.size,
    identity: handle.identity,
    spool: spoolName,
    path: await withReader(async (reader) => reader.path ?? null),
    async *stream(abort, from = 0) {
      const reader = await store.spool.open(spoolName)
      try {
        const into = new Uint8Array(Math.min(pieceBytes, Math.max(0, reader.size - from)))
        for (let start = from; start < reader.size; start += into.length) {
          abort?.throwIfAborted()
          yield await reader.read(start, Math.min(start + into.length, reader.size), into)
        }
      } finally {
        await reader.close()
      }
    },
    read: (start, end) => withReader((reader) => reader.read(start, end)),
    discard: () => store.spool.remove(spoolName),
  }
}

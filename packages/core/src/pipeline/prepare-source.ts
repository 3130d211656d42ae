import type { Store } from '@assay/store'
import type { ByteHandle, SourceIdentity } from '../source/byte-source.js'
import { decodeGzip, isGzip } from '../source/gzip.js'
import { readWhole } from '../source/read-whole.js'

const pieceBytes = 1024 * 1024
/** What gzip is recognised by. */
const headBytes = 2

/** Decoded bytes that can be read as often as needed: the source itself, or its spooled copy. */
export interface PreparedSource {
  /** Of the decoded bytes. */
  readonly size: number
  readonly identity: SourceIdentity | null
  /** Name of the spooled copy; null when the source itself can be read again. */
  readonly spool: string | null
  stream(signal: AbortSignal | undefined): AsyncIterable<Uint8Array>
  read(start: number, end: number): Promise<Uint8Array>
  close(): Promise<void>
  /** Closes and removes the spooled copy. */
  discard(): Promise<void>
}

/**
 * Makes a source that can be scanned, scanned again and cited from. What can be read only once, has no identity to be
 * found again by (memory), or is compressed, is first written to the spool, so that byte spans stay readable.
 */
export async function prepareSource(
  handle: ByteHandle,
  options: {
    readonly store: Store
    /** Of the source, for errors. */
    readonly location: string
    readonly spoolName: string
    readonly signal: AbortSignal | undefined
    /** Called with the decoded bytes spooled so far. */
    readonly onSpooled: (bytes: number) => void
  },
): Promise<PreparedSource> {
  const read = handle.read?.bind(handle)
  const { size, identity } = handle
  const reopens = read !== undefined && size !== null && identity !== null
  const head = reopens ? await readHead(handle, read, size) : undefined
  if (reopens && head !== undefined && !isGzip(head)) {
    const close = (): Promise<void> => handle.close()
    return {
      size,
      identity,
      spool: null,
      stream: (signal) => decodeGzip(readWhole(handle, options.location, signal), options.location),
      read: (start, end) => read(start, end),
      close,
      discard: close,
    }
  }
  return spoolSource(handle, options)
}

async function readHead(
  handle: ByteHandle,
  read: NonNullable<ByteHandle['read']>,
  size: number,
): Promise<Uint8Array> {
  try {
    return await read(0, Math.min(headBytes, size))
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function spoolSource(
  handle: ByteHandle,
  options: Parameters<typeof prepareSource>[1],
): Promise<PreparedSource> {
  const { store, location, spoolName, signal, onSpooled } = options
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
  } finally {
    await handle.close()
  }
  const reader = await store.spool.open(spoolName)
  const close = (): Promise<void> => reader.close()
  return {
    size: reader.size,
    identity: handle.identity,
    spool: spoolName,
    async *stream(abort) {
      for (let start = 0; start < reader.size; start += pieceBytes) {
        abort?.throwIfAborted()
        yield await reader.read(start, Math.min(start + pieceBytes, reader.size))
      }
    },
    read: (start, end) => reader.read(start, end),
    close,
    async discard() {
      await close()
      await store.spool.remove(spoolName)
    },
  }
}

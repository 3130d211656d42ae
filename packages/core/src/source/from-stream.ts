import type { ByteHandle, ByteSource } from './byte-source.js'
import { sourceErrors } from './errors.js'
import { throwIfAborted } from './throw-if-aborted.js'

/** A web stream of bytes. It can be opened once. */
export function fromStream(name: string, stream: ReadableStream<Uint8Array>): ByteSource {
  let opened = false
  return {
    name,
    location: name,
    async open(): Promise<ByteHandle> {
      if (opened || stream.locked) {
        throw sourceErrors.create(
          'SOURCE_UNREADABLE',
          `${name} is a stream that was read already.`,
          { location: name, reason: 'a stream can be read once' },
          { hint: 'Pass a new stream, or a source that can be read again (a file, bytes, a Blob).' },
        )
      }
      opened = true
      return {
        size: null,
        identity: null,
        stream: (signal) => readPieces(name, stream, signal),
        close: async () => {
          if (!stream.locked) await stream.cancel()
        },
      }
    },
  }
}

/** The chunks of a web stream. Its failure becomes SOURCE_UNREADABLE; it is cancelled when the reader leaves early. */
export async function* readPieces(
  location: string,
  stream: ReadableStream<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  throwIfAborted(signal)
  const reader = stream.getReader()
  const cancel = () => void reader.cancel(signal?.reason).catch(() => {})
  signal?.addEventListener('abort', cancel, { once: true })
  let whole = false
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw sourceErrors.create(
          'SOURCE_UNREADABLE',
          `${location} broke off while it was read.`,
          { location, reason: cause instanceof Error ? cause.message : 'unknown' },
          { cause },
        )
      })
      throwIfAborted(signal)
      if (done) break
      yield value
    }
    whole = true
  } finally {
    signal?.removeEventListener('abort', cancel)
    if (!whole) await reader.cancel().catch(() => {})
    reader.releaseLock()
  }
}

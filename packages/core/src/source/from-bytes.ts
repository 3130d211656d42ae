import type { ByteHandle, ByteSource } from './byte-source.js'
import { sourceErrors } from './errors.js'
import { throwIfAborted } from './throw-if-aborted.js'

const loneSurrogate = /[\ud800-\udfff]/u

/** Bytes in memory; they must not change while the source is in use. */
export function fromBytes(name: string, bytes: Uint8Array): ByteSource {
  return { name, location: name, open: async () => new MemoryHandle(bytes) }
}

/** Text in memory, read as UTF-8. Throws SOURCE_UNREADABLE for a lone surrogate, which UTF-8 cannot hold. */
export function fromText(name: string, text: string): ByteSource {
  const at = text.search(loneSurrogate)
  if (at >= 0) {
    throw sourceErrors.create(
      'SOURCE_UNREADABLE',
      `${name} holds half a surrogate pair at character ${at}.`,
      {
        location: name,
        reason: 'lone surrogate',
      },
    )
  }
  return fromBytes(name, new TextEncoder().encode(text))
}

class MemoryHandle implements ByteHandle {
  readonly size: number
  readonly identity = null

  constructor(private readonly bytes: Uint8Array) {
    this.size = bytes.length
  }

  async *stream(signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    throwIfAborted(signal)
    if (this.size > 0) yield this.bytes
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    return this.bytes.subarray(start, end)
  }

  async close(): Promise<void> {}
}

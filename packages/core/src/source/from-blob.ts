import type { ByteHandle, ByteSource } from './byte-source.js'
import { readPieces } from './from-stream.js'

/** A Blob or File of the platform: readable more than once and at any place. */
export function fromBlob(name: string, blob: Blob): ByteSource {
  return { name, location: name, open: async () => new BlobHandle(name, blob) }
}

class BlobHandle implements ByteHandle {
  readonly size: number
  readonly identity = null

  constructor(
    private readonly location: string,
    private readonly blob: Blob,
  ) {
    this.size = blob.size
  }

  stream(signal?: AbortSignal): AsyncIterable<Uint8Array> {
    return readPieces(this.location, this.blob.stream(), signal)
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    return new Uint8Array(await this.blob.slice(start, end).arrayBuffer())
  }

  async close(): Promise<void> {}
}

import type { SegmentReader } from '@assay/store'
import type { FromThread, PackedError } from './messages.js'
import { unpackError } from './pack-error.js'

/** Ranges that are asked for before they are needed. */
const ahead = 4

export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** A segment reader whose file is another thread's. */
export interface ChannelReader extends SegmentReader {
  /** Ranges that will be read, in order, perhaps more than once: they are asked for ahead. */
  expect(ranges: readonly ByteRange[]): void
  arrived(id: number, bytes: Uint8Array<ArrayBuffer>): void
  refused(id: number, error: PackedError): void
}

interface Asked {
  readonly bytes: Promise<Uint8Array<ArrayBuffer>>
  readonly resolve: (bytes: Uint8Array<ArrayBuffer>) => void
  readonly reject: (error: unknown) => void
}

export function createChannelReader(size: number, post: (message: FromThread) => void): ChannelReader {
  const asked = new Map<number, Asked>()
  let expected: readonly ByteRange[] = []
  let places = new Map<number, number>()
  /** Of expected ranges by their place. */
  const coming = new Map<number, Promise<Uint8Array<ArrayBuffer>>>()
  let ids = 0

  function ask({ start, end }: ByteRange): Promise<Uint8Array<ArrayBuffer>> {
    const id = ids++
    const { promise, resolve, reject } = withResolvers()
    asked.set(id, { bytes: promise, resolve, reject })
    post({ type: 'read', id, start, end })
    // What is asked for ahead is looked at later, or never.
    promise.catch(() => {})
    return promise
  }

  function askAhead(place: number): Promise<Uint8Array<ArrayBuffer>> {
    for (let at = place; at < Math.min(place + ahead, expected.length); at++)
      if (!coming.has(at)) coming.set(at, ask(expected[at]!))
    const found = coming.get(place)!
    coming.delete(place)
    return found
  }

  return {
    size,
    expect(ranges) {
      expected = ranges
      places = new Map(ranges.map(({ start }, place) => [start, place]))
      coming.clear()
    },
    read(start, end) {
      const place = places.get(start)
      const isExpected = place !== undefined && expected[place]!.end === end
      return isExpected ? askAhead(place) : ask({ start, end })
    },
    async close() {},
    arrived(id, bytes) {
      asked.get(id)?.resolve(bytes)
      asked.delete(id)
    },
    refused(id, error) {
      asked.get(id)?.reject(unpackError(error))
      asked.delete(id)
    },
  }
}

function withResolvers(): {
  promise: Promise<Uint8Array<ArrayBuffer>>
  resolve: Asked['resolve']
  reject: Asked['reject']
} {
  let resolve: Asked['resolve'] = () => {}
  let reject: Asked['reject'] = () => {}
  const promise = new Promise<Uint8Array<ArrayBuffer>>((done, failed) => {
    resolve = done
    reject = failed
  })
  return { promise, resolve, reject }
}

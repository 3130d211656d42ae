import { isAssayError } from '@assay/store/error'
import { coalesce } from './coalesce.js'
import { sourceErrors } from './errors.js'

/** Compressed bytes given to the decoder at once: what it may expand before the ratio is looked at again. */
const feedBytes = 65_536

/** What reading one source may give. */
export interface DecodeLimits {
  /** Decoded bytes. */
  readonly maxBytes: number
  /** Unpacked to packed bytes, beyond the first `freeBytes` unpacked ones. */
  readonly maxRatio: number
  readonly freeBytes: number
}

/** 1 TiB; gzip may expand 200 times beyond its first MiB. */
export const defaultDecodeLimits: DecodeLimits = { maxBytes: 2 ** 40, maxRatio: 200, freeBytes: 1_048_576 }

/** Whether bytes begin as gzip does (RFC 1952, section 2.3.1). No JSON text begins so. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b
}

/**
 * The decoded bytes of a source: unpacked when they begin as gzip does, as they are otherwise; in blocks of
 * 256 KiB to 1 MiB, the last one shorter, each valid until the next is asked for. Throws GZIP_INVALID, GZIP_RATIO,
 * GZIP_NESTED, SOURCE_TOO_LARGE. `location` names the source in errors.
 */
export async function* decodeGzip(
  pieces: AsyncIterable<Uint8Array>,
  location = 'The source',
  limits: DecodeLimits = defaultDecodeLimits,
): AsyncGenerator<Uint8Array> {
  const source = await peek(pieces)
  const decoded = isGzip(source.head)
    ? refuseNested(gunzip(source.pieces, location, limits), location)
    : source.pieces
  let bytes = 0
  for await (const block of coalesce(decoded)) {
    bytes += block.length
    if (bytes > limits.maxBytes) {
      const limit = limits.maxBytes
      throw sourceErrors.create('SOURCE_TOO_LARGE', `${location} is larger than ${limit} bytes.`, {
        location,
        limit,
      })
    }
    yield block
  }
}

interface Peeked {
  /** The first two bytes, if there are as many. */
  readonly head: Uint8Array
  /** All pieces, with those that were read to see the first bytes. */
  readonly pieces: AsyncIterable<Uint8Array>
  /** Leaves the pieces unread. */
  close(): Promise<void>
}

async function peek(pieces: AsyncIterable<Uint8Array>): Promise<Peeked> {
  const iterator = pieces[Symbol.asyncIterator]()
  const kept: Uint8Array[] = []
  const head: number[] = []
  while (head.length < 2) {
    const { done, value } = await iterator.next()
    if (done) break
    head.push(...value.subarray(0, 2 - head.length))
    // A short one is copied, because asking for the next may overwrite it.
    kept.push(head.length < 2 ? value.slice() : value)
  }
  async function* all() {
    try {
      yield* kept
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
    } finally {
      await iterator.return?.()
    }
  }
  return { head: Uint8Array.from(head), pieces: all(), close: async () => void (await iterator.return?.()) }
}

async function* refuseNested(
  pieces: AsyncIterable<Uint8Array>,
  location: string,
): AsyncGenerator<Uint8Array> {
  const source = await peek(pieces)
  if (isGzip(source.head)) {
    await source.close()
    throw sourceErrors.create(
      'GZIP_NESTED',
      `${location} is gzip inside gzip.`,
      { location },
      { hint: 'Unpack it once with gunzip, then pass the result.' },
    )
  }
  yield* source.pieces
}

/**
 * Unpacks gzip as it comes, all members of it, with flat memory. Throws GZIP_INVALID when it is cut, damaged or
 * followed by something else, GZIP_RATIO when it expands too far.
 */
async function* gunzip(
  pieces: AsyncIterable<Uint8Array>,
  location: string,
  limits: DecodeLimits,
): AsyncGenerator<Uint8Array> {
  const decoder = new DecompressionStream('gzip')
  const reader = decoder.readable.getReader()
  const feed = new Feed(pieces, decoder.writable.getWriter())
  let unpacked = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      unpacked += value.length
      if (unpacked > limits.freeBytes && unpacked > limits.maxRatio * feed.bytes) {
        throw sourceErrors.create(
          'GZIP_RATIO',
          `${location} expands more than ${limits.maxRatio} times; this looks like a decompression bomb.`,
          { location, limit: limits.maxRatio, packed: feed.bytes, unpacked },
          { hint: 'If you trust the file, unpack it first and pass the result.' },
        )
      }
      yield value
    }
  } catch (problem) {
    if (feed.failure !== undefined) throw feed.failure.reason
    if (isAssayError(problem)) throw problem
    const reason = problem instanceof Error ? problem.message : 'not valid gzip'
    throw sourceErrors.create(
      'GZIP_INVALID',
      `${location} is cut or damaged: ${reason}.`,
      { location, reason },
      { hint: 'Check it with gzip -t, or fetch it again.', cause: problem },
    )
  } finally {
    feed.stop()
    await reader.cancel().catch(() => {})
  }
}

/** Hands pieces to the decoder while its output is read. */
class Feed {
  /** Packed bytes handed over. */
  bytes = 0
  /** Why the source failed, to be told apart from bad gzip. */
  failure: { readonly reason: unknown } | undefined
  private stopped = false

  constructor(
    private readonly pieces: AsyncIterable<Uint8Array>,
    private readonly writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>,
  ) {
    void this.run()
  }

  /** Stops feeding. It does not wait for the source, nor for a write that waits for the reader. */
  stop(): void {
    this.stopped = true
    this.writer.abort().catch(() => {})
  }

  private async run(): Promise<void> {
    const iterator = this.pieces[Symbol.asyncIterator]()
    try {
      while (!this.stopped) {
        const next = await this.next(iterator)
        if (next === undefined) break
        // A copy: the decoder may still read it when the source overwrites the piece.
        for (let from = 0; from < next.length && !this.stopped; from += feedBytes) {
          const slice = next.slice(from, from + feedBytes)
          this.bytes += slice.length
          await this.writer.write(slice)
        }
      }
      if (this.stopped) await iterator.return?.()
      else await this.writer.close()
    } catch {
      // The reader sees it: as the source's failure, or as what the decoder found.
      await iterator.return?.().catch(() => {})
    }
  }

  private async next(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array | undefined> {
    try {
      const { done, value } = await iterator.next()
      return done ? undefined : value
    } catch (reason) {
      this.failure = { reason }
      this.writer.abort(reason).catch(() => {})
      throw reason
    }
  }
}

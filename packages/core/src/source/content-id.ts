const digestBytes = 32
/** Digests that may be under way at once: enough to keep the platform's crypto thread busy; each holds a copy of its piece. */
const maxInFlight = 2

/** Hashes the pieces of one content in any order; what others hashed is taken as digests. */
export interface ContentHasher {
  /**
   * Hashes piece number `at` (1,048,576 bytes, the last one shorter), unless its digest is known or under way. The bytes
   * may be overwritten once the promise resolves; the digest may still be under way then, as one of two at most.
   */
  hash(at: number, piece: Uint8Array): Promise<void>
  /** Takes the digests, 32 bytes each, of the pieces from `first` on that were hashed elsewhere. */
  put(first: number, digests: Uint8Array): void
  /**
   * The digests of the pieces from `first` up to `end`, that one left out, for `put` elsewhere. Waits for those under way;
   * RangeError where `hash` of one has not resolved and nobody put it.
   */
  take(first: number, end: number): Promise<Uint8Array<ArrayBuffer>>
  /** The contentId of a content of so many pieces. Waits, and throws, as `take` does. */
  digest(pieces: number): Promise<string>
}

/**
 * The contentId of several contents in their order: of one it is its own, of more the SHA-256 over their contentIds,
 * each followed by a newline.
 */
export async function uniteContentIds(ids: readonly string[]): Promise<string> {
  const [only] = ids
  if (ids.length === 1) return only!
  const all = new TextEncoder().encode(ids.map((id) => `${id}\n`).join(''))
  return toHex(await crypto.subtle.digest('SHA-256', all))
}

/** Shared memory is not hashed where it stands. */
function isUnshared(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
}

function toHex(digest: ArrayBuffer): string {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * contentId: SHA-256, in lower-case hexadecimal, over the 32-byte SHA-256s, one after another, of the content's
 * pieces of 1 MiB (1,048,576 bytes; the last one shorter, none for no content). WebCrypto has no incremental hash.
 */
export function createContentHasher(): ContentHasher {
  let digests = new Uint8Array(64 * digestBytes)
  /** 1 where the digest of a piece is there. */
  let known = new Uint8Array(64)
  const inFlight = new Map<number, Promise<void>>()

  const put = (first: number, given: Uint8Array): void => {
    const end = first + given.length / digestBytes
    if (end > known.length) {
      const room = Math.max(end, known.length * 2)
      known = enlarged(known, room)
      digests = enlarged(digests, room * digestBytes)
    }
    digests.set(given, first * digestBytes)
    known.fill(1, first, end)
  }

  /** `subtle.digest` copies its input before it returns. */
  const start = (at: number, piece: Uint8Array<ArrayBuffer>): void => {
    const running = crypto.subtle.digest('SHA-256', piece).then((digest) => {
      put(at, new Uint8Array(digest))
      inFlight.delete(at)
    })
    inFlight.set(at, running)
  }

  const take = async (first: number, end: number): Promise<Uint8Array<ArrayBuffer>> => {
    for (let at = first; at < end; at++) {
      await inFlight.get(at)
      if (known[at] !== 1) throw new RangeError(`Piece ${at} was not hashed.`)
    }
    return digests.slice(first * digestBytes, end * digestBytes)
  }

  return {
    async hash(at, piece) {
      const isBegun = (): boolean => known[at] === 1 || inFlight.has(at)
      while (!isBegun() && inFlight.size >= maxInFlight) await Promise.race(inFlight.values())
      if (!isBegun()) start(at, isUnshared(piece) ? piece : piece.slice())
    },
    put,
    take,
    async digest(pieces) {
      return toHex(await crypto.subtle.digest('SHA-256', await take(0, pieces)))
    },
  }
}

function enlarged(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(length)
  grown.set(bytes)
  return grown
}

const pieceBytes = 1_048_576
const digestBytes = 32
/** Digests that may be under way at once: enough to keep the platform's crypto thread busy; each holds a copy of its piece. */
const maxInFlight = 2

/** Hashes a content as it comes. */
export interface ContentHasher {
  /** The bytes may be overwritten as soon as this returns, or its promise resolves. */
  update(bytes: Uint8Array): Promise<void>
  digest(): Promise<string>
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
  /** Of a piece that comes in parts. */
  let piece: Uint8Array<ArrayBuffer> | undefined
  let size = 0
  let digests = new Uint8Array(64 * digestBytes)
  let count = 0
  const inFlight = new Set<Promise<void>>()

  /** `subtle.digest` copies its input before it returns. */
  const hash = (bytes: Uint8Array<ArrayBuffer>): void => {
    const at = count++ * digestBytes
    if (at === digests.length) {
      const grown = new Uint8Array(digests.length * 2)
      grown.set(digests)
      digests = grown
    }
    const running: Promise<void> = crypto.subtle.digest('SHA-256', bytes).then((digest) => {
      digests.set(new Uint8Array(digest), at)
      inFlight.delete(running)
    })
    inFlight.add(running)
  }

  return {
    async update(bytes) {
      for (let from = 0; from < bytes.length; ) {
        const taken = bytes.subarray(from, from + pieceBytes - size)
        from += taken.length
        let whole = taken
        if (taken.length < pieceBytes) {
          piece ??= new Uint8Array(pieceBytes)
          piece.set(taken, size)
          size += taken.length
          if (size < pieceBytes) continue
          whole = piece
        }
        while (inFlight.size >= maxInFlight) await Promise.race(inFlight)
        hash(isUnshared(whole) ? whole : whole.slice())
        size = 0
      }
    },
    async digest() {
      if (size > 0) hash(piece!.subarray(0, size))
      size = 0
      await Promise.all(inFlight)
      const all = await crypto.subtle.digest('SHA-256', digests.subarray(0, count * digestBytes))
      return toHex(all)
    },
  }
}

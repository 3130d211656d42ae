import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createContentHasher } from './content-id.js'

const pieceBytes = 1_048_576
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

function piecesOf(content: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let from = 0; from < content.length; from += pieceBytes)
    pieces.push(content.subarray(from, from + pieceBytes))
  return pieces
}

const digestsOf = (content: Uint8Array): Buffer => Buffer.concat(piecesOf(content).map(sha256))
const expected = (content: Uint8Array): string => sha256(digestsOf(content)).toString('hex')

/** The caller's buffer is overwritten at once. */
async function contentId(content: Uint8Array, order: readonly number[]): Promise<string> {
  const hasher = createContentHasher()
  const pieces = piecesOf(content)
  for (const at of order) {
    const given = pieces[at]!.slice()
    await hasher.hash(at, given)
    given.fill(0)
  }
  return hasher.digest(pieces.length)
}

const content = Uint8Array.from({ length: 3 * pieceBytes + 1 }, (_, at) => (at * 31) >> 3)

describe('the contentId', () => {
  it('is the digest of the digests of 1 MiB pieces', async () => {
    for (const size of [0, 1, pieceBytes - 1, pieceBytes, pieceBytes + 1, 3 * pieceBytes, content.length]) {
      const given = content.subarray(0, size)
      expect(await contentId(given, [...piecesOf(given).keys()])).toBe(expected(given))
    }
  })

  it('does not depend on the order', async () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 })
    await fc.assert(
      fc.asyncProperty(order, async (at) => {
        expect(await contentId(content, at)).toBe(expected(content))
      }),
      { numRuns: 10 },
    )
  })

  it('is that of more than 64 pieces', async () => {
    const long = new Uint8Array(70 * pieceBytes + 5)
    for (let at = 0; at < long.length; at += 4_099) long[at] = at >> 7
    expect(await contentId(long, [...piecesOf(long).keys()].reverse())).toBe(expected(long))
  })

  it('is that of shared memory', async () => {
    const hasher = createContentHasher()
    const shared = new Uint8Array(new SharedArrayBuffer(5)).fill(7)
    await hasher.hash(0, shared)
    shared.fill(0)
    expect(await hasher.digest(1)).toBe(expected(new Uint8Array(5).fill(7)))
  })
})

describe('digests', () => {
  it('go from one hasher to another', async () => {
    const [here, there] = [createContentHasher(), createContentHasher()]
    const pieces = piecesOf(content)
    await there.hash(3, pieces[3]!)
    await there.hash(2, pieces[2]!)
    await here.hash(0, pieces[0]!)
    const taken = await there.take(2, 4)
    expect(Buffer.from(taken).equals(digestsOf(content).subarray(64))).toBe(true)
    here.put(2, taken)
    await here.hash(1, pieces[1]!)
    expect(await here.digest(4)).toBe(expected(content))
  })

  it('can be put far behind all others', async () => {
    const hasher = createContentHasher()
    const digests = new Uint8Array(1_000 * 32).map((_, at) => at)
    hasher.put(100, digests.subarray(100 * 32))
    hasher.put(0, digests.subarray(0, 100 * 32))
    expect(Buffer.from(await hasher.take(0, 1_000)).equals(digests)).toBe(true)
  })

  it('are made once', async () => {
    const hasher = createContentHasher()
    const [one, other] = [Uint8Array.of(1), Uint8Array.of(2)]
    await Promise.all([hasher.hash(0, one), hasher.hash(0, other)])
    await hasher.hash(0, other)
    hasher.put(1, sha256(one))
    await hasher.hash(1, other)
    expect(await hasher.take(0, 2)).toEqual(new Uint8Array([...sha256(one), ...sha256(one)]))
  })

  it('are two at most under way, whoever asks', async () => {
    const hasher = createContentHasher()
    const pieces = Array.from({ length: 20 }, (_, at) => new Uint8Array(50_000).fill(at))
    const { subtle } = crypto
    const digest = subtle.digest
    let running = 0
    let most = 0
    subtle.digest = async (...given) => {
      most = Math.max(most, ++running)
      try {
        return await digest.apply(subtle, given)
      } finally {
        running--
      }
    }
    try {
      await Promise.all(pieces.map((piece, at) => hasher.hash(at, piece)))
      expect(Buffer.from(await hasher.take(0, 20)).equals(Buffer.concat(pieces.map(sha256)))).toBe(true)
    } finally {
      subtle.digest = digest
    }
    expect(most).toBe(2)
  })

  it('are not had of pieces that were not hashed', async () => {
    const hasher = createContentHasher()
    await hasher.hash(0, Uint8Array.of(1))
    await hasher.hash(2, Uint8Array.of(3))
    await expect(hasher.take(0, 2)).rejects.toThrow(RangeError)
    await expect(hasher.digest(3)).rejects.toThrow(RangeError)
    await expect(hasher.take(200, 201)).rejects.toThrow(RangeError)
    expect(await hasher.take(2, 3)).toHaveLength(32)
    expect(await hasher.take(1, 1)).toHaveLength(0)
  })
})

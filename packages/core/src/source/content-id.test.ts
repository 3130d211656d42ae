import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createContentHasher } from './content-id.js'

const piece = 1_048_576
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

function expected(content: Uint8Array): string {
  const digests: Uint8Array[] = []
  for (let from = 0; from < content.length; from += piece)
    digests.push(sha256(content.subarray(from, from + piece)))
  return sha256(Buffer.concat(digests)).toString('hex')
}

async function contentId(content: Uint8Array, cuts: readonly number[]): Promise<string> {
  const hasher = createContentHasher()
  let from = 0
  for (const cut of [...cuts, content.length]) {
    // The caller's buffer is overwritten at once.
    const given = content.slice(from, cut)
    await hasher.update(given)
    given.fill(0)
    from = cut
  }
  return hasher.digest()
}

it('is the digest of the digests of 1 MiB pieces, whatever the cuts', async () => {
  const content = Uint8Array.from({ length: 3 * piece + 1 }, (_, at) => (at * 31) >> 3)
  for (const size of [0, 1, piece - 1, piece, piece + 1, 3 * piece, 3 * piece + 1]) {
    expect(await contentId(content.subarray(0, size), [])).toBe(expected(content.subarray(0, size)))
  }
  const cuts = fc.array(fc.integer({ min: 0, max: content.length }), { maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(cuts, async (at) => {
      expect(
        await contentId(
          content,
          at.sort((a, b) => a - b),
        ),
      ).toBe(expected(content))
    }),
    { numRuns: 10 },
  )
})

it('holds for more than 64 pieces', async () => {
  const content = new Uint8Array(70 * piece + 5)
  for (let at = 0; at < content.length; at += 4_099) content[at] = at >> 7
  expect(await contentId(content, [])).toBe(expected(content))
})

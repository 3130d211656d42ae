import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pieceBytes, piecesOf } from './pieces.js'

/** Pieces in one buffer that is overwritten before each next one, as a file's reader may do. */
async function* overwriting(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(Math.max(0, ...pieces.map(({ length }) => length)))
  for (const piece of pieces) {
    buffer.fill(0xff)
    buffer.set(piece)
    yield buffer.subarray(0, piece.length)
  }
}

it('are as long as they should be, from pieces of any size', async () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 25 }), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(sizes, fc.integer({ min: 1, max: 10 }), async (lengths, bytes) => {
      let next = 0
      const given = lengths.map((length) => Uint8Array.from({ length }, () => next++))
      const got: number[][] = []
      for await (const piece of piecesOf(overwriting(given), bytes)) got.push([...piece])
      expect(got.flat()).toEqual([...Array(next).keys()])
      expect(got.slice(0, -1).every(({ length }) => length === bytes)).toBe(true)
      expect(got.every(({ length }) => length > 0 && length <= bytes)).toBe(true)
    }),
    { numRuns: 200 },
  )
})

it('are the given ones where these fit', async () => {
  const given = Array.from({ length: 3 }, () => new Uint8Array(pieceBytes))
  async function* stream() {
    yield* given
  }
  let at = 0
  for await (const piece of piecesOf(stream())) expect(piece.buffer).toBe(given[at++]!.buffer)
  expect(at).toBe(3)
})

it('are copied into one buffer elsewhere', async () => {
  const buffers = new Set<ArrayBufferLike>()
  async function* stream() {
    for (let at = 0; at < 100; at++) yield new Uint8Array(300_000)
  }
  let bytes = 0
  for await (const piece of piecesOf(stream())) {
    buffers.add(piece.buffer)
    bytes += piece.length
  }
  expect(bytes).toBe(30_000_000)
  expect(buffers.size).toBe(1)
})

it('leave the stream when they are left', async () => {
  let isLeft = false
  async function* stream() {
    try {
      for (;;) yield new Uint8Array(7)
    } finally {
      isLeft = true
    }
  }
  for await (const piece of piecesOf(stream(), 20)) {
    expect(piece).toHaveLength(20)
    break
  }
  expect(isLeft).toBe(true)
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BatchSlices } from './batch-slices.js'
import { hashBytes, openAccount } from './byte-table.js'
import { ColumnTexts } from './column-texts.js'
import { LanePool } from './lane-pool.js'
import { LaneScratch } from './lane-scratch.js'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** What a kernel gathers of texts. */
function gather(texts: readonly string[]): BatchSlices {
  const pieces = texts.map((text) => encoder.encode(text))
  const bytes = Buffer.concat(pieces)
  const ends = new Int32Array(texts.length)
  pieces.reduce((end, piece, at) => {
    ends[at] = end + piece.length
    return ends[at]!
  }, 0)
  const hashes = Int32Array.from(pieces, (piece) => hashBytes(piece, 0, piece.length))
  return { texts: texts.length, hashes, ends, bytes } as unknown as BatchSlices
}

/** One group of a column: texts come in slices or one by one, and are settled now and then. */
function fill(column: ColumnTexts, slices: readonly (readonly string[])[], settles: (at: number) => boolean) {
  const scratch = new LaneScratch()
  const codes: number[] = []
  const settle = (stay: boolean) => {
    scratch.reset()
    const renumbered = column.settle(scratch, stay)
    if (renumbered === undefined) return
    const { from, numbers } = renumbered
    for (const [at, code] of codes.entries()) if (code >= from) codes[at] = numbers[code - from]!
  }
  const numbers = new Uint16Array(8192)
  for (const [at, slice] of slices.entries()) {
    if (at % 3 === 2)
      for (const text of slice) {
        const bytes = encoder.encode(text)
        codes.push(column.add(bytes, 0, bytes.length))
      }
    else {
      column.addAll(gather(slice), numbers)
      codes.push(...numbers.subarray(0, slice.length))
    }
    if (settles(at)) settle(at % 2 === 0)
  }
  settle(true)
  const { heap, offsets, size } = column.table
  const texts = Array.from({ length: size }, (_, code) =>
    decoder.decode(heap.subarray(offsets[code], offsets[code + 1])),
  )
  const hashes = [...column.table.hashes.subarray(0, size)]
  return { codes, texts, hashes }
}

describe('texts of a column', () => {
  it('are numbered as they first came, however many repeat themselves', () => {
    const account = openAccount(new LanePool())
    let listed = 0
    fc.assert(
      fc.property(
        fc.array(fc.record({ of: fc.constantFrom(3, 900, 6000, 20_000, 400_000), size: fc.nat(2500) }), {
          minLength: 1,
          maxLength: 9,
        }),
        fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
        fc.nat(),
        (shapes, settles, seed) => {
          const column = new ColumnTexts(account)
          let state = seed
          const random = (below: number) => {
            state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
            return (state >>> 8) % below
          }
          for (let group = 0; group < 3; group++) {
            const slices = shapes.map(({ of, size }) =>
              Array.from({ length: size }, () => `text ${random(of).toString(36)}`.repeat(1 + random(2))),
            )
            const { codes, texts, hashes } = fill(column, slices, (at) => settles[at]!)
            const all = slices.flat()
            const first = [...new Set(all)]
            expect(texts).toEqual(first)
            const places = new Map(first.map((text, at) => [text, at]))
            expect(codes).toEqual(all.map((text) => places.get(text)))
            expect(hashes).toEqual([...gather(first).hashes])
            expect(account.bytes).toBe(column.table.bytes)
            column.clear()
            if (column.table.bytes < column.table.heap.length + 8 * column.table.hashes.length + 16) listed++
          }
          account.bytes -= column.table.bytes
        },
      ),
      { numRuns: 25 },
    )
    expect(listed).toBeGreaterThan(0)
  })
})

import { createMemorySegments, type SegmentStore } from '@assay/store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HashPartitions } from './hash-partitions.js'

const name = 'test.hashes'
const createScratch = (store: SegmentStore) => ({
  create: () => store.create(name),
  open: () => store.open(name),
  remove: () => store.remove(name),
})

type Entry = readonly [hash: number, place: number, code: number]

async function sortIn(
  store: SegmentStore,
  places: readonly (readonly number[])[],
  expected: number,
  most: number,
  firstPlace = 0,
) {
  const partitions = new HashPartitions(createScratch(store), expected, most, firstPlace + places.length)
  for (const [place, hashes] of places.entries()) {
    await partitions.add(firstPlace + place, (lanes) => {
      for (const [code, hash] of hashes.entries()) {
        lanes.hashes[code] = hash
        lanes.codes[code] = 65_535 - code
      }
      return hashes.length
    })
  }
  const sorted: Entry[] = []
  await partitions.eachSorted(async ({ size, hashes, places, codes }) => {
    for (let i = 0; i < size; i++) sorted.push([hashes[i]!, places[i]!, codes[i]!])
  })
  return sorted
}

describe('hash partitions', () => {
  it('sort as one stable sort does, whatever the bounds, and leave no file', async () => {
    const hash = fc.oneof(
      fc.integer({ min: 0, max: 0xffffffff }),
      fc.constantFrom(0, 7, 0x80000000, 0xffffffff),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(hash, { maxLength: 40 }), { maxLength: 30 }),
        fc.constantFrom(1, 3, 50, 10_000),
        fc.constantFrom(0, 0.5, 1, 3),
        fc.constantFrom(0, 40_000, 65_510, 65_530, 70_000),
        async (places, most, guess, first) => {
          const all = places.flatMap((hashes, place) =>
            hashes.map((hash, code): Entry => [hash, first + place, 65_535 - code]),
          )
          const store = createMemorySegments()
          const sorted = await sortIn(store, places, Math.floor(all.length * guess), most, first)
          expect(sorted).toEqual([...all].sort(([a], [b]) => a - b))
          expect(await store.list()).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })

  it('read and write the scratch file a few times, not once for every page', async () => {
    const store = createMemorySegments()
    const calls = { reads: 0, writes: 0 }
    const counting: SegmentStore = {
      ...store,
      async create(file) {
        const writer = await store.create(file)
        const append = (bytes: Uint8Array) => {
          calls.writes += 1
          return writer.append(bytes)
        }
        return {
          ...writer,
          append,
          get size() {
            return writer.size
          },
        }
      },
      async open(file) {
        const reader = await store.open(file)
        const read: typeof reader.read = (...range) => {
          calls.reads += 1
          return reader.read(...range)
        }
        return { ...reader, read }
      },
    }
    const places = Array.from({ length: 200 }, (_, place) =>
      Array.from({ length: 100 }, (_, i) => Math.imul(place * 100 + i, 0x9e3779b1) >>> 0),
    )
    expect(await sortIn(counting, places, 20_000, 2000)).toHaveLength(20_000)
    expect(calls.writes).toBeLessThanOrEqual(10)
    expect(calls.reads).toBeLessThanOrEqual(160)
  })
})

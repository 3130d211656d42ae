import { createMemorySegments } from '@assay/store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createChunkFileWriter, openChunkFile } from '../chunk-file.js'
import { LanePool } from '../lane-pool.js'
import { addLength } from '../length-set.js'
import { HashRun } from './hash-run.js'
import { HashRuns } from './hash-runs.js'

const name = 'test.1.seg'

interface Place {
  readonly column: number
  readonly group: number
  readonly hashes: readonly number[]
}

/** Writes places as runs; what finds the places of a hash in each run. */
async function findIn(places: readonly Place[], maxHashes: number) {
  const store = createMemorySegments()
  const file = await createChunkFileWriter(await store.create(name))
  const pool = new LanePool()
  const runs = new HashRuns(file, maxHashes, pool)
  for (const { column, group, hashes } of places)
    await runs.add({ column, group }, hashes.length, (lane, lengths) => {
      lane.set(hashes)
      addLength(lengths, column % 20)
    })
  await file.finish({ runs: await runs.finish() })
  const opened = await openChunkFile(name, await store.open(name))
  const { runs: records } = opened.directory as { runs: Parameters<typeof opened.read>[0][] }
  const read = await Promise.all(records.map(async (ref) => new HashRun(await opened.read(ref, 'a record'))))
  return async (hash: number, length = 3) => {
    const found = []
    for (const run of read) {
      const block = run.blockOf(hash, length)
      found.push(block === undefined ? [] : run.find(await opened.read(block, 'a block'), hash))
    }
    return found
  }
}

describe('runs of hashes', () => {
  it('find each place of a hash, in the order added, whatever the bound of a run', async () => {
    const hash = fc.oneof(
      fc.integer({ min: -0x80000000, max: 0x7fffffff }),
      fc.constantFrom(0, 7, -1, -0x80000000, 0x7fffffff),
    )
    const place = fc.record({
      column: fc.integer({ min: 0, max: 3500 }).map((n) => 20 * n + 3),
      group: fc.integer({ min: 0, max: 70_000 }),
      hashes: fc.array(hash, { minLength: 1, maxLength: 40 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(place, { maxLength: 20 }),
        fc.constantFrom(1, 2, 3, 50, 5000),
        async (places, maxHashes) => {
          const find = await findIn(places, maxHashes)
          for (const wanted of new Set(places.flatMap(({ hashes }) => hashes))) {
            const expected = places.flatMap(({ column, group, hashes }) =>
              hashes.flatMap((one, code) => (one === wanted ? [{ column, group, code }] : [])),
            )
            const found = (await find(wanted)).flat()
            // Hashes like it are found too, where a run holds many.
            expect(found).toEqual(expect.arrayContaining(expected))
            if (maxHashes <= 256) expect(found).toEqual(expected)
            expect((await find(wanted, 4)).flat()).toEqual([])
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  it('are few, and take few others for a hash, at their size in an ingest', async () => {
    const mixed = (i: number) => Math.imul(i ^ (i >>> 15), 0x9e3779b1) ^ (i << 7)
    const places = Array.from({ length: 10 }, (_, group) => ({
      column: 3,
      group,
      hashes: Array.from({ length: 40_000 }, (_, code) => mixed(group * 40_000 + code)),
    }))
    const find = await findIn(places, 131_072)
    const truth = new Map<number, number>()
    for (const { hashes } of places) for (const hash of hashes) truth.set(hash, (truth.get(hash) ?? 0) + 1)
    let found = 0
    let expected = 0
    for (let i = 0; i < 400_000; i += 97) {
      const runs = await find(mixed(i))
      expect(runs.length).toBeLessThanOrEqual(5)
      found += runs.flat().length
      expected += truth.get(mixed(i))!
    }
    expect(found).toBeGreaterThanOrEqual(expected)
    expect(found).toBeLessThanOrEqual(expected * 1.05)
  })
})

import type { ChunkFileWriter } from '../chunk-file.js'
import { LaneReader } from '../lanes.js'
import type { HashEntries } from './hash-partitions.js'
import type { BlockEntry } from './value-index-format.js'

const blockEntries = 8192

/** Where a text with a hash may stand. */
export interface HashPlace {
  readonly place: number
  readonly code: number
}

/** Packs hashes into blocks. They are given in stretches, each sorted and behind the one before. */
export function createHashBlocks(file: ChunkFileWriter, placeCount: number) {
  const blocks: BlockEntry<number>[] = []
  const narrow = placeCount <= 0x10000
  const narrowed = new Uint16Array(narrow ? blockEntries : 0)

  return {
    async add({ size, hashes, places, codes }: HashEntries): Promise<void> {
      for (let from = 0; from < size; from += blockEntries) {
        const to = Math.min(size, from + blockEntries)
        const given = places.subarray(from, to)
        const isNarrow = given.BYTES_PER_ELEMENT === 2
        if (narrow && !isNarrow) narrowed.set(given)
        const chunk = file.put([
          Uint32Array.of(to - from, narrow ? 2 : 4),
          hashes.subarray(from, to),
          narrow && !isNarrow ? narrowed.subarray(0, to - from) : given,
          codes.subarray(from, to),
        ])
        blocks.push({ chunk, first: hashes[from]! })
      }
      await file.drain()
    },
    get blocks(): readonly BlockEntry<number>[] {
      return blocks
    },
  }
}

/** Entries of a hash block that have the hash. */
export function* readHashes(block: Uint8Array, hash: number): Generator<HashPlace> {
  const lanes = new LaneReader(block)
  const [count, width] = lanes.take(Uint32Array, 2) as unknown as readonly [number, number]
  const hashes = lanes.take(Uint32Array, count)
  const places = width === 2 ? lanes.take(Uint16Array, count) : lanes.take(Uint32Array, count)
  const codes = lanes.take(Uint16Array, count)
  for (let i = lowerBound(hashes, hash); i < count && hashes[i] === hash; i++) {
    yield { place: places[i]!, code: codes[i]! }
  }
}

function lowerBound(sorted: Uint32Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

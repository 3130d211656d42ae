import type { LanePool } from '../lane-pool.js'
import type { Segment } from '../segment.js'
import type { ChunkTexts } from './chunk-texts.js'
import type { ChunkValues } from './value-tallies.js'

/** Bits for each value up to the bound: of as many values as the bound, few share one. */
const bitsOfValue = 64
/** Columns of which so many times the bound are expected are worth the look. */
const neededExcess = 1.03

/**
 * True when a column surely has more than `maxDistinct` different texts, by the hashes of its first chunks alone: then
 * none of its texts needs to be kept to count them. False where that is not so, or does not become clear: the more of a
 * chunk's texts were seen before, the fewer there are beside those that were seen. To be asked where the zones allow it.
 */
export async function isCrowded(
  segment: Segment,
  node: number,
  groups: readonly number[],
  maxDistinct: number,
  { texts, again, pool }: ChunkValues,
): Promise<boolean> {
  const seen = new SeenHashes(maxDistinct, pool)
  try {
    for (const group of groups) {
      texts.load(await segment.readColumn(segment.chunk(node, group)!, again, 'entries'))
      const added = seen.add(texts)
      if (seen.count > maxDistinct) return true
      const known = texts.size - added
      if (seen.count * texts.size < neededExcess * maxDistinct * known) return false
    }
    return false
  } finally {
    seen.release()
  }
}

/** A bit for each beginning of a hash: no more of them are set than there are different texts. */
class SeenHashes {
  count = 0
  readonly #shift: number
  readonly #words: Int32Array

  constructor(
    maxDistinct: number,
    private readonly pool: LanePool,
  ) {
    const bits = 32 - Math.clz32(bitsOfValue * maxDistinct)
    this.#shift = 32 - bits
    this.#words = pool.zeros(Int32Array, 1 << (bits - 5))
  }

  /** How many bits the texts of a chunk set. */
  add({ size, counts, hashed }: ChunkTexts): number {
    const words = this.#words
    const shift = this.#shift
    const { hashes } = hashed
    let added = 0
    for (let code = 0; code < size; code++) {
      const bit = hashes[code]! >>> shift
      const word = words[bit >>> 5]!
      const mask = 1 << (bit & 31)
      if ((word & mask) !== 0 || counts[code] === 0) continue
      words[bit >>> 5] = word | mask
      added++
    }
    this.count += added
    return added
  }

  release(): void {
    this.pool.give(this.#words)
  }
}

import type { ChunkRef } from '../chunk-file.js'
import { aligned, LaneReader } from '../lanes.js'
import { greatestLength, hasLength, type LengthSet, lengthWords } from '../length-set.js'
import { type EntryBits, restOf, wordOf } from './deal-hashes.js'

/** Where a text with a hash may stand: the column as the index names it, group, and dictionary code. */
export interface HashPlace {
  readonly column: number
  readonly group: number
  readonly code: number
}

const headerBytes = 8 + aligned(4 * lengthWords)
/** Of a block in the record: offset, length, CRC. */
const blockBytes = 16
const placeWords = 3

/** The record of a run of hashes (docs/segment-format.md). */
export class HashRun {
  readonly #bits: EntryBits
  readonly #lengthsOfTerms: LengthSet
  readonly #offsets: Float64Array
  readonly #lengths: Uint32Array
  readonly #crcs: Uint32Array
  readonly #places: Int32Array
  /** Bytes of the longest term, at most. */
  readonly longest: number

  constructor(bytes: Uint8Array) {
    const lanes = new LaneReader(bytes)
    const [blockBits, positionBits] = lanes.take(Uint32Array, 2) as unknown as readonly [number, number]
    const blocks = 1 << blockBits
    this.#lengthsOfTerms = lanes.take(Int32Array, lengthWords)
    this.longest = greatestLength(this.#lengthsOfTerms)
    this.#bits = { blockBits, positionBits }
    this.#offsets = lanes.take(Float64Array, blocks)
    this.#lengths = lanes.take(Uint32Array, blocks)
    this.#crcs = lanes.take(Uint32Array, blocks)
    this.#places = lanes.take(Int32Array, (bytes.length - headerBytes - blocks * blockBytes) / 4)
  }

  /** The block that holds all entries with the hash of a term of so many bytes; undefined when there are none. */
  blockOf(hash: number, length: number): ChunkRef | undefined {
    if (!hasLength(this.#lengthsOfTerms, length)) return undefined
    const block = hash >>> (32 - this.#bits.blockBits)
    const chunk = { offset: this.#offsets[block]!, length: this.#lengths[block]!, crc: this.#crcs[block]! }
    return chunk.length === 0 ? undefined : chunk
  }

  /** The places of texts with the hash, or of one like it, in its block; in the order in which they were added. */
  find(block: Uint8Array, hash: number): HashPlace[] {
    const lanes = new LaneReader(block)
    // Five bytes each, and four between words and bytes where they are odd.
    const count = Math.floor(block.length / 5)
    const words = lanes.take(Int32Array, count)
    const rests = lanes.take(Uint8Array, count)
    const mask = -1 << this.#bits.positionBits
    const word = wordOf(hash, this.#bits)
    const rest = restOf(hash, this.#bits)
    const found: HashPlace[] = []
    for (let i = 0; i < count; i++)
      if (rests[i] === rest && (words[i]! & mask) === word) found.push(this.#placeOf(words[i]! & ~mask))
    return found
  }

  #placeOf(position: number): HashPlace {
    const places = this.#places
    let place = 0
    for (let end = places.length / placeWords; end - place > 1; ) {
      const middle = (place + end) >>> 1
      if (places[middle * placeWords + 2]! <= position) place = middle
      else end = middle
    }
    const [column, group, start] = places.subarray(
      place * placeWords,
      (place + 1) * placeWords,
    ) as unknown as [number, number, number]
    return { column, group, code: position - start }
  }
}

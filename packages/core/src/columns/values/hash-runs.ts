import type { ChunkFileWriter, ChunkRef } from '../chunk-file.js'
import type { LanePool } from '../lane-pool.js'
import { type LengthSet, lengthWords, uniteLengths } from '../length-set.js'
import { type Blocks, dealHashes } from './deal-hashes.js'

/** Texts of a place: its codes have 16 bits. */
const maxAdded = 65_536
/** Entries of a block, at most: what a lookup reads of a run. */
const blockEntries = 2048

/** A column, as the index names it, and a group of its rows. */
interface Place {
  readonly column: number
  readonly group: number
}

/**
 * Writes the hashes of texts as runs: they are dealt out by their first bits into blocks in memory, which are written
 * together when one is full. No run is read again, as sorting through all of them would ask for.
 */
export class HashRuns {
  /** Taken with the first hash: most indexes have none. */
  #memory: { readonly blocks: Blocks; readonly hashes: Int32Array } | undefined
  /** Entries of the run. */
  #used = 0
  /** Column, group and start of each place, three words each: its codes are positions of the run less the start. */
  #places: number[] = []
  /** Of the terms of its places, and of the place that is added. */
  readonly #lengths: LengthSet = new Int32Array(lengthWords)
  readonly #added: LengthSet = new Int32Array(lengthWords)
  readonly #runs: ChunkRef[] = []

  /** `maxHashes`: of one run. */
  constructor(
    private readonly file: ChunkFileWriter,
    private readonly maxHashes: number,
    private readonly pool: LanePool,
  ) {}

  /** Adds the hashes of all texts of a place, at most 65,536, by their codes; `write` puts them into a lane, and the lengths of their terms into a set. */
  async add(
    place: Place,
    size: number,
    write: (hashes: Int32Array, lengths: LengthSet) => void,
  ): Promise<void> {
    const { blocks, hashes } = this.#take()
    write(hashes, this.#added.fill(0))
    for (let code = 0; code < size; ) {
      uniteLengths(this.#lengths, this.#added)
      this.#places.push(place.column, place.group, this.#used - code)
      const to = dealHashes(blocks, hashes, code, size, this.#used)
      this.#used += to - code
      code = to
      if (code < size) await this.#writeRun(blocks)
    }
  }

  /** Writes what is left; gives back the records of all runs, in the order of what was added. */
  async finish(): Promise<readonly ChunkRef[]> {
    if (this.#memory !== undefined) {
      const { blocks, hashes } = this.#memory
      if (this.#used > 0) await this.#writeRun(blocks)
      for (const lane of [blocks.words, blocks.rests, hashes]) this.pool.give(lane)
      this.#memory = undefined
    }
    return this.#runs
  }

  #take(): { readonly blocks: Blocks; readonly hashes: Int32Array } {
    this.#memory ??= {
      blocks: takeBlocks(this.maxHashes, this.pool),
      hashes: this.pool.take(Int32Array, maxAdded),
    }
    return this.#memory
  }

  async #writeRun({ blockBits, positionBits, room, words, rests, next }: Blocks): Promise<void> {
    const { file } = this
    const written: ChunkRef[] = []
    for (let block = 0; block < next.length; block++) {
      const start = block * room
      written.push(file.put([words.subarray(start, next[block]), rests.subarray(start, next[block])]))
      next[block] = start
      await file.drain()
    }
    this.#runs.push(
      file.put([
        Uint32Array.of(blockBits, positionBits),
        this.#lengths,
        Float64Array.from(written, ({ offset }) => offset),
        Uint32Array.from(written, ({ length }) => length),
        Uint32Array.from(written, ({ crc }) => crc),
        Int32Array.from(this.#places),
      ]),
    )
    this.#used = 0
    this.#places = []
    this.#lengths.fill(0)
  }
}

/** Room for at least so many entries. */
function takeBlocks(entries: number, pool: LanePool): Blocks {
  let blockBits = 1
  while (entries >> blockBits > blockEntries) blockBits++
  const blocks = 1 << blockBits
  const room = Math.ceil(entries / blocks)
  return {
    blockBits,
    positionBits: 32 - Math.clz32(blocks * room - 1),
    room,
    words: pool.take(Int32Array, blocks * room),
    rests: pool.take(Uint8Array, blocks * room),
    next: Int32Array.from({ length: blocks }, (_, block) => block * room),
  }
}

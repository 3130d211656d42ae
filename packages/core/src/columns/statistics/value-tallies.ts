import { ByteTable, openAccount } from '../byte-table.js'
import { ReadBuffer } from '../chunk-file.js'
import type { DecodedColumn } from '../decode-column.js'
import { LanePool } from '../lane-pool.js'
import { ChunkExacts } from './chunk-exacts.js'
import { ChunkNumbers } from './chunk-numbers.js'
import { ChunkTexts } from './chunk-texts.js'
import { NumberTable } from './number-table.js'
import { Tally } from './tally.js'

/** Bounds of the memory that describing one column takes. */
export interface TallyLimits {
  /** Different values that are counted exactly. */
  readonly maxDistinct: number
  /** Bytes of different texts that are counted exactly. */
  readonly maxTextBytes: number
}

export const tallyLimits: TallyLimits = { maxDistinct: 100_000, maxTextBytes: 16 * 1024 * 1024 }

/** The different values of one chunk after another, by kind, and the memory that all chunks and columns share. Exact numbers are those that no double holds, by their canonical text. */
export class ChunkValues {
  readonly texts: ChunkTexts
  readonly numbers: ChunkNumbers
  readonly exacts = new ChunkExacts()
  readonly buffer: ReadBuffer
  /** Every second chunk is read into it, while the one before is looked at. */
  readonly ahead: ReadBuffer
  /** For chunks that are read once more while one stands in `buffer`. */
  readonly again: ReadBuffer
  /** Keys of the tallies of the column at hand, until they are too many to be exact. */
  readonly textKeys: ByteTable
  readonly numberKeys: NumberTable
  readonly exactKeys: ByteTable
  readonly textCounts: Float64Array
  readonly numberCounts: Float64Array
  readonly exactCounts = new Float64Array(8)

  /** `maxDistinct`: keys that may be counted exactly. */
  constructor(
    maxDistinct: number,
    readonly pool = new LanePool(),
  ) {
    this.texts = new ChunkTexts(pool)
    this.numbers = new ChunkNumbers(pool)
    this.buffer = new ReadBuffer(pool)
    this.ahead = new ReadBuffer(pool)
    this.again = new ReadBuffer(pool)
    this.textKeys = new ByteTable(openAccount(pool))
    this.numberKeys = new NumberTable(pool)
    this.exactKeys = new ByteTable(openAccount(pool))
    this.textCounts = pool.take(Float64Array, maxDistinct + 1)
    this.numberCounts = pool.take(Float64Array, maxDistinct + 1)
  }

  /** Gives memory back; nothing is loaded or counted after that. */
  release(): void {
    const { texts, numbers, buffer, ahead, again, textKeys, numberKeys, exactKeys } = this
    for (const held of [texts, numbers, buffer, ahead, again, textKeys, numberKeys, exactKeys]) held.release()
    for (const lane of [this.textCounts, this.numberCounts]) this.pool.give(lane)
  }

  load(column: DecodedColumn): void {
    this.texts.load(column)
    this.numbers.load(column)
    this.exacts.load(column)
  }
}

/** Loads a column's chunks once more, one after another. */
export type EachChunk = (take: (values: ChunkValues) => void) => Promise<void>

/** Counts of a column's values by kind. */
export interface ValueTallies {
  readonly texts: Tally<ByteTable>
  readonly numbers: Tally<NumberTable>
  readonly exacts: Tally<ByteTable>
  add(values: ChunkValues): void
  /** Gives memory back; nothing is asked of the tallies after that. */
  release(): void
}

/** Tallies of one column. The earlier ones with the same `memory` are void. */
export function createValueTallies(
  { maxDistinct, maxTextBytes }: TallyLimits,
  memory: ChunkValues,
): ValueTallies {
  const { pool } = memory
  const emptyTexts = () => new ByteTable(openAccount(pool))
  memory.textKeys.clear()
  memory.numberKeys.clear()
  memory.exactKeys.clear()
  const texts = new Tally<ByteTable>(
    memory.textKeys,
    memory.textCounts,
    emptyTexts,
    pool,
    maxDistinct,
    maxTextBytes,
  )
  const numbers = new Tally(
    memory.numberKeys,
    memory.numberCounts,
    () => new NumberTable(pool),
    pool,
    maxDistinct,
    0,
  )
  const exacts = new Tally<ByteTable>(
    memory.exactKeys,
    memory.exactCounts,
    emptyTexts,
    pool,
    maxDistinct,
    maxTextBytes,
  )
  return {
    texts,
    numbers,
    exacts,
    add(values) {
      texts.addChunk(values.texts)
      numbers.addChunk(values.numbers)
      exacts.addChunk(values.exacts)
    },
    release() {
      for (const tally of [texts, numbers, exacts]) tally.release()
    },
  }
}

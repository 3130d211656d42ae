import type { LanePool } from '../lane-pool.js'
import { DistinctEstimate } from './distinct-estimate.js'
import { findNthGreatest } from './nth-greatest.js'

/** Distinct keys, numbered from 0. */
export interface KeyTable<Keys> {
  readonly size: number
  /** Bytes of all keys, where they have lengths of their own. */
  readonly used: number
  /** Hashes by key; what is behind the last one counts for nothing. */
  readonly hashes: Int32Array
  /** Adds key `key` of another table of the kind; its number here. */
  copy(from: Keys, key: number): number
  /** Gives its memory back; it is not used after that. */
  release(): void
}

/**
 * The different keys of one chunk. Those that occur 0 times are none. What is done for each key stands in loops of the
 * class itself, where V8 knows the kinds of all lanes.
 */
export interface ChunkKeys<Keys> {
  readonly size: number
  /** By key. */
  readonly counts: Uint32Array
  /** By key, for those that occur: what `findAll` and `addAll` say. */
  readonly numbers: Int32Array
  /** Hashes by key; valid until the next chunk. */
  hashes(): Int32Array
  /** Sets the numbers in a table of the keys from `from` on, -1 for one that it has not. */
  findAll(keys: Keys, from: number): void
  /** Adds keys to a table, which sets their numbers, until it has more than `maxKeys` or more bytes; where it stopped. */
  addAll(keys: Keys, maxKeys: number, maxKeyBytes: number): number
  addTo(keys: Keys, key: number): number
}

const maxKept = 1024
const leastKept = 16
/** Counts above it are told apart by sorting, below by counting them. */
const histogramSize = 256
/** Of one chunk at a time. */
const histogram = new Uint32Array(histogramSize)
/** What counts begin with where keys were dropped. */
const minCounts = 1024
const noErrors = new Float64Array(0)

/**
 * Counts of distinct keys in bounded memory, chunk by chunk. Exact up to `maxKeys`. Beyond it only frequent keys are
 * kept (Manku and Motwani 2002): a key that is not in `keys` occurred at most `missed` times, one that is at least
 * `count` and at most `count + error` times.
 */
export class Tally<Keys extends KeyTable<Keys>> {
  /** 0 while all is exact. */
  missed = 0
  #counts: Float64Array
  /** Keys that have a count. */
  #counted = 0
  #errors = noErrors
  #estimate: DistinctEstimate | undefined
  readonly #kept: number
  /** The table and the counts that it began with, which others will use. */
  readonly #lentKeys: Keys
  readonly #lentCounts: Float64Array

  /**
   * `keys`: an empty table; `create` makes those that follow it when keys are dropped. `counts`: memory of any content;
   * more comes from the pool.
   */
  constructor(
    public keys: Keys,
    counts: Float64Array,
    private readonly create: () => Keys,
    private readonly pool: LanePool,
    private readonly maxKeys: number,
    private readonly maxKeyBytes: number,
  ) {
    this.#counts = counts
    this.#lentKeys = keys
    this.#lentCounts = counts
    this.#kept = Math.max(leastKept, Math.min(maxKept, maxKeys >> 2))
  }

  get exact(): boolean {
    return this.#estimate === undefined
  }

  get distinct(): number {
    return this.#estimate?.count ?? this.keys.size
  }

  /** By key; what follows the last key is nothing. */
  get counts(): Float64Array {
    return this.#counts
  }

  count(key: number): number {
    return this.#counts[key]!
  }

  /** How often the key may have occurred before it was counted. */
  error(key: number): number {
    return this.#errors[key] ?? 0
  }

  /** Before the first chunk: there are too many keys to be exact, as is known already. */
  overflow(): void {
    this.#estimate = new DistinctEstimate()
    this.#counts = new Float64Array(64)
  }

  addChunk(chunk: ChunkKeys<Keys>): void {
    let from = 0
    if (this.#estimate === undefined) {
      from = chunk.addAll(this.keys, this.maxKeys, this.maxKeyBytes)
      this.#reserve(this.keys.size)
      addCounts(chunk.counts, chunk.numbers, from, this.#counts)
      if (this.keys.size > this.maxKeys || this.keys.used > this.maxKeyBytes) this.#overflow()
    }
    if (this.#estimate !== undefined && from < chunk.size) this.#addFrequent(chunk, from, this.#estimate)
  }

  /** Counts of 0 for the keys up to so many that have none. */
  #reserve(keys: number): void {
    if (keys > this.#counts.length) {
      const counts = this.pool.take(Float64Array, Math.max(keys, this.#counts.length * 2))
      counts.set(this.#counts.subarray(0, this.#counted))
      this.#giveCounts(this.#counts)
      this.#counts = counts
    }
    if (keys > this.#counted) this.#counts.fill(0, this.#counted, keys)
    this.#counted = keys
  }

  /** Keys from `from` on: each is estimated, those that were kept are counted, the most frequent others are kept from now on. */
  #addFrequent(chunk: ChunkKeys<Keys>, from: number, estimate: DistinctEstimate): void {
    const { counts, numbers, size } = chunk
    histogram.fill(0)
    estimate.addAll(chunk.hashes(), counts, from, size)
    if (this.keys.size === 0) {
      numbers.fill(-1, from, size)
      countCounts(counts, from, size, histogram)
    } else {
      chunk.findAll(this.keys, from)
      countKnown(counts, numbers, from, size, this.#counts, histogram)
    }
    const bound = boundOf(histogram, this.#kept)
    if (isAnyAbove(histogram, bound)) this.#keep(chunk, from, bound)
    this.missed += bound
    if (this.keys.size > 4 * this.#kept || this.keys.used > this.maxKeyBytes) this.#prune()
  }

  /** Keeps the keys that occur more than `bound` times and are not kept yet. */
  #keep(chunk: ChunkKeys<Keys>, from: number, bound: number): void {
    const { keys } = this
    const { counts, numbers, size } = chunk
    for (let key = from; key < size; key++) {
      const times = counts[key]!
      if (times > bound && numbers[key]! < 0) this.#keepKey(chunk.addTo(keys, key), times, this.missed)
    }
  }

  #keepKey(added: number, times: number, error: number): void {
    this.#reserve(added + 1)
    this.#counts[added] = times
    if (added >= this.#errors.length)
      this.#errors = this.pool.grow(this.#errors, added, Math.max(minCounts, this.#counts.length))
    this.#errors[added] = error
  }

  #overflow(): void {
    this.#estimate = new DistinctEstimate()
    this.#estimate.addFirst(this.keys.hashes, this.keys.size)
    this.#prune()
  }

  /** Keeps the most frequent keys. */
  #prune(): void {
    const { keys } = this
    const counts = this.#counts
    const errors = this.#errors
    const most = errors.length === 0 ? counts : addErrors(counts, errors, keys.size)
    const bound = findNthGreatest(most, keys.size, Math.min(keys.size, this.#kept + 1))
    this.keys = this.create()
    this.#counts = this.pool.take(Float64Array, minCounts)
    this.#counted = 0
    this.#errors = noErrors
    this.missed = Math.max(this.missed, bound)
    const above: number[] = []
    listAbove(most, keys.size, bound, above)
    for (const key of above) this.#keepKey(this.keys.copy(keys, key), counts[key]!, errors[key] ?? 0)
    if (keys !== this.#lentKeys) keys.release()
    this.#giveCounts(counts)
    this.pool.give(errors)
  }

  #giveCounts(counts: Float64Array): void {
    if (counts !== this.#lentCounts) this.pool.give(counts)
  }

  /** Gives back what it was not lent; nothing is asked or counted after that. */
  release(): void {
    if (this.keys !== this.#lentKeys) this.keys.release()
    this.#giveCounts(this.#counts)
    this.pool.give(this.#errors)
  }
}

// One loop a function, and nothing behind it: see `encode-column.ts`.

/** What each key may have occurred at most. */
function addErrors(counts: Float64Array, errors: Float64Array, size: number): Float64Array {
  const most = new Float64Array(size)
  for (let key = 0; key < size; key++) most[key] = counts[key]! + errors[key]!
  return most
}

function listAbove(most: Float64Array, size: number, bound: number, above: number[]): void {
  for (let key = 0; key < size; key++) if (most[key]! > bound) above.push(key)
}

/** Adds what the keys before `to` occur in a chunk to their counts. */
function addCounts(counts: Uint32Array, numbers: Int32Array, to: number, totals: Float64Array): void {
  for (let key = 0; key < to; key++) if (counts[key]! > 0) totals[numbers[key]!]! += counts[key]!
}

/** The same for keys that have numbers; how many of the others occur how often is added to the histogram. */
function countKnown(
  counts: Uint32Array,
  numbers: Int32Array,
  from: number,
  to: number,
  totals: Float64Array,
  histogram: Uint32Array,
): void {
  for (let key = from; key < to; key++) {
    const times = counts[key]!
    if (times === 0) continue
    const known = numbers[key]!
    if (known >= 0) totals[known]! += times
    else histogram[Math.min(times, histogramSize - 1)]!++
  }
}

/** Adds to the histogram how many keys occur how often. */
function countCounts(counts: Uint32Array, from: number, to: number, histogram: Uint32Array): void {
  for (let key = from; key < to; key++) histogram[Math.min(counts[key]!, histogramSize - 1)]!++
}

function isAnyAbove(histogram: Uint32Array, bound: number): boolean {
  if (bound >= histogramSize - 1) return true
  for (let count = bound + 1; count < histogramSize; count++) if (histogram[count]! > 0) return true
  return false
}

/** The least count that at most `kept` keys exceed, of counts that a histogram tells apart. */
function boundOf(histogram: Uint32Array, kept: number): number {
  let above = 0
  for (let count = histogram.length - 1; count > 0; count--) {
    above += histogram[count]!
    if (above > kept) return count
  }
  return 0
}

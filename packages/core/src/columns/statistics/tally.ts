import { grown } from '../byte-table.js'
import { DistinctEstimate } from './distinct-estimate.js'
import { findNthGreatest } from './nth-greatest.js'

/** Distinct keys, numbered from 0. */
export interface KeyTable<Keys> {
  readonly size: number
  /** Bytes of all keys, where they have lengths of their own. */
  readonly used: number
  hash(key: number): number
  /** Adds key `key` of another table of the kind; its number here. */
  copy(from: Keys, key: number): number
}

/** The different keys of one chunk. Those that occur 0 times are none. */
export interface ChunkKeys<Keys> {
  readonly size: number
  /** By key. */
  readonly counts: Uint32Array
  /** Hashes by key; valid until the next chunk. */
  hashes(): Int32Array
  /** Number of the key in a table, or -1. */
  findIn(keys: Keys, key: number): number
  addTo(keys: Keys, key: number): number
}

const maxKept = 1024
const leastKept = 16
/** Counts above it are told apart by sorting, below by counting them. */
const histogramSize = 256

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
  #errors = new Float64Array(0)
  #estimate: DistinctEstimate | undefined
  readonly #kept: number
  readonly #histogram = new Uint32Array(histogramSize)

  /** `keys`: an empty table; `create` makes those that follow it when keys are dropped. `counts`: memory of any content. */
  constructor(
    public keys: Keys,
    counts: Float64Array,
    private readonly create: () => Keys,
    private readonly maxKeys: number,
    private readonly maxKeyBytes: number,
  ) {
    this.#counts = counts
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

  addChunk(chunk: ChunkKeys<Keys>): void {
    let key = 0
    for (; key < chunk.size && this.#estimate === undefined; key++) {
      const times = chunk.counts[key]!
      if (times > 0) this.#bump(chunk.addTo(this.keys, key), times)
      if (this.keys.size > this.maxKeys || this.keys.used > this.maxKeyBytes) this.#overflow()
    }
    if (this.#estimate !== undefined && key < chunk.size) this.#addFrequent(chunk, key, this.#estimate)
  }

  #bump(key: number, times: number): void {
    if (key < this.#counted) {
      this.#counts[key]! += times
      return
    }
    if (key >= this.#counts.length)
      this.#counts = grown(this.#counts, Math.max(key + 1, this.#counts.length * 2))
    this.#counts[key] = times
    this.#counted = key + 1
  }

  /** Keys from `from` on: each is estimated, those that were kept are counted, the most frequent others are kept from now on. */
  #addFrequent(chunk: ChunkKeys<Keys>, from: number, estimate: DistinctEstimate): void {
    const { counts, size } = chunk
    const histogram = this.#histogram.fill(0)
    estimate.addAll(chunk.hashes(), counts, from, size)
    if (this.keys.size === 0) countCounts(counts, from, size, histogram)
    else this.#countKnown(chunk, from, histogram)
    const bound = boundOf(histogram, this.#kept)
    if (isAnyAbove(histogram, bound)) this.#keep(chunk, from, bound)
    this.missed += bound
    if (this.keys.size > 4 * this.#kept || this.keys.used > this.maxKeyBytes) this.#prune()
  }

  #countKnown(chunk: ChunkKeys<Keys>, from: number, histogram: Uint32Array): void {
    const { keys } = this
    const { counts, size } = chunk
    for (let key = from; key < size; key++) {
      const times = counts[key]!
      if (times === 0) continue
      const known = chunk.findIn(keys, key)
      if (known >= 0) this.#counts[known]! += times
      else histogram[Math.min(times, histogramSize - 1)]!++
    }
  }

  /** Keeps the keys that occur more than `bound` times and are not kept yet. */
  #keep(chunk: ChunkKeys<Keys>, from: number, bound: number): void {
    const { keys } = this
    const { counts, size } = chunk
    for (let key = from; key < size; key++) {
      const times = counts[key]!
      if (times > bound && (keys.size === 0 || chunk.findIn(keys, key) < 0)) {
        const added = chunk.addTo(keys, key)
        this.#bump(added, times)
        if (added >= this.#errors.length)
          this.#errors = grown(this.#errors, Math.max(64, this.#counts.length))
        this.#errors[added] = this.missed
      }
    }
  }

  #overflow(): void {
    const estimate = new DistinctEstimate()
    for (let key = 0; key < this.keys.size; key++) estimate.add(this.keys.hash(key))
    this.#estimate = estimate
    this.#prune()
  }

  /** Keeps the most frequent keys. */
  #prune(): void {
    const { keys } = this
    const counts = this.#counts
    const errors = this.#errors
    const bound = findNthGreatest(counts, keys.size, Math.min(keys.size, this.#kept + 1), errors)
    this.keys = this.create()
    this.#counts = new Float64Array(64)
    this.#counted = 0
    this.#errors = new Float64Array(64)
    this.missed = Math.max(this.missed, bound)
    for (let key = 0; key < keys.size; key++) {
      if (counts[key]! + (errors[key] ?? 0) <= bound) continue
      const kept = this.keys.copy(keys, key)
      this.#bump(kept, counts[key]!)
      if (kept >= this.#errors.length) this.#errors = grown(this.#errors, this.#errors.length * 2)
      this.#errors[kept] = errors[key] ?? 0
    }
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

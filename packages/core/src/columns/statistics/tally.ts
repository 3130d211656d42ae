import { grown } from '../byte-table.js'
import { DistinctEstimate } from './distinct-estimate.js'

/** Distinct keys, numbered from 0. */
export interface KeyTable<Keys> {
  readonly size: number
  /** Bytes of all keys, where they have lengths of their own. */
  readonly used: number
  hash(key: number): number
  /** Adds key `key` of another table of the kind; its number here. */
  copy(from: Keys, key: number): number
}

/**
 * Counts of distinct keys in bounded memory. Exact up to `maxKeys`; beyond it the rarer half is dropped again and
 * again, and every count taken down by the median (Misra and Gries 1982, as in Anderson et al. 2017): a key whose
 * count is above `missed` is then still there.
 */
export class Tally<Keys extends KeyTable<Keys>> {
  keys: Keys
  /** No dropped key occurred more often; 0 while all is exact. */
  missed = 0
  #counts = new Float64Array(8)
  #estimate: DistinctEstimate | undefined

  constructor(
    private readonly create: () => Keys,
    private readonly maxKeys: number,
    private readonly maxKeyBytes: number,
  ) {
    this.keys = create()
  }

  get exact(): boolean {
    return this.#estimate === undefined
  }

  get distinct(): number {
    return this.#estimate?.count ?? this.keys.size
  }

  count(key: number): number {
    return this.#counts[key]!
  }

  /** Adds occurrences of a key that `keys` numbered. The number is void afterwards. */
  add(key: number, times: number): void {
    if (key >= this.#counts.length)
      this.#counts = grown(this.#counts, Math.max(key + 1, this.#counts.length * 2))
    if (this.#estimate !== undefined && this.#counts[key] === 0) this.#estimate.add(this.keys.hash(key))
    this.#counts[key]! += times
    if (this.keys.size > this.maxKeys || this.keys.used > this.maxKeyBytes) this.#drop()
  }

  #drop(): void {
    const { keys, maxKeys } = this
    const counts = this.#counts
    if (this.#estimate === undefined) {
      this.#estimate = new DistinctEstimate()
      for (let key = 0; key < keys.size; key++) this.#estimate.add(keys.hash(key))
    }
    const median = counts.slice(0, keys.size).sort()[keys.size >> 1]!
    this.keys = this.create()
    this.#counts = new Float64Array(Math.max(64, maxKeys >> 1))
    this.missed += median
    for (let key = 0; key < keys.size; key++) {
      if (counts[key]! > median) this.#restore(this.keys.copy(keys, key), counts[key]! - median)
    }
  }

  #restore(key: number, count: number): void {
    if (key >= this.#counts.length) this.#counts = grown(this.#counts, this.#counts.length * 2)
    this.#counts[key] = count
  }
}

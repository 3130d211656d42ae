import { compareBytes } from '../compare-bytes.js'
import { copyBytes, viewBytes } from '../copy-bytes.js'
import { LanePool } from '../lane-pool.js'
import { maxSorted, sortTerms, type Terms } from './sort-terms.js'

const entryBytes = 24

/** Terms that are in memory until they are so many that they are written as one sorted run. */
export class TermRun implements Terms {
  readonly #maxBytes: number
  #heap = new Uint8Array(1 << 16)
  /** The bytes of the heap. */
  #view = viewBytes(this.#heap)
  #used = 0
  #size = 0
  #lanes = new Uint32Array(4 * 1024)
  #counts = new Float64Array(1024)
  #order: Uint32Array = new Uint32Array(0)

  readonly #pool: LanePool

  /** `maxBytes`: about what it may come to. */
  constructor(maxBytes: number, pool = new LanePool(0)) {
    this.#maxBytes = maxBytes
    this.#pool = pool
  }

  get size(): number {
    return this.#size
  }

  /** Memory that the entries take. */
  get bytes(): number {
    return this.#used + this.#size * entryBytes
  }

  /** No more can be sorted at once. */
  get full(): boolean {
    return this.#size === maxSorted
  }

  /** Adds the value `source[start … end)` under its term, the first `termBytes` of `term`. */
  add(
    term: DataView,
    termBytes: number,
    source: DataView,
    start: number,
    end: number,
    column: number,
    count: number,
  ): void {
    // Where the value is its own term it stands there once.
    const isSame = termBytes === end - start && isSameBytes(term, source, start, end)
    const valueFrom = isSame ? this.#used : this.#used + termBytes
    const to = valueFrom + end - start
    if (to > this.#heap.length) this.#grow(to)
    if (this.#size === this.#counts.length) {
      const most = Math.ceil(this.#maxBytes / entryBytes)
      const entries = this.#size < most ? Math.min(2 * this.#size, most) : 2 * this.#size
      this.#counts = this.#pool.grow(this.#counts, this.#size, entries)
      this.#lanes = this.#pool.grow(this.#lanes, this.#size * 4, entries * 4)
    }
    const lanes = this.#lanes
    const lane = this.#size * 4
    lanes[lane] = this.#used
    lanes[lane + 1] = this.#used + termBytes
    lanes[lane + 2] = to
    lanes[lane + 3] = column
    copyBytes(term, 0, termBytes, this.#view, this.#used)
    if (!isSame) copyBytes(source, start, end, this.#view, valueFrom)
    this.#counts[this.#size++] = count
    this.#used = to
  }

  /** Room for so many bytes. */
  #grow(bytes: number): void {
    const most = Math.max(bytes, Math.min(2 * bytes, this.#maxBytes))
    this.#heap = this.#pool.grow(this.#heap, this.#used, most)
    this.#view = viewBytes(this.#heap)
  }

  /** Gives its memory back; it is not used after that. */
  release(): void {
    for (const lane of [this.#heap, this.#lanes, this.#counts, this.#order]) this.#pool.give(lane)
  }

  clear(): void {
    this.#pool.give(this.#order)
    this.#order = new Uint32Array(0)
    this.#used = 0
    this.#size = 0
  }

  /** The bytes of terms and values. */
  get heap(): Uint8Array {
    return this.#heap
  }

  /** The same bytes. */
  get view(): DataView {
    return this.#view
  }

  /**
   * Of each entry four: where its term begins and ends, where its value ends, which stands behind it or is the term, and
   * its column.
   */
  get lanes(): Uint32Array {
    return this.#lanes
  }

  /** By entry: the rows that hold the value. */
  get counts(): Float64Array {
    return this.#counts
  }

  /** By term, column, value. */
  compare(a: number, b: number): number {
    const heap = this.#heap
    const lanes = this.#lanes
    const left = a * 4
    const right = b * 4
    return (
      compareBytes(heap, lanes[left]!, lanes[left + 1]!, heap, lanes[right]!, lanes[right + 1]!) ||
      lanes[left + 3]! - lanes[right + 3]! ||
      compareBytes(heap, this.valueStart(a), lanes[left + 2]!, heap, this.valueStart(b), lanes[right + 2]!)
    )
  }

  /** Where the value of an entry begins. */
  valueStart(entry: number): number {
    const lane = entry * 4
    const termEnd = this.#lanes[lane + 1]!
    return this.#lanes[lane + 2] === termEnd ? this.#lanes[lane]! : termEnd
  }

  /** The entries in order of term, column, value, until it is cleared. */
  sorted(): Uint32Array {
    this.#order = sortTerms(this, this.#size, this.#pool)
    return this.#order
  }
}

/** Whether `source[start … end)` is what `term` begins with. */
function isSameBytes(term: DataView, source: DataView, start: number, end: number): boolean {
  let i = start
  for (; i + 4 <= end; i += 4) if (term.getInt32(i - start, true) !== source.getInt32(i, true)) return false
  for (; i < end; i++) if (term.getInt8(i - start) !== source.getInt8(i)) return false
  return true
}

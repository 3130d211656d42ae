import { grown } from '../byte-table.js'
import { compareBytes } from '../compare-bytes.js'
import { maxSorted, sortTerms } from './sort-terms.js'

/** One value of one column under its folded term. */
export interface TermEntry {
  readonly heap: Uint8Array
  readonly termStart: number
  readonly termEnd: number
  readonly valueEnd: number
  readonly column: number
  readonly count: number
}

const entryBytes = 24

/** Terms that are in memory until they are so many that they are written as one sorted run. */
export class TermRun {
  #heap = new Uint8Array(1 << 16)
  #used = 0
  #size = 0
  /** Of each entry: start, end of the term, end of the value, column. */
  #lanes = new Uint32Array(4 * 1024)
  #counts = new Float64Array(1024)

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

  /** Adds the value `source[start … end)` under its term. */
  add(term: Uint8Array, source: Uint8Array, start: number, end: number, column: number, count: number): void {
    const valueFrom = this.#used + term.length
    const to = valueFrom + end - start
    while (to > this.#heap.length) this.#heap = grown(this.#heap, this.#heap.length * 2)
    if (this.#size === this.#counts.length) {
      this.#counts = grown(this.#counts, this.#size * 2)
      this.#lanes = grown(this.#lanes, this.#size * 8)
    }
    const heap = this.#heap
    const lanes = this.#lanes
    const lane = this.#size * 4
    lanes[lane] = this.#used
    lanes[lane + 1] = valueFrom
    lanes[lane + 2] = to
    lanes[lane + 3] = column
    for (let i = 0; i < term.length; i++) heap[this.#used + i] = term[i]!
    for (let i = start; i < end; i++) heap[valueFrom + i - start] = source[i]!
    this.#counts[this.#size++] = count
    this.#used = to
  }

  clear(): void {
    this.#used = 0
    this.#size = 0
  }

  /** In order of term, column, value. */
  *sorted(): Generator<TermEntry> {
    for (const entry of this.#order()) yield this.#entry(entry)
  }

  #order(): Uint32Array {
    const heap = this.#heap
    const lanes = this.#lanes
    const compare = (a: number, b: number) => {
      const left = a * 4
      const right = b * 4
      return (
        compareBytes(heap, lanes[left]!, lanes[left + 1]!, heap, lanes[right]!, lanes[right + 1]!) ||
        lanes[left + 3]! - lanes[right + 3]! ||
        compareBytes(heap, lanes[left + 1]!, lanes[left + 2]!, heap, lanes[right + 1]!, lanes[right + 2]!)
      )
    }
    return sortTerms(
      this.#size,
      heap,
      (entry) => lanes[entry * 4]!,
      (entry) => lanes[entry * 4 + 1]!,
      compare,
    )
  }

  #entry(i: number): TermEntry {
    const lanes = this.#lanes
    return {
      heap: this.#heap,
      termStart: lanes[i * 4]!,
      termEnd: lanes[i * 4 + 1]!,
      valueEnd: lanes[i * 4 + 2]!,
      column: lanes[i * 4 + 3]!,
      count: this.#counts[i]!,
    }
  }
}

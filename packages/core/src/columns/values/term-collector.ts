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

type Lanes = readonly [start: number, termEnd: number, valueEnd: number, column: number]

const sampleSize = 255

/**
 * Keeps the first terms, in their order, that fit into `maxBytes`: when it overflows, the upper half is dropped and
 * everything from there on is refused. What was refused is collected by another pass that begins `from` there.
 */
export class TermCollector {
  /** First term that was refused; undefined while none was. */
  refusedFrom: Uint8Array | undefined
  #heap = new Uint8Array(1 << 16)
  #used = 0
  #size = 0
  /** Of each entry: start, end of the term, end of the value, column. */
  #lanes = new Uint32Array(4 * 1024)
  #counts = new Float64Array(1024)

  constructor(
    private readonly from: Uint8Array,
    private readonly maxBytes: number,
  ) {}

  add(term: Uint8Array, source: Uint8Array, start: number, end: number, column: number, count: number): void {
    if (compareBytes(term, 0, term.length, this.from, 0, this.from.length) < 0) return
    const refused = this.refusedFrom
    if (refused !== undefined && compareBytes(term, 0, term.length, refused, 0, refused.length) >= 0) return
    const size = term.length + end - start
    const full = this.#used + size + this.#size * 24 > this.maxBytes || this.#size === maxSorted
    if (full && this.#dropUpperHalf()) {
      this.add(term, source, start, end, column, count)
      return
    }
    this.#append(term, source, start, end, column, count)
  }

  /** In order of term, column, value. */
  *sorted(): Generator<TermEntry> {
    for (const entry of this.#order()) yield this.#entry(entry)
  }

  #append(
    term: Uint8Array,
    source: Uint8Array,
    start: number,
    end: number,
    column: number,
    count: number,
  ): void {
    const from = this.#used
    const valueFrom = from + term.length
    const to = valueFrom + end - start
    while (to > this.#heap.length) this.#heap = grown(this.#heap, this.#heap.length * 2)
    if (this.#size === this.#counts.length) {
      this.#counts = grown(this.#counts, this.#size * 2)
      this.#lanes = grown(this.#lanes, this.#size * 8)
    }
    this.#heap.set(term, from)
    this.#heap.set(source.subarray(start, end), valueFrom)
    this.#lanes.set([from, valueFrom, to, column], this.#size * 4)
    this.#counts[this.#size] = count
    this.#size++
    this.#used = to
  }

  /** False when there is only one term, which is kept whole whatever it takes. */
  #dropUpperHalf(): boolean {
    const limit = this.#middle() ?? this.#second()
    if (limit === undefined) return false
    let kept = 0
    let used = 0
    for (let i = 0; i < this.#size; i++) {
      if (this.#compareTo(i, limit) >= 0) continue
      const [start, termEnd, valueEnd, column] = this.#lanes.subarray(i * 4, i * 4 + 4) as unknown as Lanes
      this.#heap.copyWithin(used, start, valueEnd)
      this.#lanes.set([used, used + termEnd - start, used + valueEnd - start, column], kept * 4)
      this.#counts[kept++] = this.#counts[i]!
      used += valueEnd - start
    }
    this.#size = kept
    this.#used = used
    this.refusedFrom = limit
    return true
  }

  /** About the middle term, from a sample; undefined when it is the least. */
  #middle(): Uint8Array | undefined {
    const step = Math.max(1, Math.floor(this.#size / sampleSize))
    const sample: number[] = []
    for (let i = 0; i < this.#size; i += step) sample.push(i)
    sample.sort((a, b) => this.#compareTo(a, this.#term(b)))
    const middle = sample[sample.length >> 1]
    if (middle === undefined) return undefined
    const term = this.#term(middle)
    return this.#compareTo(sample[0]!, term) < 0 ? term : undefined
  }

  /** The least term but one. */
  #second(): Uint8Array | undefined {
    let least = 0
    for (let i = 1; i < this.#size; i++) if (this.#compareTo(i, this.#term(least)) < 0) least = i
    let second: number | undefined
    for (let i = 0; i < this.#size; i++) {
      if (this.#compareTo(i, this.#term(least)) === 0) continue
      if (second === undefined || this.#compareTo(i, this.#term(second)) < 0) second = i
    }
    return second === undefined ? undefined : this.#term(second)
  }

  #term(i: number): Uint8Array {
    return this.#heap.slice(this.#lanes[i * 4]!, this.#lanes[i * 4 + 1]!)
  }

  #compareTo(i: number, term: Uint8Array): number {
    return compareBytes(this.#heap, this.#lanes[i * 4]!, this.#lanes[i * 4 + 1]!, term, 0, term.length)
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

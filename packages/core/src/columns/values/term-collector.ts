import { grown } from '../byte-table.js'
import { compareBytes } from '../compare-bytes.js'

/** One value of one column under its folded term. */
export interface TermEntry {
  readonly heap: Uint8Array
  readonly termStart: number
  readonly termEnd: number
  readonly valueEnd: number
  readonly column: number
  readonly count: number
}

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
    if (this.#used + size + this.#size * 24 > this.maxBytes && this.#dropUpperHalf()) {
      this.add(term, source, start, end, column, count)
      return
    }
    this.#append(term, 0, term.length, source, start, end, column, count)
  }

  /** In order of term, column, value. */
  *sorted(): Generator<TermEntry> {
    for (const entry of this.#order()) yield this.#entry(entry)
  }

  #append(
    term: Uint8Array,
    termStart: number,
    termEnd: number,
    source: Uint8Array,
    start: number,
    end: number,
    column: number,
    count: number,
  ): void {
    const from = this.#used
    const valueFrom = from + termEnd - termStart
    const to = valueFrom + end - start
    while (to > this.#heap.length) this.#heap = grown(this.#heap, this.#heap.length * 2)
    if (this.#size === this.#counts.length) {
      this.#counts = grown(this.#counts, this.#size * 2)
      this.#lanes = grown(this.#lanes, this.#size * 8)
    }
    this.#heap.set(term.subarray(termStart, termEnd), from)
    this.#heap.set(source.subarray(start, end), valueFrom)
    this.#lanes.set([from, valueFrom, to, column], this.#size * 4)
    this.#counts[this.#size] = count
    this.#size++
    this.#used = to
  }

  /** False when there is only one term, which is kept whole whatever it takes. */
  #dropUpperHalf(): boolean {
    if (this.#size === 0) return false
    const order = this.#order()
    const kept = new TermCollector(this.from, this.maxBytes)
    const middle = this.#entry(order[order.length >> 1]!)
    const limit = this.#heap.slice(middle.termStart, middle.termEnd)
    const first = this.#entry(order[0]!)
    const alone = compareBytes(this.#heap, first.termStart, first.termEnd, limit, 0, limit.length) === 0
    let dropped = false
    for (const i of order) {
      const { heap, termStart, termEnd, valueEnd, column, count } = this.#entry(i)
      const place = compareBytes(heap, termStart, termEnd, limit, 0, limit.length)
      if (place < 0 || (alone && place === 0)) {
        kept.#append(heap, termStart, termEnd, heap, termEnd, valueEnd, column, count)
      } else {
        this.refusedFrom = heap.slice(termStart, termEnd)
        dropped = true
        break
      }
    }
    this.#heap = kept.#heap
    this.#used = kept.#used
    this.#size = kept.#size
    this.#lanes = kept.#lanes
    this.#counts = kept.#counts
    return dropped
  }

  #order(): Uint32Array {
    const heap = this.#heap
    const lanes = this.#lanes
    return Uint32Array.from({ length: this.#size }, (_, i) => i).sort((a, b) => {
      const left = a * 4
      const right = b * 4
      return (
        compareBytes(heap, lanes[left]!, lanes[left + 1]!, heap, lanes[right]!, lanes[right + 1]!) ||
        lanes[left + 3]! - lanes[right + 3]! ||
        compareBytes(heap, lanes[left + 1]!, lanes[left + 2]!, heap, lanes[right + 1]!, lanes[right + 2]!)
      )
    })
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

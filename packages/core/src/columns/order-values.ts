import { type ColumnBatch, Kind } from '../json/column-batch.js'

/** Longer rows are not looked at for being alike. */
const maxPeriod = 64

/**
 * The values of a batch node by node, each in the batch's order: a column's lanes and dictionary then stay in the
 * cache for all of its values. The lanes are reused by the next call.
 */
export class ValueOrder {
  /** Places in the batch. */
  order = new Int32Array(0)
  /** Nodes that have values, in the order of their first. */
  nodes = new Int32Array(0)
  /** By node: where its values end in `order`. */
  ends = new Int32Array(64)
  #counts = new Int32Array(64)
  #nodes = new Int32Array(64)

  /** Where the values of a node begin. */
  start(node: number): number {
    return this.ends[node]! - this.#counts[node]!
  }

  /** How many values a node has. */
  count(node: number): number {
    return this.#counts[node]!
  }

  /** How many bytes the texts of a node have in the batch that was loaded. */
  bytes(node: number, { kind, size }: ColumnBatch): number {
    let bytes = 0
    for (let at = this.start(node); at < this.ends[node]!; at++) {
      const i = this.order[at]!
      if (kind[i]! >= Kind.exact && kind[i]! <= Kind.escaped) bytes += size[i]!
    }
    return bytes
  }

  /** Sorts the values `from … to - 1` of so many nodes into `lane` where they fit; `nodeCount` is more than any of these. */
  load(node: Int32Array, from: number, to: number, nodeCount: number, lane: Int32Array<ArrayBuffer>): void {
    if (this.#counts.length < nodeCount) {
      this.#counts = new Int32Array(nodeCount * 2)
      this.#nodes = new Int32Array(nodeCount * 2)
      this.ends = new Int32Array(nodeCount * 2)
    }
    this.order = lane.length < to - from ? new Int32Array(to - from) : lane
    const counts = this.#counts
    for (const one of this.nodes) counts[one] = 0
    const period = periodOf(node, from, to)
    // Of records that are all alike, as of rows of a table, a row's values say where those of all others stand.
    const listed =
      period > 0
        ? countAlike(node, from, to, period, counts, this.#nodes)
        : count(node, from, to, counts, this.#nodes)
    this.nodes = this.#nodes.subarray(0, listed)
    let sum = 0
    for (const one of this.nodes) {
      this.ends[one] = sum
      sum += counts[one]!
    }
    if (period > 0) placeAlike(node, from, to, period, this.ends, this.order)
    else place(node, from, to, this.ends, this.order)
  }
}

/** After how many values the nodes repeat themselves, each of them once; 0 where they do not. */
function periodOf(node: Int32Array, from: number, to: number): number {
  const most = Math.min(to, from + maxPeriod)
  let second = from + 1
  while (second < most && node[second] !== node[from]) second++
  if (second >= most) return 0
  const period = second - from
  if (!repeats(node, second, to, period)) return 0
  for (let i = from; i < second; i++) if (node.indexOf(node[i]!, i + 1) < second) return 0
  return period
}

function repeats(node: Int32Array, from: number, to: number, period: number): boolean {
  for (let i = from; i < to; i++) if (node[i] !== node[i - period]) return false
  return true
}

// One loop a function, and no call in it: see `encode-column.ts`.

/** How often each node comes is added to `counts`, and those that had 0 are listed; how many. */
function count(node: Int32Array, from: number, to: number, counts: Int32Array, list: Int32Array): number {
  let listed = 0
  for (let i = from; i < to; i++) {
    const one = node[i]!
    if (counts[one]!++ === 0) list[listed++] = one
  }
  return listed
}

/** `count` of nodes that repeat themselves. */
function countAlike(
  node: Int32Array,
  from: number,
  to: number,
  period: number,
  counts: Int32Array,
  list: Int32Array,
): number {
  for (let k = 0; k < period; k++) {
    list[k] = node[from + k]!
    counts[list[k]!] = Math.ceil((to - from - k) / period)
  }
  return period
}

/** `place` of nodes that repeat themselves. */
function placeAlike(
  node: Int32Array,
  from: number,
  to: number,
  period: number,
  next: Int32Array,
  order: Int32Array,
): void {
  for (let k = from; k < from + period; k++) {
    let at = next[node[k]!]!
    for (let i = k; i < to; i += period) order[at++] = i
    next[node[k]!] = at
  }
}

/** Puts in the places of values node by node: the next one of each is `next[node]`. */
function place(node: Int32Array, from: number, to: number, next: Int32Array, order: Int32Array): void {
  for (let i = from; i < to; i++) order[next[node[i]!]!++] = i
}

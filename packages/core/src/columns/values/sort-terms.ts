import { viewBytes } from '../copy-bytes.js'
import type { LanePool } from '../lane-pool.js'

/** Entries that can be sorted at once. */
export const maxSorted = 2 ** 21

/** Fewer entries than this are compared one by one. */
const smallRange = 24

/** Entries in memory: the term of entry i is `heap[lanes[4 * i] … lanes[4 * i + 1])`. */
export interface Terms {
  readonly heap: Uint8Array
  readonly lanes: Uint32Array
  /** Orders two entries, those of one term too. */
  compare(a: number, b: number): number
}

/** What ranges are sorted in, and those that are still to be: from, to, depth of each. */
interface Room {
  /** The bytes of the terms. */
  readonly view: DataView
  readonly order: Uint32Array
  readonly keys: Float64Array
  readonly prefixes: Int32Array
  readonly ranges: number[]
}

/**
 * Sorts the first `size` entries (at most `maxSorted`) by their terms: by four bytes at a time with the platform's
 * numeric sort, and by `compare` where terms are equal or few. Texts of data share long beginnings, on which comparing
 * is slow. What is given back is a lane of the pool.
 */
export function sortTerms(terms: Terms, size: number, pool: LanePool): Uint32Array {
  const order = pool.take(Uint32Array, size)
  countUp(order)
  const room: Room = {
    view: viewBytes(terms.heap),
    order,
    keys: pool.take(Float64Array, size),
    prefixes: pool.take(Int32Array, size),
    ranges: [0, size, 0],
  }
  const { ranges } = room
  while (ranges.length > 0) {
    const depth = ranges.pop()!
    const to = ranges.pop()!
    const from = ranges.pop()!
    if (to - from <= smallRange) sortFew(order, from, to, terms)
    else sortRange(terms, room, from, to, depth)
  }
  pool.give(room.keys)
  pool.give(room.prefixes)
  return order
}

// Loops of their own, so that they are compiled for good after a few ranges: before, each number is an object.

function countUp(order: Uint32Array): void {
  for (let entry = 0; entry < order.length; entry++) order[entry] = entry
}

function sortRange(terms: Terms, room: Room, from: number, to: number, depth: number): void {
  const { order, prefixes, ranges } = room
  const keys = room.keys.subarray(0, to - from)
  fillKeys(keys, room, from, depth, terms.lanes)
  keys.sort()
  splitKeys(keys, order, from, prefixes)
  for (let first = 0; first < keys.length; ) {
    const prefix = prefixes[first]!
    const next = endOfEqual(prefixes, first, keys.length)
    if (next - first > 1) {
      // Bytes beyond an end count as 0, like a byte 0: only comparing tells them apart.
      if (prefix !== 0) ranges.push(from + first, from + next, depth + 4)
      else sortEqual(order, from + first, from + next, terms)
    }
    first = next
  }
}

function fillKeys(
  keys: Float64Array,
  { view, order }: Room,
  from: number,
  depth: number,
  lanes: Uint32Array,
): void {
  for (let i = 0; i < keys.length; i++) {
    const entry = order[from + i]!
    keys[i] = (prefixAt(view, lanes[4 * entry]! + depth, lanes[4 * entry + 1]!) >>> 0) * maxSorted + entry
  }
}

function splitKeys(keys: Float64Array, order: Uint32Array, from: number, prefixes: Int32Array): void {
  for (let i = 0; i < keys.length; i++) {
    const prefix = Math.floor(keys[i]! / maxSorted)
    prefixes[i] = prefix
    order[from + i] = keys[i]! - prefix * maxSorted
  }
}

function endOfEqual(prefixes: Int32Array, first: number, size: number): number {
  let next = first + 1
  while (next < size && prefixes[next] === prefixes[first]) next++
  return next
}

/** Four bytes from `at` as the bits of an integer, the first the most significant; bytes beyond the end are 0. */
function prefixAt(heap: DataView, at: number, end: number): number {
  if (at + 4 <= end) return heap.getInt32(at)
  let prefix = 0
  for (let i = 0; i < 4; i++) prefix = (prefix << 8) | (at + i < end ? heap.getUint8(at + i) : 0)
  return prefix
}

function sortEqual(order: Uint32Array, from: number, to: number, terms: Terms): void {
  // Entries of one column follow each other, so that equal terms mostly stand in order already.
  if (isSorted(order, from, to, terms)) return
  if (to - from <= smallRange) sortFew(order, from, to, terms)
  else order.subarray(from, to).sort((a, b) => terms.compare(a, b))
}

function isSorted(order: Uint32Array, from: number, to: number, terms: Terms): boolean {
  for (let i = from + 1; i < to; i++) if (terms.compare(order[i - 1]!, order[i]!) > 0) return false
  return true
}

/** By insertion, in place. */
function sortFew(order: Uint32Array, from: number, to: number, terms: Terms): void {
  for (let i = from + 1; i < to; i++) {
    const entry = order[i]!
    let at = i
    for (; at > from && terms.compare(order[at - 1]!, entry) > 0; at--) order[at] = order[at - 1]!
    order[at] = entry
  }
}

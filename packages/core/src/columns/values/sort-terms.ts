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
  /** Four bytes of each entry of a range. */
  readonly prefixes: Uint32Array
  /** For as many prefixes, and entries behind them. */
  readonly spare: Uint32Array
  readonly ranges: number[]
}

/**
 * Sorts the first `size` entries (at most `maxSorted`) by their terms: by four bytes at a time, one after another
 * from the last, and by `compare` where terms are equal or few. Texts of data share long beginnings, on which comparing
 * is slow. What is given back is a lane of the pool.
 */
export function sortTerms(terms: Terms, size: number, pool: LanePool): Uint32Array {
  const order = pool.take(Uint32Array, size)
  countUp(order)
  const room: Room = {
    view: viewBytes(terms.heap),
    order,
    prefixes: pool.take(Uint32Array, size),
    spare: pool.take(Uint32Array, 2 * size),
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
  pool.give(room.prefixes)
  pool.give(room.spare)
  return order
}

// Loops of their own, so that they are compiled for good after a few ranges: before, each number is an object.

function countUp(order: Uint32Array): void {
  for (let entry = 0; entry < order.length; entry++) order[entry] = entry
}

function sortRange(terms: Terms, room: Room, from: number, to: number, depth: number): void {
  const { order, prefixes, ranges } = room
  const size = to - from
  sortPrefixes(room, from, size, fillPrefixes(room, from, size, depth, terms.lanes))
  for (let first = 0; first < size; ) {
    const prefix = prefixes[first]!
    const next = endOfEqual(prefixes, first, size)
    if (next - first > 1) {
      // Bytes beyond an end count as 0, like a byte 0: only comparing tells them apart.
      if (prefix !== 0) ranges.push(from + first, from + next, depth + 4)
      else sortEqual(order, from + first, from + next, terms)
    }
    first = next
  }
}

/** The bits in which prefixes differ. */
function fillPrefixes(
  { view, order, prefixes }: Room,
  from: number,
  size: number,
  depth: number,
  lanes: Uint32Array,
): number {
  let different = 0
  for (let i = 0; i < size; i++) {
    const entry = order[from + i]!
    prefixes[i] = prefixAt(view, lanes[4 * entry]! + depth, lanes[4 * entry + 1]!)
    different |= prefixes[i]! ^ prefixes[0]!
  }
  return different
}

/** Sorts prefixes, and entries with them, by each byte that has a bit of `different`; equal ones stay in order. */
function sortPrefixes({ order, prefixes, spare }: Room, from: number, size: number, different: number): void {
  let here = prefixes.subarray(0, size)
  let entries = order.subarray(from, from + size)
  let there = spare.subarray(0, size)
  let moved = spare.subarray(size, 2 * size)
  for (let shift = 0; shift < 32; shift += 8) {
    if (((different >>> shift) & 0xff) === 0) continue
    moveByByte(here, entries, there, moved, shift)
    ;[here, there] = [there, here]
    ;[entries, moved] = [moved, entries]
  }
  if (here.buffer === prefixes.buffer && here.byteOffset === prefixes.byteOffset) return
  prefixes.set(here)
  order.set(entries, from)
}

/** Where the next entry with the byte goes. */
const places = new Uint32Array(256)

function moveByByte(
  here: Uint32Array,
  entries: Uint32Array,
  there: Uint32Array,
  moved: Uint32Array,
  shift: number,
): void {
  places.fill(0)
  countBytes(here, shift)
  sumUp()
  moveAll(here, entries, there, moved, shift)
}

// One loop a function: what is compiled while a first loop runs knows nothing of a second one, and is given up there.

function countBytes(here: Uint32Array, shift: number): void {
  for (let i = 0; i < here.length; i++) places[(here[i]! >>> shift) & 0xff]!++
}

function sumUp(): void {
  for (let byte = 0, next = 0; byte < 256; byte++) {
    const count = places[byte]!
    places[byte] = next
    next += count
  }
}

function moveAll(
  here: Uint32Array,
  entries: Uint32Array,
  there: Uint32Array,
  moved: Uint32Array,
  shift: number,
): void {
  for (let i = 0; i < here.length; i++) {
    const prefix = here[i]!
    const place = places[(prefix >>> shift) & 0xff]!++
    there[place] = prefix
    moved[place] = entries[i]!
  }
}

function endOfEqual(prefixes: Uint32Array, first: number, size: number): number {
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

import { isEntry } from './byte-table.js'

/** Byte strings as a `ByteTable` holds them. */
interface Entries {
  size: number
  readonly heap: Uint8Array
  readonly offsets: Uint32Array
  readonly hashes: Int32Array
}

/** Entries between two calls of a loop: it is compiled as a function, not while it runs. */
const block = 2048

/**
 * Which of the entries from `from` on are equal to an earlier one, where those before it differ from each other:
 * `numbers` gets, for each, the first that it equals, which may be itself. True when there are such. `slots`: zeros, a
 * power of two, at least twice as many as entries.
 */
export function findEqual(entries: Entries, from: number, numbers: Uint16Array, slots: Int32Array): boolean {
  const { size } = entries
  for (let at = 0; at < from; at += block) place(entries, at, Math.min(from, at + block), slots)
  let equal = 0
  for (let at = from; at < size; at += block)
    equal += placeNew(entries, at, Math.min(size, at + block), slots, numbers, from)
  return equal > 0
}

function place({ hashes }: Entries, from: number, to: number, slots: Int32Array): void {
  const mask = slots.length - 1
  for (let entry = from; entry < to; entry++) {
    const hash = hashes[entry]!
    let slot = hash & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = (hash & ~mask) | (entry + 1)
  }
}

/** Slots hold entry + 1, and above it what the hash has there. */
function placeNew(
  { hashes, heap, offsets }: Entries,
  from: number,
  to: number,
  slots: Int32Array,
  numbers: Uint16Array,
  first: number,
): number {
  const mask = slots.length - 1
  const words = new DataView(heap.buffer, heap.byteOffset, heap.byteLength)
  let equal = 0
  for (let entry = from; entry < to; entry++) {
    const hash = hashes[entry]!
    const start = offsets[entry]!
    const length = offsets[entry + 1]! - start
    let slot = hash & mask
    let found = slots[slot]!
    while (
      found !== 0 &&
      (((found ^ hash) & ~mask) !== 0 || !isEntry(words, offsets, (found & mask) - 1, start, length))
    ) {
      slot = (slot + 1) & mask
      found = slots[slot]!
    }
    if (found === 0) {
      slots[slot] = (hash & ~mask) | (entry + 1)
      numbers[entry - first] = entry
    } else {
      numbers[entry - first] = (found & mask) - 1
      equal++
    }
  }
  return equal
}

/**
 * Keeps the entries from `from` on that `numbers` gives as themselves, in their order; `numbers` then gives the new
 * number of each, that of an entry that was dropped being the one of the kept it named.
 */
export function keepNamed(entries: Entries, from: number, numbers: Uint16Array): void {
  const { size, heap, offsets, hashes } = entries
  let kept = from
  let used = offsets[from]!
  /** Where the bytes begin that move together. */
  let run = used
  let start = used
  for (let entry = from; entry < size; entry++) {
    const end = offsets[entry + 1]!
    const named = numbers[entry - from]!
    if (named === entry) {
      numbers[entry - from] = kept
      hashes[kept] = hashes[entry]!
      used += end - start
      offsets[++kept] = used
    } else {
      numbers[entry - from] = named < from ? named : numbers[named - from]!
      move(heap, used, run, start)
      run = end
    }
    start = end
  }
  move(heap, used, run, start)
  entries.size = kept
}

/** Moves bytes so that they end at `to`. */
function move(heap: Uint8Array, to: number, start: number, end: number): void {
  if (to < end && start < end) heap.copyWithin(to - (end - start), start, end)
}

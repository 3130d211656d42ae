import { LanePool } from './lane-pool.js'

/** Memory that growing lanes take, shared by all of one builder. */
export interface Account {
  bytes: number
  /** Where they take it from. */
  readonly pool: LanePool
}

/** An account that nobody else adds to; by default, what grows leaves its memory to the garbage collector. */
export function openAccount(pool = new LanePool(0)): Account {
  return { bytes: 0, pool }
}

const minSlots = 16
const noSlots = new Int32Array(0)
/** Odd; the first is about 2^32 divided by the golden ratio (Knuth 6.4). */
const evenFactor = 0x9e3779b1
const oddFactor = 0xc2b2ae3d
const lastFactor = 0x85ebca6b

/**
 * Distinct byte strings, numbered from 0 in the order they came: an open-addressing hash table over one heap of
 * bytes. `used` bytes of `heap` are entries; entry i is `heap[offsets[i] … offsets[i + 1])`.
 */
export class ByteTable {
  size = 0
  heap: Uint8Array
  offsets: Uint32Array
  /** `hashBytes` of the entries; what is behind the last one counts for nothing. */
  hashes: Int32Array
  /** Entry + 1 in the low bits, as many as number a slot; above them bits of its hash: most others are told apart here. */
  #slots: Int32Array
  readonly #account: Account

  constructor(account: Account) {
    this.#account = account
    // In one buffer: a wide file has a hundred thousand tables of a few texts.
    const room = new ArrayBuffer(24 * minSlots + 4)
    this.heap = new Uint8Array(room, 0, 8 * minSlots)
    this.#slots = new Int32Array(room, 8 * minSlots, 2 * minSlots)
    this.hashes = new Int32Array(room, 16 * minSlots, minSlots)
    this.offsets = new Uint32Array(room, 20 * minSlots, minSlots + 1)
    account.bytes += this.bytes
  }

  /** Memory taken. */
  get bytes(): number {
    return this.heap.length + this.offsets.byteLength + this.hashes.byteLength + this.#slots.byteLength
  }

  /** Bytes of all entries. */
  get used(): number {
    return this.offsets[this.size]!
  }

  /** Empty again, with the memory that it has. */
  clear(): void {
    clearSlots(this.#slots, this.hashes, this.size)
    this.size = 0
  }

  /** Gives its memory back, but not to the account; it is not used after that. */
  release(): void {
    for (const lane of [this.heap, this.offsets, this.hashes, this.#slots]) this.#account.pool.give(lane)
  }

  /** Number of the entry equal to `source[start … end)`, which is added when it is new. */
  add(source: Uint8Array, start: number, end: number): number {
    return this.addHashed(hashBytes(source, start, end), source, start, end)
  }

  /** `add` where the `hashBytes` of the entry is known. */
  addHashed(hash: number, source: Uint8Array, start: number, end: number): number {
    const slot = this.#slotOf(hash, source, start, end)
    const found = this.#slots[slot]!
    if (found !== 0) return (found & (this.#slots.length - 1)) - 1
    return this.#insert(slot, hash, source, start, end)
  }

  /**
   * Adds entries that stand one after another in `source`, with their `hashBytes` and their ends; `numbers` gets the
   * number of each. Most of what is new is copied at once.
   */
  addAll(
    count: number,
    hashes: Int32Array,
    ends: Int32Array,
    source: Uint8Array,
    numbers: Uint16Array,
  ): void {
    if (count === 0) return
    const before = this.used
    const bytes = ends[count - 1]!
    this.#reserve(count, bytes)
    while ((this.size + count) * 2 > this.#slots.length) this.#rehash(this.#slots.length * 2)
    const { heap, offsets } = this
    const known = this.hashes
    const slots = this.#slots
    const mask = slots.length - 1
    const words = new DataView(heap.buffer, heap.byteOffset, heap.byteLength)
    heap.set(source.subarray(0, bytes), before)
    let size = this.size
    let used = before
    for (let i = 0, start = 0; i < count; i++) {
      const end = ends[i]!
      const hash = hashes[i]!
      let slot = hash & mask
      let found = slots[slot]!
      while (
        found !== 0 &&
        (((found ^ hash) & ~mask) !== 0 ||
          !isEntry(words, offsets, (found & mask) - 1, before + start, end - start))
      ) {
        slot = (slot + 1) & mask
        found = slots[slot]!
      }
      if (found !== 0) numbers[i] = (found & mask) - 1
      else {
        // Where all are new so far, the bytes are in their place.
        if (used !== before + start)
          for (let at = start; at < end; at++) heap[used + at - start] = source[at]!
        used += end - start
        slots[slot] = (hash & ~mask) | (size + 1)
        known[size] = hash
        numbers[i] = size++
        offsets[size] = used
      }
      start = end
    }
    this.size = size
  }

  /** Adds what `addAll` does without looking whether it is known; the number of the first. */
  appendAll(count: number, hashes: Int32Array, ends: Int32Array, source: Uint8Array): number {
    const first = this.size
    if (count === 0) return first
    const before = this.used
    const bytes = ends[count - 1]!
    this.#reserve(count, bytes)
    this.heap.set(source.subarray(0, bytes), before)
    this.hashes.set(hashes.subarray(0, count), first)
    moveEnds(ends, count, before, this.offsets, first + 1)
    this.size = first + count
    return first
  }

  /** The same for one. */
  append(source: Uint8Array, start: number, end: number): number {
    const entry = this.size
    this.#put(hashBytes(source, start, end), source, start, end)
    return entry
  }

  /** Gives the slots back: from now on entries are only appended, and nothing is found, until `index`. */
  list(): void {
    this.#account.bytes -= this.#slots.byteLength
    this.#account.pool.give(this.#slots)
    this.#slots = noSlots
  }

  /** Makes the slots of entries that are all different. */
  index(): void {
    let slots = minSlots * 2
    while (this.size * 2 > slots) slots *= 2
    this.#rehash(slots)
  }

  /** Number of the entry, or -1. */
  find(source: Uint8Array, start: number, end: number): number {
    return this.findHashed(hashBytes(source, start, end), source, start, end)
  }

  /** `find` where the `hashBytes` of the entry is known. */
  findHashed(hash: number, source: Uint8Array, start: number, end: number): number {
    return (this.#slots[this.#slotOf(hash, source, start, end)]! & (this.#slots.length - 1)) - 1
  }

  hash(entry: number): number {
    return this.hashes[entry]!
  }

  /** Adds an entry of another table; its number here. */
  copy(from: ByteTable, entry: number): number {
    return this.add(from.heap, from.offsets[entry]!, from.offsets[entry + 1]!)
  }

  #slotOf(hash: number, source: Uint8Array, start: number, end: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = hash & mask
    for (;;) {
      const found = slots[slot]!
      if (found === 0) return slot
      if (((found ^ hash) & ~mask) === 0 && this.#equals((found & mask) - 1, source, start, end)) return slot
      slot = (slot + 1) & mask
    }
  }

  #equals(entry: number, source: Uint8Array, start: number, end: number): boolean {
    const from = this.offsets[entry]!
    const length = end - start
    if (this.offsets[entry + 1]! - from !== length) return false
    const heap = this.heap
    for (let i = 0; i < length; i++) if (heap[from + i] !== source[start + i]) return false
    return true
  }

  #insert(slot: number, hash: number, source: Uint8Array, start: number, end: number): number {
    const entry = this.size
    this.#slots[slot] = slotOf(hash, entry, this.#slots.length)
    this.#put(hash, source, start, end)
    if (this.size * 2 > this.#slots.length) this.#rehash(this.#slots.length * 2)
    return entry
  }

  #put(hash: number, source: Uint8Array, start: number, end: number): void {
    const entry = this.size
    const used = this.used
    const length = end - start
    this.#reserve(1, length)
    if (length < 32) for (let i = 0; i < length; i++) this.heap[used + i] = source[start + i]!
    else this.heap.set(source.subarray(start, end), used)
    this.hashes[entry] = hash
    this.offsets[entry + 1] = used + length
    this.size = entry + 1
  }

  /** Makes room for so many more entries, of so many bytes. */
  #reserve(count: number, bytes: number): void {
    if (this.used + bytes > this.heap.length) this.#growHeap(this.used + bytes)
    if (this.size + count > this.hashes.length) this.#growEntries(this.size + count)
  }

  #growHeap(needed: number): void {
    const before = this.heap.length
    this.heap = this.#account.pool.grow(this.heap, this.used, Math.max(needed, before * 2))
    this.#account.bytes += this.heap.length - before
  }

  #growEntries(needed: number): void {
    const before = this.bytes
    const capacity = Math.max(needed, this.hashes.length * 2)
    const { pool } = this.#account
    this.hashes = pool.grow(this.hashes, this.size, capacity)
    this.offsets = pool.grow(this.offsets, this.size + 1, capacity + 1)
    this.#account.bytes += this.bytes - before
  }

  #rehash(length: number): void {
    const slots = this.#account.pool.zeros(Int32Array, length)
    const mask = slots.length - 1
    for (let entry = 0; entry < this.size; entry++) {
      let slot = this.hashes[entry]! & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = slotOf(this.hashes[entry]!, entry, slots.length)
    }
    this.#account.bytes += slots.byteLength - this.#slots.byteLength
    this.#account.pool.give(this.#slots)
    this.#slots = slots
  }
}

/** Whether an entry is equal to the bytes at `at` of the heap in which it lies. */
export function isEntry(
  heap: DataView,
  offsets: Uint32Array,
  entry: number,
  at: number,
  length: number,
): boolean {
  const from = offsets[entry]!
  if (offsets[entry + 1]! - from !== length) return false
  let i = 0
  for (; i + 4 <= length; i += 4)
    if (heap.getInt32(from + i, true) !== heap.getInt32(at + i, true)) return false
  for (; i < length; i++) if (heap.getInt8(from + i) !== heap.getInt8(at + i)) return false
  return true
}

/** Slots of which so many are for one entry, or more, are cleared one by one. */
const fewOfSlots = 16

/** Empties the slots of a table whose entries are numbered in their low bits. */
export function clearSlots(slots: Int32Array, hashes: Int32Array, size: number): void {
  if (size * fewOfSlots > slots.length) {
    slots.fill(0)
    return
  }
  const mask = slots.length - 1
  for (let entry = 0; entry < size; entry++) {
    let slot = hashes[entry]! & mask
    while ((slots[slot]! & mask) !== entry + 1) slot = (slot + 1) & mask
    slots[slot] = 0
  }
}

function slotOf(hash: number, entry: number, slots: number): number {
  return (hash & -slots) | (entry + 1)
}

function moveEnds(ends: Int32Array, count: number, by: number, offsets: Uint32Array, at: number): void {
  for (let i = 0; i < count; i++) offsets[at + i] = ends[i]! + by
}

/** 32-bit hash of a byte string, eight bytes at a time in two halves (docs/segment-format.md, "Hash block"). */
export function hashBytes(source: Uint8Array, start: number, end: number): number {
  let even = Math.imul(end - start, evenFactor)
  let odd = end - start
  let at = start
  for (; at + 8 <= end; at += 8) {
    even = Math.imul(even ^ wordAt(source, at), evenFactor)
    even ^= even >>> 15
    odd = Math.imul(odd ^ wordAt(source, at + 4), oddFactor)
    odd ^= odd >>> 15
  }
  let rest = 0
  if (at + 4 <= end) {
    even = Math.imul(even ^ wordAt(source, at), evenFactor)
    at += 4
    for (let shift = 0; at < end; at++, shift += 8) rest |= source[at]! << shift
    odd = Math.imul(odd ^ rest, oddFactor)
  } else {
    for (let shift = 0; at < end; at++, shift += 8) rest |= source[at]! << shift
    even = Math.imul(even ^ rest, evenFactor)
    odd = Math.imul(odd, oddFactor)
  }
  const hash = Math.imul(even ^ (even >>> 16) ^ ((odd << 16) | (odd >>> 16)), lastFactor)
  return hash ^ (hash >>> 13)
}

function wordAt(source: Uint8Array, at: number): number {
  return source[at]! | (source[at + 1]! << 8) | (source[at + 2]! << 16) | (source[at + 3]! << 24)
}

/** The lane with a larger capacity and the same content. */
export function grown<Lane extends Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array>(
  lane: Lane,
  capacity: number,
): Lane {
  const larger = new (lane.constructor as new (length: number) => Lane)(capacity)
  larger.set(lane)
  return larger
}

import type { DecodedColumn } from '../decode-column.js'
import { LanePool } from '../lane-pool.js'
import { ValueKind } from '../table.js'
import { hashNumber, type NumberTable } from './number-table.js'
import type { ChunkKeys } from './tally.js'

/** Odd, about 2^32 divided by the golden ratio (Knuth 6.4). */
const hashFactor = 0x9e3779b1
const minRows = 1024

/** The different numbers of one chunk after another, as far as doubles hold them. */
export class ChunkNumbers implements ChunkKeys<NumberTable> {
  size = 0
  counts = new Uint32Array(0)
  numbers = new Int32Array(0)
  /** By key. */
  values = new Float64Array(0)
  #hashes = new Int32Array(0)
  /** The numbers row by row, whole ones before they are divided by the power of ten of their scale. */
  #wholes = new Int32Array(0)
  #doubles = new Float64Array(0)
  /** Whole numbers by key, and the hash table of keys + 1. */
  #wholeKeys = new Int32Array(0)
  #slots = new Int32Array(0)
  /** How often each value of a narrow lane occurs. */
  #times = new Uint32Array(0)
  readonly #pool: LanePool

  constructor(pool = new LanePool(0)) {
    this.#pool = pool
  }

  load({ mantissas, doubles, kinds, exacts, scale }: DecodedColumn): void {
    const lane = mantissas ?? doubles
    this.size = 0
    if (lane === undefined) return
    if (lane.length > this.counts.length) this.#grow(Math.max(minRows, lane.length))
    const power = mantissas === undefined ? 1 : 10 ** scale
    if (lane instanceof Float64Array) {
      const rows = pickDoubles(lane, kinds, exacts, this.#doubles)
      divide(this.#doubles, rows, power, this.#doubles)
      const mask = this.#clearSlots(rows)
      this.size = countDoubles(this.#doubles, rows, this.values, this.#hashes, this.counts, this.#slots, mask)
      return
    }
    const rows = pickWholes(lane, kinds, this.#wholes)
    const values = 2 ** (lane.BYTES_PER_ELEMENT * 8)
    // Counting by value pays where rows are at least as many as the values that the lane can hold, or nearly.
    this.size =
      values <= lane.length * 4
        ? this.#countNarrow(rows, values)
        : countWholes(this.#wholes, rows, this.#wholeKeys, this.counts, this.#slots, this.#clearSlots(rows))
    divide(this.#wholeKeys, this.size, power, this.values)
    hashAll(this.values, this.size, this.#hashes)
  }

  /** True when all are integers. */
  get areIntegers(): boolean {
    const { values, size } = this
    for (let key = 0; key < size; key++) if (!Number.isInteger(values[key])) return false
    return true
  }

  hashes(): Int32Array {
    return this.#hashes
  }

  findAll(keys: NumberTable, from: number): void {
    const { size, numbers, values } = this
    const hashes = this.#hashes
    for (let key = from; key < size; key++) numbers[key] = keys.findHashed(hashes[key]!, values[key]!)
  }

  addAll(keys: NumberTable, maxKeys: number): number {
    const { size, numbers, values } = this
    const hashes = this.#hashes
    let key = 0
    for (; key < size && keys.size <= maxKeys; key++)
      numbers[key] = keys.addHashed(hashes[key]!, values[key]!)
    return key
  }

  addTo(keys: NumberTable, key: number): number {
    return keys.addHashed(this.#hashes[key]!, this.values[key]!)
  }

  /** Gives its memory back; nothing is loaded after that. */
  release(): void {
    this.#give()
    this.#pool.give(this.#times)
  }

  /** Makes the slots for so many rows zeros; the mask of their places. */
  #clearSlots(rows: number): number {
    const slots = slotsFor(rows)
    this.#slots.fill(0, 0, slots)
    return slots - 1
  }

  #give(): void {
    for (const lane of [this.counts, this.numbers, this.values, this.#hashes]) this.#pool.give(lane)
    for (const lane of [this.#wholes, this.#doubles, this.#wholeKeys, this.#slots]) this.#pool.give(lane)
  }

  #grow(rows: number): void {
    const pool = this.#pool
    this.#give()
    this.counts = pool.take(Uint32Array, rows)
    this.numbers = pool.take(Int32Array, rows)
    this.values = pool.take(Float64Array, rows)
    this.#hashes = pool.take(Int32Array, rows)
    this.#wholes = pool.take(Int32Array, rows)
    this.#doubles = pool.take(Float64Array, rows)
    this.#wholeKeys = pool.take(Int32Array, rows)
    this.#slots = pool.take(Int32Array, slotsFor(rows))
  }

  #countNarrow(rows: number, values: number): number {
    if (this.#times.length < values) {
      this.#pool.give(this.#times)
      this.#times = this.#pool.take(Uint32Array, values)
    }
    const times = this.#times.subarray(0, values).fill(0)
    countTimes(this.#wholes, rows, values / 2, times)
    return listTimes(times, values / 2, this.#wholeKeys, this.counts)
  }
}

/** A power of two, at least twice as many. */
function slotsFor(rows: number): number {
  return 2 << (32 - Math.clz32(Math.max(rows - 1, 0)))
}

// One loop a function, and nothing behind it: see `encode-column.ts`.

/** Sets the different numbers in the order they came, and how often each occurs; how many there are. */
function countWholes(
  wholes: Int32Array,
  rows: number,
  keys: Int32Array,
  counts: Uint32Array,
  slots: Int32Array,
  mask: number,
): number {
  const shift = Math.clz32(mask)
  let size = 0
  for (let row = 0; row < rows; row++) {
    const whole = wholes[row]!
    let slot = Math.imul(whole, hashFactor) >>> shift
    let entry = slots[slot]!
    while (entry !== 0 && keys[entry - 1] !== whole) {
      slot = (slot + 1) & mask
      entry = slots[slot]!
    }
    if (entry === 0) {
      keys[size] = whole
      counts[size] = 0
      entry = ++size
      slots[slot] = entry
    }
    counts[entry - 1]!++
  }
  return size
}

/** The same of doubles, with their hashes. */
function countDoubles(
  doubles: Float64Array,
  rows: number,
  keys: Float64Array,
  hashes: Int32Array,
  counts: Uint32Array,
  slots: Int32Array,
  mask: number,
): number {
  let size = 0
  for (let row = 0; row < rows; row++) {
    const value = doubles[row]!
    const hash = hashNumber(value)
    let slot = hash & mask
    let entry = slots[slot]!
    while (entry !== 0 && keys[entry - 1] !== value) {
      slot = (slot + 1) & mask
      entry = slots[slot]!
    }
    if (entry === 0) {
      keys[size] = value
      hashes[size] = hash
      counts[size] = 0
      entry = ++size
      slots[slot] = entry
    }
    counts[entry - 1]!++
  }
  return size
}

function countTimes(wholes: Int32Array, rows: number, offset: number, times: Uint32Array): void {
  for (let row = 0; row < rows; row++) times[wholes[row]! + offset]!++
}

/** Sets the numbers that occur, in their order, and how often; how many there are. */
function listTimes(times: Uint32Array, offset: number, keys: Int32Array, counts: Uint32Array): number {
  let size = 0
  for (let i = 0; i < times.length; i++) {
    if (times[i] === 0) continue
    keys[size] = i - offset
    counts[size++] = times[i]!
  }
  return size
}

/** The numbers of a lane one after another; how many. */
function pickWholes(
  lane: Int8Array | Int16Array | Int32Array,
  kinds: Uint8Array | undefined,
  into: Int32Array,
): number {
  into.set(lane)
  if (kinds === undefined) return lane.length
  let rows = 0
  for (let row = 0; row < kinds.length; row++) if (kinds[row] === ValueKind.number) into[rows++] = into[row]!
  return rows
}

/** The same of doubles, without those that stand for another number. */
function pickDoubles(
  lane: Float64Array,
  kinds: Uint8Array | undefined,
  exacts: ReadonlyMap<number, Uint8Array>,
  into: Float64Array,
): number {
  into.set(lane)
  if (kinds === undefined && exacts.size === 0) return lane.length
  let rows = 0
  for (let row = 0; row < lane.length; row++)
    if ((kinds === undefined || kinds[row] === ValueKind.number) && !exacts.has(row))
      into[rows++] = into[row]!
  return rows
}

function divide(numbers: Int32Array | Float64Array, size: number, power: number, into: Float64Array): void {
  for (let at = 0; at < size; at++) into[at] = numbers[at]! / power
}

function hashAll(values: Float64Array, size: number, into: Int32Array): void {
  for (let key = 0; key < size; key++) into[key] = hashNumber(values[key]!)
}

import { clearSlots } from '../byte-table.js'
import { LanePool } from '../lane-pool.js'

const minSlots = 16

/** Distinct doubles, numbered from 0 in the order they came (`-0` is 0): an open-addressing hash table. */
export class NumberTable {
  size = 0
  #values = new Float64Array(minSlots / 2)
  #hashes = new Int32Array(minSlots / 2)
  #slots = new Int32Array(minSlots)
  readonly #pool: LanePool

  constructor(pool = new LanePool(0)) {
    this.#pool = pool
  }

  /** Number of the value, which is added when it is new; `hash` is its `hashNumber`. */
  addHashed(hash: number, value: number): number {
    const slot = this.#slotOf(hash, value)
    const entry = this.#slots[slot]!
    if (entry !== 0) return entry - 1
    const added = this.size++
    this.#slots[slot] = added + 1
    this.#values[added] = value === 0 ? 0 : value
    this.#hashes[added] = hash
    if (this.size === this.#values.length) this.#grow()
    return added
  }

  /** Number of the value, or -1. */
  findHashed(hash: number, value: number): number {
    return this.#slots[this.#slotOf(hash, value)]! - 1
  }

  value(entry: number): number {
    return this.#values[entry]!
  }

  clear(): void {
    clearSlots(this.#slots, this.#hashes, this.size)
    this.size = 0
  }

  /** Gives its memory back; it is not used after that. */
  release(): void {
    for (const lane of [this.#values, this.#hashes, this.#slots]) this.#pool.give(lane)
  }

  get used(): number {
    return 0
  }

  /** `hashNumber` of the entries; what is behind the last one counts for nothing. */
  get hashes(): Int32Array {
    return this.#hashes
  }

  copy(from: NumberTable, entry: number): number {
    return this.addHashed(from.hashes[entry]!, from.value(entry))
  }

  #slotOf(hash: number, value: number): number {
    const slots = this.#slots
    const values = this.#values
    const mask = slots.length - 1
    let slot = hash & mask
    for (let entry = slots[slot]!; entry !== 0; entry = slots[slot]!) {
      if (values[entry - 1] === value) return slot
      slot = (slot + 1) & mask
    }
    return slot
  }

  #grow(): void {
    const { length } = this.#slots
    this.#values = this.#pool.grow(this.#values, this.size, length)
    this.#hashes = this.#pool.grow(this.#hashes, this.size, length)
    this.#pool.give(this.#slots)
    this.#slots = this.#pool.zeros(Int32Array, length * 2)
    placeEntries(this.#slots, this.#hashes, this.size)
  }
}

function placeEntries(slots: Int32Array, hashes: Int32Array, size: number): void {
  const mask = slots.length - 1
  for (let entry = 0; entry < size; entry++) {
    let slot = hashes[entry]! & mask
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = entry + 1
  }
}

const double = new Float64Array(1)
const words = new Int32Array(double.buffer)

/** Equal for 0 and -0. */
export function hashNumber(value: number): number {
  double[0] = value === 0 ? 0 : value
  let hash = Math.imul(words[0]!, 0x9e3779b1) ^ Math.imul(words[1]!, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35)
  return hash ^ (hash >>> 13)
}

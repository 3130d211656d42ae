import { hashBytes } from '../byte-table.js'
import { LanePool } from '../lane-pool.js'

const minSlots = 64
/** Slots for each key. */
const room = 1.4
const key = new Float64Array(1)
const words = new Uint32Array(key.buffer)

/**
 * Different keys in eleven bytes each: numbers as they are, texts as 64 bits of hash (two of a million different ones
 * are taken for one with a chance of 3 in 100,000,000). An open-addressing hash table; 0 is an empty slot.
 */
export class KeyTable {
  size = 0
  #slots: Float64Array
  #hasZero = false
  readonly #pool: LanePool

  /** `expected` keys need no growing. */
  constructor(expected: number, pool = new LanePool(0)) {
    this.#pool = pool
    this.#slots = pool.zeros(Float64Array, slotsFor(expected))
  }

  /** Empty again; `expected` as above. */
  reset(expected: number): void {
    this.size = 0
    this.#hasZero = false
    this.#pool.give(this.#slots)
    this.#slots = this.#pool.zeros(Float64Array, slotsFor(expected))
  }

  /** False when it is there already. */
  addText(bytes: Uint8Array, start: number, end: number): boolean {
    return this.#add(hashText(bytes, start, end))
  }

  hasText(bytes: Uint8Array, start: number, end: number): boolean {
    return this.#find(hashText(bytes, start, end)) < 0
  }

  /** False when it is there already; `-0` is 0. */
  addNumber(value: number): boolean {
    if (value !== 0) return this.#add(value)
    if (this.#hasZero) return false
    this.#hasZero = true
    this.size++
    return true
  }

  hasNumber(value: number): boolean {
    return value === 0 ? this.#hasZero : this.#find(value) < 0
  }

  #add(value: number): boolean {
    const slot = this.#find(value)
    if (slot < 0) return false
    this.#slots[slot] = value
    this.size++
    if (this.size * room > this.#slots.length) this.#grow()
    return true
  }

  /** The free slot for it; -1 when it is there. */
  #find(value: number): number {
    const slots = this.#slots
    let slot = slotOf(value, slots.length)
    for (let found = slots[slot]!; found !== 0; found = slots[slot]!) {
      if (found === value) return -1
      if (++slot === slots.length) slot = 0
    }
    return slot
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = this.#pool.zeros(Float64Array, slotsFor(this.size * 2))
    for (let i = 0; i < old.length; i++) if (old[i] !== 0) this.#slots[this.#find(old[i]!)] = old[i]!
    this.#pool.give(old)
  }
}

function slotsFor(keys: number): number {
  return Math.max(minSlots, Math.ceil((keys + 1) * room))
}

function slotOf(value: number, slots: number): number {
  key[0] = value
  let hash = Math.imul(words[0]!, 0x9e3779b1) ^ Math.imul(words[1]!, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35)
  return Math.floor(((hash ^ (hash >>> 13)) >>> 0) * (slots / 2 ** 32))
}

/** 64 bits as a double that is neither 0 nor NaN nor infinite. */
function hashText(bytes: Uint8Array, start: number, end: number): number {
  let high = 0x2545f491
  for (let at = start; at < end; at++) high = Math.imul(high ^ bytes[at]!, 0x01000193)
  high ^= high >>> 15
  words[0] = hashBytes(bytes, start, end)
  words[1] = (high & 0x7ff00000) === 0x7ff00000 ? high & 0xbfffffff : high
  return key[0] === 0 ? 1 : key[0]!
}

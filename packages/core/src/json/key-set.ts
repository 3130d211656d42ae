import { hashKey } from './key-table.js'
import { resized } from './tape.js'

/** Memory for keys that are compared, over all maps that are open. */
const maxPoolBytes = 32 * 1_048_576
const maxKeys = 2_000_000

/**
 * The keys of one map that is open, to find repeated ones. Bounded: what comes after two million keys, or 32 MiB of
 * them, is not compared with what follows.
 */
export class KeySet {
  private pool = new Uint8Array(1_024)
  private ends = new Int32Array(64)
  private hashes = new Int32Array(64)
  private slots = new Int32Array(128)
  private count = 0

  clear(): void {
    if (this.count === 0) return
    this.slots.fill(0)
    this.count = 0
  }

  /** Adds a key; false when it was there already. */
  add(bytes: Uint8Array, start: number, end: number): boolean {
    const hash = hashKey(0, bytes, start, end)
    const mask = this.slots.length - 1
    let slot = hash & mask
    for (let entry = this.slots[slot]!; entry !== 0; entry = this.slots[slot]!) {
      if (this.hashes[entry - 1] === hash && this.equals(entry - 1, bytes, start, end)) return false
      slot = (slot + 1) & mask
    }
    const used = this.startOf(this.count)
    if (this.count === maxKeys || used + end - start > maxPoolBytes) return true
    this.makeRoom(used + end - start)
    const { pool } = this
    for (let at = start; at < end; at++) pool[used + at - start] = bytes[at]!
    this.hashes[this.count] = hash
    this.ends[this.count] = used + end - start
    this.slots[slot] = ++this.count
    if (this.count * 2 > this.slots.length) this.rehash()
    return true
  }

  private startOf(entry: number): number {
    return entry === 0 ? 0 : this.ends[entry - 1]!
  }

  private equals(entry: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.startOf(entry)
    const size = end - start
    if (this.ends[entry]! - from !== size) return false
    for (let at = 0; at < size; at++) if (this.pool[from + at] !== bytes[start + at]) return false
    return true
  }

  private makeRoom(poolBytes: number): void {
    if (poolBytes > this.pool.length) {
      this.pool = resized(this.pool, new Uint8Array(Math.max(poolBytes, this.pool.length * 2)))
    }
    if (this.count < this.ends.length) return
    this.ends = resized(this.ends, new Int32Array(this.count * 2))
    this.hashes = resized(this.hashes, new Int32Array(this.count * 2))
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 2)
    const mask = slots.length - 1
    for (let entry = 0; entry < this.count; entry++) {
      let slot = this.hashes[entry]! & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = entry + 1
    }
    this.slots = slots
  }
}

import { resized } from './tape.js'
import { decodeWtf8 } from './text.js'

/** FNV-1a over a parent and the bytes of a key. */
export function hashKey(parent: number, bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 ^ Math.imul(parent, 0x9e3779b1)
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  return hash ^ (hash >>> 15)
}

/** Bytes of one key. */
export interface KeySpan {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
  /** See `KeyTable.raw`. */
  readonly isRaw: boolean
}

/**
 * Nodes by (parent, key bytes). Keys live in one byte pool, so that a key in the input is compared in place and
 * no string is made. Chained, newest first: taking back the newest node pops the head of its chain.
 */
export class KeyTable {
  /** Lanes that the kernel shares are not private. */
  pool = new Uint8Array(4_096)
  private poolSize = 0
  heads = new Int32Array(1_024).fill(-1)
  chain = new Int32Array(256)
  hash = new Int32Array(256)
  parent = new Int32Array(256)
  keyStart = new Int32Array(256)
  keySize = new Int32Array(256)
  /** 1 where the key was first seen without escapes, so that these very bytes between quotes are a valid string. */
  raw = new Uint8Array(256)
  private count = 0

  /** Position after the closing quote when the string that opens at `open` is the key of `node` below `parent`, or -1. */
  matchEnd(node: number, parent: number, bytes: Uint8Array, open: number, end: number): number {
    if (node < 0 || this.parent[node] !== parent || this.raw[node] === 0) return -1
    const size = this.keySize[node]!
    const close = open + 1 + size
    if (close >= end || bytes[close] !== 0x22) return -1
    const pool = this.pool
    const from = this.keyStart[node]!
    for (let at = 0; at < size; at++) if (bytes[open + 1 + at] !== pool[from + at]) return -1
    return close + 1
  }

  /** The node, or -1. */
  find(hash: number, parent: number, bytes: Uint8Array, start: number, end: number): number {
    let node = this.heads[hash & (this.heads.length - 1)]!
    while (node >= 0) {
      if (this.hash[node] === hash && this.parent[node] === parent && this.equals(node, bytes, start, end))
        return node
      node = this.chain[node]!
    }
    return -1
  }

  /** Adds a node that has no key: an element, the root. */
  addUnnamed(node: number): void {
    this.makeRoom(node)
    this.parent[node] = -1
    this.raw[node] = 0
    this.count = node + 1
  }

  /** Adds the node with the next id; the key must be absent. `raw`: it was spelled without escapes. */
  add(
    node: number,
    hash: number,
    parent: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    raw: boolean,
  ): void {
    this.makeRoom(node)
    const size = end - start
    if (this.poolSize + size > this.pool.length) {
      this.pool = resized(this.pool, new Uint8Array(Math.max(this.pool.length * 2, this.poolSize + size)))
    }
    for (let at = 0; at < size; at++) this.pool[this.poolSize + at] = bytes[start + at]!
    this.hash[node] = hash
    this.parent[node] = parent
    this.keyStart[node] = this.poolSize
    this.keySize[node] = size
    this.raw[node] = raw ? 1 : 0
    this.poolSize += size
    this.count = node + 1
    if (this.count > this.heads.length) this.rehash()
    else this.link(node)
  }

  /** Bytes of all keys. */
  get used(): number {
    return this.poolSize
  }

  /** The key of a node that has one. */
  text(node: number): string {
    const start = this.keyStart[node]!
    return decodeWtf8(this.pool, start, start + this.keySize[node]!)
  }

  /** The keys as they are now, by node. */
  copy(): { of(node: number): KeySpan } {
    const bytes = this.pool.slice(0, this.poolSize)
    const starts = this.keyStart.slice(0, this.count)
    const sizes = this.keySize.slice(0, this.count)
    const raw = this.raw.slice(0, this.count)
    return {
      of: (node) => {
        const start = starts[node]!
        return { bytes, start, end: start + sizes[node]!, isRaw: raw[node] === 1 }
      },
    }
  }

  /** Counts nodes in that the kernel added. */
  takeOver(count: number): void {
    this.poolSize = this.keyStart[count - 1]! + this.keySize[count - 1]!
    this.count = count
  }

  /** Takes back all nodes from `count` on. */
  truncate(count: number): void {
    if (count === 0) {
      this.heads.fill(-1)
      this.parent.fill(-1, 0, this.count)
      this.poolSize = 0
    } else this.takeBack(count)
    this.count = Math.min(this.count, count)
  }

  private takeBack(count: number): void {
    for (let node = this.count - 1; node >= count; node--) {
      if (this.parent[node]! >= 0) {
        this.heads[this.hash[node]! & (this.heads.length - 1)] = this.chain[node]!
        this.poolSize = this.keyStart[node]!
      }
      this.parent[node] = -1
    }
  }

  private equals(node: number, bytes: Uint8Array, start: number, end: number): boolean {
    const size = this.keySize[node]!
    if (size !== end - start) return false
    const from = this.keyStart[node]!
    for (let at = 0; at < size; at++) if (this.pool[from + at] !== bytes[start + at]) return false
    return true
  }

  private link(node: number): void {
    const slot = this.hash[node]! & (this.heads.length - 1)
    this.chain[node] = this.heads[slot]!
    this.heads[slot] = node
  }

  private rehash(): void {
    this.heads = new Int32Array(this.heads.length * 2).fill(-1)
    for (let node = 0; node < this.count; node++) if (this.parent[node]! >= 0) this.link(node)
  }

  private makeRoom(node: number): void {
    if (node < this.chain.length) return
    const size = this.chain.length * 2
    this.chain = resized(this.chain, new Int32Array(size))
    this.hash = resized(this.hash, new Int32Array(size))
    this.parent = resized(this.parent, new Int32Array(size))
    this.keyStart = resized(this.keyStart, new Int32Array(size))
    this.keySize = resized(this.keySize, new Int32Array(size))
    this.raw = resized(this.raw, new Uint8Array(size))
  }
}

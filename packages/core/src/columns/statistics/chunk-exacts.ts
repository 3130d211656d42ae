import { ByteTable } from '../byte-table.js'
import type { DecodedColumn } from '../decode-column.js'
import type { ChunkKeys } from './tally.js'

/** The different numbers of one chunk after another that no double holds, by their canonical texts. */
export class ChunkExacts implements ChunkKeys<ByteTable> {
  #table = new ByteTable({ bytes: 0 })
  #counts: number[] = []

  load({ exacts }: DecodedColumn): void {
    if (exacts.size === 0 && this.#table.size === 0) return
    this.#table = new ByteTable({ bytes: 0 })
    this.#counts = []
    for (const text of exacts.values()) {
      const key = this.#table.add(text, 0, text.length)
      this.#counts[key] = (this.#counts[key] ?? 0) + 1
    }
  }

  get size(): number {
    return this.#table.size
  }

  /** Its canonical text. */
  bytes(key: number): Uint8Array {
    const { heap, offsets } = this.#table
    return heap.subarray(offsets[key], offsets[key + 1])
  }

  count(key: number): number {
    return this.#counts[key]!
  }

  hash(key: number): number {
    return this.#table.hash(key)
  }

  findIn(keys: ByteTable, key: number): number {
    const { heap, offsets } = this.#table
    return keys.findHashed(this.#table.hash(key), heap, offsets[key]!, offsets[key + 1]!)
  }

  addTo(keys: ByteTable, key: number): number {
    return keys.copy(this.#table, key)
  }
}

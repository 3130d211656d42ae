import { ByteTable } from '../byte-table.js'
import type { DecodedColumn } from '../decode-column.js'
import type { ChunkKeys } from './tally.js'

/** The different numbers of one chunk after another that no double holds, by their canonical texts. */
export class ChunkExacts implements ChunkKeys<ByteTable> {
  counts = new Uint32Array(0)
  #table = new ByteTable({ bytes: 0 })

  load({ exacts }: DecodedColumn): void {
    if (exacts.size === 0 && this.#table.size === 0) return
    this.#table = new ByteTable({ bytes: 0 })
    this.counts = new Uint32Array(exacts.size)
    for (const text of exacts.values()) this.counts[this.#table.add(text, 0, text.length)]!++
  }

  get size(): number {
    return this.#table.size
  }

  /** Its canonical text. */
  bytes(key: number): Uint8Array {
    const { heap, offsets } = this.#table
    return heap.subarray(offsets[key], offsets[key + 1])
  }

  hashes(): Int32Array {
    return this.#table.hashes
  }

  findIn(keys: ByteTable, key: number): number {
    const { heap, offsets } = this.#table
    return keys.findHashed(this.#table.hash(key), heap, offsets[key]!, offsets[key + 1]!)
  }

  addTo(keys: ByteTable, key: number): number {
    return keys.copy(this.#table, key)
  }
}

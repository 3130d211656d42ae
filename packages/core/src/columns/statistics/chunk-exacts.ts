import { ByteTable, openAccount } from '../byte-table.js'
import type { DecodedColumn } from '../decode-column.js'
import type { ChunkKeys } from './tally.js'

/** The different numbers of one chunk after another that no double holds, by their canonical texts. */
export class ChunkExacts implements ChunkKeys<ByteTable> {
  counts = new Uint32Array(0)
  numbers = new Int32Array(0)
  #table = new ByteTable(openAccount())

  load({ exacts }: DecodedColumn): void {
    if (exacts.size === 0 && this.#table.size === 0) return
    this.#table = new ByteTable(openAccount())
    this.counts = new Uint32Array(exacts.size)
    this.numbers = new Int32Array(exacts.size)
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

  findAll(keys: ByteTable, from: number): void {
    const { heap, offsets, size, hashes } = this.#table
    for (let key = from; key < size; key++)
      this.numbers[key] = keys.findHashed(hashes[key]!, heap, offsets[key]!, offsets[key + 1]!)
  }

  addAll(keys: ByteTable, maxKeys: number, maxKeyBytes: number): number {
    const { size } = this
    let key = 0
    for (; key < size && keys.size <= maxKeys && keys.used <= maxKeyBytes; key++)
      this.numbers[key] = this.addTo(keys, key)
    return key
  }

  addTo(keys: ByteTable, key: number): number {
    return keys.copy(this.#table, key)
  }
}

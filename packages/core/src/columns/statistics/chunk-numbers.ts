import { grown } from '../byte-table.js'
import type { DecodedColumn } from '../decode-column.js'
import { eachNumber } from './chunk-values.js'
import { NumberTable } from './number-table.js'
import type { ChunkKeys } from './tally.js'

/** The different numbers of one chunk after another, as far as doubles hold them. */
export class ChunkNumbers implements ChunkKeys<NumberTable> {
  counts = new Uint32Array(1024)
  readonly #table = new NumberTable()
  #hashes = new Int32Array(1024)

  load(column: DecodedColumn): void {
    const table = this.#table
    table.clear()
    this.counts.fill(0)
    eachNumber(column, (value, times) => {
      const key = table.add(value)
      if (key >= this.counts.length) this.counts = grown(this.counts, this.counts.length * 2)
      this.counts[key]! += times
    })
  }

  get size(): number {
    return this.#table.size
  }

  value(key: number): number {
    return this.#table.value(key)
  }

  hashes(): Int32Array {
    const { size } = this
    if (this.#hashes.length < size) this.#hashes = new Int32Array(this.counts.length)
    const hashes = this.#hashes
    for (let key = 0; key < size; key++) hashes[key] = this.#table.hash(key)
    return hashes
  }

  findIn(keys: NumberTable, key: number): number {
    return keys.find(this.#table.value(key))
  }

  addTo(keys: NumberTable, key: number): number {
    return keys.add(this.#table.value(key))
  }
}

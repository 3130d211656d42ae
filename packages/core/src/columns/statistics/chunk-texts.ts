import { takeKernel } from '../../json/kernel/kernel.js'
import type { ByteTable } from '../byte-table.js'
import type { DecodedColumn } from '../decode-column.js'
import type { LanePool } from '../lane-pool.js'
import { ValueKind } from '../table.js'
import { TextHashes } from '../text-hashes.js'
import type { ChunkKeys } from './tally.js'

const maxTexts = 65_536
/** Texts between two calls of a loop: it is compiled as a function, not while it runs. */
const block = 1024

/** The different inline texts of one chunk after another. Lanes are those of the chunk that was loaded last. */
export class ChunkTexts implements ChunkKeys<ByteTable> {
  /** Texts: code c is `heap[offsets[c] … offsets[c + 1])`. */
  size = 0
  heap: Uint8Array = new Uint8Array(0)
  offsets: Uint32Array = new Uint32Array(1)
  /** Rows that hold each; 0 for one that was taken back. */
  readonly counts: Uint32Array
  readonly numbers: Int32Array
  readonly hashed: TextHashes
  /** Rows that hold a text by reference. */
  longRows = 0

  constructor(private readonly pool: LanePool) {
    this.counts = pool.take(Uint32Array, maxTexts)
    this.numbers = pool.take(Int32Array, maxTexts)
    this.hashed = new TextHashes(takeKernel(), pool)
  }

  load(column: DecodedColumn): void {
    const { texts, longTexts, codes, kinds } = column
    const { size, heap, offsets } = texts
    this.size = size
    this.heap = heap
    this.offsets = offsets
    this.longRows = 0
    if (codes === undefined) return
    const { counts } = this
    counts.fill(0, 0, size + longTexts.length)
    if (kinds === undefined) countAll(codes, counts)
    else countTexts(codes, kinds, counts)
    for (let code = size; code < size + longTexts.length; code++) this.longRows += counts[code]!
    this.hashed.load(size, heap, offsets)
  }

  /** Gives its memory back; nothing is loaded after that. */
  release(): void {
    this.hashed.release()
    this.pool.give(this.counts)
    this.pool.give(this.numbers)
  }

  /** `hashBytes` of each. */
  hashes(): Int32Array {
    return this.hashed.hashes
  }

  findAll(keys: ByteTable, from: number): void {
    for (let code = from; code < this.size; code += block)
      this.#find(keys, code, Math.min(this.size, code + block))
  }

  addAll(keys: ByteTable, maxKeys: number, maxKeyBytes: number): number {
    let code = 0
    for (let to = 0; code < this.size && code === to; ) {
      to = Math.min(this.size, code + block)
      code = this.#add(keys, code, to, maxKeys, maxKeyBytes)
    }
    return code
  }

  #find(keys: ByteTable, from: number, to: number): void {
    const { heap, offsets, counts, numbers } = this
    const { hashes } = this.hashed
    for (let code = from; code < to; code++)
      if (counts[code]! > 0)
        numbers[code] = keys.findHashed(hashes[code]!, heap, offsets[code]!, offsets[code + 1]!)
  }

  #add(keys: ByteTable, from: number, to: number, maxKeys: number, maxKeyBytes: number): number {
    const { heap, offsets, counts, numbers } = this
    const { hashes } = this.hashed
    let code = from
    for (; code < to && keys.size <= maxKeys && keys.used <= maxKeyBytes; code++)
      if (counts[code]! > 0)
        numbers[code] = keys.addHashed(hashes[code]!, heap, offsets[code]!, offsets[code + 1]!)
    return code
  }

  addTo(keys: ByteTable, code: number): number {
    return keys.addHashed(this.hashed.hashes[code]!, this.heap, this.offsets[code]!, this.offsets[code + 1]!)
  }
}

function countAll(codes: Uint16Array, counts: Uint32Array): void {
  for (let row = 0; row < codes.length; row++) counts[codes[row]!]!++
}

function countTexts(codes: Uint16Array, kinds: Uint8Array, counts: Uint32Array): void {
  for (let row = 0; row < codes.length; row++) if (kinds[row] === ValueKind.text) counts[codes[row]!]!++
}

import { decodeWtf8 } from '../../json/text.js'
import type { ChunkFileWriter } from '../chunk-file.js'
import { compareBytes } from '../compare-bytes.js'
import { copyBytes } from '../copy-bytes.js'
import type { ByteFold } from '../fold-bytes.js'
import type { TermRun } from './term-run.js'
import { type BlockEntry, entryHeaderBytes } from './value-index-format.js'

const termBlockBytes = 64 * 1024

/** Packs the terms of a run into blocks, in their order; the list of them. */
export async function writeTermBlocks(file: ChunkFileWriter, run: TermRun): Promise<BlockEntry<string>[]> {
  const blocks: BlockEntry<string>[] = []
  const block = new DataView(new ArrayBuffer(termBlockBytes))
  const bytes = new Uint8Array(block.buffer)
  const { heap, lanes } = run
  const order = run.sorted()
  for (let from = 0; from < order.length; ) {
    const entry = order[from]!
    const first = decodeWtf8(heap, lanes[4 * entry]!, lanes[4 * entry + 1]!)
    const { next, used } = packTerms(run, order, from, block)
    blocks.push({ chunk: file.put([bytes.subarray(0, used)]), first })
    await file.drain()
    from = next
  }
  return blocks
}

/** Fills a block with the entries from a place of their order on: where it stopped, and the bytes that it has. */
function packTerms(
  run: TermRun,
  order: Uint32Array,
  from: number,
  block: DataView,
): { readonly next: number; readonly used: number } {
  const { view, lanes, counts } = run
  let used = 0
  let next = from
  for (; next < order.length; next++) {
    const entry = order[next]!
    const start = run.valueStart(entry)
    const size = lanes[4 * entry + 2]! - start
    if (next > from && used + entryHeaderBytes + size > termBlockBytes) break
    block.setUint16(used, size, true)
    block.setUint32(used + 2, lanes[4 * entry + 3]!, true)
    block.setUint32(used + 6, counts[entry]!, true)
    used += entryHeaderBytes
    copyBytes(view, start, start + size, block, used)
    used += size
  }
  return { next, used }
}

/** A value of a column and how many rows hold it. */
export interface FoundTerm {
  readonly column: number
  readonly value: string
  readonly count: number
}

/** The sorted entries of a term block, found by their term: what folding makes of their value. */
export class TermBlock {
  readonly #view: DataView
  /** Where each entry begins. */
  readonly #starts: Uint32Array

  constructor(
    private readonly bytes: Uint8Array,
    private readonly fold: ByteFold,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const starts: number[] = []
    for (let at = 0; at < bytes.length; at = this.#endOf(at)) starts.push(at)
    this.#starts = Uint32Array.from(starts)
  }

  #endOf(at: number): number {
    return at + entryHeaderBytes + this.#view.getUint16(at, true)
  }

  /** Length of an entry's term, which `fold` holds then. */
  #foldAt(at: number): number {
    return this.fold.fold(this.#view, at + entryHeaderBytes, this.#endOf(at))
  }

  /** Position of the first entry whose term is not before the one asked for. */
  #firstFrom(term: Uint8Array): number {
    let low = 0
    let high = this.#starts.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const size = this.#foldAt(this.#starts[middle]!)
      if (compareBytes(this.fold.bytes, 0, size, term, 0, term.length) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Entries whose term is the one asked for. */
  find(term: Uint8Array): FoundTerm[] {
    const found: FoundTerm[] = []
    for (let i = this.#firstFrom(term); i < this.#starts.length; i++) {
      const at = this.#starts[i]!
      const size = this.#foldAt(at)
      if (compareBytes(this.fold.bytes, 0, size, term, 0, term.length) !== 0) break
      found.push({
        column: this.#view.getUint32(at + 2, true),
        value: decodeWtf8(this.bytes, at + entryHeaderBytes, this.#endOf(at)),
        count: this.#view.getUint32(at + 6, true),
      })
    }
    return found
  }

  /** Whether a term of the block begins with these bytes. */
  holdsPrefix(prefix: Uint8Array): boolean {
    const at = this.#starts[this.#firstFrom(prefix)]
    if (at === undefined) return false
    const size = this.#foldAt(at)
    return beginsWith(this.fold.bytes.subarray(0, size), prefix)
  }
}

/** Whether bytes begin with others. */
export function beginsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  const end = Math.min(bytes.length, prefix.length)
  return compareBytes(bytes, 0, end, prefix, 0, prefix.length) === 0
}

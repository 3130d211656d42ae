import { decodeWtf8 } from '../../json/text.js'
import type { ChunkFileWriter } from '../chunk-file.js'
import { compareBytes } from '../compare-bytes.js'
import type { TermRun } from './term-run.js'
import { type BlockEntry, entryHeaderBytes, sameAsTerm } from './value-index-format.js'

const termBlockBytes = 64 * 1024

/** Packs the terms of a run into blocks, in their order; the list of them. */
export async function writeTermBlocks(file: ChunkFileWriter, run: TermRun): Promise<BlockEntry<string>[]> {
  const blocks: BlockEntry<string>[] = []
  const bytes = new Uint8Array(termBlockBytes)
  const view = new DataView(bytes.buffer)
  let used = 0
  let first = ''

  function close(): void {
    if (used > 0) blocks.push({ chunk: file.put([bytes.subarray(0, used)]), first })
    used = 0
  }

  const { heap } = run
  const order = run.sorted()
  for (let i = 0; i < order.length; i++) {
    const entry = order[i]!
    const termStart = run.termStart(entry)
    const termEnd = run.termEnd(entry)
    const valueEnd = run.valueEnd(entry)
    const same = compareBytes(heap, termStart, termEnd, heap, termEnd, valueEnd) === 0
    const end = same ? termEnd : valueEnd
    if (used + entryHeaderBytes + end - termStart > termBlockBytes) {
      close()
      await file.drain()
    }
    if (used === 0) first = decodeWtf8(heap, termStart, termEnd)
    view.setUint16(used, termEnd - termStart, true)
    view.setUint16(used + 2, same ? sameAsTerm : valueEnd - termEnd, true)
    view.setUint32(used + 4, run.column(entry), true)
    view.setFloat64(used + 8, run.count(entry), true)
    used += entryHeaderBytes
    for (let at = termStart; at < end; at++) bytes[used++] = heap[at]!
  }
  close()
  await file.drain()
  return blocks
}

/** A value of a column and how many rows hold it. */
export interface FoundTerm {
  readonly column: number
  readonly value: string
  readonly count: number
}

/** The sorted entries of a term block, found by their term. */
export class TermBlock {
  readonly #view: DataView
  /** Where each entry begins. */
  readonly #starts: Uint32Array

  constructor(private readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const starts: number[] = []
    for (let at = 0; at < bytes.length; at = this.#endOf(at)) starts.push(at)
    this.#starts = Uint32Array.from(starts)
  }

  #termEnd(at: number): number {
    return at + entryHeaderBytes + this.#view.getUint16(at, true)
  }

  #endOf(at: number): number {
    const valueBytes = this.#view.getUint16(at + 2, true)
    return this.#termEnd(at) + (valueBytes === sameAsTerm ? 0 : valueBytes)
  }

  /** Position of the first entry whose term is not before the one asked for. */
  #firstFrom(term: Uint8Array): number {
    let low = 0
    let high = this.#starts.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const at = this.#starts[middle]!
      const order = compareBytes(this.bytes, at + entryHeaderBytes, this.#termEnd(at), term, 0, term.length)
      if (order < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Entries whose term is the one asked for. */
  find(term: Uint8Array): FoundTerm[] {
    const found: FoundTerm[] = []
    for (let i = this.#firstFrom(term); i < this.#starts.length; i++) {
      const at = this.#starts[i]!
      const [start, termEnd] = [at + entryHeaderBytes, this.#termEnd(at)]
      if (compareBytes(this.bytes, start, termEnd, term, 0, term.length) !== 0) break
      const isSame = this.#view.getUint16(at + 2, true) === sameAsTerm
      const value = decodeWtf8(this.bytes, isSame ? start : termEnd, this.#endOf(at))
      found.push({
        column: this.#view.getUint32(at + 4, true),
        value,
        count: this.#view.getFloat64(at + 8, true),
      })
    }
    return found
  }

  /** Whether a term of the block begins with these bytes. */
  holdsPrefix(prefix: Uint8Array): boolean {
    const at = this.#starts[this.#firstFrom(prefix)]
    return (
      at !== undefined && beginsWith(this.bytes.subarray(at + entryHeaderBytes, this.#termEnd(at)), prefix)
    )
  }
}

/** Whether bytes begin with others. */
export function beginsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  const end = Math.min(bytes.length, prefix.length)
  return compareBytes(bytes, 0, end, prefix, 0, prefix.length) === 0
}

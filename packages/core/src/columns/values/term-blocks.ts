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

/** Entries of a term block whose term is the one asked for. */
export function* readTerms(block: Uint8Array, term: Uint8Array): Generator<FoundTerm> {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength)
  for (let at = 0; at < block.length; ) {
    const start = at + entryHeaderBytes
    const termEnd = start + view.getUint16(at, true)
    const valueBytes = view.getUint16(at + 2, true)
    const end = valueBytes === sameAsTerm ? termEnd : termEnd + valueBytes
    const order = compareBytes(block, start, termEnd, term, 0, term.length)
    if (order > 0) return
    if (order === 0) {
      const value = decodeWtf8(block, valueBytes === sameAsTerm ? start : termEnd, end)
      yield { column: view.getUint32(at + 4, true), value, count: view.getFloat64(at + 8, true) }
    }
    at = end
  }
}

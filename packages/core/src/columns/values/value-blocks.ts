import { decodeWtf8 } from '../../json/text.js'
import type { ChunkFileWriter } from '../chunk-file.js'
import { compareBytes } from '../compare-bytes.js'
import { LaneReader, packLanes } from '../lanes.js'
import type { HashEntry } from './hash-collector.js'
import type { TermEntry } from './term-collector.js'
import { type BlockEntry, entryHeaderBytes, sameAsTerm } from './value-index-format.js'

const termBlockBytes = 64 * 1024
const hashBlockEntries = 8192

/** Packs sorted terms into blocks. */
export function createTermBlocks(file: ChunkFileWriter) {
  const blocks: BlockEntry<string>[] = []
  const bytes = new Uint8Array(termBlockBytes)
  const view = new DataView(bytes.buffer)
  let used = 0
  let first = ''

  async function close(): Promise<void> {
    if (used === 0) return
    blocks.push({ chunk: await file.add(bytes.subarray(0, used)), first })
    used = 0
  }

  return {
    async add({ heap, termStart, termEnd, valueEnd, column, count }: TermEntry): Promise<void> {
      const same = compareBytes(heap, termStart, termEnd, heap, termEnd, valueEnd) === 0
      const end = same ? termEnd : valueEnd
      if (used + entryHeaderBytes + end - termStart > termBlockBytes) await close()
      if (used === 0) first = decodeWtf8(heap, termStart, termEnd)
      view.setUint16(used, termEnd - termStart, true)
      view.setUint16(used + 2, same ? sameAsTerm : valueEnd - termEnd, true)
      view.setUint32(used + 4, column, true)
      view.setFloat64(used + 8, count, true)
      bytes.set(heap.subarray(termStart, end), used + entryHeaderBytes)
      used += entryHeaderBytes + end - termStart
    },
    async finish(): Promise<BlockEntry<string>[]> {
      await close()
      return blocks
    },
  }
}

/** Entries of a term block whose term is the one asked for. */
export function* readTerms(
  block: Uint8Array,
  term: Uint8Array,
): Generator<{ readonly column: number; readonly value: string; readonly count: number }> {
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

/** Packs sorted hashes into blocks. */
export function createHashBlocks(file: ChunkFileWriter) {
  const blocks: BlockEntry<number>[] = []
  let entries: HashEntry[] = []

  async function close(): Promise<void> {
    const [first] = entries
    if (first === undefined) return
    const bytes = packLanes([
      Uint32Array.of(entries.length, 0),
      Uint32Array.from(entries, (entry) => entry.hash),
      Uint32Array.from(entries, (entry) => entry.column),
      Uint32Array.from(entries, (entry) => entry.group),
      Uint16Array.from(entries, (entry) => entry.code),
    ])
    blocks.push({ chunk: await file.add(bytes), first: first.hash })
    entries = []
  }

  return {
    async add(entry: HashEntry): Promise<void> {
      entries.push(entry)
      if (entries.length === hashBlockEntries) await close()
    },
    async finish(): Promise<BlockEntry<number>[]> {
      await close()
      return blocks
    },
  }
}

/** Entries of a hash block that have the hash. */
export function* readHashes(block: Uint8Array, hash: number): Generator<HashEntry> {
  const lanes = new LaneReader(block)
  const [count] = lanes.take(Uint32Array, 2) as unknown as readonly [number]
  const hashes = lanes.take(Uint32Array, count)
  const columns = lanes.take(Uint32Array, count)
  const groups = lanes.take(Uint32Array, count)
  const codes = lanes.take(Uint16Array, count)
  for (let i = 0; i < count; i++) {
    if (hashes[i] === hash) yield { hash, column: columns[i]!, group: groups[i]!, code: codes[i]! }
  }
}

import type { SegmentReader } from '@assay/store'
import { LRUCache } from 'lru-cache'
import type { ValueIndex, ValueMatch } from '../catalog/catalog.js'
import { foldText } from '../catalog/fold-text.js'
import { decodeWtf8, encodeText } from '../json/text.js'
import { hashBytes } from './byte-table.js'
import { type ChunkRef, openChunkFile } from './chunk-file.js'
import { compareBytes } from './compare-bytes.js'
import { compareText } from './compare-text.js'
import { segmentCorrupt } from './errors.js'
import { createByteFold } from './fold-bytes.js'
import type { Segment } from './segment.js'
import { countCodes } from './statistics/chunk-values.js'
import { type HashPlace, HashRun } from './values/hash-run.js'
import { beginsWith, type FoundTerm, TermBlock } from './values/term-blocks.js'
import {
  type BlockEntry,
  type IndexedColumn,
  maxIndexedBytes,
  type ValueIndexDirectory,
} from './values/value-index-format.js'

const defaultLimit = 100
/** Blocks that are kept, of 64 KiB and of about 10: questions about the same data look up many of the same words. */
const maxTermBlocks = 128
const maxHashBlocks = 512

/** An open value index; `segment` is the one it was built from. */
export async function openValueIndex(
  file: string,
  reader: SegmentReader,
  segment: Segment,
): Promise<ValueIndex & { close(): Promise<void> }> {
  const chunkFile = await openChunkFile(file, reader)
  const directory = chunkFile.directory as ValueIndexDirectory
  if (directory.content !== 'values') throw segmentCorrupt(file, 'the directory', 0, 'is not one of values')
  const { columns } = directory
  const readBlock = (chunk: ChunkRef) => chunkFile.read(chunk, 'a block of values')
  const fold = createByteFold()
  const readTermBlock = keepBlocks(
    async (chunk) => new TermBlock(await readBlock(chunk), fold),
    maxTermBlocks,
  )
  const readHashBlock = keepBlocks(readBlock, maxHashBlocks)
  const readList = async (ref: ChunkRef): Promise<BlockEntry<string>[]> =>
    JSON.parse(new TextDecoder().decode(await chunkFile.read(ref, 'a list of term blocks')))
  const termRuns = lazy(async () => {
    const lists = await Promise.all(directory.terms.map(readList))
    return lists.map((list) => list.map(({ chunk, first }) => ({ chunk, first: encodeText(first) })))
  })
  const hashRuns = lazy(() =>
    Promise.all(
      directory.hashes.map(async (ref) => new HashRun(await chunkFile.read(ref, 'a record of hashes'))),
    ),
  )

  async function findTerm(term: Uint8Array, limit: number): Promise<ValueMatch[]> {
    const found: FoundTerm[] = []
    for (const blocks of await termRuns()) found.push(...(await findInRun(blocks, term, limit)))
    // A run holds all of its terms in order; of several runs each gave its first.
    return found
      .sort((a, b) => a.column - b.column || compareText(a.value, b.value))
      .slice(0, limit)
      .map(({ column, value, count }) => ({ ...nameOf(columns[column]!), value, count }))
  }

  async function findInRun(
    blocks: readonly BlockEntry<Uint8Array>[],
    term: Uint8Array,
    limit: number,
  ): Promise<FoundTerm[]> {
    const found: FoundTerm[] = []
    for (let i = Math.max(0, countBefore(blocks, term) - 1); i < blocks.length; i++) {
      if (compareToTerm(blocks[i]!, term) > 0 || found.length >= limit) break
      found.push(...(await readTermBlock(blocks[i]!.chunk)).find(term))
    }
    return found
  }

  async function findHash(term: Uint8Array, limit: number): Promise<ValueMatch[]> {
    const hash = hashBytes(term, 0, term.length)
    const runs = await hashRuns()
    const found = await Promise.all(
      runs.map(async (run) => {
        const block = run.blockOf(hash, term.length)
        return block === undefined ? [] : run.find(await readHashBlock(block), hash)
      }),
    )
    return verify(segment, columns, found.flat(), decodeWtf8(term, 0, term.length), limit)
  }

  async function find(text: string, limit = defaultLimit): Promise<readonly ValueMatch[]> {
    const term = encodeText(foldText(text))
    if (term.length === 0) return []
    const matches = await findTerm(term, limit)
    return matches.length >= limit ? matches : [...matches, ...(await findHash(term, limit - matches.length))]
  }

  async function mayBegin(text: string): Promise<boolean> {
    const prefix = encodeText(foldText(text))
    // Of what has a hash alone, the beginning is not known.
    for (const { longest } of await hashRuns()) if (longest >= prefix.length) return true
    for (const blocks of await termRuns()) {
      const next = countBefore(blocks, prefix)
      const [before, after] = [blocks[next - 1], blocks[next]]
      if (after !== undefined && beginsWith(after.first, prefix)) return true
      if (before !== undefined && (await readTermBlock(before.chunk)).holdsPrefix(prefix)) return true
    }
    return false
  }

  return { find, mayBegin, close: () => chunkFile.close() }
}

function compareToTerm({ first }: BlockEntry<Uint8Array>, term: Uint8Array): number {
  return compareBytes(first, 0, first.length, term, 0, term.length)
}

/** Blocks that begin before a term. */
function countBefore(blocks: readonly BlockEntry<Uint8Array>[], term: Uint8Array): number {
  return countWhile(blocks, (block) => compareToTerm(block, term) < 0)
}

/** Reads the texts that entries name; those with another fold share the hash only. */
async function verify(
  segment: Segment,
  columns: readonly IndexedColumn[],
  entries: readonly HashPlace[],
  folded: string,
  limit: number,
): Promise<ValueMatch[]> {
  const matches = new Map<string, ValueMatch>()
  for (const { column, group, code } of entries) {
    const indexed = columns[column]!
    const record = segment.chunk(indexed.node, group)
    if (record === undefined) continue
    const chunk = await segment.readColumn(record)
    const { heap, offsets } = chunk.texts
    if (offsets[code + 1]! - offsets[code]! > maxIndexedBytes) continue
    const value = decodeWtf8(heap, offsets[code]!, offsets[code + 1]!)
    if (foldText(value) !== folded) continue
    const rows = countCodes(chunk)[code]!
    // One that was taken back.
    if (rows === 0) continue
    const key = `${column} ${value}`
    const known = matches.get(key)
    if (known === undefined && matches.size >= limit) continue
    const count = rows + (known?.count ?? 0)
    matches.set(key, { ...nameOf(indexed), value, count })
  }
  return [...matches.values()]
}

function nameOf({ table, column }: IndexedColumn): { table: string; column: string } {
  return { table, column }
}

/** Reads blocks, and keeps those that were asked for last. */
function keepBlocks<Block extends object>(
  read: (chunk: ChunkRef) => Promise<Block>,
  max: number,
): (chunk: ChunkRef) => Promise<Block> {
  const kept = new LRUCache<number, Block>({ max })
  return async (chunk) => {
    const known = kept.get(chunk.offset)
    if (known !== undefined) return known
    const block = await read(chunk)
    kept.set(chunk.offset, block)
    return block
  }
}

function lazy<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loaded: Promise<Value> | undefined
  return () => {
    loaded ??= load()
    return loaded
  }
}

/** Length of the prefix of a sorted list for which the test holds. */
function countWhile<Item>(list: readonly Item[], test: (item: Item) => boolean): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (test(list[middle]!)) low = middle + 1
    else high = middle
  }
  return low
}

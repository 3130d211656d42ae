import type { SegmentWriter } from '@assay/store'
import { hashBytes } from '../byte-table.js'
import { type ChunkFileWriter, createChunkFileWriter } from '../chunk-file.js'
import { createByteFold } from '../fold-bytes.js'
import type { Segment } from '../segment.js'
import { countCodes } from '../statistics/chunk-values.js'
import { type TallyLimits, tallyLimits } from '../statistics/value-tallies.js'
import { readTextChunks, tallyTexts } from './column-texts.js'
import { HashCollector } from './hash-collector.js'
import { TermCollector } from './term-collector.js'
import { createHashBlocks, createTermBlocks } from './value-blocks.js'
import { type IndexedColumn, maxIndexedBytes, type ValueIndexDirectory } from './value-index-format.js'

/** Bounds of the memory that the index is built in; a lower one takes more passes over the texts. */
export interface ValueIndexLimits extends TallyLimits {
  readonly maxCollectedBytes: number
  readonly maxCollectedHashes: number
}

const valueIndexLimits: ValueIndexLimits = {
  ...tallyLimits,
  maxCollectedBytes: 32 * 1024 * 1024,
  maxCollectedHashes: 1_000_000,
}

interface BuildOptions {
  readonly limits?: Partial<ValueIndexLimits>
  readonly signal?: AbortSignal | undefined
}

/**
 * Writes the value index of a segment: the texts of columns of up to 100,000 different ones as sorted terms, of
 * the others as hashes of where they stand. Blank texts, texts of more than 512 bytes and texts by reference are
 * left out.
 */
export async function writeValueIndex(
  segment: Segment,
  writer: SegmentWriter,
  options: BuildOptions = {},
): Promise<void> {
  const limits = { ...valueIndexLimits, ...options.limits }
  const { signal } = options
  const file = await createChunkFileWriter(writer)
  const columns = textColumns(segment)
  const crowded = new Set<number>()
  const terms = await writeTerms(file, segment, columns, crowded, limits, signal)
  const hashes = await writeHashes(file, segment, columns, crowded, limits, signal)
  const encode = (list: readonly object[]) => new TextEncoder().encode(JSON.stringify(list))
  const directory: ValueIndexDirectory = {
    content: 'values',
    columns,
    terms: await file.add(encode(terms)),
    hashes: await file.add(encode(hashes)),
  }
  await file.finish(directory)
}

function textColumns(segment: Segment): IndexedColumn[] {
  return segment.tables.flatMap((table) =>
    table.columns
      .filter(({ node }) =>
        segment.groups(table.id).some(({ group }) => (segment.chunk(node, group)?.zone.texts ?? 0) > 0),
      )
      .map(({ node, name }) => ({ table: table.name, column: name, node, tableId: table.id })),
  )
}

/** Passes over the columns until all terms are written, each pass the next stretch of their order. Finds the crowded columns. */
async function writeTerms(
  file: ChunkFileWriter,
  segment: Segment,
  columns: readonly IndexedColumn[],
  crowded: Set<number>,
  limits: ValueIndexLimits,
  signal: AbortSignal | undefined,
) {
  const fold = createByteFold()
  const blocks = createTermBlocks(file)
  let from: Uint8Array | undefined = new Uint8Array(0)
  while (from !== undefined) {
    const collector: TermCollector = new TermCollector(from, limits.maxCollectedBytes)
    for (const [place, column] of columns.entries()) {
      signal?.throwIfAborted()
      if (crowded.has(place)) continue
      const tally = await tallyTexts(segment, column, limits)
      if (tally === undefined) {
        crowded.add(place)
        continue
      }
      const { heap, offsets, size } = tally.keys
      for (let key = 0; key < size; key++) {
        const start = offsets[key]!
        const end = offsets[key + 1]!
        if (end - start > maxIndexedBytes) continue
        const term = fold(heap, start, end)
        if (term.length > 0) collector.add(term, heap, start, end, place, tally.count(key))
      }
    }
    for (const entry of collector.sorted()) await blocks.add(entry)
    from = collector.refusedFrom
  }
  return blocks.finish()
}

async function writeHashes(
  file: ChunkFileWriter,
  segment: Segment,
  columns: readonly IndexedColumn[],
  crowded: ReadonlySet<number>,
  limits: ValueIndexLimits,
  signal: AbortSignal | undefined,
) {
  const fold = createByteFold()
  const blocks = createHashBlocks(file)
  let from: number | undefined = crowded.size === 0 ? undefined : 0
  while (from !== undefined) {
    const collector: HashCollector = new HashCollector(from, limits.maxCollectedHashes)
    for (const place of crowded) {
      for await (const { group, column } of readTextChunks(segment, columns[place]!)) {
        signal?.throwIfAborted()
        const { heap, offsets, size } = column.texts
        const counts = countCodes(column)
        for (let code = 0; code < size; code++) {
          const start = offsets[code]!
          const end = offsets[code + 1]!
          if (counts[code] === 0 || end - start > maxIndexedBytes) continue
          const term = fold(heap, start, end)
          if (term.length > 0) collector.add(hashBytes(term, 0, term.length) >>> 0, place, group, code)
        }
      }
    }
    for (const entry of collector.sorted()) await blocks.add(entry)
    from = collector.refusedFrom
  }
  return blocks.finish()
}

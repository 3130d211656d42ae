import type { SegmentWriter } from '@assay/store'
import { type ChunkRef, createChunkFileWriter } from '../chunk-file.js'
import { viewBytes } from '../copy-bytes.js'
import { type ByteFold, createByteFold } from '../fold-bytes.js'
import { LanePool } from '../lane-pool.js'
import type { LengthSet } from '../length-set.js'
import { HashRuns } from './hash-runs.js'
import { createTextHash } from './hash-texts.js'
import { writeTermBlocks } from './term-blocks.js'
import { TermRun } from './term-run.js'
import {
  type IndexedColumn,
  type IndexedTexts,
  maxIndexedBytes,
  type TextIndex,
  type ValueIndexDirectory,
} from './value-index-format.js'

/** Texts between two calls of a loop: it is compiled as a function, not while it runs. */
const textsAtOnce = 1024

/** Bytes of a write that ends when a thread has a moment: few writes are few waits. */
const sharedBlockBytes = 1024 * 1024

/** Bounds of the memory that the index is built in. */
export interface ValueIndexLimits {
  /** Of one sorted run of terms; a lookup reads a block of each run. */
  readonly maxRunBytes: number
  /** Hashes of one run; a lookup reads a block of each run of them too. */
  readonly maxRunHashes: number
}

const valueIndexLimits: ValueIndexLimits = { maxRunBytes: 4 * 1024 * 1024, maxRunHashes: 1024 * 1024 }

/**
 * Writes the value index of a segment from what it is told of each column's texts, once: all different ones of a
 * column as sorted terms, or chunk by chunk as hashes of where they stand. Blank texts, texts of more than 512 bytes
 * and texts by reference are left out.
 */
export interface ValueIndexWriter extends TextIndex {
  /** `addChunk` of texts whose hashes are known (`createTextHash`), by code, and the lengths of their terms. */
  addHashes(column: IndexedColumn, group: number, hashes: Int32Array, lengths: LengthSet): Promise<void>
  /** Writes the rest; the file is durable when this resolves. */
  finish(): Promise<void>
  /** Removes what was written. */
  abort(): Promise<void>
}

export async function createValueIndexWriter(options: {
  readonly writer: SegmentWriter
  readonly limits?: Partial<ValueIndexLimits>
  readonly pool?: LanePool
  /** The columns are described by several threads, so that this one does not wait for its writes. */
  readonly isShared?: boolean
}): Promise<ValueIndexWriter> {
  const { writer, pool = new LanePool(), isShared = false } = options
  const limits = { ...valueIndexLimits, ...options.limits }
  const file = await createChunkFileWriter(writer, pool, isShared ? sharedBlockBytes : undefined)
  const columns: IndexedColumn[] = []
  const run = new TermRun(limits.maxRunBytes, pool)
  const runs: ChunkRef[] = []
  const hashRuns = new HashRuns(file, limits.maxRunHashes, pool)
  const folded = createByteFold()
  const hashTexts = createTextHash()

  function placeOf(column: IndexedColumn): number {
    if (columns.at(-1)?.node !== column.node) columns.push(column)
    return columns.length - 1
  }

  const putJson = (value: object): ChunkRef => file.put([new TextEncoder().encode(JSON.stringify(value))])

  async function writeRun(): Promise<void> {
    if (run.size > 0) runs.push(putJson(await writeTermBlocks(file, run)))
    run.clear()
  }

  return {
    async addTexts(column, texts) {
      const place = placeOf(column)
      for (let from = 0; from < texts.size; ) {
        if (run.full || run.bytes >= limits.maxRunBytes) await writeRun()
        from = addTerms(run, limits.maxRunBytes, place, texts, from, folded)
      }
    },
    async addChunk(column, group, texts) {
      const place = { column: placeOf(column), group }
      await hashRuns.add(place, texts.size, (lane, lengths) => hashTexts(texts, lengths, lane, 0))
    },
    async addHashes(column, group, hashes, lengths) {
      const place = { column: placeOf(column), group }
      await hashRuns.add(place, hashes.length, (lane, added) => {
        lane.set(hashes)
        added.set(lengths)
      })
    },
    async finish() {
      await writeRun()
      run.release()
      const hashes = await hashRuns.finish()
      const directory: ValueIndexDirectory = { content: 'values', columns, terms: runs, hashes }
      await file.finish(directory)
    },
    abort: () => writer.abort(),
  }
}

/** Adds texts from one on, many but not all, until the run has so many bytes; where it stopped. */
function addTerms(
  run: TermRun,
  maxBytes: number,
  column: number,
  { size, heap, offsets, counts }: IndexedTexts,
  from: number,
  folded: ByteFold,
): number {
  const to = Math.min(size, from + textsAtOnce)
  const values = viewBytes(heap)
  let key = from
  for (; key < to && !run.full && run.bytes < maxBytes; key++) {
    const start = offsets[key]!
    const end = offsets[key + 1]!
    if (end - start > maxIndexedBytes) continue
    const length = folded.fold(values, start, end)
    if (length > 0) run.add(folded.view, length, values, start, end, column, counts[key]!)
  }
  return key
}

import type { SegmentReader, SegmentWriter } from '@assay/store'
import type { Catalog, CatalogLink } from '../catalog/catalog.js'
import { type ColumnBuilder, createColumnBuilder } from '../columns/column-builder.js'
import { LanePool } from '../columns/lane-pool.js'
import { findLinks } from '../columns/links/find-links.js'
import type { Segment } from '../columns/segment.js'
import type { ColumnDescriber } from '../columns/statistics/share-columns.js'
import type { BlockRunner } from '../columns/threads/block-runner.js'
import { callThread, type ThreadCall } from '../columns/threads/call-thread.js'
import { createThreadColumnBuilder } from '../columns/threads/thread-column-builder.js'
import { createThreadDescriber, findLinksElsewhere } from '../columns/threads/thread-describer.js'
import type { IngestThreads } from '../guard/call-input.js'
import type { Shape } from '../json/shape.js'

/** Below, starting a thread costs more than it saves. */
const minBytes = 32 * 1024 * 1024
/** More are no gain: the scan is one thread's, and so is the making of columns. */
const mostThreads = 4

/** Threads for an ingest of so many bytes, the calling one counted. */
export function countThreads(asked: IngestThreads, runner: BlockRunner | undefined, bytes: number): number {
  if (runner === undefined) return 1
  if (asked !== 'auto') return asked
  return bytes < minBytes ? 1 : Math.min(runner.parallelism, mostThreads)
}

/** Where the work of one ingest is done: the one place that decides it. */
export interface BlockThreads {
  /** Of the calling thread; the builder's lanes are back when it has finished. */
  readonly pool: LanePool
  /** The builder of a scan; one that was made before is not used any more. */
  createColumnBuilder(options: {
    readonly shape: Shape
    readonly writer: SegmentWriter
  }): Promise<ColumnBuilder>
  /** Describe columns of a segment beside the calling thread. */
  createDescribers(segment: { readonly file: string; readonly reader: SegmentReader }): ColumnDescriber[]
  /** Finds the links of a segment that was described, while this thread does something else, where another one can. */
  findLinks(
    segment: Segment,
    catalog: Catalog,
    meanwhile: () => Promise<void>,
    signal: AbortSignal | undefined,
  ): Promise<CatalogLink[]>
  /** Ends the threads, whatever they do. */
  end(): Promise<void>
}

/** Starts the threads of one ingest, the calling one counted. Where none can be started, it does all. */
export async function openThreads(options: {
  readonly runner: BlockRunner | undefined
  readonly threads: number
  readonly onThreadsRefused: (reason: string) => void
}): Promise<BlockThreads> {
  let threads = await startThreads(options)
  const end = async (): Promise<void> => {
    await Promise.all(threads.map((thread) => thread.end()))
  }
  const pool = new LanePool()
  return {
    pool,
    async createColumnBuilder(target) {
      pool.clear()
      // They do not forget what a scan that was broken off has told them.
      if (threads.some(({ isUsed }) => isUsed)) {
        await end()
        threads = await startThreads(options)
      }
      const [first] = threads
      return first === undefined
        ? createColumnBuilder({ ...target, pool })
        : createThreadColumnBuilder(first, target)
    },
    createDescribers: (segment) => threads.map((thread) => createThreadDescriber(thread, segment)),
    async findLinks(segment, catalog, meanwhile, signal) {
      const [first] = threads
      if (first === undefined) {
        await meanwhile()
        return findLinks(segment, catalog, { signal, pool })
      }
      const [links, done] = await Promise.allSettled([findLinksElsewhere(first, catalog), meanwhile()])
      signal?.throwIfAborted()
      if (done.status === 'rejected') throw done.reason
      if (links.status === 'rejected') throw links.reason
      return links.value
    },
    end,
  }
}

async function startThreads({
  runner,
  threads,
  onThreadsRefused,
}: Parameters<typeof openThreads>[0]): Promise<ThreadCall[]> {
  const more = runner === undefined ? 0 : threads - 1
  const started = await Promise.allSettled(Array.from({ length: more }, () => runner!.start()))
  const refused = started.find(({ status }) => status === 'rejected')
  if (refused?.status === 'rejected') onThreadsRefused(String(refused.reason))
  return started.flatMap((one) => (one.status === 'fulfilled' ? [callThread(one.value)] : []))
}

import type { SegmentReader, SegmentWriter } from '@assay/store'
import { type ColumnBuilder, createColumnBuilder } from '../columns/column-builder.js'
import type { ColumnDescriber } from '../columns/statistics/share-columns.js'
import type { BlockRunner } from '../columns/threads/block-runner.js'
import { callThread, type ThreadCall } from '../columns/threads/call-thread.js'
import { createThreadColumnBuilder } from '../columns/threads/thread-column-builder.js'
import { createThreadDescriber } from '../columns/threads/thread-describer.js'
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
  createColumnBuilder(options: {
    readonly shape: Shape
    readonly writer: SegmentWriter
  }): Promise<ColumnBuilder>
  /** Describe columns of a segment beside the calling thread. */
  createDescribers(segment: { readonly file: string; readonly reader: SegmentReader }): ColumnDescriber[]
  /** Ends the threads, whatever they do. */
  end(): Promise<void>
}

/** Starts the threads of one ingest, the calling one counted. Where none can be started, it does all. */
export async function openThreads(options: {
  readonly runner: BlockRunner | undefined
  readonly threads: number
  readonly onThreadsRefused: (reason: string) => void
}): Promise<BlockThreads> {
  const threads = await startThreads(options)
  return {
    async createColumnBuilder(target) {
      const [first] = threads
      return first === undefined ? createColumnBuilder(target) : createThreadColumnBuilder(first, target)
    },
    createDescribers: (segment) => threads.map((thread) => createThreadDescriber(thread, segment)),
    async end() {
      await Promise.all(threads.map((thread) => thread.end()))
    },
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

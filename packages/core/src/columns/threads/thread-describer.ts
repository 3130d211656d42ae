import type { SegmentReader } from '@assay/store'
import type { ColumnStatistics } from '../../catalog/build-catalog.js'
import type { Catalog, CatalogLink } from '../../catalog/catalog.js'
import type { ColumnDescriber } from '../statistics/share-columns.js'
import type { TextShare } from '../values/text-shares.js'
import type { ThreadCall } from './call-thread.js'
import { packError } from './pack-error.js'

/** Describes columns of a segment on another thread, which is given the bytes that it asks for. */
export function createThreadDescriber(
  thread: ThreadCall,
  { file, reader }: { readonly file: string; readonly reader: SegmentReader },
): ColumnDescriber {
  let tell: ((share: TextShare) => Promise<void>) | undefined
  let described: ColumnStatistics | undefined

  async function read(id: number, start: number, end: number): Promise<void> {
    try {
      const bytes = new Uint8Array(end - start)
      const found = await reader.read(start, end, bytes)
      if (found.buffer !== bytes.buffer) bytes.set(found)
      thread.post({ type: 'bytes', id, bytes }, [bytes.buffer])
    } catch (error) {
      thread.post({ type: 'unread', id, error: packError(error) })
    }
  }

  thread.on('read', ({ id, start, end }) => void read(id, start, end))
  thread.on('share', ({ share, bytes }) => {
    tell?.(share).then(() => thread.post({ type: 'shared', bytes }), thread.fail)
  })
  thread.on('described', ({ statistics }) => {
    described = statistics
  })
  thread.post({ type: 'open', file, size: reader.size, path: reader.path })

  return {
    async describe(place, to) {
      tell = to
      described = undefined
      thread.post({ type: 'describe', place, isIndexed: to !== undefined })
      await thread.until(() => described !== undefined)
      return described!
    },
    giveUp: thread.fail,
  }
}

/** The links of the segment that the thread described columns of. */
export async function findLinksElsewhere(thread: ThreadCall, catalog: Catalog): Promise<CatalogLink[]> {
  let links: CatalogLink[] | undefined
  thread.on('linked', (message) => {
    links = message.links
  })
  thread.post({ type: 'link', catalog })
  await thread.until(() => links !== undefined)
  return links!
}

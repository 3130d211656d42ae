import type { SegmentReader } from '@assay/store'
import type { Catalog, CatalogLink } from '../../catalog/catalog.js'
import type { ColumnDescriber, ToldColumns } from '../statistics/share-columns.js'
import type { ThreadCall } from './call-thread.js'
import { packError } from './pack-error.js'

/** Describes columns of a segment on another thread, which is given the bytes that it asks for. */
export function createThreadDescriber(
  thread: ThreadCall,
  { file, reader }: { readonly file: string; readonly reader: SegmentReader },
): ColumnDescriber {
  let told: ToldColumns | undefined
  let isEnded = false

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
  thread.on('share', ({ at, share, bytes }) => {
    told?.texts?.(at, share).then(() => thread.post({ type: 'shared', bytes }), thread.fail)
  })
  thread.on('described', ({ at, statistics }) => told?.described(at, statistics))
  thread.on('linesEnded', () => {
    isEnded = true
  })
  thread.post({ type: 'open', file, size: reader.size, path: reader.path })

  return {
    async describe(lines, to) {
      told = to
      isEnded = false
      thread.post({
        type: 'describe',
        lines: lines.map(({ columns, next }) => ({ columns, next })),
        isIndexed: to.texts !== undefined,
      })
      await thread.until(() => isEnded)
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

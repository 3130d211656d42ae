import type { ColumnStatistics } from '../../catalog/build-catalog.js'
import type { Catalog, CatalogLink } from '../../catalog/catalog.js'
import { findLinks } from '../links/find-links.js'
import { openSegment, type Segment } from '../segment.js'
import { type ColumnLine, type ColumnPlace, takeAll } from '../statistics/column-line.js'
import { chunksOf, describeColumn } from '../statistics/describe-column.js'
import { ChunkValues, tallyLimits } from '../statistics/value-tallies.js'
import { createSharingIndex, shareBuffers } from '../values/text-shares.js'
import type { BlockHost } from './block-runner.js'
import { type ChannelReader, createChannelReader } from './channel-reader.js'
import { Credit } from './credit.js'
import type { FromThread } from './messages.js'
import { createOwnReader } from './own-reader.js'

/** Bytes of shares that may be under way at once. */
const maxUnderWay = 16 * 1024 * 1024

/** The columns of a segment in another thread's file, described in this one. */
export interface SegmentDescriber {
  readonly reader: ChannelReader
  /** Shares of so many bytes were taken. */
  shared(bytes: number): void
  /** Takes columns of the lines as long as there are any, and tells what they are. */
  describe(lines: readonly ColumnLine[], isIndexed: boolean): Promise<void>
  findLinks(catalog: Catalog): Promise<CatalogLink[]>
}

export function createSegmentDescriber(
  { file, size, path }: { readonly file: string; readonly size: number; readonly path: string | undefined },
  post: (message: FromThread, moved?: readonly ArrayBuffer[]) => void,
  openFile: BlockHost['openFile'],
): SegmentDescriber {
  const reader = createChannelReader(size, post)
  const own = path === undefined || openFile === undefined ? reader : createOwnReader(path, openFile, reader)
  const credit = new Credit(maxUnderWay)
  const values = new ChunkValues(tallyLimits.maxDistinct)
  let opened: Promise<Segment> | undefined
  /** The column at hand. */
  let at = 0
  const index = createSharingIndex(async (share) => {
    const buffers = shareBuffers(share)
    const bytes = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0)
    post({ type: 'share', at, share, bytes }, buffers)
    await credit.take(bytes)
  })
  function open(): Promise<Segment> {
    opened ??= openSegment(file, own)
    return opened
  }

  async function describeOne(
    segment: Segment,
    { table: tableAt, column: columnAt }: ColumnPlace,
    isIndexed: boolean,
  ): Promise<ColumnStatistics> {
    const table = segment.tables[tableAt]!
    const column = table.columns[columnAt]!
    reader.expect(
      chunksOf(segment, table, column).map(({ chunk }) => ({
        start: chunk.offset,
        end: chunk.offset + chunk.length,
      })),
    )
    const statistics = await describeColumn(segment, table, column, {
      limits: tallyLimits,
      values,
      index: isIndexed ? index : undefined,
      signal: undefined,
    })
    await index.endColumn()
    return statistics
  }

  return {
    reader,
    shared: (bytes) => credit.give(bytes),
    async describe(lines, isIndexed) {
      const segment = await open()
      for (const column of takeAll(lines)) {
        at = column.at
        const statistics = await describeOne(segment, column, isIndexed)
        post({ type: 'described', at, statistics })
      }
    },
    findLinks: async (catalog) => findLinks(await open(), catalog),
  }
}

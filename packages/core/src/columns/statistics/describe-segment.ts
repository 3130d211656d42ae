import type { TableStatistics } from '../../catalog/build-catalog.js'
import { toPointer } from '../../records/pointer.js'
import type { Segment } from '../segment.js'
import type { ValueIndexWriter } from '../values/value-index-writer.js'
import { type DescribeWork, describeColumn } from './describe-column.js'
import { findDiscriminator } from './find-discriminator.js'
import { ChunkValues, type TallyLimits, tallyLimits } from './value-tallies.js'

/**
 * Statistics of all tables for the catalog, read from the segment column by column; `index` is told the texts on the
 * way. Memory is bounded by `limits`.
 */
export async function describeSegment(
  segment: Segment,
  options: {
    readonly limits?: Partial<TallyLimits>
    readonly signal?: AbortSignal | undefined
    readonly index?: ValueIndexWriter
    /** Called before each column with the number of those that are done. */
    readonly onColumn?: (done: number, total: number) => void
  } = {},
): Promise<TableStatistics[]> {
  const limits = { ...tallyLimits, ...options.limits }
  const work: DescribeWork = {
    limits,
    values: new ChunkValues(limits.maxDistinct),
    index: options.index,
    signal: options.signal,
  }
  const statistics: TableStatistics[] = []
  const total = segment.tables.reduce((sum, { columns }) => sum + columns.length, 0)
  let described = 0
  for (const table of segment.tables) {
    const columns = []
    for (const column of table.columns) {
      options.onColumn?.(described++, total)
      columns.push(await describeColumn(segment, table, column, work))
    }
    const parent = segment.tables[table.parent]
    const discriminator = await findDiscriminator(segment, table, columns)
    statistics.push({
      name: table.name,
      pointer: toPointer(table.path),
      layout: table.layout,
      ...(parent === undefined ? {} : { parent: parent.name }),
      rows: table.rows,
      columns,
      columnsLeftOut: table.columnsLeftOut,
      ...(table.isList === true ? { isList: true } : {}),
      ...(table.isRecords === true ? { isRecords: true } : {}),
      ...(discriminator === undefined ? {} : { discriminator }),
    })
  }
  return statistics
}

import type { TableStatistics } from '../../catalog/build-catalog.js'
import { toPointer } from '../../records/pointer.js'
import type { Segment } from '../segment.js'
import { describeColumn } from './describe-column.js'
import { findDiscriminator } from './find-discriminator.js'
import { type TallyLimits, tallyLimits } from './value-tallies.js'

/** Statistics of all tables for the catalog, read from the segment column by column; memory is bounded by `limits`. */
export async function describeSegment(
  segment: Segment,
  options: { readonly limits?: Partial<TallyLimits>; readonly signal?: AbortSignal | undefined } = {},
): Promise<TableStatistics[]> {
  const limits = { ...tallyLimits, ...options.limits }
  const statistics: TableStatistics[] = []
  for (const table of segment.tables) {
    const columns = []
    for (const column of table.columns) {
      options.signal?.throwIfAborted()
      columns.push(await describeColumn(segment, table, column, limits))
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
      ...(discriminator === undefined ? {} : { discriminator }),
    })
  }
  return statistics
}

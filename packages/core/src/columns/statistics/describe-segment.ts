import type { ColumnStatistics, TableStatistics } from '../../catalog/build-catalog.js'
import { toPointer } from '../../records/pointer.js'
import type { LanePool } from '../lane-pool.js'
import type { Segment } from '../segment.js'
import type { TextIndex } from '../values/value-index-format.js'
import type { ValueIndexWriter } from '../values/value-index-writer.js'
import type { ColumnPlace } from './column-line.js'
import { chunksOf, type DescribeWork, describeColumn, indexedOf } from './describe-column.js'
import { findDiscriminator } from './find-discriminator.js'
import { type ColumnDescriber, shareColumns, type WaitingColumn } from './share-columns.js'
import { ChunkValues, type TallyLimits, tallyLimits } from './value-tallies.js'

/**
 * Statistics of all tables for the catalog, read from the segment column by column; `index` is told the texts on the
 * way, in the order of the columns. Memory is bounded by `limits`. With `others`, they share the columns with this
 * thread; the result is the same.
 */
export async function describeSegment(
  segment: Segment,
  options: {
    readonly limits?: Partial<TallyLimits>
    readonly signal?: AbortSignal | undefined
    readonly index?: ValueIndexWriter
    readonly others?: readonly ColumnDescriber[]
    readonly pool?: LanePool
    /** See `shareColumns`. */
    readonly minSharedTextBytes?: number | undefined
    /** Called for each column with the number of those that were done before. */
    readonly onColumn?: (done: number, total: number) => void
  } = {},
): Promise<TableStatistics[]> {
  const { index, others = [], signal, minSharedTextBytes } = options
  const limits = { ...tallyLimits, ...options.limits }
  const work: DescribeWork = {
    limits,
    values: new ChunkValues(limits.maxDistinct, options.pool),
    index,
    signal,
  }
  const places = segment.tables.flatMap(({ columns }, table) =>
    columns.map((_, column): ColumnPlace => ({ table, column })),
  )
  const waiting = ({ table, column }: ColumnPlace): WaitingColumn => {
    const entry = segment.tables[table]!
    const one = entry.columns[column]!
    const chunks = chunksOf(segment, entry, one)
    return {
      table,
      column,
      indexed: indexedOf(entry, one),
      hasTexts: chunks.some(({ zone }) => zone.texts > 0),
      bytes: chunks.reduce((sum, { chunk }) => sum + chunk.length, 0),
    }
  }
  const here = ({ table, column }: ColumnPlace, to: TextIndex | undefined) => {
    const entry = segment.tables[table]!
    return describeColumn(segment, entry, entry.columns[column]!, { ...work, index: to })
  }
  const onColumn = (done: number): void => options.onColumn?.(done, places.length)
  const described: ColumnStatistics[] = []
  try {
    if (others.length > 0) {
      const shared = { places: places.map(waiting), here, others, index, onColumn, minSharedTextBytes }
      described.push(...(await shareColumns(shared)))
    } else
      for (const [at, place] of places.entries()) {
        onColumn(at)
        described.push(await here(place, index))
      }
  } finally {
    work.values.release()
  }
  const statistics: TableStatistics[] = []
  for (const table of segment.tables) {
    const columns = described.splice(0, table.columns.length)
    const parent = segment.tables[table.parent]
    const discriminator = await findDiscriminator(segment, table, columns, options.pool)
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

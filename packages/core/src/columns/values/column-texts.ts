import { ByteTable } from '../byte-table.js'
import type { DecodedColumn } from '../decode-column.js'
import type { Segment } from '../segment.js'
import { countCodes } from '../statistics/chunk-values.js'
import { Tally } from '../statistics/tally.js'
import type { TallyLimits } from '../statistics/value-tallies.js'
import type { IndexedColumn } from './value-index-format.js'

/** The column's chunks that hold texts, with their groups. */
export async function* readTextChunks(
  segment: Segment,
  { tableId, node }: IndexedColumn,
): AsyncGenerator<{ readonly group: number; readonly column: DecodedColumn }> {
  for (const { group } of segment.groups(tableId)) {
    const chunk = segment.chunk(node, group)
    if (chunk !== undefined && chunk.zone.texts > 0) yield { group, column: await segment.readColumn(chunk) }
  }
}

/** Counts of all different texts of a column, or undefined when they are more than the limits allow. */
export async function tallyTexts(
  segment: Segment,
  indexed: IndexedColumn,
  limits: TallyLimits,
): Promise<Tally<ByteTable> | undefined> {
  const tally = new Tally(() => new ByteTable({ bytes: 0 }), limits.maxDistinct, limits.maxTextBytes)
  for await (const { column } of readTextChunks(segment, indexed)) {
    const { heap, offsets, size } = column.texts
    const counts = countCodes(column)
    for (let code = 0; code < size && tally.exact; code++) {
      const times = counts[code]!
      if (times > 0) tally.add(tally.keys.add(heap, offsets[code]!, offsets[code + 1]!), times)
    }
    if (!tally.exact) return undefined
  }
  return tally
}

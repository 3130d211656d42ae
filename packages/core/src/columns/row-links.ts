import type { Segment } from './segment.js'
import type { SegmentTableEntry } from './segment-directory.js'
import { type Batch, type Table, ValueKind, type Vector } from './table.js'

/** Names under which a scan gives what ties a child's record to its parent's. A column of the data goes before them. */
const links = { _parent: 'parents', _index: 'indexes' } as const
type LinkName = keyof typeof links

/** The table with columns `_parent` (the parent's record id) and `_index` (place in its array), where it has a parent. */
export function withRowLinks(table: Table, segment: Segment, entry: SegmentTableEntry): Table {
  if (table.schema.parent === undefined) return table
  const isLink = (name: string): name is LinkName =>
    Object.hasOwn(links, name) && !table.schema.columns.some((column) => column.name === name)
  return {
    ...table,
    scan(columns, predicate, signal) {
      const asked = columns.filter(isLink)
      const stored = columns.filter((name) => !isLink(name))
      const batches = table.scan(stored, predicate, signal)
      return asked.length === 0 ? batches : addLinks(batches, asked, segment, entry)
    },
  }
}

async function* addLinks(
  batches: AsyncIterable<Batch>,
  asked: readonly LinkName[],
  segment: Segment,
  entry: SegmentTableEntry,
): AsyncGenerator<Batch> {
  const groups = segment.groups(entry.id)
  let at = 0
  let rows = groups[0] === undefined ? undefined : await segment.readRows(groups[0])
  for await (const batch of batches) {
    const before = at
    while (groups[at] !== undefined && groups[at]!.firstRow + groups[at]!.rows <= batch.firstRow) at++
    if (at !== before && groups[at] !== undefined) rows = await segment.readRows(groups[at]!)
    const from = batch.firstRow - (rows?.firstRow ?? 0)
    const columns = new Map(batch.columns)
    for (const name of asked) columns.set(name, toVector(rows?.[links[name]], from, batch.length))
    yield { ...batch, columns }
  }
}

function toVector(lane: Int32Array | undefined, from: number, length: number): Vector {
  if (lane === undefined) return { length, kind: ValueKind.missing }
  return { length, kind: ValueKind.number, numbers: Float64Array.from(lane.subarray(from, from + length)) }
}

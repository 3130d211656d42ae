import type { ColumnStatistics } from '../../catalog/build-catalog.js'
import { decodeWtf8 } from '../../json/text.js'
import { ReadBuffer } from '../chunk-file.js'
import type { DecodedColumn } from '../decode-column.js'
import type { Segment, TableEntry } from '../segment.js'
import { ValueKind } from '../table.js'

const maxCandidates = 6
const maxKinds = 64
/** Of a column with hardly a value twice everything follows, and nothing. */
const maxKindShare = 0.6
const maxSparseColumns = 64
const leastDependents = 2
/** Of any row group (docs/segment-format.md). */
const maxGroupRows = 65_536
/** Rows looked at: whole groups, until there are so many. */
const sampledRows = 200_000
/** Of the records of one kind, as many may have a column that the kind has not, or lack one that it has. */
const tolerance = 0.02

/**
 * The text column that tells the records of an array apart (`type`): few values, in every row, and which of the other
 * columns a row has follows from it. The one on which most columns depend, of equals the one with the fewest values; undefined when it is
 * fewer than two, or less than half of those that not every row has.
 */
export async function findDiscriminator(
  segment: Segment,
  table: TableEntry,
  columns: readonly ColumnStatistics[],
): Promise<string | undefined> {
  const isHere = ({ counts }: ColumnStatistics): boolean => counts.missing < table.rows
  const sparse = columns
    .filter((column) => column.counts.missing > 0 && isHere(column))
    .slice(0, maxSparseColumns)
  const most = Math.min(maxKinds, table.rows * maxKindShare)
  const candidates = columns
    .filter(({ counts, distinct }) => counts.text === table.rows && distinct.exact && distinct.count > 1)
    .filter(({ distinct }) => distinct.count <= most)
    .sort((a, b) => a.distinct.count - b.distinct.count)
  if (sparse.length < leastDependents || candidates.length === 0) return undefined
  const buffer = new ReadBuffer()
  let best: { name: string; dependents: number } | undefined
  for (const { name } of candidates.slice(0, maxCandidates)) {
    const dependents = await countDependents(segment, table, name, sparse, buffer)
    if (best === undefined || dependents > best.dependents) best = { name, dependents }
  }
  const least = Math.max(leastDependents, sparse.length / 2)
  return best !== undefined && best.dependents >= least ? best.name : undefined
}

async function countDependents(
  segment: Segment,
  table: TableEntry,
  name: string,
  sparse: readonly ColumnStatistics[],
  buffer: ReadBuffer,
): Promise<number> {
  const nodeOf = new Map(table.columns.map((column) => [column.name, column.node]))
  const kindOf = new Map<string, number>()
  const rowsOf = new Uint32Array(maxKinds)
  const presentOf = sparse.map(() => new Uint32Array(maxKinds))
  const kinds = new Uint8Array(maxGroupRows)
  let rows = 0
  for (const { group, rows: more } of segment.groups(table.id)) {
    if (rows >= sampledRows) break
    rows += more
    if (!(await readKinds(segment, nodeOf.get(name)!, group, kindOf, { buffer, into: kinds }))) return 0
    for (let row = 0; row < more; row++) rowsOf[kinds[row]!]!++
    for (const [at, column] of sparse.entries()) {
      const chunk = segment.chunk(nodeOf.get(column.name) ?? -1, group)
      if (chunk === undefined) continue
      countPresent(await segment.readColumn(chunk, buffer), kinds, presentOf[at]!)
    }
  }
  return presentOf.filter((present) => {
    const shares = Array.from({ length: kindOf.size }, (_, kind) => present[kind]! / rowsOf[kind]!)
    const having = shares.filter((share) => share >= 1 - tolerance).length
    return (
      having > 0 && having < shares.length && shares.every((share) => Math.min(share, 1 - share) <= tolerance)
    )
  }).length
}

/** The numbers of the texts of a column in one group; false when not every row has one that is inline. */
async function readKinds(
  segment: Segment,
  node: number,
  group: number,
  kindOf: Map<string, number>,
  { buffer, into }: { readonly buffer: ReadBuffer; readonly into: Uint8Array },
): Promise<boolean> {
  const chunk = segment.chunk(node, group)
  const column = chunk && (await segment.readColumn(chunk, buffer))
  if (column?.codes === undefined || column.longTexts.length > 0) return false
  const { codes, texts } = column
  const { size, heap, offsets } = texts
  const kinds = new Int8Array(size).fill(-1)
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!
    if (kinds[code]! < 0) {
      const text = decodeWtf8(heap, offsets[code]!, offsets[code + 1]!)
      const kind = kindOf.get(text) ?? kindOf.size
      kindOf.set(text, kind)
      kinds[code] = kind
    }
    into[row] = kinds[code]!
  }
  return true
}

function countPresent(
  { rows, kind, kinds }: DecodedColumn,
  rowKinds: Uint8Array,
  present: Uint32Array,
): void {
  if (kinds === undefined && kind === ValueKind.missing) return
  for (let row = 0; row < rows; row++)
    if (kinds === undefined || kinds[row] !== ValueKind.missing) present[rowKinds[row]!]!++
}

import type { ColumnStatistics } from '../../catalog/build-catalog.js'
import { decodeWtf8 } from '../../json/text.js'
import { ReadBuffer } from '../chunk-file.js'
import type { DecodedColumn } from '../decode-column.js'
import type { LanePool } from '../lane-pool.js'
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
/** Rows looked at: whole groups, from all over the table, until there are so many and each candidate has shown all of its texts. */
const sampledRows = 65_536
/** Records that stand in the order of their kinds may show theirs late, or not. */
const mostSampledRows = 200_000
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
  pool?: LanePool,
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
  let best: { name: string; dependents: number } | undefined
  const counted = await countPresence(segment, table, candidates.slice(0, maxCandidates), sparse, pool)
  for (const candidate of counted) {
    const dependents = countDependents(candidate)
    if (best === undefined || dependents > best.dependents) best = { name: candidate.name, dependents }
  }
  const least = Math.max(leastDependents, sparse.length / 2)
  return best !== undefined && best.dependents >= least ? best.name : undefined
}

/** A column that may tell the records apart, with how many rows have each of its texts, and which columns these have. */
interface Candidate {
  readonly name: string
  readonly node: number
  /** How many different texts it has. */
  readonly distinct: number
  /** Texts by their number. */
  readonly kindOf: Map<string, number>
  readonly rowsOf: Uint32Array
  /** Of each sparse column, the rows of each text that have it. */
  readonly presentOf: readonly Uint32Array[]
  /** Numbers of the texts of the rows at hand. */
  readonly kinds: Uint8Array
  /** Not every row has an inline text. */
  isPartial: boolean
}

/** Reads each column once for all candidates. */
async function countPresence(
  segment: Segment,
  table: TableEntry,
  columns: readonly ColumnStatistics[],
  sparse: readonly ColumnStatistics[],
  pool: LanePool | undefined,
): Promise<Candidate[]> {
  const nodeOf = new Map(table.columns.map((column) => [column.name, column.node]))
  const buffer = new ReadBuffer(pool)
  const candidates = columns.map(
    ({ name, distinct }): Candidate => ({
      name,
      node: nodeOf.get(name)!,
      distinct: distinct.count,
      kindOf: new Map(),
      rowsOf: new Uint32Array(maxKinds),
      presentOf: sparse.map(() => new Uint32Array(maxKinds)),
      kinds: new Uint8Array(maxGroupRows),
      isPartial: false,
    }),
  )
  let rows = 0
  for (const { group, rows: more } of spreadOut(segment.groups(table.id))) {
    if (rows >= (candidates.every(isSeen) ? sampledRows : mostSampledRows)) break
    rows += more
    for (const candidate of candidates) {
      candidate.isPartial ||= !(await readKinds(segment, candidate, group, buffer))
      if (!candidate.isPartial) countRows(candidate.kinds, more, candidate.rowsOf)
    }
    for (const [at, column] of sparse.entries()) {
      const chunk = segment.chunk(nodeOf.get(column.name) ?? -1, group)
      if (chunk === undefined) continue
      const decoded = await segment.readColumn(chunk, buffer)
      for (const { isPartial, kinds, presentOf } of candidates)
        if (!isPartial) countPresent(decoded, kinds, presentOf[at]!)
    }
  }
  buffer.release()
  return candidates
}

/** Whether each of its texts was there; of one that is out of the question no more are wanted. */
function isSeen({ isPartial, kindOf, distinct }: Candidate): boolean {
  return isPartial || kindOf.size === distinct
}

/** The first, then the one in the middle, then those in the middle between them, and so on (van der Corput 1935). */
function spreadOut<One>(list: readonly One[]): One[] {
  const bits = 32 - Math.clz32(Math.max(list.length - 1, 0))
  const spread: One[] = []
  for (let i = 0; i < 2 ** bits; i++) {
    let reversed = 0
    for (let bit = 0; bit < bits; bit++) if ((i >> bit) & 1) reversed += 2 ** (bits - 1 - bit)
    if (reversed < list.length) spread.push(list[reversed]!)
  }
  return spread
}

function countDependents({ isPartial, kindOf, rowsOf, presentOf }: Candidate): number {
  if (isPartial) return 0
  return presentOf.filter((present) => {
    const shares = Array.from({ length: kindOf.size }, (_, kind) => present[kind]! / rowsOf[kind]!)
    const having = shares.filter((share) => share >= 1 - tolerance).length
    return (
      having > 0 && having < shares.length && shares.every((share) => Math.min(share, 1 - share) <= tolerance)
    )
  }).length
}

/** Sets the numbers of the texts of a candidate in one group; false when not every row has one that is inline. */
async function readKinds(
  segment: Segment,
  { node, kindOf, kinds: into }: Candidate,
  group: number,
  buffer: ReadBuffer,
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

// Loops of their own, for the reason that encode-column.ts gives.

function countRows(kinds: Uint8Array, rows: number, counts: Uint32Array): void {
  for (let row = 0; row < rows; row++) counts[kinds[row]!]!++
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

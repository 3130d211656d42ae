import type { ColumnType } from '../catalog/catalog.js'
import type { Vector } from '../columns/table.js'
import type { SortKey } from '../plan/algebra.js'
import { type Chunk, columnOf, recordAt, rowsOf, selectedCount } from './chunk.js'
import { tooManyRows } from './errors.js'
import type { Judge } from './judge.js'
import { rankedKinds } from './kinds.js'
import type { Pace } from './pace.js'
import { createRowBound } from './row-bound.js'
import type { RunContext } from './run-context.js'
import { sortInSlices } from './sort-in-slices.js'
import { takeRows } from './take-rows.js'
import type { ValueSource } from './truth.js'
import { compareValues, kindAt, readValue, type Value } from './value.js'
import { VectorBuilder } from './vector-builder.js'

export interface SortPlan {
  readonly keys: readonly SortKey[]
  /** Values of the keys. */
  readonly sources: readonly ValueSource[]
  /** Type of each key: values of other kinds rank as nulls. */
  readonly types: readonly ColumnType[]
  /** Columns that are needed above. */
  readonly columns: readonly string[]
  /** Rows that the limit above will take (its offset included); `null`: all of them. */
  readonly top: number | null
  /** Rows that are listed at the end, the others being counted; `null`: all that are kept are needed. */
  readonly listed: number | null
  /** Under a limit, it hears of rows that cannot be ranked. */
  readonly judge: Judge | undefined
}

interface Entry {
  readonly keys: readonly Value[]
  readonly chunk: Chunk
  readonly row: number
  readonly sequence: number
}

/** Entries beyond the wanted ones, and chunks they may keep alive, before the surplus is thrown away. */
const surplus = 1_024
const maxHeldChunks = 16
/** Rows that become one chunk. */
const gatheredAtOnce = 8_192

/**
 * Sorts, stable in the order of arrival. Only the rows that are wanted above are kept, so memory does not grow with the
 * table: EXECUTE_TOO_MANY_ROWS beyond the bound, but for a list, of which the rest is counted.
 */
export async function* sort(
  input: AsyncIterable<Chunk>,
  plan: SortPlan,
  context: RunContext,
): AsyncGenerator<Chunk> {
  const { sources } = plan
  const ranked = plan.types.map(rankedKinds)
  const compare = createCompare(plan.keys)
  const wanted = plan.top ?? Number.POSITIVE_INFINITY
  const most = plan.listed ?? context.limits.maxRows
  const bound = Math.min(wanted, most)
  const isCounted = plan.listed !== null
  if (!isCounted && plan.top !== null && plan.top > bound) throw tooManyRows(bound)
  const judge = plan.top === null ? undefined : plan.judge
  const findWithin = createRowBound()
  let entries: Entry[] = []
  let worst: Entry | undefined
  let heldChunks = 0
  let sequence = 0
  let total = 0

  /** Throws away what is not wanted. */
  const cut = async () => {
    entries = await sortInSlices(entries, compare, context.pace)
    if (!isCounted && plan.top === null && entries.length > bound) throw tooManyRows(bound)
    entries.length = Math.min(entries.length, bound)
    worst = entries.length === bound && (isCounted || plan.top !== null) ? entries.at(-1) : undefined
  }
  /** The same, and lets the chunks go. */
  const cutAndGather = async () => {
    await cut()
    const columns = [...plan.columns, ...sources.flatMap((source) => source.columns)]
    entries = await gather(entries, columns, context.pace)
    worst = worst && entries.at(-1)
    heldChunks = 0
  }

  for await (const chunk of input) {
    total += selectedCount(chunk)
    const vectors = sources.map((source) => source.vector(chunk))
    const keyAt = (index: number, row: number): Value => {
      const vector = vectors[index]!
      return ranked[index]!(kindAt(vector, row)) ? readValue(vector, row) : null
    }
    let isHeld = false
    // A judge that must hear of every row needs them all.
    const isQuick = plan.types[0] === 'number' && judge?.use === undefined
    const narrow = (): Int32Array | undefined => {
      const limit = worst?.keys[0]
      return isQuick && typeof limit === 'number'
        ? findWithin(chunk, vectors[0]!, limit, plan.keys[0]!.descending)
        : undefined
    }
    let rows = narrow() ?? rowsOf(chunk.selection)
    for (let k = 0; k < (rows === null ? chunk.length : rows.length); k++) {
      const row = rows === null ? k : rows[k]!
      const first = keyAt(0, row)
      if (first === null) judge?.skip(chunk, row, sources[0]!.culprit(chunk, row))
      else judge?.use?.(chunk, row)
      const order = worst === undefined ? -1 : compareKey(first, worst.keys[0]!, plan.keys[0]!)
      if (order > 0 || (order === 0 && sources.length === 1)) continue
      const entry: Entry = {
        keys: sources.map((_, index) => (index === 0 ? first : keyAt(index, row))),
        chunk,
        row,
        sequence: sequence++,
      }
      if (worst !== undefined && compare(entry, worst) > 0) continue
      entries.push(entry)
      isHeld = true
      if (entries.length <= 2 * bound + surplus) continue
      await cut()
      const within = narrow()
      if (within === undefined) continue
      rows = within
      k = countUpTo(within, row) - 1
    }
    if (isHeld) heldChunks++
    if (heldChunks > maxHeldChunks) await cutAndGather()
  }
  await cutAndGather()
  if (isCounted) context.rowsUnlisted += Math.min(total, wanted) - entries.length

  if (judge !== undefined)
    for (const { keys, chunk, row } of entries)
      if (keys[0] === null) judge.restore(chunk, row, sources[0]!.culprit(chunk, row))
  yield* new Set(entries.map((entry) => entry.chunk))
}

/** How many of ascending rows are at most `row`. */
function countUpTo(rows: Int32Array, row: number): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (rows[middle]! <= row) low = middle + 1
    else high = middle
  }
  return low
}

function compareKey(left: Value, right: Value, { descending, nulls }: SortKey): number {
  if (left === null || right === null) {
    if (left === right) return 0
    return (left === null) === (nulls === 'first') ? -1 : 1
  }
  const order = compareValues(left, right)
  return descending ? -order : order
}

function createCompare(sortKeys: readonly SortKey[]): (a: Entry, b: Entry) => number {
  return (a, b) => {
    for (let index = 0; index < sortKeys.length; index++) {
      const order = compareKey(a.keys[index]!, b.keys[index]!, sortKeys[index]!)
      if (order !== 0) return order
    }
    return a.sequence - b.sequence
  }
}

/** The entries in new chunks of their own, in order, so that the chunks they came from can be let go. */
async function gather(entries: readonly Entry[], columns: readonly string[], pace: Pace): Promise<Entry[]> {
  const names = [...new Set(columns)]
  const out: Entry[] = []
  for (let start = 0; start < entries.length; start += gatheredAtOnce) {
    await pace.step()
    const part = entries.slice(start, start + gatheredAtOnce)
    const rows = Int32Array.from(part, ({ row }) => row)
    const [{ chunk: first }] = part as [Entry]
    const isOne = part.every(({ chunk }) => chunk === first)
    const built = names.map((name): [string, Vector] => {
      if (isOne) return [name, takeRows(columnOf(first, name), rows)]
      const builder = new VectorBuilder(part.length)
      for (const { chunk, row } of part) builder.copy(columnOf(chunk, name), row)
      return [name, builder.build()]
    })
    const records = Float64Array.from(part, ({ chunk, row }) => recordAt(chunk, row))
    const others = (part[0]!.chunk.others ?? []).map(({ table }, index) => ({
      table,
      records: Float64Array.from(part, ({ chunk, row }) => chunk.others![index]!.records[row]!),
    }))
    const chunk: Chunk = {
      length: part.length,
      columns: new Map(built),
      selection: null,
      records,
      ...(others.length === 0 ? {} : { others }),
    }
    part.forEach((entry, row) => {
      out.push({ ...entry, chunk, row })
    })
  }
  return out
}

import { type Chunk, columnOf, positionAt, recordAt, rowsOf, selectedCount, toSelection } from './chunk.js'
import { joinTooLarge } from './errors.js'
import { JoinKeys } from './join-keys.js'
import type { Judge } from './judge.js'
import { judgeRows } from './operators.js'
import { createRowStore, type RowStore } from './row-store.js'
import type { RunContext } from './run-context.js'
import { takeRows } from './take-rows.js'
import { type Predicate, Truth, type ValueSource } from './truth.js'
import { JsonText, readValue, type Value } from './value.js'
import { maxVectorRows } from './vector-builder.js'

export interface JoinPlan {
  readonly kind: 'inner' | 'left'
  /** Values that must be equal, pair by pair. */
  readonly leftKeys: readonly ValueSource[]
  readonly rightKeys: readonly ValueSource[]
  readonly where: Predicate | undefined
  /** What is taken of each side, for the rows above and for `where`. */
  readonly leftColumns: readonly string[]
  readonly rightColumns: readonly string[]
  /** The left side is so small beside the right that it is read first, and only partners of it are held. */
  readonly leftFirst: boolean
  /** The right side's main table. */
  readonly rightTable: string | undefined
  /** Of an inner join: hears of left rows whose keys have no value. */
  readonly leftJudge: Judge | undefined
  /** Of an inner join: hears of pairs for which `where` is unknown. */
  readonly pairJudge: Judge | undefined
}

/** Rows of the right side by their keys, in the order they came. */
interface HashTable {
  readonly store: RowStore
  /** First row of a key by its number, -1 for none; `next[row]` is the one after it, -1 the end. */
  readonly first: Int32Array
  readonly next: Int32Array
}

/**
 * Hash join: the right side is held in memory, the left one streams. Rows come in the order of the left side, and
 * for each in the order of the right. EXECUTE_JOIN_TOO_LARGE at a bound.
 */
export async function* join(
  left: AsyncIterable<Chunk>,
  right: AsyncIterable<Chunk>,
  plan: JoinPlan,
  context: RunContext,
): AsyncGenerator<Chunk> {
  const sources = plan.leftKeys
  const keys = new JoinKeys(sources.length)
  const held = plan.leftFirst ? await readLeft(left, sources, keys) : undefined
  const { store, first, next } = await readRight(right, plan, keys, context)
  const { maxJoinPairs } = context.limits
  let pairs = 0

  for await (const chunk of held ?? left) {
    await context.pace.step()
    const vectors = sources.map((source) => source.vector(chunk))
    const ids = keys.find(vectors, rowsOf(chunk.selection), chunk.length)
    const output = createOutput(chunk, store, plan)
    const count = selectedCount(chunk)
    for (let k = 0; k < count; k++) {
      const row = positionAt(chunk, k)
      const id = ids[row]!
      if (id < 0 && plan.leftJudge !== undefined) {
        const empty = sources.find((_, index) => isEmpty(readValue(vectors[index]!, row)))
        if (empty !== undefined) plan.leftJudge.skip(chunk, row, empty.culprit(chunk, row))
      }
      output.start(row)
      for (let at = id < 0 ? -1 : (first[id] ?? -1); at >= 0; at = next[at]!) {
        if (++pairs > maxJoinPairs) throw joinTooLarge('pairs', maxJoinPairs)
        output.add(at)
        if (output.isFull()) {
          yield* output.flush()
          await context.pace.step()
        }
      }
    }
    output.start(-1)
    yield* output.flush()
  }
}

const isEmpty = (value: Value) => value === null || value instanceof JsonText

/** All chunks of a small side; its keys are numbered. */
async function readLeft(
  left: AsyncIterable<Chunk>,
  sources: readonly ValueSource[],
  keys: JoinKeys,
): Promise<Chunk[]> {
  const chunks: Chunk[] = []
  for await (const chunk of left) {
    chunks.push(chunk)
    const vectors = sources.map((source) => source.vector(chunk))
    keys.assign(vectors, rowsOf(chunk.selection), chunk.length)
  }
  return chunks
}

/** Holds the right side's rows; where the left side was read first, only those with a key of it. */
async function readRight(
  right: AsyncIterable<Chunk>,
  plan: JoinPlan,
  keys: JoinKeys,
  context: RunContext,
): Promise<HashTable> {
  const store = createRowStore(plan.rightColumns, plan.rightTable, context.limits)
  let first = new Int32Array(1_024).fill(-1)
  let last = new Int32Array(1_024).fill(-1)
  let next = new Int32Array(1_024).fill(-1)
  for await (const chunk of right) {
    const vectors = plan.rightKeys.map((source) => source.vector(chunk))
    const ids = plan.leftFirst
      ? keys.find(vectors, rowsOf(chunk.selection), chunk.length)
      : keys.assign(vectors, rowsOf(chunk.selection), chunk.length)
    const count = selectedCount(chunk)
    for (let k = 0; k < count; k++) {
      const row = positionAt(chunk, k)
      const id = ids[row]!
      if (id < 0) continue
      const at = store.size
      store.add(chunk, row)
      next = withRoom(next, at)
      first = withRoom(first, id)
      last = withRoom(last, id)
      const before = last[id]!
      if (before < 0) first[id] = at
      else next[before] = at
      last[id] = at
    }
  }
  store.close()
  return { store, first, next }
}

/** A longer copy, with -1 at the end, when there is no place for the index. */
function withRoom(rows: Int32Array<ArrayBuffer>, index: number): Int32Array<ArrayBuffer> {
  if (index < rows.length) return rows
  const longer = new Int32Array(Math.max(index + 1, rows.length * 2)).fill(-1)
  longer.set(rows)
  return longer
}

/** Pairs of one left chunk, which become chunks of their own; a left row without a pair may be kept. */
function createOutput(chunk: Chunk, store: RowStore, plan: JoinPlan) {
  const leftRows = new Int32Array(maxVectorRows)
  const rightRows = new Int32Array(maxVectorRows)
  const predicate = plan.where
  const keepsAll = plan.kind === 'left'
  let length = 0
  let current = -1
  let candidates = 0
  let matched = false

  function push(left: number, right: number): void {
    leftRows[length] = left
    rightRows[length++] = right
  }

  /** Without a condition a pair is a match; with one, every left row of an outer join brings a pair of nulls along. */
  function start(row: number): void {
    if (keepsAll && current >= 0 && (predicate !== undefined || candidates === 0)) push(current, -1)
    current = row
    candidates = 0
  }

  function* flush(): Generator<Chunk> {
    if (length === 0) return
    const made = gather(chunk, store, plan, leftRows.slice(0, length), rightRows.slice(0, length))
    const rights = rightRows.slice(0, length)
    length = 0
    if (predicate === undefined) {
      yield made
      return
    }
    const truth = predicate.evaluate(made)
    const selection = new Int32Array(made.length)
    let kept = 0
    let seen = 0
    for (let row = 0; row < made.length; row++) {
      seen |= truth[row]!
      const isNull = rights[row] === -1
      const isMatch = !isNull && truth[row] === Truth.true
      // The pair of nulls stands behind all pairs of its row: by then it is known whether one of them held.
      if (isMatch || (isNull && !matched)) selection[kept++] = row
      matched = isNull ? false : matched || isMatch
    }
    if (plan.pairJudge !== undefined) judgeRows(made, truth, seen, predicate, plan.pairJudge)
    if (kept > 0) yield { ...made, selection: toSelection(selection.subarray(0, kept)) }
  }

  return {
    start,
    flush,
    add(right: number) {
      candidates++
      push(current, right)
    },
    /** One place is left for a pair of nulls. */
    isFull: () => length >= maxVectorRows - 1,
  }
}

function gather(
  chunk: Chunk,
  store: RowStore,
  plan: JoinPlan,
  leftRows: Int32Array,
  rightRows: Int32Array,
): Chunk {
  const { length } = leftRows
  const columns = new Map(plan.leftColumns.map((name) => [name, takeRows(columnOf(chunk, name), leftRows)]))
  plan.rightColumns.forEach((name, index) => {
    columns.set(name, store.vector(index, rightRows))
  })
  const others = (chunk.others ?? []).map(({ table, records }) => ({
    table,
    records: takeRecords(leftRows, (row) => records[row]!),
  }))
  return {
    length,
    columns,
    selection: null,
    records: takeRecords(leftRows, (row) => recordAt(chunk, row)),
    others: [...others, ...store.records(rightRows)],
  }
}

function takeRecords(rows: Int32Array, recordOf: (row: number) => number): Float64Array {
  const records = new Float64Array(rows.length)
  for (let k = 0; k < rows.length; k++) records[k] = recordOf(rows[k]!)
  return records
}

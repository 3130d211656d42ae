import { type Chunk, columnOf, positionAt, recordAt, selectedCount } from './chunk.js'
import { joinTooLarge } from './errors.js'
import type { Judge } from './judge.js'
import { judgeRows } from './operators.js'
import { joinKeys } from './prepared-query.js'
import { createRowStore, type RowStore } from './row-store.js'
import type { RunContext } from './run-context.js'
import { type Predicate, Truth, type ValueSource } from './truth.js'
import { JsonText, readValue } from './value.js'
import { maxVectorRows, VectorBuilder } from './vector-builder.js'

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
  /** First row of a key; `next[row]` is the one after it, -1 the end. */
  readonly first: ReadonlyMap<unknown, number>
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
  const keys = plan.leftKeys
  const held = plan.leftFirst ? await readLeft(left, keys) : undefined
  const table = await readRight(right, plan, held?.keys, context)
  let pairs = 0

  for await (const chunk of held?.chunks ?? left) {
    await context.pace.step()
    const vectors = keys.map((source) => source.vector(chunk))
    const output = createOutput(chunk, table.store, plan)
    const count = selectedCount(chunk)
    for (let k = 0; k < count; k++) {
      const row = positionAt(chunk, k)
      const values = vectors.map((vector) => readValue(vector, row))
      const key = joinKeys(values)
      if (key === undefined && plan.leftJudge !== undefined) {
        const empty = keys.find((_, index) => values[index] === null || values[index] instanceof JsonText)
        plan.leftJudge.skip(chunk, row, empty?.culprit(chunk, row))
      }
      output.start(row)
      for (let at = table.first.get(key) ?? -1; at >= 0; at = table.next[at]!) {
        if (++pairs > context.limits.maxJoinPairs) throw joinTooLarge('pairs', context.limits.maxJoinPairs)
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

/** All chunks of a small side with the keys that occur in it. */
async function readLeft(left: AsyncIterable<Chunk>, sources: readonly ValueSource[]) {
  const chunks: Chunk[] = []
  const keys = new Set<unknown>()
  for await (const chunk of left) {
    chunks.push(chunk)
    const vectors = sources.map((source) => source.vector(chunk))
    const count = selectedCount(chunk)
    for (let k = 0; k < count; k++) {
      const row = positionAt(chunk, k)
      keys.add(joinKeys(vectors.map((vector) => readValue(vector, row))))
    }
  }
  return { chunks, keys }
}

/** `wanted`: the keys of the left side, where they are known. */
async function readRight(
  right: AsyncIterable<Chunk>,
  plan: JoinPlan,
  wanted: ReadonlySet<unknown> | undefined,
  context: RunContext,
): Promise<HashTable> {
  const store = createRowStore(plan.rightColumns, plan.rightTable, context.limits)
  const keys = plan.rightKeys
  const first = new Map<unknown, number>()
  const last = new Map<unknown, number>()
  let next = new Int32Array(1_024).fill(-1)
  for await (const chunk of right) {
    const vectors = keys.map((source) => source.vector(chunk))
    const count = selectedCount(chunk)
    for (let k = 0; k < count; k++) {
      const row = positionAt(chunk, k)
      const key = joinKeys(vectors.map((vector) => readValue(vector, row)))
      if (key === undefined || wanted?.has(key) === false) continue
      const id = store.size
      store.add(chunk, row)
      if (id >= next.length) {
        const longer = new Int32Array(next.length * 2).fill(-1)
        longer.set(next)
        next = longer
      }
      const before = last.get(key)
      if (before === undefined) first.set(key, id)
      else next[before] = id
      last.set(key, id)
    }
  }
  store.close()
  return { store, first, next }
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
    if (kept > 0) yield { ...made, selection: selection.subarray(0, kept) }
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
  const columns = new Map(
    plan.leftColumns.map((name) => {
      const builder = new VectorBuilder(length)
      const vector = columnOf(chunk, name)
      for (const row of leftRows) builder.copy(vector, row)
      return [name, builder.build()]
    }),
  )
  plan.rightColumns.forEach((name, index) => {
    columns.set(name, store.vector(index, rightRows))
  })
  const others = (chunk.others ?? []).map(({ table, records }) => ({
    table,
    records: Float64Array.from(leftRows, (row) => records[row]!),
  }))
  return {
    length,
    columns,
    selection: null,
    records: Float64Array.from(leftRows, (row) => recordAt(chunk, row)),
    others: [...others, ...store.records(rightRows)],
  }
}

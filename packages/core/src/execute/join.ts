import { ValueKind, type Vector } from '../columns/table.js'
import { type Chunk, positionAt, rowsOf, selectedCount, toSelection } from './chunk.js'
import { joinTooLarge } from './errors.js'
import { JoinKeys } from './join-keys.js'
import { createJoinOutput } from './join-output.js'
import type { Judge } from './judge.js'
import { createRowStore, type RowStore } from './row-store.js'
import type { RunContext } from './run-context.js'
import type { Predicate, ValueSource } from './truth.js'
import { kindAt } from './value.js'

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
  /** No key has two rows. */
  readonly isUnique: boolean
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
  const table = await readRight(right, plan, keys, context)
  const output = createJoinOutput(table.store, plan)
  const { maxJoinPairs } = context.limits
  let pairs = 0

  for await (const chunk of held ?? left) {
    await context.pace.step()
    const vectors = sources.map((source) => source.vector(chunk))
    const ids = keys.find(vectors, rowsOf(chunk.selection), chunk.length)
    if (plan.leftJudge !== undefined) judgeEmpty(chunk, ids, vectors, sources, plan.leftJudge)
    if (table.isUnique && plan.where === undefined) {
      const { partners, count } = findPartners(chunk, ids, table.first)
      pairs += count
      if (pairs > maxJoinPairs) throw joinTooLarge('pairs', maxJoinPairs)
      yield* output.beside(chunk, partners, count)
      continue
    }
    const { first, next } = table
    const count = selectedCount(chunk)
    for (let k = 0; k < count; k++) {
      const row = positionAt(chunk, k)
      const id = ids[row]!
      output.start(row)
      for (let at = id < 0 ? -1 : (first[id] ?? -1); at >= 0; at = next[at]!) {
        if (++pairs > maxJoinPairs) throw joinTooLarge('pairs', maxJoinPairs)
        output.add(at)
        if (output.isFull()) {
          yield* output.flush(chunk)
          await context.pace.step()
        }
      }
    }
    output.start(-1)
    yield* output.flush(chunk)
  }
}

/** Tells of left rows whose keys have no value: they can have no partner. */
function judgeEmpty(
  chunk: Chunk,
  ids: Int32Array,
  vectors: readonly Vector[],
  sources: readonly ValueSource[],
  judge: Judge,
): void {
  if (!vectors.some(({ kinds, kind }) => kinds !== undefined || isEmpty(kind!))) return
  const count = selectedCount(chunk)
  for (let k = 0; k < count; k++) {
    const row = positionAt(chunk, k)
    if (ids[row]! >= 0) continue
    const empty = sources.find((_, index) => isEmpty(kindAt(vectors[index]!, row)))
    if (empty !== undefined) judge.skip(chunk, row, empty.culprit(chunk, row))
  }
}

const isEmpty = (kind: ValueKind) => kind <= ValueKind.null || kind === ValueKind.json

/** Of each selected row the only partner that it can have, -1 where there is none, and how many have one. */
function findPartners(
  chunk: Chunk,
  ids: Int32Array,
  first: Int32Array,
): { partners: Int32Array; count: number } {
  const partners = new Int32Array(chunk.length)
  const rows = rowsOf(chunk.selection)
  const length = rows === null ? chunk.length : rows.length
  if (rows !== null) partners.fill(-1)
  let count = 0
  for (let k = 0; k < length; k++) {
    const row = rows === null ? k : rows[k]!
    const id = ids[row]!
    const partner = id >= 0 && id < first.length ? first[id]! : -1
    partners[row] = partner
    count += +(partner >= 0)
  }
  return { partners, count }
}

/** All chunks of a small side; its keys are numbered. */
async function readLeft(
  left: AsyncIterable<Chunk>,
  sources: readonly ValueSource[],
  keys: JoinKeys,
): Promise<Chunk[]> {
  const chunks: Chunk[] = []
  for await (const chunk of left) {
    const rows = rowsOf(chunk.selection)
    chunks.push(rows === null ? chunk : { ...chunk, selection: toSelection(rows) })
    const vectors = sources.map((source) => source.vector(chunk))
    keys.assign(vectors, rows, chunk.length)
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
  let isUnique = true
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
      isUnique = isUnique && before < 0
      if (before < 0) first[id] = at
      else next[before] = at
      last[id] = at
    }
  }
  store.close()
  return { store, first, next, isUnique }
}

/** A longer copy, with -1 at the end, when there is no place for the index. */
function withRoom(rows: Int32Array<ArrayBuffer>, index: number): Int32Array<ArrayBuffer> {
  if (index < rows.length) return rows
  const longer = new Int32Array(Math.max(index + 1, rows.length * 2)).fill(-1)
  longer.set(rows)
  return longer
}

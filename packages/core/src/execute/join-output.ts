import {
  type Chunk,
  columnOf,
  positionAt,
  recordAt,
  type Selection,
  selectedCount,
  toSelection,
} from './chunk.js'
import type { JoinPlan } from './join.js'
import { judgeRows } from './operators.js'
import type { RowStore } from './row-store.js'
import { takeRows } from './take-rows.js'
import { Truth } from './truth.js'
import { maxVectorRows } from './vector-builder.js'

/** Of rows with a partner each, those are gathered that are at most this part of a chunk. */
const sparse = 1 / 4

/** Makes chunks of pairs: of a left row and a row of the store. A left row without a pair may be kept. */
export function createJoinOutput(store: RowStore, plan: JoinPlan) {
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

  /** What was added belongs to this left chunk. */
  function* flush(chunk: Chunk): Generator<Chunk> {
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

  /**
   * The chunk with the columns of the right side beside its own, where no row has more than one partner: nothing of
   * the left side is copied.
   */
  function* beside(chunk: Chunk, partners: Int32Array, count: number): Generator<Chunk> {
    const before = selectedCount(chunk)
    if (!keepsAll && count === 0) return
    if (!keepsAll && count < chunk.length * sparse) {
      for (let k = 0; k < before; k++) {
        const row = positionAt(chunk, k)
        if (partners[row]! >= 0) push(row, partners[row]!)
      }
      yield* flush(chunk)
      return
    }
    const selection = keepsAll || count === before ? chunk.selection : selectPartnered(chunk, partners, count)
    // What no selected row asks for is taken from any row.
    const rows = partners
    if (!keepsAll && count < chunk.length)
      for (let row = 0; row < rows.length; row++) if (rows[row]! < 0) rows[row] = 0
    const columns = new Map(plan.leftColumns.map((name) => [name, columnOf(chunk, name)]))
    plan.rightColumns.forEach((name, index) => {
      columns.set(name, store.vector(index, rows))
    })
    yield {
      length: chunk.length,
      columns,
      selection,
      records: chunk.records,
      others: [...(chunk.others ?? []), ...store.records(rows)],
    }
  }

  return {
    start,
    flush,
    beside,
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

function selectPartnered(chunk: Chunk, partners: Int32Array, count: number): Selection {
  const rows = new Int32Array(count)
  let kept = 0
  const before = selectedCount(chunk)
  for (let k = 0; k < before; k++) {
    const row = positionAt(chunk, k)
    if (partners[row]! >= 0) rows[kept++] = row
  }
  return toSelection(rows)
}

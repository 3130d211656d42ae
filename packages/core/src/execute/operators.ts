import { type Batch, type Table, ValueKind, type Vector, type ZonePredicate } from '../columns/table.js'
import type { Expression, Named } from '../plan/algebra.js'
import { linkColumns, rowColumn } from '../plan/link-columns.js'
import { type Chunk, positionAt, selectedCount } from './chunk.js'
import { compilePredicate, compileValue } from './compile-expression.js'
import type { RunContext } from './run-context.js'
import { type Predicate, Truth } from './truth.js'

/** Batches of a table as chunks; names carry `prefix`. Between batches it yields and honours the signal. */
export async function* scan(
  table: Table,
  prefix: string,
  columns: readonly string[],
  predicate: ZonePredicate,
  context: RunContext,
): AsyncGenerator<Chunk> {
  const names = columns.map((name) => name.slice(prefix.length))
  const counted = names.includes(rowColumn) && linkColumns(table.schema).includes(rowColumn)
  const stored = counted ? names.filter((name) => name !== rowColumn) : names
  const batches: AsyncIterable<Batch> = table.scan(stored, predicate, context.signal)
  for await (const batch of batches) {
    await context.pace.step()
    context.rowsScanned += batch.length
    const vectors = new Map([...batch.columns].map(([name, vector]) => [prefix + name, vector]))
    if (counted) vectors.set(prefix + rowColumn, rowNumbers(batch))
    yield { length: batch.length, columns: vectors, selection: null, records: batch.firstRow }
  }
}

function rowNumbers({ firstRow, length }: Batch): Vector {
  const numbers = Float64Array.from({ length }, (_, index) => firstRow + index)
  return { length, kind: ValueKind.number, numbers }
}

/** One row without columns, which is no record. */
export async function* unit(): AsyncGenerator<Chunk> {
  yield { length: 1, columns: new Map(), selection: null, records: -1 }
}

/** Keeps rows for which the condition is true. Over records, those for which it is unknown are counted as skipped. */
export async function* filter(
  input: AsyncIterable<Chunk>,
  where: Expression,
  overRecords: boolean,
  context: RunContext,
): AsyncGenerator<Chunk> {
  const predicate = compilePredicate(where, context.queries)
  for await (const chunk of input) {
    const truth = predicate.evaluate(chunk)
    const count = selectedCount(chunk)
    const selection = new Int32Array(count)
    let kept = 0
    let seen = 0
    // Written at every row and kept by a count: true is the only truth value whose lowest bit is set.
    for (let k = 0; k < count; k++) {
      const row = chunk.selection === null ? k : chunk.selection[k]!
      const value = truth[row]!
      selection[kept] = row
      kept += value & 1
      seen |= value
    }
    if (overRecords && (seen & Truth.unknown) !== 0) blameUnknown(chunk, truth, predicate, context)
    if (kept > 0) yield { ...chunk, selection: selection.subarray(0, kept) }
  }
}

function blameUnknown(chunk: Chunk, truth: Uint8Array, predicate: Predicate, context: RunContext): void {
  const count = selectedCount(chunk)
  for (let k = 0; k < count; k++) {
    const row = positionAt(chunk, k)
    if (truth[row] === Truth.unknown) predicate.blame(chunk, row, context.skipped)
  }
}

export async function* project(
  input: AsyncIterable<Chunk>,
  columns: readonly Named[],
  context: RunContext,
): AsyncGenerator<Chunk> {
  const sources = columns.map(({ name, value }) => ({ name, source: compileValue(value, context.queries) }))
  for await (const chunk of input) {
    const vectors = sources.map(({ name, source }) => [name, source.vector(chunk)] as const)
    yield { ...chunk, columns: new Map(vectors) }
  }
}

/** Passes over `offset` rows, gives `count` (`null`: the rest), and ends the input as soon as it has them. */
export async function* limit(
  input: AsyncIterable<Chunk>,
  count: number | null,
  offset: number,
): AsyncGenerator<Chunk> {
  let toSkip = offset
  let toGive = count ?? Number.POSITIVE_INFINITY
  if (toGive === 0) return
  for await (const chunk of input) {
    const rows = selectedCount(chunk)
    const start = Math.min(toSkip, rows)
    const end = Math.min(rows, start + toGive)
    toSkip -= start
    toGive -= end - start
    if (end > start) yield start === 0 && end === rows ? chunk : slice(chunk, start, end)
    if (toGive === 0) return
  }
}

function slice(chunk: Chunk, start: number, end: number): Chunk {
  const selection = Int32Array.from({ length: end - start }, (_, index) => positionAt(chunk, start + index))
  return { ...chunk, selection }
}

import { type Batch, type Table, ValueKind, type Vector, type ZonePredicate } from '../columns/table.js'
import { linkColumns, rowColumn } from '../plan/link-columns.js'
import { type Chunk, positionAt, rowsOf, selectedCount, toSelection } from './chunk.js'
import type { Judge } from './judge.js'
import type { RunContext } from './run-context.js'
import { countTrue, selectTrue } from './select-true.js'
import { type Predicate, Truth, type ValueSource } from './truth.js'

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
  const numbers = new Float64Array(length)
  for (let row = 0; row < length; row++) numbers[row] = firstRow + row
  return { length, kind: ValueKind.number, numbers }
}

/** One row without columns, which is no record. */
export async function* unit(): AsyncGenerator<Chunk> {
  yield { length: 1, columns: new Map(), selection: null, records: -1 }
}

/** Keeps rows for which the condition is true. The judge hears of those for which it is unknown. */
export async function* filter(
  input: AsyncIterable<Chunk>,
  predicate: Predicate,
  judge: Judge | undefined,
): AsyncGenerator<Chunk> {
  for await (const chunk of input) {
    const truth = predicate.evaluate(chunk)
    const { kept, seen } = countTrue(chunk, truth)
    if (judge !== undefined) judgeRows(chunk, truth, seen, predicate, judge)
    if (kept === selectedCount(chunk)) yield chunk
    else if (kept > 0) yield { ...chunk, selection: selectTrue(chunk, truth, kept) }
  }
}

/** `seen`: all truth values of the rows, or-ed. */
export function judgeRows(
  chunk: Chunk,
  truth: Uint8Array,
  seen: number,
  predicate: Predicate,
  judge: Judge,
): void {
  if ((seen & Truth.unknown) === 0 && judge.use === undefined) return
  const count = selectedCount(chunk)
  if (judge.use === undefined) {
    const unknown = listUnknown(chunk, truth)
    if (unknown.length > 0) judge.skipAll(chunk, predicate.blame(chunk, unknown))
    return
  }
  for (let k = 0; k < count; k++) {
    const row = positionAt(chunk, k)
    if (truth[row] === Truth.unknown) judge.skip(chunk, row, predicate.culprit(chunk, row))
    else if (truth[row] === Truth.true) judge.use(chunk, row)
  }
}

/** The selected rows that are unknown. */
function listUnknown(chunk: Chunk, truth: Uint8Array): Int32Array {
  const among = rowsOf(chunk.selection)
  const count = selectedCount(chunk)
  const rows = new Int32Array(count)
  let kept = 0
  for (let k = 0; k < count; k++) {
    const row = among === null ? k : among[k]!
    rows[kept] = row
    kept += truth[row]! >>> 1
  }
  return rows.subarray(0, kept)
}

export async function* project(
  input: AsyncIterable<Chunk>,
  sources: readonly { readonly name: string; readonly source: ValueSource }[],
): AsyncGenerator<Chunk> {
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
  return { ...chunk, selection: toSelection(selection) }
}

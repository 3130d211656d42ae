import { type Batch, type Table, ValueKind, type Vector, type ZonePredicate } from '../columns/table.js'
import { linkColumns, rowColumn } from '../plan/link-columns.js'
import { type Chunk, positionAt, selectedCount } from './chunk.js'
import type { Judge } from './judge.js'
import type { RunContext } from './run-context.js'
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
  const numbers = Float64Array.from({ length }, (_, index) => firstRow + index)
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
    const { kept, seen } = countTrue(chunk.selection, truth)
    if (judge !== undefined) judgeRows(chunk, truth, seen, predicate, judge)
    if (kept === selectedCount(chunk)) yield chunk
    else if (kept > 0) yield { ...chunk, selection: selectTrue(chunk.selection, truth, kept) }
  }
}

/** How many selected rows are true (the only truth value whose lowest bit is set), and all values that occur, as bits. */
function countTrue(selection: Int32Array | null, truth: Uint8Array): { kept: number; seen: number } {
  let kept = 0
  let seen = 0
  if (selection === null) {
    // Four at a time: a truth value is a byte.
    const words = new Uint32Array(truth.buffer, truth.byteOffset, truth.length >>> 2)
    for (let i = 0; i < words.length; i++) {
      const four = words[i]!
      kept += (four & 1) + ((four >>> 8) & 1) + ((four >>> 16) & 1) + ((four >>> 24) & 1)
      seen |= four
    }
    seen |= (seen >>> 8) | (seen >>> 16) | (seen >>> 24)
    for (let row = truth.length & ~3; row < truth.length; row++) {
      kept += truth[row]! & 1
      seen |= truth[row]!
    }
  } else {
    for (let k = 0; k < selection.length; k++) {
      const value = truth[selection[k]!]!
      kept += value & 1
      seen |= value
    }
  }
  return { kept, seen }
}

/** Positions of the `kept` rows that are true: written at every row, and kept by a count that needs no branch. */
function selectTrue(selection: Int32Array | null, truth: Uint8Array, kept: number): Int32Array {
  const rows = new Int32Array(kept)
  let at = 0
  if (selection === null) {
    for (let row = 0; at < kept; row++) {
      rows[at] = row
      at += truth[row]! & 1
    }
  } else {
    for (let k = 0; at < kept; k++) {
      const row = selection[k]!
      rows[at] = row
      at += truth[row]! & 1
    }
  }
  return rows
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
  for (let k = 0; k < count; k++) {
    const row = positionAt(chunk, k)
    if (truth[row] === Truth.unknown) judge.skip(chunk, row, predicate.culprit(chunk, row))
    else if (truth[row] === Truth.true) judge.use?.(chunk, row)
  }
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
  return { ...chunk, selection }
}

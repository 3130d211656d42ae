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
    const { kept, seen } = countTrue(chunk.selection, truth)
    if (overRecords && (seen & Truth.unknown) !== 0) blameUnknown(chunk, truth, predicate, context)
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

import { ValueKind, type Vector } from '../columns/table.js'
import { type Chunk, columnOf } from './chunk.js'
import type { SkipTally } from './skip-tally.js'
import { kindAt } from './value.js'

/** SQL's three truth values, as they stand in the array that a predicate gives. */
export const Truth = { false: 0, true: 1, unknown: 2 } as const
export type Truth = (typeof Truth)[keyof typeof Truth]

/** A compiled boolean expression. It remembers the last chunk's truth, so that `blame` needs no second run. */
export interface Predicate {
  /** One `Truth` for each position of the chunk, selected or not. */
  evaluate(chunk: Chunk): Uint8Array
  /** Counts a row of the chunk evaluated last, whose truth was unknown, under the first column that made it so. */
  blame(chunk: Chunk, row: number, tally: SkipTally): void
}

/** A compiled value expression: one vector a chunk, and the columns that it rests on. */
export interface ValueSource {
  readonly columns: readonly string[]
  vector(chunk: Chunk): Vector
}

/** Counts a row under the first of the columns without a value there, else under the first; -1 takes it back. */
export function blameColumns(
  columns: readonly string[],
  chunk: Chunk,
  row: number,
  tally: SkipTally,
  records: 1 | -1 = 1,
): void {
  const culprit = columns.find((name) => isEmpty(columnOf(chunk, name), row)) ?? columns[0]
  if (culprit !== undefined) tally.add(culprit, columnOf(chunk, culprit), row, records)
}

function isEmpty(vector: Vector, row: number): boolean {
  const kind = kindAt(vector, row)
  return kind === ValueKind.missing || kind === ValueKind.null
}

/** A predicate over the values of `sources`, which are blamed when it is unknown. */
export function createLeaf(
  sources: readonly ValueSource[],
  evaluate: (chunk: Chunk) => Uint8Array,
): Predicate {
  const columns = sources.flatMap((source) => source.columns)
  return { evaluate, blame: (chunk, row, tally) => blameColumns(columns, chunk, row, tally) }
}

export function createConstant(truth: Truth): Predicate {
  return { evaluate: (chunk) => new Uint8Array(chunk.length).fill(truth), blame: () => {} }
}

export function createNot(inner: Predicate): Predicate {
  return {
    evaluate(chunk) {
      const truth = inner.evaluate(chunk)
      const out = new Uint8Array(truth.length)
      for (let i = 0; i < out.length; i++) out[i] = truth[i] === Truth.unknown ? Truth.unknown : 1 - truth[i]!
      return out
    },
    blame: inner.blame,
  }
}

/** Truth of two operands, at three times the first plus the second: no branch that data could mispredict. */
const junctionTables = {
  and: Uint8Array.of(0, 0, 0, 0, 1, 2, 0, 2, 2),
  or: Uint8Array.of(0, 1, 2, 1, 1, 1, 2, 1, 2),
}
/** Of no operands. */
const neutral = { and: Truth.true, or: Truth.false }

/** `and` and `or` over any number of predicates. */
export function createJunction(op: 'and' | 'or', inner: readonly Predicate[]): Predicate {
  const table = junctionTables[op]
  let last: readonly Uint8Array[] = []
  return {
    evaluate(chunk) {
      last = inner.map((predicate) => predicate.evaluate(chunk))
      const [first, ...others] = last
      const out = first === undefined ? new Uint8Array(chunk.length).fill(neutral[op]) : first.slice()
      for (const truth of others)
        for (let i = 0; i < out.length; i++) out[i] = table[out[i]! * 3 + truth[i]!]!
      return out
    },
    blame(chunk, row, tally) {
      const culprit = last.findIndex((truth) => truth[row] === Truth.unknown)
      inner[culprit]?.blame(chunk, row, tally)
    },
  }
}

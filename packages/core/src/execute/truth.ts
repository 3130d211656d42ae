import type { Vector } from '../columns/table.js'
import type { Chunk } from './chunk.js'
import type { Value } from './value.js'

/** SQL's three truth values, as they stand in the array that a predicate gives. */
export const Truth = { false: 0, true: 1, unknown: 2 } as const
export type Truth = (typeof Truth)[keyof typeof Truth]

/** A compiled boolean expression. It remembers the last chunk's truth, so that `blame` needs no second run. */
export interface Predicate {
  /** One `Truth` for each position of the chunk, selected or not. */
  evaluate(chunk: Chunk): Uint8Array
  /** The column that made a row of the chunk evaluated last unknown; undefined where none did. */
  culprit(chunk: Chunk, row: number): string | undefined
}

/** A compiled value expression: one vector a chunk, and the columns that it rests on. */
export interface ValueSource {
  readonly columns: readonly string[]
  vector(chunk: Chunk): Vector
  /** The value of one row, without a vector. */
  valueAt(chunk: Chunk, row: number): Value
  /** The column to which it is due that a row has no value, or none of use; undefined where it is due to none. */
  culprit(chunk: Chunk, row: number): string | undefined
  /** True where a value is not of the type of its column as a whole. */
  isOdd(value: Value): boolean
}

/** A predicate over the values of `sources`, of which the first is blamed when it is unknown. */
export function createLeaf(
  sources: readonly ValueSource[],
  evaluate: (chunk: Chunk) => Uint8Array,
  culprit: Predicate['culprit'] = (chunk, row) => sources[0]?.culprit(chunk, row),
): Predicate {
  return { evaluate, culprit }
}

export function createConstant(truth: Truth): Predicate {
  return { evaluate: (chunk) => new Uint8Array(chunk.length).fill(truth), culprit: () => undefined }
}

export function createNot(inner: Predicate): Predicate {
  return {
    evaluate(chunk) {
      const truth = inner.evaluate(chunk)
      const out = new Uint8Array(truth.length)
      for (let i = 0; i < out.length; i++) out[i] = truth[i] === Truth.unknown ? Truth.unknown : 1 - truth[i]!
      return out
    },
    culprit: inner.culprit,
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
    culprit(chunk, row) {
      const first = last.findIndex((truth) => truth[row] === Truth.unknown)
      return inner[first]?.culprit(chunk, row)
    },
  }
}

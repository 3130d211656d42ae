import type { Vector } from '../columns/table.js'
import type { Chunk } from './chunk.js'
import type { Value } from './value.js'

/** SQL's three truth values, as they stand in the array that a predicate gives. */
export const Truth = { false: 0, true: 1, unknown: 2 } as const
export type Truth = (typeof Truth)[keyof typeof Truth]

/** A compiled boolean expression. It remembers the last chunk's truth, so that `blame` needs no second run. */
export interface Predicate {
  /** One `Truth` for each position of the chunk, selected or not; valid until the next chunk is evaluated. */
  evaluate(chunk: Chunk): Uint8Array
  /** The column that made a row of the chunk evaluated last unknown; undefined where none did. */
  culprit(chunk: Chunk, row: number): string | undefined
  /** The same of ascending rows that are all unknown, as few parts as can be. */
  blame(chunk: Chunk, rows: Int32Array): Blame[]
}

/** Rows, ascending, that a column left without a value. */
export interface Blame {
  readonly column: string | undefined
  readonly rows: Int32Array
}

/** Rows by the column that each is due to. */
export function blameEach(rows: Int32Array, culprit: (row: number) => string | undefined): Blame[] {
  const byColumn = new Map<string | undefined, number[]>()
  for (const row of rows) {
    const column = culprit(row)
    const before = byColumn.get(column)
    if (before === undefined) byColumn.set(column, [row])
    else before.push(row)
  }
  return [...byColumn].map(([column, list]) => ({ column, rows: Int32Array.from(list) }))
}

/** A compiled value expression: one vector a chunk, and the columns that it rests on. */
export interface ValueSource {
  readonly columns: readonly string[]
  /** Where it is a column as it stands: its name. */
  readonly column?: string
  vector(chunk: Chunk): Vector
  /** The value of one row, without a vector. */
  valueAt(chunk: Chunk, row: number): Value
  /** The column to which it is due that a row has no value, or none of use; undefined where it is due to none. */
  culprit(chunk: Chunk, row: number): string | undefined
  /** True where a value is not of the type of its column as a whole. */
  isOdd(value: Value): boolean
}

/** Gives an array of a length, over and over the same memory: a fresh one for every chunk costs more than filling it. */
function createTruthBuffer(): (length: number) => Uint8Array {
  let kept = new Uint8Array(0)
  return (length) => {
    if (kept.length < length) kept = new Uint8Array(length)
    return kept.length === length ? kept : kept.subarray(0, length)
  }
}

/** A predicate over the values of `sources`, of which the first is blamed when it is unknown. `write` says the truth of every row of a chunk. */
export function createLeaf(
  sources: readonly ValueSource[],
  write: (chunk: Chunk, out: Uint8Array) => void,
  culprit?: Predicate['culprit'],
): Predicate {
  const find: Predicate['culprit'] = culprit ?? ((chunk, row) => sources[0]?.culprit(chunk, row))
  const only = culprit === undefined ? sources[0]?.column : undefined
  const take = createTruthBuffer()
  return {
    evaluate(chunk) {
      const out = take(chunk.length)
      write(chunk, out)
      return out
    },
    culprit: find,
    blame: (chunk, rows) =>
      only === undefined ? blameEach(rows, (row) => find(chunk, row)) : [{ column: only, rows }],
  }
}

export function createConstant(truth: Truth): Predicate {
  return createLeaf([], (_, out) => out.fill(truth))
}

/** Truth values four at a time, a byte each; up to three at the end are left over. */
export function truthWords(truth: Uint8Array): Uint32Array {
  return new Uint32Array(truth.buffer, truth.byteOffset, truth.length >>> 2)
}

/** A truth value is two bits, of which one says true and the other unknown: operations on them serve a byte and four bytes alike. */
const trues = 0x01010101
const unknowns = 0x02020202

const not = (a: number) => ((a ^ trues) & trues & ~(a >>> 1)) | (a & unknowns)
const and = (a: number, b: number) => (a & b & trues) | ((a | (a << 1)) & (b | (b << 1)) & (a | b) & unknowns)
const or = (a: number, b: number) => {
  const either = (a | b) & trues
  return either | ((a | b) & unknowns & ~(either << 1))
}

export function createNot(inner: Predicate): Predicate {
  const take = createTruthBuffer()
  return {
    evaluate(chunk) {
      const truth = inner.evaluate(chunk)
      const out = take(truth.length)
      const [from, to] = [truthWords(truth), truthWords(out)]
      for (let i = 0; i < to.length; i++) to[i] = not(from[i]!)
      for (let i = to.length * 4; i < out.length; i++) out[i] = not(truth[i]!)
      return out
    },
    culprit: inner.culprit,
    blame: inner.blame,
  }
}

/** Combines the second array into the first. */
const junctions = {
  and(out: Uint8Array, truth: Uint8Array): void {
    const [to, from] = [truthWords(out), truthWords(truth)]
    for (let i = 0; i < to.length; i++) to[i] = and(to[i]!, from[i]!)
    for (let i = to.length * 4; i < out.length; i++) out[i] = and(out[i]!, truth[i]!)
  },
  or(out: Uint8Array, truth: Uint8Array): void {
    const [to, from] = [truthWords(out), truthWords(truth)]
    for (let i = 0; i < to.length; i++) to[i] = or(to[i]!, from[i]!)
    for (let i = to.length * 4; i < out.length; i++) out[i] = or(out[i]!, truth[i]!)
  },
}
/** Of no operands. */
const neutral = { and: Truth.true, or: Truth.false }

/** `and` and `or` over any number of predicates. */
export function createJunction(op: 'and' | 'or', inner: readonly Predicate[]): Predicate {
  const combine = junctions[op]
  const take = createTruthBuffer()
  let last: readonly Uint8Array[] = []
  return {
    evaluate(chunk) {
      last = inner.map((predicate) => predicate.evaluate(chunk))
      const [first, ...others] = last
      const out = take(chunk.length)
      if (first === undefined) return out.fill(neutral[op])
      out.set(first)
      for (const truth of others) combine(out, truth)
      return out
    },
    culprit(chunk, row) {
      const first = last.findIndex((truth) => truth[row] === Truth.unknown)
      return inner[first]?.culprit(chunk, row)
    },
    blame(chunk, rows) {
      let left = rows
      return inner.flatMap((predicate, index) => {
        const truth = last[index]!
        const part = left.filter((row) => truth[row] === Truth.unknown)
        if (part.length === 0) return []
        left = left.filter((row) => truth[row] !== Truth.unknown)
        return predicate.blame(chunk, part)
      })
    },
  }
}

import { ValueKind, type Vector } from '../columns/table.js'
import { type Chunk, rowsOf } from './chunk.js'

type NumberLane = Float64Array | NonNullable<Vector['scaled']>['mantissa']

/**
 * Finds the selected rows whose number does not rank behind a bound, those without a number, and perhaps some more;
 * undefined where it cannot tell. The list is valid until the next call.
 */
export type FindWithin = (
  chunk: Chunk,
  vector: Vector,
  bound: number,
  descending: boolean,
) => Int32Array | undefined

/** A finder with memory of its own. */
export function createRowBound(): FindWithin {
  let kept = new Int32Array(0)
  return (chunk, vector, bound, descending) => {
    const { kind, kinds, exact, scaled } = vector
    if ((kinds === undefined && kind !== ValueKind.number) || exact !== undefined) return undefined
    const lane: NumberLane | undefined = scaled?.mantissa ?? vector.numbers
    if (lane === undefined) return undefined
    if (kept.length < chunk.length) kept = new Int32Array(chunk.length)
    const limit = scaled === undefined ? bound : looseBound(bound, scaled.scale, descending)
    const among = rowsOf(chunk.selection)
    const count =
      kinds === undefined
        ? keepWithin(lane, among, limit, descending, kept)
        : keepMixed(lane, kinds, among, limit, descending, kept)
    return kept.subarray(0, count)
  }
}

/** A mantissa beyond which no number of the scale is within the bound: by more than any rounding. */
function looseBound(bound: number, scale: number, descending: boolean): number {
  const mantissa = bound * 10 ** scale
  const slack = 1 + Math.abs(mantissa) * 1e-12
  return descending ? Math.floor(mantissa - slack) : Math.ceil(mantissa + slack)
}

/** Written at every row and kept by a count: no branch that data could mispredict. */
function keepWithin(
  lane: NumberLane,
  among: Int32Array | null,
  bound: number,
  descending: boolean,
  out: Int32Array,
): number {
  let count = 0
  if (among !== null) {
    for (let k = 0; k < among.length; k++) {
      const row = among[k]!
      out[count] = row
      count += descending ? +(lane[row]! >= bound) : +(lane[row]! <= bound)
    }
  } else if (descending) {
    for (let row = 0; row < lane.length; row++) {
      out[count] = row
      count += +(lane[row]! >= bound)
    }
  } else {
    for (let row = 0; row < lane.length; row++) {
      out[count] = row
      count += +(lane[row]! <= bound)
    }
  }
  return count
}

function keepMixed(
  lane: NumberLane,
  kinds: Uint8Array,
  among: Int32Array | null,
  bound: number,
  descending: boolean,
  out: Int32Array,
): number {
  const rows = among === null ? kinds.length : among.length
  let count = 0
  for (let k = 0; k < rows; k++) {
    const row = among === null ? k : among[k]!
    const number = lane[row]!
    out[count] = row
    count += +(kinds[row] !== ValueKind.number) | (descending ? +(number >= bound) : +(number <= bound))
  }
  return count
}

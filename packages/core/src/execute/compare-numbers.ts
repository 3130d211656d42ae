import { compareDecimals, type Decimal, decimalOfDouble, parseDecimal } from '../columns/decimal.js'
import { ValueKind, type Vector } from '../columns/table.js'
import type { Comparison } from '../plan/algebra.js'
import { nearestDouble, outcomes, truthOfOrder } from './compare-literal.js'
import { createLeaf, type Predicate, Truth, type ValueSource } from './truth.js'

/** Numbers in rows: doubles, or mantissas of one scale. */
type NumberLane = Float64Array | NonNullable<Vector['scaled']>['mantissa']

type CompareLane = (lane: NumberLane, out: Uint8Array) => void

/**
 * Compares numbers with a decimal of any length. Mantissas of one scale are compared as the integers that they are. Of
 * other numbers, a row whose double differs from the literal's is decided by the doubles, because rounding keeps order;
 * only equal doubles need the decimals, and those only once per literal and per exact row.
 */
export function compareWithNumber(source: ValueSource, op: Comparison, text: string): Predicate {
  const literal = parseDecimal(text)!
  const pivot = nearestDouble(literal)
  const [less, , greater] = outcomes[op]
  // No double is equal to an infinite pivot; the exact rows beyond the doubles are decided below.
  const tie = Number.isFinite(pivot)
    ? truthOfOrder(op, compareDecimals(decimalOfDouble(pivot), literal))
    : greater
  const compareDoubles = createCompare(pivot, less, tie, greater)
  const byScale = new Map<number, CompareLane>()
  const compareScaled = (scale: number): CompareLane => {
    const made = byScale.get(scale) ?? createScaledCompare(op, literal, scale)
    byScale.set(scale, made)
    return made
  }
  return createLeaf([source], (chunk, out) => {
    const vector = source.vector(chunk)
    const { scaled, exact, kinds, kind } = vector
    if (kinds === undefined && kind !== ValueKind.number) out.fill(Truth.unknown)
    else if (scaled !== undefined && exact === undefined) compareScaled(scaled.scale)(scaled.mantissa, out)
    else if (vector.numbers === undefined) out.fill(Truth.unknown)
    else compareDoubles(vector.numbers, out)
    if (kinds !== undefined)
      for (let i = 0; i < out.length; i++)
        out[i] = Truth.unknown + +(kinds[i] === ValueKind.number) * (out[i]! - Truth.unknown)
    if (exact !== undefined)
      for (const [row, digits] of exact)
        if (vector.numbers![row] === pivot)
          out[row] = truthOfOrder(op, compareDecimals(parseDecimal(digits)!, literal))
  })
}

/** Compares mantissas of a scale with the literal's: the same whole number, or the one below what lies between two. */
function createScaledCompare(op: Comparison, literal: Decimal, scale: number): CompareLane {
  const [less, equal, greater] = outcomes[op]
  const shifted = literal.digits === '0' ? literal : { ...literal, exponent: literal.exponent + scale }
  const nearest = nearestDouble(shifted)
  // Every mantissa lies on one side of it.
  if (!Number.isSafeInteger(Math.round(nearest)))
    return createCompare(0, ...all(nearest > 0 ? less : greater))
  const whole = Math.round(nearest)
  const order = compareDecimals(decimalOfDouble(whole), shifted)
  if (order === 0) return createCompare(whole, less, equal, greater)
  return createCompare(order < 0 ? whole : whole - 1, less, less, greater)
}

const all = (truth: number): [number, number, number] => [truth, truth, truth]

/**
 * Truth of each number by where it lies: below the pivot, at it, above it. One comparison and no branch a number: on
 * unsorted data a mispredicted branch costs more than all else.
 */
function createCompare(pivot: number, below: number, at: number, above: number): CompareLane {
  if (below === at && at === above) return (_, out) => out.fill(at)
  if (at === above)
    return (lane, out) => {
      for (let i = 0; i < out.length; i++) out[i] = +(lane[i]! < pivot) ^ at
    }
  if (at === below)
    return (lane, out) => {
      for (let i = 0; i < out.length; i++) out[i] = +(lane[i]! > pivot) ^ at
    }
  return (lane, out) => {
    for (let i = 0; i < out.length; i++) out[i] = +(lane[i] === pivot) ^ below
  }
}

/** Truth of `op` between two plain numbers in each row: their doubles have the order of their decimals. */
export function compareLanes(op: Comparison, left: Float64Array, right: Float64Array, out: Uint8Array): void {
  const [less, equal, greater] = outcomes[op]
  for (let i = 0; i < out.length; i++) {
    const [x, y] = [left[i]!, right[i]!]
    out[i] = +(x < y) * less + +(x === y) * equal + +(x > y) * greater
  }
}

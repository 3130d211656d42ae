import { LaneScratch } from './lane-scratch.js'

/** Whole numbers in the narrowest lane that holds them all. */
export type Mantissas = Int8Array | Int16Array | Int32Array | Float64Array

/** Largest number of decimal places whose power of ten is an exact double. */
const maxScale = 22

/** Numbers between two calls of a loop: it is compiled as a function, not while it runs. */
const block = 2048
/** Least and greatest mantissa so far. */
const range = new Float64Array(2)

/** A mantissa of up to 15 digits is the only one that its double can mean. */
const maxFractionMantissa = 1e15

/**
 * The numbers as `mantissa / 10^scale`, or undefined when not all of them are exactly that (more places, too
 * large, `-0`). Within it the decimal meaning of each double is kept, so that sums of mantissas are exact. They lie in
 * `scratch`, where it is given.
 */
export function toMantissas(
  numbers: Float64Array,
  scale: number,
  scratch = new LaneScratch(0),
): Mantissas | undefined {
  if (scale < 0 || scale > maxScale) return undefined
  const power = 10 ** scale
  const limit = scale === 0 ? Number.MAX_SAFE_INTEGER : maxFractionMantissa
  const mantissas = scratch.take(Float64Array, numbers.length)
  range[0] = 0
  range[1] = 0
  for (let from = 0; from < numbers.length; from += block)
    if (!scaleAll(numbers, from, Math.min(numbers.length, from + block), power, limit, mantissas))
      return undefined
  const [low = 0, high = 0] = range
  if (low >= -0x80 && high <= 0x7f) return copied(scratch.take(Int8Array, numbers.length), mantissas)
  if (low >= -0x8000 && high <= 0x7fff) return copied(scratch.take(Int16Array, numbers.length), mantissas)
  if (low >= -0x80000000 && high <= 0x7fffffff)
    return copied(scratch.take(Int32Array, numbers.length), mantissas)
  return mantissas
}

/** False for one that is not exactly its mantissa. */
function scaleAll(
  numbers: Float64Array,
  from: number,
  to: number,
  power: number,
  limit: number,
  mantissas: Float64Array,
): boolean {
  let low = range[0]!
  let high = range[1]!
  for (let i = from; i < to; i++) {
    const value = numbers[i]!
    const mantissa = Math.round(value * power)
    if (!(Math.abs(mantissa) <= limit) || mantissa / power !== value) return false
    if (mantissa === 0 && Object.is(value, -0)) return false
    mantissas[i] = mantissa
    low = Math.min(low, mantissa)
    high = Math.max(high, mantissa)
  }
  range[0] = low
  range[1] = high
  return true
}

function copied<Lane extends Mantissas>(lane: Lane, from: Mantissas): Lane {
  lane.set(from)
  return lane
}

/** The doubles nearest to `mantissa / 10^scale`. */
export function toDoubles(mantissas: Mantissas, scale: number): Float64Array {
  if (scale === 0) return mantissas instanceof Float64Array ? mantissas : new Float64Array(mantissas)
  const power = 10 ** scale
  const numbers = new Float64Array(mantissas.length)
  for (let i = 0; i < numbers.length; i++) numbers[i] = mantissas[i]! / power
  return numbers
}

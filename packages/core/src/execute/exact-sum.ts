import {
  type Decimal,
  decimalOfDouble,
  formatDecimal,
  isHeldByDouble,
  parseDecimal,
} from '../columns/decimal.js'
import { ValueKind, type Vector } from '../columns/table.js'
import { nearestDouble } from './compare-literal.js'
import { executeErrors } from './errors.js'
import { ExactNumber } from './value.js'

/** What may take part in an exact sum: more would cost memory and time out of all proportion. */
const maxDigits = 20_000
const maxExponent = 20_000
const maxMantissa = Number.MAX_SAFE_INTEGER
const maxScale = 22
const maxFractionMantissa = 1e15

/** `mantissa / 10^scale`. */
export interface ExactSum {
  readonly mantissa: bigint
  readonly scale: number
}

/**
 * Exact sums of one measure, one per group. Mantissas of one scale are added as integers in doubles; a partial
 * sum that would leave ±2^53 moves to a BigInt. Doubles without a scale count as the decimal of their shortest
 * text. Nothing is ever rounded.
 */
export class ExactSums {
  readonly #partial = new Map<number, Float64Array>()
  /** scale → group → what left the partial sums. */
  readonly #large = new Map<number, Map<number, bigint>>()
  /** By scale: no partial sum that mantissas of lanes made is above it. */
  readonly #bounds = new Map<number, number>()
  /** Partial sums also hold numbers that came without a scale. */
  #hasDoubles = false
  #groups = 1
  #lastScale = 0

  /** Makes room for groups `0 … groups - 1`. */
  grow(groups: number): void {
    this.#groups = Math.max(this.#groups, groups)
    for (const [scale, sums] of this.#partial) this.#partial.set(scale, grown(sums, this.#groups))
  }

  /** Adds the numbers at `rows` (`null`: all); `groups[row]` says where (`null`: group 0). Other kinds are passed over. */
  add(vector: Vector, rows: Int32Array | null, groups: Int32Array | null): void {
    const { kinds, kind, numbers, scaled, exact } = vector
    if (kinds === undefined && kind !== ValueKind.number) return
    const count = rows === null ? vector.length : rows.length
    if (scaled !== undefined && exact === undefined) {
      const { mantissa, scale } = scaled
      const most = mostOf(mantissa)
      const bound = (this.#bounds.get(scale) ?? 0) + most * count
      this.#bounds.set(scale, bound)
      if (kinds === undefined && !this.#hasDoubles && bound <= maxMantissa)
        addMantissas(mantissa, rows, groups, this.#sumsOf(scale))
      else this.#addChecked(vector, mantissa, scale, rows, groups)
      return
    }
    this.#hasDoubles = true
    for (let k = 0; k < count; k++) {
      const row = rows === null ? k : rows[k]!
      if (kinds !== undefined && kinds[row] !== ValueKind.number) continue
      const group = groups === null ? 0 : groups[row]!
      const text = exact?.get(row)
      if (text !== undefined) this.#addDecimal(group, parseDecimal(text)!)
      else this.#addDouble(group, numbers![row]!)
    }
  }

  /** Adds mantissas whose sums may leave what a double holds, or that not every row has. */
  #addChecked(
    { kinds, length }: Vector,
    mantissa: NonNullable<Vector['scaled']>['mantissa'],
    scale: number,
    rows: Int32Array | null,
    groups: Int32Array | null,
  ): void {
    const sums = this.#sumsOf(scale)
    const count = rows === null ? length : rows.length
    for (let k = 0; k < count; k++) {
      const row = rows === null ? k : rows[k]!
      if (kinds !== undefined && kinds[row] !== ValueKind.number) continue
      const group = groups === null ? 0 : groups[row]!
      const sum = sums[group]! + mantissa[row]!
      if (sum <= maxMantissa && sum >= -maxMantissa) sums[group] = sum
      else this.#spill(scale, group, sums, mantissa[row]!)
    }
  }

  /** The same where both are doubles that hold them exactly; undefined where that is not known. */
  plainTotal(group: number): { readonly mantissa: number; readonly scale: number } | undefined {
    if (this.#large.size > 0 || this.#partial.size !== 1) return undefined
    const [[scale, sums]] = this.#partial as unknown as [[number, Float64Array]]
    const mantissa = sums[group] ?? 0
    return Math.abs(mantissa) < maxFractionMantissa ? { mantissa, scale } : undefined
  }

  /** The sum of a group as mantissa / 10^scale. */
  total(group: number): ExactSum {
    const scales = new Set([...this.#partial.keys(), ...this.#large.keys()])
    const parts = [...scales].map((scale) => {
      const partial = this.#partial.get(scale)?.[group] ?? 0
      return { scale, value: BigInt(partial) + (this.#large.get(scale)?.get(group) ?? 0n) }
    })
    const used = parts.filter(({ value }) => value !== 0n)
    const scale = used.reduce((most, part) => Math.max(most, part.scale), 0)
    const mantissa = used.reduce((sum, part) => sum + part.value * 10n ** BigInt(scale - part.scale), 0n)
    return { mantissa, scale }
  }

  #sumsOf(scale: number): Float64Array {
    let sums = this.#partial.get(scale)
    if (sums === undefined) {
      sums = new Float64Array(this.#groups)
      this.#partial.set(scale, sums)
    }
    return sums
  }

  #spill(scale: number, group: number, sums: Float64Array, next: number): void {
    this.#addLarge(scale, group, BigInt(sums[group]!))
    sums[group] = next
  }

  #addLarge(scale: number, group: number, value: bigint): void {
    let byGroup = this.#large.get(scale)
    if (byGroup === undefined) {
      byGroup = new Map()
      this.#large.set(scale, byGroup)
    }
    byGroup.set(group, (byGroup.get(group) ?? 0n) + value)
  }

  /** A larger scale than needed is as exact, so the last one is tried first. */
  #addDouble(group: number, value: number): void {
    for (let scale = this.#lastScale; scale <= maxScale; scale++) {
      const mantissa = Math.round(value * 10 ** scale)
      const limit = scale === 0 ? maxMantissa : maxFractionMantissa
      if (!(Math.abs(mantissa) <= limit)) break
      if (mantissa / 10 ** scale !== value) continue
      this.#lastScale = scale
      const sums = this.#sumsOf(scale)
      const sum = sums[group]! + mantissa
      if (Math.abs(sum) <= maxMantissa) sums[group] = sum
      else this.#spill(scale, group, sums, mantissa)
      return
    }
    this.#addDecimal(group, decimalOfDouble(value))
  }

  #addDecimal(group: number, decimal: Decimal): void {
    requireSummable(decimal)
    const magnitude = BigInt(decimal.digits)
    this.#addLarge(-decimal.exponent, group, decimal.negative ? -magnitude : magnitude)
  }
}

/** The largest magnitude that a lane can hold. */
function mostOf(mantissa: NonNullable<Vector['scaled']>['mantissa']): number {
  if (mantissa instanceof Float64Array) return maxMantissa
  return 2 ** (8 * mantissa.BYTES_PER_ELEMENT - 1)
}

/** Adds mantissas of all rows to sums of which none can leave what a double holds exactly. */
function addMantissas(
  mantissa: NonNullable<Vector['scaled']>['mantissa'],
  rows: Int32Array | null,
  groups: Int32Array | null,
  sums: Float64Array,
): void {
  const count = rows === null ? mantissa.length : rows.length
  if (groups !== null) {
    if (rows === null) for (let row = 0; row < count; row++) sums[groups[row]!]! += mantissa[row]!
    else for (let k = 0; k < count; k++) sums[groups[rows[k]!]!]! += mantissa[rows[k]!]!
    return
  }
  let sum = sums[0]!
  if (rows === null) for (let row = 0; row < count; row++) sum += mantissa[row]!
  else for (let k = 0; k < count; k++) sum += mantissa[rows[k]!]!
  sums[0] = sum
}

/** EXECUTE_NUMBER_RANGE for what no exact sum takes. */
export function requireSummable(decimal: Decimal): void {
  if (decimal.digits.length <= maxDigits && Math.abs(decimal.exponent) <= maxExponent) return
  throw executeErrors.create(
    'EXECUTE_NUMBER_RANGE',
    `A number has more than ${maxDigits} digits or an exponent beyond ±${maxExponent} and cannot be computed with.`,
    { maxDigits, maxExponent },
    { hint: 'Leave such rows out with a WHERE.' },
  )
}

/** A longer copy, with zeros at the end; the same array when it is long enough. Grows by doubling. */
export function grown(array: Float64Array, length: number): Float64Array {
  if (array.length >= length) return array
  const longer = new Float64Array(Math.max(length, array.length * 2))
  longer.set(array)
  return longer
}

/** `mantissa / 10^scale` as a value: a number when a double's shortest text says exactly that, else exact text. */
export function fromScaled(mantissa: bigint, scale: number): number | ExactNumber {
  const magnitude = mantissa < 0n ? -mantissa : mantissa
  const text = `${mantissa < 0n ? '-' : ''}${magnitude}e${-scale}`
  return readNumber(parseDecimal(text)!)
}

/** A decimal as a value. */
export function readNumber(decimal: Decimal): number | ExactNumber {
  const nearest = nearestDouble(decimal)
  return isHeldByDouble(decimal, nearest) ? nearest : new ExactNumber(formatDecimal(decimal), nearest)
}

/**
 * The value of a sum, and of it divided by a count. Of 15 digits the nearest double's shortest text is what they say, and
 * one division of whole numbers that doubles hold rounds as the exact one does.
 */
export function sumOf(sums: ExactSums, group: number): number | ExactNumber {
  const plain = sums.plainTotal(group)
  if (plain !== undefined) return plain.mantissa / 10 ** plain.scale
  const { mantissa, scale } = sums.total(group)
  return fromScaled(mantissa, scale)
}

export function averageOf(sums: ExactSums, group: number, count: number): number | ExactNumber {
  const plain = sums.plainTotal(group)
  const divisor = plain === undefined ? 0 : count * 10 ** plain.scale
  if (plain !== undefined && divisor < maxMantissa) return plain.mantissa / divisor
  const { mantissa, scale } = sums.total(group)
  return toAverage(mantissa, scale, count)
}

/** Digits of a quotient that decide its nearest double, and those that are shown where there is none. */
const quotientDigits = 60
const shownDigits = 17

/** The double nearest to the exact sum / count; beyond the doubles, the quotient to 17 digits, half to even. */
export function toAverage(mantissa: bigint, scale: number, count: number): number | ExactNumber {
  return toQuotient(mantissa, scale, BigInt(count))
}

/** `mantissa / 10^scale / divisor`, rounded as an average is; the divisor is above 0. */
export function toQuotient(mantissa: bigint, scale: number, divisor: bigint): number | ExactNumber {
  const sign = mantissa < 0n ? '-' : ''
  const dividend = mantissa < 0n ? -mantissa : mantissa
  if (dividend === 0n) return 0
  const shift = Math.max(0, quotientDigits - dividend.toString().length + divisor.toString().length)
  const scaled = dividend * 10n ** BigInt(shift)
  const quotient = scaled / divisor
  // A last digit for what was cut off, so that a tie between two doubles is only seen where there is one.
  const text = `${quotient}${scaled % divisor === 0n ? '0' : '1'}`
  const nearest = Number(`${sign}${text}e${-(shift + scale + 1)}`)
  if (Number.isFinite(nearest)) return nearest
  const [rounded, dropped] = roundHalfEven(text, shownDigits)
  return fromScaled(BigInt(sign + rounded), shift + scale + 1 - dropped)
}

/** The first digits of a text of digits, rounded, and how many were dropped. */
function roundHalfEven(digits: string, keep: number): [rounded: bigint, dropped: number] {
  const dropped = Math.max(0, digits.length - keep)
  const head = BigInt(digits.slice(0, digits.length - dropped))
  const tail = digits.slice(digits.length - dropped)
  const half = `5${'0'.repeat(Math.max(0, dropped - 1))}`
  const up = dropped > 0 && (tail > half || (tail === half && head % 2n === 1n))
  return [up ? head + 1n : head, dropped]
}

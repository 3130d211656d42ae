import type { ColumnType } from '../catalog/catalog.js'
import { ValueKind, type Vector } from '../columns/table.js'
import type { Measure } from '../plan/algebra.js'
import { createConcat, createPercentile } from './collecting.js'
import { compareText } from './compare-text.js'
import { executeErrors } from './errors.js'
import { ExactSums, fromScaled, grown, toAverage } from './exact-sum.js'
import { isNumberKind, isValue, rankedKinds } from './kinds.js'
import { compareValues, kindAt, readValue, type Value } from './value.js'
import { ValueIds } from './value-ids.js'

/** Takes in the rows of one measure, group by group. */
export interface Accumulator {
  /** Rows of these kinds count; the others are passed over. */
  accepts(kind: number): boolean
  /** `groups[row]` is below `size`; `null`: all rows are of group 0. */
  add(vector: Vector, rows: Int32Array | null, groups: Int32Array | null, size: number): void
  value(group: number): Value
}

export interface AccumulatorLimits {
  readonly maxDistinct: number
  readonly maxValues: number
}

export function createAccumulator(
  { fn, at, separator }: Pick<Measure, 'fn' | 'at' | 'separator'>,
  type: ColumnType,
  limits: AccumulatorLimits,
): Accumulator {
  switch (fn) {
    case 'count':
      return createCount()
    case 'count-distinct':
      return createDistinct(limits.maxDistinct)
    case 'sum':
    case 'avg':
      return createSum(fn)
    case 'min':
    case 'max':
      return createExtreme(fn, type)
    case 'median':
      return createPercentile('0.5', limits)
    case 'percentile':
      return createPercentile(at ?? '0.5', limits)
    case 'concat':
      return createConcat(separator ?? ',', limits)
  }
}

/** Number of values; of rows when the vector is all of one kind that is no null. */
function createCount(): Accumulator {
  let counts: Float64Array = new Float64Array(1)
  return {
    accepts: isValue,
    add(vector, rows, groups, size) {
      counts = grown(counts, size)
      countKinds(vector, rows, groups, counts, ValueKind.false, ValueKind.json)
    },
    value: (group) => counts[group] ?? 0,
  }
}

/** Adds 1 for each row whose kind lies in `from … to`. */
function countKinds(
  vector: Vector,
  rows: Int32Array | null,
  groups: Int32Array | null,
  counts: Float64Array,
  from: number,
  to: number,
): void {
  const count = rows === null ? vector.length : rows.length
  const { kinds } = vector
  if (kinds === undefined) {
    if (vector.kind! < from || vector.kind! > to) return
    if (groups === null) counts[0]! += count
    else for (let k = 0; k < count; k++) counts[groups[rows === null ? k : rows[k]!]!]! += 1
    return
  }
  for (let k = 0; k < count; k++) {
    const row = rows === null ? k : rows[k]!
    const kind = kinds[row]!
    if (kind >= from && kind <= to) counts[groups === null ? 0 : groups[row]!]! += 1
  }
}

function createDistinct(maxDistinct: number): Accumulator {
  const base = 2 ** 24
  const limit = Math.min(maxDistinct, base)
  const check = (count: number) => {
    if (count > limit)
      throw executeErrors.create(
        'EXECUTE_TOO_MANY_DISTINCT',
        `There are more than ${limit} different values to count.`,
        { limit },
        { hint: 'Filter first, or count a column with fewer different values.' },
      )
  }
  const ids = new ValueIds(check)
  const pairs = new Set<number>()
  let counts: Float64Array = new Float64Array(1)
  /** By id, when all rows are of one group. */
  let seen = new Uint8Array(1_024)
  return {
    accepts: isValue,
    add(vector, rows, groups, size) {
      counts = grown(counts, size)
      const of = new Int32Array(vector.length)
      ids.assign(vector, rows, of)
      const count = rows === null ? vector.length : rows.length
      for (let k = 0; k < count; k++) {
        const row = rows === null ? k : rows[k]!
        if (!isValue(kindAt(vector, row))) continue
        if (groups === null) {
          if (seen[of[row]!] === 1) continue
          if (of[row]! >= seen.length) seen = grownBytes(seen, of[row]! + 1)
          seen[of[row]!] = 1
          counts[0]! += 1
          continue
        }
        const group = groups[row]!
        const pair = group * base + of[row]!
        if (pairs.has(pair)) continue
        pairs.add(pair)
        check(pairs.size)
        counts[group]! += 1
      }
    },
    value: (group) => counts[group] ?? 0,
  }
}

function grownBytes(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const longer = new Uint8Array(Math.max(length, bytes.length * 2))
  longer.set(bytes)
  return longer
}

/** Null when the group holds no number, as in SQL. */
function createSum(fn: 'sum' | 'avg'): Accumulator {
  const sums = new ExactSums()
  let counts: Float64Array = new Float64Array(1)
  return {
    accepts: isNumberKind,
    add(vector, rows, groups, size) {
      counts = grown(counts, size)
      sums.grow(size)
      countKinds(vector, rows, groups, counts, ValueKind.number, ValueKind.number)
      sums.add(vector, rows, groups)
    },
    value(group) {
      const count = counts[group] ?? 0
      if (count === 0) return null
      const { mantissa, scale } = sums.total(group)
      return fn === 'sum' ? fromScaled(mantissa, scale) : toAverage(mantissa, scale, count)
    },
  }
}

function createExtreme(fn: 'min' | 'max', type: ColumnType): Accumulator {
  const accepts = rankedKinds(type)
  const wanted = fn === 'min' ? -1 : 1
  const best: Value[] = []
  return {
    accepts,
    add(vector, rows, groups) {
      const { kinds, kind, numbers, codes, dictionary, exact } = vector
      const count = rows === null ? vector.length : rows.length
      for (let k = 0; k < count; k++) {
        const row = rows === null ? k : rows[k]!
        const rowKind = kinds === undefined ? kind! : kinds[row]!
        if (!accepts(rowKind)) continue
        const group = groups === null ? 0 : groups[row]!
        const held = best[group]
        if (rowKind === ValueKind.number && typeof held === 'number' && exact === undefined) {
          const number = numbers![row]!
          if (wanted < 0 ? number < held : number > held) best[group] = number + 0
        } else if (rowKind === ValueKind.text && typeof held === 'string') {
          const text = dictionary!.text(codes![row]!)
          if (text !== held && compareText(text, held) === wanted) best[group] = text
        } else {
          const value = readValue(vector, row)
          if (held === undefined || compareValues(value, held) === wanted) best[group] = value
        }
      }
    },
    value: (group) => best[group] ?? null,
  }
}

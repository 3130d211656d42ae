import type { ColumnType } from '../catalog/catalog.js'
import { compareText } from '../columns/compare-text.js'
import { ValueKind, type Vector } from '../columns/table.js'
import type { Measure } from '../plan/algebra.js'
import { rowsOf, type Selection, toSelection } from './chunk.js'
import { createConcat, createPercentile } from './collecting.js'
import { executeErrors } from './errors.js'
import { averageOf, type ExactSum, ExactSums, grown, sumOf, toQuotient } from './exact-sum.js'
import { isNumberKind, isValue, rankedKinds } from './kinds.js'
import type { Pace } from './pace.js'
import { compareValues, kindAt, readValue, type Value } from './value.js'
import { ValueIds } from './value-ids.js'

/** Takes in the rows of one measure, group by group. */
export interface Accumulator {
  /** Rows of these kinds count; the others are passed over. */
  accepts(kind: number): boolean
  /** `groups[row]` is below `size`; `null`: all rows are of group 0. */
  add(vector: Vector, selection: Selection | null, groups: Int32Array | null, size: number): void
  /** What takes long once all rows are in, done before values are asked for. */
  settle?(pace: Pace): Promise<void>
  value(group: number): Value
}

export interface AccumulatorLimits {
  readonly maxDistinct: number
  readonly maxValues: number
}

export function createAccumulator(
  measure: Omit<Measure, 'name' | 'where'>,
  type: ColumnType,
  limits: AccumulatorLimits,
): Accumulator {
  const all = createPlain(measure, type, limits)
  return measure.distinct === true ? createDistinct(all, limits.maxDistinct) : all
}

function createPlain(
  { fn, value, at, separator }: Omit<Measure, 'name' | 'where'>,
  type: ColumnType,
  limits: AccumulatorLimits,
): Accumulator {
  switch (fn) {
    case 'count':
      return createCount()
    case 'count-distinct':
      return createDistinct(createCount(), limits.maxDistinct)
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
    case 'share':
      return value === undefined ? createRowShare() : createSumShare()
  }
}

/** Number of values; of rows when the vector is all of one kind that is no null. */
function createCount(): Accumulator {
  let counts: Float64Array = new Float64Array(1)
  return {
    accepts: isValue,
    add(vector, selection, groups, size) {
      counts = grown(counts, size)
      countKinds(vector, selection, groups, counts, ValueKind.false, ValueKind.json)
    },
    value: (group) => counts[group] ?? 0,
  }
}

/** Adds 1 for each row whose kind lies in `from … to`. */
function countKinds(
  vector: Vector,
  selection: Selection | null,
  groups: Int32Array | null,
  counts: Float64Array,
  from: number,
  to: number,
): void {
  const { kinds, kind, length } = vector
  if (kinds === undefined) {
    if (kind! < from || kind! > to) return
    if (groups === null) counts[0]! += selection === null ? length : selection.count
    else countGroups(groups, rowsOf(selection), length, counts)
    return
  }
  const rows = rowsOf(selection)
  const count = rows === null ? length : rows.length
  for (let k = 0; k < count; k++) {
    const row = rows === null ? k : rows[k]!
    const kind = kinds[row]!
    if (kind >= from && kind <= to) counts[groups === null ? 0 : groups[row]!]! += 1
  }
}

function countGroups(
  groups: Int32Array,
  rows: Int32Array | null,
  length: number,
  counts: Float64Array,
): void {
  if (rows === null) for (let row = 0; row < length; row++) counts[groups[row]!]! += 1
  else for (let k = 0; k < rows.length; k++) counts[groups[rows[k]!]!]! += 1
}

/** Hands each different value of a group on once. */
function createDistinct(inner: Accumulator, maxDistinct: number): Accumulator {
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
  /** By id, when all rows are of one group. */
  let seen = new Uint8Array(1_024)
  const isNew = (id: number, group: number | undefined): boolean => {
    if (group === undefined) {
      if (seen[id] === 1) return false
      if (id >= seen.length) seen = grownBytes(seen, id + 1)
      seen[id] = 1
      return true
    }
    const pair = group * base + id
    if (pairs.has(pair)) return false
    pairs.add(pair)
    check(pairs.size)
    return true
  }
  return {
    accepts: inner.accepts,
    add(vector, selection, groups, size) {
      const rows = rowsOf(selection)
      const of = new Int32Array(vector.length)
      ids.assign(vector, rows, of)
      const count = rows === null ? vector.length : rows.length
      const first = new Int32Array(count)
      let kept = 0
      for (let k = 0; k < count; k++) {
        const row = rows === null ? k : rows[k]!
        if (inner.accepts(kindAt(vector, row)) && isNew(of[row]!, groups?.[row])) first[kept++] = row
      }
      inner.add(vector, toSelection(first.subarray(0, kept)), groups, size)
    },
    ...(inner.settle === undefined ? {} : { settle: inner.settle }),
    value: inner.value,
  }
}

function grownBytes(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const longer = new Uint8Array(Math.max(length, bytes.length * 2))
  longer.set(bytes)
  return longer
}

/** The group's part of all rows; null when there is none. */
function createRowShare(): Accumulator {
  const counts = createCount()
  let groups = 0
  let total: number | undefined
  return {
    accepts: counts.accepts,
    add(vector, selection, of, size) {
      groups = size
      counts.add(vector, selection, of, size)
    },
    value(group) {
      const countOf = (at: number) => Number(counts.value(at))
      total ??= Array.from({ length: groups }, (_, at) => countOf(at)).reduce((sum, count) => sum + count, 0)
      return total === 0 ? null : countOf(group) / total
    },
  }
}

/** The group's part of the sum over all groups, rounded as an average is; null without a number in it, or when the sum is 0. */
function createSumShare(): Accumulator {
  const sums = new ExactSums()
  let counts: Float64Array = new Float64Array(1)
  let groups = 0
  let total: ExactSum | undefined
  return {
    accepts: isNumberKind,
    add(vector, selection, of, size) {
      groups = size
      counts = grown(counts, size)
      sums.grow(size)
      countKinds(vector, selection, of, counts, ValueKind.number, ValueKind.number)
      sums.add(vector, rowsOf(selection), of)
    },
    value(group) {
      total ??= addSums(Array.from({ length: groups }, (_, at) => sums.total(at)))
      if ((counts[group] ?? 0) === 0 || total.mantissa === 0n) return null
      const part = sums.total(group)
      const places = Math.max(part.scale, total.scale)
      const whole = total.mantissa * 10n ** BigInt(places - total.scale)
      const share = part.mantissa * 10n ** BigInt(places - part.scale)
      return whole < 0n ? toQuotient(-share, 0, -whole) : toQuotient(share, 0, whole)
    },
  }
}

function addSums(all: readonly ExactSum[]): ExactSum {
  const scale = all.reduce((most, sum) => Math.max(most, sum.scale), 0)
  return { mantissa: all.reduce((sum, it) => sum + it.mantissa * 10n ** BigInt(scale - it.scale), 0n), scale }
}

/** Null when the group holds no number, as in SQL. */
function createSum(fn: 'sum' | 'avg'): Accumulator {
  const sums = new ExactSums()
  let counts: Float64Array = new Float64Array(1)
  return {
    accepts: isNumberKind,
    add(vector, selection, groups, size) {
      counts = grown(counts, size)
      sums.grow(size)
      countKinds(vector, selection, groups, counts, ValueKind.number, ValueKind.number)
      sums.add(vector, rowsOf(selection), groups)
    },
    value(group) {
      const count = counts[group] ?? 0
      if (count === 0) return null
      return fn === 'sum' ? sumOf(sums, group) : averageOf(sums, group, count)
    },
  }
}

function createExtreme(fn: 'min' | 'max', type: ColumnType): Accumulator {
  const accepts = rankedKinds(type)
  const wanted = fn === 'min' ? -1 : 1
  const best: Value[] = []
  return {
    accepts,
    add(vector, selection, groups) {
      const rows = rowsOf(selection)
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

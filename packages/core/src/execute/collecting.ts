import { parseDecimal } from '../columns/decimal.js'
import { ValueKind } from '../columns/table.js'
import type { Accumulator, AccumulatorLimits } from './accumulators.js'
import { rowsOf } from './chunk.js'
import { executeErrors } from './errors.js'
import { readNumber } from './exact-sum.js'
import type { Pace } from './pace.js'
import {
  addNumbers,
  type ExactValue,
  multiplyNumbers,
  roundNumber,
  subtractNumbers,
} from './scalar/exact-arithmetic.js'
import { textOf } from './scalar/scalar-function.js'
import { sortInSlices } from './sort-in-slices.js'
import { compareValues, isNumber, kindAt, readValue, type Value } from './value.js'

/**
 * The number at a fraction of the way from the least to the greatest, between two neighbours in proportion, exactly;
 * null without a number. All numbers are held: EXECUTE_TOO_MANY_VALUES at the bound.
 */
export function createPercentile(at: string, limits: AccumulatorLimits): Accumulator {
  const fraction = readNumber(parseDecimal(at)!)
  return createCollector<ExactValue>(
    (kind) => kind === ValueKind.number,
    (value) => (isNumber(value) ? value : undefined),
    () => 1,
    limits,
    (values, pace) => sortInSlices(values, compareValues, pace),
    (values) => {
      const place = multiplyNumbers(fraction, values.length - 1)
      const below = roundNumber(place, 0, 'down')
      const index = typeof below === 'number' ? below : below.nearest
      const low = values[index]!
      const high = values[index + 1]
      if (high === undefined) return low
      return addNumbers(low, multiplyNumbers(subtractNumbers(high, low), subtractNumbers(place, below)))
    },
  )
}

/** Texts and numbers in the order they come. The bound counts their characters. */
export function createConcat(separator: string, limits: AccumulatorLimits): Accumulator {
  return createCollector<string>(
    (kind) => kind === ValueKind.text || kind === ValueKind.number,
    (value) => textOf(value) ?? undefined,
    (text) => text.length + separator.length,
    limits,
    undefined,
    (texts) => texts.join(separator),
  )
}

function createCollector<Item>(
  accepts: (kind: number) => boolean,
  read: (value: Value) => Item | undefined,
  sizeOf: (item: Item) => number,
  { maxValues }: AccumulatorLimits,
  order: ((items: Item[], pace: Pace) => Promise<Item[]>) | undefined,
  finish: (items: readonly Item[]) => Value,
): Accumulator {
  const byGroup: Item[][] = []
  let held = 0
  return {
    accepts,
    add(vector, selection, groups) {
      const rows = rowsOf(selection)
      const count = rows === null ? vector.length : rows.length
      for (let k = 0; k < count; k++) {
        const row = rows === null ? k : rows[k]!
        const item = accepts(kindAt(vector, row)) ? read(readValue(vector, row)) : undefined
        if (item === undefined) continue
        held += sizeOf(item)
        if (held > maxValues)
          throw executeErrors.create(
            'EXECUTE_TOO_MANY_VALUES',
            `A median, percentile or group_concat would hold more than ${maxValues} values.`,
            { limit: maxValues },
            { hint: 'Filter first.' },
          )
        const group = groups === null ? 0 : groups[row]!
        const items = byGroup[group]
        if (items === undefined) byGroup[group] = [item]
        else items.push(item)
      }
    },
    async settle(pace) {
      if (order === undefined) return
      for (let group = 0; group < byGroup.length; group++) {
        const items = byGroup[group]
        if (items !== undefined) byGroup[group] = await order(items, pace)
      }
    },
    value(group) {
      const items = byGroup[group]
      return items === undefined ? null : finish(items)
    },
  }
}

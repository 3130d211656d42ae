import { ByteTable } from '../byte-table.js'
import type { DecodedColumn } from '../decode-column.js'
import { countCodes, eachNumber } from './chunk-values.js'
import { NumberTable } from './number-table.js'
import { Tally } from './tally.js'

/** Bounds of the memory that describing one column takes. */
export interface TallyLimits {
  /** Different values that are counted exactly. */
  readonly maxDistinct: number
  /** Bytes of different texts that are counted exactly. */
  readonly maxTextBytes: number
}

export const tallyLimits: TallyLimits = { maxDistinct: 100_000, maxTextBytes: 32 * 1024 * 1024 }

/** Counts of a column's values by kind. Exact numbers are those that no double holds, by their canonical text. */
export interface ValueTallies {
  readonly texts: Tally<ByteTable>
  readonly numbers: Tally<NumberTable>
  readonly exacts: Tally<ByteTable>
  add(column: DecodedColumn): void
}

export function createValueTallies(limits: TallyLimits): ValueTallies {
  const { maxDistinct, maxTextBytes } = limits
  const texts = new Tally(() => new ByteTable({ bytes: 0 }), maxDistinct, maxTextBytes)
  const numbers = new Tally(() => new NumberTable(), maxDistinct, 0)
  const exacts = new Tally(() => new ByteTable({ bytes: 0 }), maxDistinct, maxTextBytes)

  function add(column: DecodedColumn): void {
    const { offsets, heap, size } = column.texts
    const counts = countCodes(column)
    for (let code = 0; code < size; code++) {
      const times = counts[code]!
      if (times > 0) texts.add(texts.keys.add(heap, offsets[code]!, offsets[code + 1]!), times)
    }
    eachNumber(column, (value, times) => numbers.add(numbers.keys.add(value), times))
    for (const text of column.exacts.values()) exacts.add(exacts.keys.add(text, 0, text.length), 1)
  }

  return { texts, numbers, exacts, add }
}

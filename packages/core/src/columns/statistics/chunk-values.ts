import type { DecodedColumn } from '../decode-column.js'
import { ValueKind } from '../table.js'

/** How often each dictionary code occurs in a chunk. */
export function countCodes(column: DecodedColumn): Uint32Array {
  const counts = new Uint32Array(column.texts.size + column.longTexts.length)
  const { codes, kinds } = column
  if (codes === undefined) return counts
  if (kinds === undefined) for (const code of codes) counts[code]!++
  else for (let row = 0; row < codes.length; row++) if (kinds[row] === ValueKind.text) counts[codes[row]!]!++
  return counts
}

/** Calls with each number of a chunk that its double holds, and how often; narrow lanes are counted first. */
export function eachNumber(column: DecodedColumn, call: (value: number, times: number) => void): void {
  const { mantissas, doubles, kinds, exacts } = column
  const lane = mantissas ?? doubles
  if (lane === undefined) return
  const isNumber = (row: number) => kinds === undefined || kinds[row] === ValueKind.number
  const power = mantissas === undefined ? 1 : 10 ** column.scale
  const values = 2 ** (lane.BYTES_PER_ELEMENT * 8)
  // Counting by value pays where rows are at least as many as the values that the lane can hold, or nearly.
  if (values <= lane.length * 4) {
    const offset = values / 2
    const counts = new Uint32Array(values)
    for (let row = 0; row < lane.length; row++) if (isNumber(row)) counts[lane[row]! + offset]!++
    counts.forEach((times, i) => {
      if (times > 0) call((i - offset) / power, times)
    })
    return
  }
  for (let row = 0; row < lane.length; row++) {
    if (isNumber(row) && !exacts.has(row)) call(lane[row]! / power, 1)
  }
}

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

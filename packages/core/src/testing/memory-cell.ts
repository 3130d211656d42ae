import {
  compareDecimals,
  formatDecimal,
  formatDouble,
  isHeldByDouble,
  parseDecimal,
} from '../columns/decimal.js'
import { ValueKind } from '../columns/table.js'

/** A number given by its decimal text, for those that a double does not hold (`9007199254740993`, `1e400`). */
export class ExactNumber {
  constructor(readonly text: string) {}
}

/** A cell of a memory table: `undefined` is missing; plain objects and arrays are JSON containers. */
export type MemoryCell = undefined | null | boolean | number | bigint | string | ExactNumber | object

/** A cell as the columns know it. `exact` only where the double does not hold the number. */
export interface ReadCell {
  readonly kind: ValueKind
  readonly number: number
  readonly exact: string | undefined
  /** Text, or JSON text of a container. */
  readonly text: string
}

const scalar = { number: Number.NaN, exact: undefined, text: '' }

export function readCell(cell: MemoryCell): ReadCell {
  if (cell === undefined) return { ...scalar, kind: ValueKind.missing }
  if (cell === null) return { ...scalar, kind: ValueKind.null }
  if (typeof cell === 'boolean') return { ...scalar, kind: cell ? ValueKind.true : ValueKind.false }
  if (typeof cell === 'string') return { ...scalar, kind: ValueKind.text, text: cell }
  if (typeof cell === 'number') return { ...scalar, kind: ValueKind.number, number: cell }
  if (typeof cell === 'bigint') return readExact(cell.toString())
  if (cell instanceof ExactNumber) return readExact(cell.text)
  return { ...scalar, kind: ValueKind.json, text: JSON.stringify(cell) }
}

function readExact(text: string): ReadCell {
  const decimal = parseDecimal(text)
  if (decimal === undefined) throw new RangeError(`Not a number: ${text}`)
  const number = Number(text)
  const exact = isHeldByDouble(decimal, number) ? undefined : formatDecimal(decimal)
  return { ...scalar, kind: ValueKind.number, number, exact }
}

/** Canonical decimal text of a number cell. */
export function numberText(cell: ReadCell): string {
  return cell.exact ?? formatDouble(cell.number)
}

/** Order of two numbers by their decimal texts. */
export function compareNumberTexts(a: string, b: string): number {
  return compareDecimals(parseDecimal(a)!, parseDecimal(b)!)
}

import type { Cell } from '../execute/result.js'

/** What a question must be answered with: one value, values in any order, or a value for each group. */
export type Gold =
  | number
  | boolean
  | string
  | null
  | readonly (string | number)[]
  | Readonly<Record<string, number>>

/** Whether rows say what was worked out by other means; numbers to ten digits. */
export function isSameAnswer(gold: Gold, rows: readonly (readonly Cell[])[]): boolean {
  if (gold === null || typeof gold !== 'object')
    return rows.length > 0 && rows.every((row) => row.some((cell) => plain(cell) === plain(gold)))
  if (isList(gold)) {
    const wanted = join(gold)
    return (rows[0] ?? []).some((_, i) => join(rows.map((row) => row[i] ?? null)) === wanted)
  }
  const groups = rows.map((row) => `${plain(row[0] ?? null)}=${plain(row.at(-1) ?? null)}`)
  const wanted = Object.entries(gold).map(([name, value]) => `${plain(name)}=${plain(value)}`)
  return groups.sort().join('|') === wanted.sort().join('|')
}

function isList(gold: Gold): gold is readonly (string | number)[] {
  return Array.isArray(gold)
}

function join(values: readonly Cell[]): string {
  return [...new Set(values.map(plain))].sort().join('|')
}

function plain(value: Cell): string {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && !Number.isNaN(number)
    ? String(Number(number.toPrecision(10)))
    : String(value)
}

import type { Cell, ResultColumn } from '@assay/core'
import { toInertJson } from './json.js'

/** White space and full-width forms before the sign do not stop a spreadsheet. */
const formulaStart = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]/u
const numberText = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/**
 * One field by RFC 4180. Text that a spreadsheet would run as a formula gets a leading `'`, unless it is a number
 * (OWASP, CSV injection). Null is an empty field, the empty text is `""`.
 */
export function toCsvField(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const safe = formulaStart.test(cell) && !numberText.test(cell) ? `'${cell}` : cell
  return safe === '' || /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Header and rows as CSV in pieces of many lines, so that a large result is never one text. */
export function* toCsv(
  header: readonly ResultColumn[],
  rows: readonly (readonly Cell[])[],
): Generator<string> {
  const toLine = (cells: readonly Cell[]) => `${cells.map(toCsvField).join(',')}\r\n`
  yield toLine(header.map(({ name }) => name))
  for (let start = 0; start < rows.length; start += 1000)
    yield rows
      .slice(start, start + 1000)
      .map(toLine)
      .join('')
}

/** Rows as JSON Lines, one object a row, in pieces of many lines. */
export function* toJsonLines(
  header: readonly ResultColumn[],
  rows: readonly (readonly Cell[])[],
): Generator<string> {
  const toLine = (cells: readonly Cell[]) =>
    `${toInertJson(Object.fromEntries(header.map(({ name }, index) => [name, cells[index] ?? null])))}\n`
  for (let start = 0; start < rows.length; start += 1000)
    yield rows
      .slice(start, start + 1000)
      .map(toLine)
      .join('')
}

import type { Cell, ResultColumn } from '@assay/core'
import { formatPlural, groupDigits } from './numbers.js'
import { cutToWidth, measureWidth, padTo, toPrintable } from './printable.js'
import type { Style } from './style.js'

export interface TableLayout {
  readonly columns: number
  /** Most rows shown; the rest is counted below. */
  readonly maxRows: number
  readonly style: Style
}

const gap = 2
const widestCell = 48
const narrowestCell = 8

const isNumeric = (column: ResultColumn) => column.type === 'number' || column.type === 'decimal'

function toText(cell: Cell, column: ResultColumn): string {
  if (cell === null) return '–'
  if (typeof cell === 'number' || isNumeric(column)) return groupDigits(String(cell))
  return toPrintable(String(cell))
}

/** Rows as aligned columns that fit the width: long cells are cut, columns that have no room are counted below. */
export function renderTable(
  header: readonly ResultColumn[],
  rows: readonly (readonly Cell[])[],
  { columns, maxRows, style }: TableLayout,
): string {
  const shown = rows.slice(0, maxRows)
  const cells = shown.map((row) => header.map((column, index) => toText(row[index] ?? null, column)))
  const names = header.map(({ name }) => toPrintable(name))
  const natural = names.map((name, index) =>
    Math.min(
      widestCell,
      Math.max(measureWidth(name), ...cells.map((row) => measureWidth(row[index]!.slice(0, 200)))),
    ),
  )
  const widths = fitWidths(natural, columns - 2)
  const line = (texts: readonly string[], paint: (text: string) => string) =>
    `  ${widths
      .map((width, index) => {
        const side = isNumeric(header[index]!) ? 'right' : 'left'
        return paint(padTo(cutToWidth(texts[index]!, width), width, side))
      })
      .join(' '.repeat(gap))
      .trimEnd()}\n`
  const left = [
    rows.length > shown.length ? formatPlural(rows.length - shown.length, 'more row') : '',
    header.length > widths.length ? formatPlural(header.length - widths.length, 'more column') : '',
  ].filter((text) => text !== '')
  return [
    line(names, style.dim),
    line(
      widths.map((width) => '─'.repeat(width)),
      style.dim,
    ),
    ...cells.map((row) => line(row, (text) => text)),
    left.length === 0 ? '' : style.dim(`  … ${left.join(' and ')}\n`),
  ].join('')
}

/** Widths of the first columns that fit: the widest ones give way first. */
function fitWidths(natural: readonly number[], columns: number): number[] {
  const total = (widths: readonly number[]) => widths.reduce((sum, width) => sum + width + gap, -gap)
  const floors = natural.map((width) => Math.min(width, narrowestCell))
  let count = natural.length
  while (count > 1 && total(floors.slice(0, count)) > columns) count -= 1
  const widths = natural.slice(0, count)
  for (let excess = total(widths) - columns; excess > 0; excess -= 1) {
    const widest = widths.indexOf(Math.max(...widths))
    if (widths[widest]! <= 1) break
    widths[widest]! -= 1
  }
  return widths
}

import type { Cell, ResultColumn } from '@assay/core'
import { formatPlural, groupDigits } from './numbers.js'
import { cutToWidth, measureWidth, padTo, toPrintable } from './printable.js'
import type { Style } from './style.js'

export interface TableLayout {
  readonly columns: number
  /** Most rows shown; the rest is counted below. */
  readonly maxRows: number
  readonly style: Style
  /** The first column holds names: it may be wider, and gives way last. */
  readonly keepFirst?: boolean
}

const gap = 2
const widestCell = 48
const narrowestCell = 8
const widestName = 72
/** Where names are kept whole, what the other columns still have. */
const narrowestBesideNames = 16

const isNumeric = (column: ResultColumn) => column.type === 'number' || column.type === 'decimal'

function toText(cell: Cell, column: ResultColumn): string {
  if (cell === null) return '–'
  if (typeof cell === 'number' || isNumeric(column)) return groupDigits(String(cell))
  return toPrintable(String(cell))
}

/** A first cell alone: it has the whole line. */
const isTitle = (row: readonly string[]) => row.length > 1 && row.slice(1).every((text) => text === '')

/** Rows as aligned columns that fit the width: long cells are cut, columns that have no room are counted below. */
export function renderTable(
  header: readonly ResultColumn[],
  rows: readonly (readonly Cell[])[],
  { columns, maxRows, style, keepFirst = false }: TableLayout,
): string {
  const shown = rows.slice(0, maxRows)
  const cells = shown.map((row) => header.map((column, index) => toText(row[index] ?? null, column)))
  const measured = keepFirst ? cells.filter((row) => !isTitle(row)) : cells
  const names = header.map(({ name }) => toPrintable(name))
  const natural = names.map((name, index) =>
    Math.min(
      keepFirst && index === 0 ? widestName : widestCell,
      Math.max(measureWidth(name), ...measured.map((row) => measureWidth(row[index]!.slice(0, 200)))),
    ),
  )
  const widths = fitWidths(natural, columns - 2, keepFirst)
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
    ...cells.map((row) =>
      keepFirst && isTitle(row) ? `  ${cutToWidth(row[0]!, columns - 2)}\n` : line(row, (text) => text),
    ),
    left.length === 0 ? '' : style.dim(`  … ${left.join(' and ')}\n`),
  ].join('')
}

/** Widths of the first columns that fit: the widest ones give way first, with `keepFirst` the others before the first. */
function fitWidths(natural: readonly number[], columns: number, keepFirst: boolean): number[] {
  const total = (widths: readonly number[]) => widths.reduce((sum, width) => sum + width + gap, -gap)
  const floors = natural.map((width) => Math.min(width, narrowestCell))
  let count = natural.length
  while (count > 1 && total(floors.slice(0, count)) > columns) count -= 1
  const widths = natural.slice(0, count)
  for (let excess = total(widths) - columns; excess > 0; excess -= 1) {
    const others = keepFirst ? widths.map((width, index) => (index === 0 ? 0 : width)) : widths
    const isRoom = Math.max(...others) > narrowestBesideNames
    const giving = isRoom ? others : widths
    const widest = giving.indexOf(Math.max(...giving))
    if (widths[widest]! <= 1) break
    widths[widest]! -= 1
  }
  return widths
}

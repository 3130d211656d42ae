import type { CatalogColumn, CatalogTable, Cell } from '@assay/core'
import { formatCount, groupDigits } from './numbers.js'

/** The columns with those of one object side by side, where its first one stands. */
export function orderByGroup(columns: readonly CatalogColumn[]): readonly CatalogColumn[] {
  const groups = new Map<string | CatalogColumn, CatalogColumn[]>()
  for (const column of columns) {
    const key = splitName(column).object ?? column
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [column])
    else group.push(column)
  }
  return [...groups.values()].flat()
}

/** Rows of a table of columns. Those of one object stand below its name, so that long names differ where they are read. */
export function listColumns(columns: readonly CatalogColumn[], table: CatalogTable): Cell[][] {
  return columns.flatMap((column, index) => {
    const { object, leaf } = splitName(column)
    const isBeside = (other: CatalogColumn | undefined) =>
      object !== undefined && other !== undefined && splitName(other).object === object
    const isFollower = isBeside(columns[index - 1])
    if (!isFollower && !isBeside(columns[index + 1])) return toRows(column, column.name, table)
    const rows = toRows(column, `  .${leaf}`, table)
    return isFollower ? rows : [[object!, '', '', '', ''], ...rows]
  })
}

/** `object.leaf` is the name; without an object, the leaf is. */
function splitName({ name, path }: CatalogColumn): { readonly object?: string; readonly leaf: string } {
  const last = path.at(-1) ?? ''
  const leaf = [last, JSON.stringify(last)].find((token) => token !== '' && name.endsWith(`.${token}`))
  return leaf === undefined || path.length < 2
    ? { leaf: name }
    : { object: name.slice(0, -leaf.length - 1), leaf }
}

/** A column, and below it what its texts read as. */
function toRows(column: CatalogColumn, label: string, { rows, columns }: CatalogTable): Cell[][] {
  const filled = rows - column.counts.missing - column.counts.null
  const type = column.type === 'number' && column.integer ? 'integer' : column.type
  const different = `${column.distinct.exact ? '' : '~'}${formatCount(column.distinct.count)}`
  const own: Cell[] = [
    label,
    column.unit === undefined ? type : `${type}, ${column.unit}`,
    formatShare(filled, rows),
    column.type === 'json' ? '' : different,
    describeValues(column),
  ]
  const { reading } = column
  if (reading === undefined) return [own]
  const unit = columns.find(({ name }) => name === reading.column)?.unit
  const kind = reading.kind === 'date' ? `date ${reading.format}` : reading.integer ? 'integer' : 'number'
  const unread = reading.unread === 0 ? '' : `; ${formatCount(reading.unread)} not readable`
  const { leaf } = splitName(column)
  const object = column.name.slice(0, column.name.length - leaf.length)
  const read: Cell[] = [
    label === column.name ? `↳ ${reading.column}` : `  ↳ .${reading.column.slice(object.length)}`,
    `${kind}${unit === undefined ? '' : `, ${unit}`}`,
    formatShare(reading.read, rows),
    '',
    `${describeRange(groupDigits(reading.min), groupDigits(reading.max))}${unread}`,
  ]
  return [own, read]
}

/** Never "100 %" for a column with gaps, nor "0 %" for one with values. */
export function formatShare(filled: number, rows: number): string {
  const share = rows === 0 ? 0 : (100 * filled) / rows
  return `${filled === rows ? 100 : Math.min(99, Math.max(filled === 0 ? 0 : 1, Math.round(share)))} %`
}

const describeRange = (least: string, greatest: string) =>
  least === greatest ? least : `${least} … ${greatest}`

function describeValues(column: CatalogColumn): string {
  const parts: string[] = []
  if (column.minNumber !== undefined && column.maxNumber !== undefined)
    parts.push(describeRange(groupDigits(column.minNumber), groupDigits(column.maxNumber)))
  const frequent = column.frequent.filter(
    ({ value }) => column.type !== 'number' || typeof value !== 'string',
  )
  if (frequent.length > 0)
    parts.push(
      frequent
        .slice(0, 4)
        .map(({ value }) => describeText(String(value)))
        .join(', '),
    )
  else if (column.minText !== undefined && column.maxText !== undefined)
    parts.push(describeRange(describeText(column.minText), describeText(column.maxText)))
  return parts.join('; ')
}

/** An empty text would look like nothing. */
const describeText = (text: string) => (text === '' ? "''" : text)

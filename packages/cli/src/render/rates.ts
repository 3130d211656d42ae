import type { Cell } from '@assay/core'
import type { ResourceRate } from '@assay/sdk'
import { formatCount } from './numbers.js'
import { toPrintable } from './printable.js'
import type { Style } from './style.js'
import { renderTable } from './table.js'

/** All rates as a table, by resource and date: of each resource the last date that has come is the one that holds. */
export function renderRates(
  rates: readonly ResourceRate[],
  store: string,
  style: Style,
  columns: number,
): string {
  const where = style.dim(`  store  ${toPrintable(store)}\n`)
  if (rates.length === 0)
    return `  No rates yet, so that resources are unpriced: "assay rates set cpu --usd 0.05 --per hour" makes one.\n\n${where}`
  const names = ['resource', 'price', 'for each', 'from (UTC)']
  const table = renderTable(
    names.map((name) => ({ name, type: 'text' as const })),
    rates.map(({ name, usd, per, unit, since }): Cell[] => [
      name,
      `$${usd}`,
      `${formatCount(per)} ${unit}`,
      since,
    ]),
    { columns, maxRows: Number.POSITIVE_INFINITY, style },
  )
  return `${table}\n${where}`
}

import type { Catalog } from '../catalog/catalog.js'
import type { Plan } from '../plan/algebra.js'

/** Rows of every table as often as a plan scans it, queries in expressions included: the most that one run reads. */
export function rowsToScan(plan: Plan, { tables }: Catalog): number {
  const rows = new Map(tables.map((table) => [table.name, table.rows]))
  let total = 0
  visit(plan, (node) => {
    // A scope is counted by a scan of its own.
    const times = 'scope' in node ? 2 : 1
    if (node.op === 'scan' && 'table' in node) total += times * (rows.get(String(node.table)) ?? 0)
  })
  return total
}

/** The most rows that answering reads: a question for the first of an order may be run again for those that tie. */
export function mostRowsScanned(plan: Plan, catalog: Catalog, isQuestion: boolean): number {
  let keepsFirst = false
  visit(plan, ({ op }) => {
    if (op === 'limit') keepsFirst = true
  })
  return rowsToScan(plan, catalog) * (isQuestion && keepsFirst ? 2 : 1)
}

/** Everything in a plan that has an operation, wherever it stands: plans are plain data. */
function visit(value: unknown, see: (node: { readonly op: unknown }) => void): void {
  if (typeof value !== 'object' || value === null) return
  if ('op' in value) see(value)
  for (const part of Object.values(value)) visit(part, see)
}

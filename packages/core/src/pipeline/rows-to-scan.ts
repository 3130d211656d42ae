import type { Catalog } from '../catalog/catalog.js'
import type { Plan } from '../plan/algebra.js'
import type { RunUse } from './resources.js'
import type { StoredVersion } from './stored-version.js'

/** Rows of every table as often as a plan scans it, queries in expressions included: the most that one run reads. */
export function rowsToScan(plan: Plan, { tables }: Catalog): number {
  const rows = new Map(tables.map((table) => [table.name, table.rows]))
  let total = 0
  visitScans(plan, (table, times) => {
    total += times * (rows.get(table) ?? 0)
  })
  return total
}

/** A scope is counted by a scan of its own. */
function timesOf(scan: object): number {
  return 'scope' in scan ? 2 : 1
}

/** Every scan of a plan, those of queries in expressions included, and how often it is run. */
export function visitScans(plan: Plan, see: (table: string, times: number) => void): void {
  visit(plan, (node) => {
    if (node.op === 'scan' && 'table' in node) see(String(node.table), timesOf(node))
  })
}

/**
 * How often answering reads what the plan reads: a question for the first of an order may be run again for those
 * that tie, and, when it is about groups, once more for the rows without a group.
 */
function runsOf(plan: Plan, isQuestion: boolean): number {
  let keepsFirst = false
  let groups = false
  visit(plan, (node) => {
    if (node.op === 'limit') keepsFirst = true
    if (node.op === 'aggregate') groups = true
  })
  return isQuestion && keepsFirst ? (groups ? 3 : 2) : 1
}

/** Everything in a plan that has an operation, wherever it stands: plans are plain data. */
function visit(value: unknown, see: (node: { readonly op: unknown }) => void): void {
  if (typeof value !== 'object' || value === null) return
  if ('op' in value) see(value)
  for (const part of Object.values(value)) visit(part, see)
}

/** CPU time that answering may use: five seconds, and 20 µs for each row, a hundred times of what plans need. */
const baseCpuUs = 5_000_000
const rowCpuUs = 20

/**
 * The most that answering may use under a budget. Of rows it is what the plan can read. CPU time and bytes have no
 * such most: these are allowances, reading the question included, that no common plan comes near; what would use
 * more is stopped.
 */
function boundRun(
  plan: Plan,
  catalog: Catalog,
  versions: readonly Pick<StoredVersion, 'storedBytes' | 'bytes'>[],
  isQuestion: boolean,
): RunUse {
  const runs = runsOf(plan, isQuestion)
  const rows = rowsToScan(plan, catalog) * runs
  const all = versions.reduce((sum, { storedBytes, bytes }) => sum + storedBytes + bytes, 0)
  let scans = 0
  visitScans(plan, (_, times) => {
    scans += times
  })
  return {
    rows,
    cpuUs: baseCpuUs + rows * rowCpuUs,
    // Each scan reads every segment once at most, and its long texts from the source; so do opening and evidence.
    bytesRead: (scans * runs + 1) * all,
  }
}

/** The same of a plan together with the checks of declared links that are run before it. */
export function boundRuns(
  {
    plan,
    isQuestion,
    checks,
  }: { readonly plan: Plan; readonly isQuestion: boolean; readonly checks: readonly Plan[] },
  catalog: Catalog,
  versions: readonly Pick<StoredVersion, 'storedBytes' | 'bytes'>[],
): RunUse {
  return checks
    .map((check) => boundRun(check, catalog, versions, false))
    .reduce<RunUse>(
      (sum, { rows, cpuUs = 0, bytesRead }) => ({
        rows: sum.rows + rows,
        cpuUs: (sum.cpuUs ?? 0) + cpuUs,
        bytesRead: sum.bytesRead + bytesRead,
      }),
      boundRun(plan, catalog, versions, isQuestion),
    )
}

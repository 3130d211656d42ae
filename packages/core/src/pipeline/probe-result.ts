import { isAssayError } from '@assay/store/error'
import { includeTies } from '../answer/ties.js'
import type { Catalog } from '../catalog/catalog.js'
import type { Table } from '../columns/table.js'
import { runPlan } from '../execute/run-plan.js'
import type { Plan } from '../plan/algebra.js'
import type { ResultProbe } from '../question/settle.js'

/** Larger tables would make a question wait for readings that it does not take. */
const maxProbedRows = 200_000

/**
 * Runs readings of a question before one is chosen, each bound to what its actor may see. A reading that cannot be
 * run gives nothing, and is not chosen for what it gives.
 */
export function createProbe(
  tables: readonly Table[],
  catalog: Catalog,
  bind: (plan: Plan) => Plan,
  signal: AbortSignal | null | undefined,
): ResultProbe | undefined {
  if (catalog.tables.some(({ rows }) => rows > maxProbedRows)) return undefined
  const run = (plan: Plan) => runPlan(plan, tables, { signal })
  return async (asked, names) => {
    try {
      const plan = bind(asked)
      const { columns, rows } = await includeTies(plan, await run(plan), catalog, run)
      const at = columns.flatMap(({ name }, i) => (names.includes(name) ? [i] : []))
      return rows.map((row) => at.map((i) => String(row[i] ?? '')))
    } catch (error) {
      signal?.throwIfAborted()
      if (isAssayError(error)) return undefined
      throw error
    }
  }
}

import { isAssayError } from '@assay/store/error'
import { runWithTies } from '../answer/ties.js'
import type { Catalog } from '../catalog/catalog.js'
import type { Table } from '../columns/table.js'
import { runPlan } from '../execute/run-plan.js'
import type { Named, Plan, Relation } from '../plan/algebra.js'
import { freezePlan } from '../plan/freeze-plan.js'
import { rowColumn } from '../plan/link-columns.js'
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
      const plan = onlyColumns(bind(asked), names)
      const { columns, rows } = await runWithTies(plan, catalog, run)
      const at = columns.flatMap(({ name }, i) => (names.includes(name) ? [i] : []))
      return rows.map((row) => at.map((i) => String(row[i] ?? '')))
    } catch (error) {
      signal?.throwIfAborted()
      if (isAssayError(error)) return undefined
      throw error
    }
  }
}

/** The plan without what nobody looks at: of whole rows a table may have hundreds of columns, and medians take time. */
function onlyColumns({ version, root }: Plan, names: readonly string[]): Plan {
  const wanted = [...new Set([...names, ...orderedBy(root)])]
  if (root.op === 'project') {
    const columns = root.columns.filter(({ name }) => wanted.includes(name))
    return columns.length === 0 ? { version, root } : freezePlan({ version, root: { ...root, columns } })
  }
  if (root.op === 'aggregate' && root.groups.length > 0) {
    const measures = root.measures.filter(({ name }) => wanted.includes(name))
    return freezePlan({ version, root: { ...root, measures } })
  }
  if (!givesRows(root)) return { version, root }
  const columns = (wanted.length === 0 ? [rowColumn] : wanted).map(toNamed)
  return freezePlan({ version, root: { op: 'project', input: root, columns } })
}

/** Columns of an order of whose last place others may have a share. */
function orderedBy(relation: Relation): readonly string[] {
  if (relation.op === 'sort')
    return relation.keys.flatMap(({ value }) => (value.op === 'column' ? [value.name] : []))
  return relation.op === 'project' || relation.op === 'limit' ? orderedBy(relation.input) : []
}

/** Rows of a table as they stand there. */
function givesRows(relation: Relation): boolean {
  if (relation.op === 'scan') return true
  const passes = relation.op === 'filter' || relation.op === 'sort' || relation.op === 'limit'
  return passes && givesRows(relation.input)
}

function toNamed(name: string): Named {
  return { name, value: { op: 'column', name } }
}

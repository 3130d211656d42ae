import { rewritePlan } from '../execute/rewrite-plan.js'
import type { AskInput } from '../guard/call-input.js'
import type { Plan } from '../plan/algebra.js'
import { explainPlan } from '../plan/explain-plan.js'
import { hashPlan } from '../plan/hash-plan.js'
import type { QuestionReading } from '../question/reading.js'
import type { Engine } from './engine.js'
import { priceMost } from './question-account.js'
import { boundRun, rowsToScan } from './rows-to-scan.js'
import { type Query, readQuery } from './run-query.js'
import { watchTables } from './watch-tables.js'
import { withDataset } from './with-dataset.js'

/** What a query would do and cost; nothing was run. */
export interface Explanation {
  readonly plan: Plan | null
  readonly planHash: string | null
  /** The plan as an indented tree; empty without a plan. */
  readonly tree: string
  readonly reading: QuestionReading | null
  /** The most that the run can be charged to a budget, as a decimal string of nano-dollars. */
  readonly maxNanoUsd: string
  /** Rows of the tables that the plan scans. */
  readonly rowsToScan: number
}

export function explainQuery(
  engine: Engine,
  name: string,
  query: Query,
  input: AskInput,
): Promise<Explanation> {
  return withDataset(engine, input.tenant, name, async (dataset) => {
    let rows = 0
    const tables = watchTables(dataset.tables(undefined), (next) => {
      rows += next
    })
    const { plan, reading } = await readQuery(engine, dataset, query, input, tables)
    const { catalog, version } = dataset
    const bounds = plan === null ? undefined : boundRun(plan, catalog, version, reading !== null)
    const most =
      bounds === undefined ? 0n : await priceMost(engine, version, { ...bounds, rows: rows + bounds.rows })
    return {
      plan,
      planHash: plan === null ? null : await hashPlan(plan),
      tree: plan === null ? '' : explainPlan(rewritePlan(plan, catalog.tables)),
      reading,
      maxNanoUsd: most.toString(),
      rowsToScan: plan === null ? 0 : rowsToScan(plan, catalog),
    }
  })
}

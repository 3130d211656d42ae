import { rewritePlan } from '../execute/rewrite-plan.js'
import type { AskedDataset, AskInput } from '../guard/call-input.js'
import type { Plan } from '../plan/algebra.js'
import { explainPlan } from '../plan/explain-plan.js'
import { hashPlan } from '../plan/hash-plan.js'
import type { QuestionReading } from '../question/reading.js'
import { type Query, readQuery } from './answer-query.js'
import { planLinkCheck } from './declared-links.js'
import type { Engine } from './engine.js'
import { tableList } from './query-view.js'
import { priceMost } from './question-account.js'
import { boundRuns, rowsToScan } from './rows-to-scan.js'
import { watchTables } from './watch-tables.js'
import { withQueryView } from './with-dataset.js'

/**
 * What a query would do and cost. The plan was not run; but to choose between readings of a question, some of them may
 * have been (`rowsProbed`).
 */
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
  /** Rows that were read to find out what a question means; 0 for SQL and plans. */
  readonly rowsProbed: number
}

export function explainQuery(
  engine: Engine,
  datasets: readonly AskedDataset[],
  query: Query,
  input: AskInput,
): Promise<Explanation> {
  return withQueryView(engine, datasets, input, async (view) => {
    let rows = 0
    const tables = watchTables(tableList(view.tables(undefined)), (next) => {
      rows += next
    })
    const { plan, reading, links } = await readQuery(engine, view, query, input, tables)
    const { catalog } = view
    const named = view.datasets.map(({ as, dataset }) => ({ as, name: dataset.version.name }))
    const versions = view.datasets.map(({ dataset }) => dataset.version)
    const checks = links.map((link) => planLinkCheck(link, view))
    const bounds =
      plan === null ? undefined : boundRuns({ plan, isQuestion: reading !== null, checks }, catalog, versions)
    const most =
      bounds === undefined ? 0n : await priceMost(engine, versions, { ...bounds, rows: rows + bounds.rows })
    return {
      plan,
      planHash: plan === null ? null : await hashPlan(plan, named),
      tree: plan === null ? '' : explainPlan(rewritePlan(plan, catalog.tables)),
      reading,
      maxNanoUsd: most.toString(),
      rowsToScan: plan === null ? 0 : rowsToScan(plan, catalog),
      rowsProbed: rows,
    }
  })
}

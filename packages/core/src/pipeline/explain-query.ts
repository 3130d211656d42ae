import type { AskInput } from '../guard/call-input.js'
import type { Plan, Relation } from '../plan/algebra.js'
import { explainPlan, inputsOf } from '../plan/explain-plan.js'
import { hashPlan } from '../plan/hash-plan.js'
import type { QuestionReading } from '../question/reading.js'
import type { Engine } from './engine.js'
import { type Query, readQuery } from './run-query.js'
import { withDataset } from './with-dataset.js'

/** What a query would do and cost; nothing was run. */
export interface Explanation {
  readonly plan: Plan | null
  readonly planHash: string | null
  /** The plan as an indented tree; empty without a plan. */
  readonly tree: string
  readonly reading: QuestionReading | null
  /** Upper bound of the price, as a decimal string of nano-dollars. */
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
    const { plan, reading } = await readQuery(engine, dataset, query, input)
    const scanned = plan === null ? undefined : scannedTable(plan.root)
    return {
      plan,
      planHash: plan === null ? null : await hashPlan(plan),
      tree: plan === null ? '' : explainPlan(plan),
      reading,
      maxNanoUsd: '0',
      rowsToScan: dataset.catalog.tables.find((table) => table.name === scanned)?.rows ?? 0,
    }
  })
}

function scannedTable(relation: Relation): string {
  if (relation.op === 'scan') return relation.table
  const [input] = inputsOf(relation)
  return input === undefined ? '' : scannedTable(input)
}

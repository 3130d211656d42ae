import {
  type BudgetDefinition,
  type CostReport,
  costReport,
  describeWindow,
  type FocusRow,
  focusRows,
  formatUsd,
  isRequestLimit,
  type LedgerEntry,
  parsePeriod,
  type RefusedBudget,
} from '@assay/cost-tracker'
import type { CostsInput, FocusInput } from '../guard/cost-input.js'
import type { Engine } from './engine.js'

/** A budget with the counters that run now: one for each user, tenant, … that it has counted. Plain data. */
export interface BudgetState extends Omit<BudgetDefinition, 'capNanoUsd'> {
  /** Decimal dollars. */
  readonly maxUsd: string
  readonly counters: readonly RefusedBudget[]
}

/** Rows of FOCUS 1.2; calls without a price have none, and are counted. */
export interface FocusExport {
  readonly rows: readonly FocusRow[]
  readonly unpricedCalls: number
}

/** What a period cost; `REPORT_INVALID` when the period is none. */
export function readCosts(engine: Engine, input: CostsInput): Promise<CostReport> {
  const { by, timeZone, tenant, actor } = input
  return costReport(engine.costs.ledger.store, { by, timeZone, tenant, actor, ...periodOf(engine, input) })
}

/** The calls of a period as rows of FOCUS. */
export async function readFocus(engine: Engine, input: FocusInput): Promise<FocusExport> {
  const { tenant, actor } = input
  const entries: LedgerEntry[] = []
  const { store } = engine.costs.ledger
  for await (const page of store.readEntries({ tenant, actor, ...periodOf(engine, input) }))
    entries.push(...page.filter(({ kind }) => kind === 'call'))
  return focusRows(entries, { billingAccountId: tenant ?? 'assay' })
}

export async function readBudgets(engine: Engine): Promise<BudgetState[]> {
  const { budgets } = engine.costs
  const [definitions, windows] = [await budgets.list(), await budgets.status()]
  const counters = windows.filter(({ budget }) => !isRequestLimit(budget)).map(describeWindow)
  return definitions.map(({ capNanoUsd, ...definition }) => ({
    ...definition,
    maxUsd: formatUsd(capNanoUsd),
    counters: counters.filter(({ budget }) => budget === definition.id),
  }))
}

function periodOf(engine: Engine, { since, until, timeZone }: FocusInput) {
  return parsePeriod({ since, until, timeZone, nowMs: engine.now().getTime() })
}

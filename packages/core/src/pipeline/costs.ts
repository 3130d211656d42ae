import {
  type BudgetInput,
  type Budgets,
  createBudgets,
  createLedger,
  createRateCard,
  type Ledger,
  type RateCard,
  type ResourceRate,
} from '@assay/cost-tracker'
import { createLibsqlCostStore } from '@assay/cost-tracker/libsql'
import type { SqlDriver } from '@assay/store'
import type { AssayEvent } from '@assay/store/event'

/** What the engine keeps books with. */
export interface EngineCosts {
  readonly ledger: Ledger
  readonly budgets: Budgets
  readonly rateCard: RateCard
}

/**
 * Opens the books of a store: charges what killed processes had held, and refuses books that do not balance
 * (`LEDGER_UNBALANCED`). Budgets are added to those that the ledger knows, or replace them by id.
 */
export async function openCosts(options: {
  readonly driver: SqlDriver
  readonly nowMs: () => number
  readonly emit: (event: AssayEvent) => void
  readonly budgets: readonly BudgetInput[]
  readonly rates: readonly ResourceRate[]
}): Promise<EngineCosts> {
  const { driver, nowMs, emit, budgets, rates } = options
  const rateCard = createRateCard(rates)
  const store = createLibsqlCostStore(driver)
  return {
    rateCard,
    ledger: createLedger({ store, nowMs, rateCard }),
    budgets: await createBudgets({ store, nowMs, budgets, onAlert: emit }),
  }
}

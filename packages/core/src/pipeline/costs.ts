import {
  type BudgetInput,
  type Budgets,
  createBudgets,
  createLedger,
  createRateCard,
  type Ledger,
  parseRate,
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
  /** The rates of the ledger, and the engine's own, which replace those of the same resource and date. */
  readRates(): Promise<readonly ResourceRate[]>
  readRateCard(): Promise<RateCard>
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
  const store = createLibsqlCostStore(driver)
  const own = rates.map(parseRate)
  const readRates = async () => {
    const isOwn = ({ name, since }: ResourceRate) =>
      own.some((rate) => rate.name === name && rate.since === since)
    return [...own, ...(await store.readRates()).filter((rate) => !isOwn(rate))]
  }
  return {
    readRates,
    readRateCard: async () => createRateCard(await readRates()),
    ledger: createLedger({ store, nowMs }),
    budgets: await createBudgets({ store, nowMs, budgets, onAlert: emit }),
  }
}

import type { AssayEvent } from '@assay/store/event'
import type { BudgetWindow, CostStore, Hold } from '../ledger/cost-store.js'
import type { BudgetDefinition } from './definition.js'

/**
 * A share of a budget was spent. Told once for each share and window. It is one of Assay's events, so that a
 * listener of events can be an `onAlert`. Amounts are decimal strings of nano-dollars, times are ISO; `resetsAt`
 * is `null` for a window that never ends.
 */
export type BudgetAlert = Extract<AssayEvent, { type: 'budget-alerted' }>

const shareScale = 1_000_000

/** Shares of a window that are reached; compared as whole numbers, so that 80 % of a cap is exactly that. */
function reachedShares(window: BudgetWindow, shares: readonly number[]): number[] {
  return shares.filter((share) => {
    const due = window.capNanoUsd * BigInt(Math.round(share * shareScale))
    return window.spentNanoUsd > 0n && window.spentNanoUsd * BigInt(shareScale) >= due
  })
}

/** The alerts that a settlement makes due, claimed so that no other process tells them too. */
export async function claimAlerts(
  store: CostStore,
  hold: Hold,
  definitions: readonly BudgetDefinition[],
): Promise<BudgetAlert[]> {
  const sharesOf = new Map(definitions.map(({ id, alertShares }) => [id, alertShares]))
  const watched = hold.windows.filter(({ budget }) => (sharesOf.get(budget)?.length ?? 0) > 0)
  if (watched.length === 0) return []
  const alerts: BudgetAlert[] = []
  for (const window of await store.readWindows(watched)) {
    for (const share of reachedShares(window, sharesOf.get(window.budget) ?? [])) {
      if (!(await store.claimAlert(window, share))) continue
      alerts.push({
        type: 'budget-alerted',
        budget: window.budget,
        value: window.value,
        share,
        spentNanoUsd: window.spentNanoUsd.toString(),
        capNanoUsd: window.capNanoUsd.toString(),
        startsAt: new Date(window.startMs).toISOString(),
        resetsAt: window.endMs === null ? null : new Date(window.endMs).toISOString(),
      })
    }
  }
  return alerts
}

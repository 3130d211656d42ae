import { costErrors, type RefusedBudget } from '../errors.js'
import type { BudgetWindow } from '../ledger/cost-store.js'
import { formatUsd } from '../money/usd.js'

/** A counter as a caller may see it: what is left, and when it starts anew. */
export function describeWindow(window: BudgetWindow): RefusedBudget {
  const { budget, value, capNanoUsd, spentNanoUsd, heldNanoUsd, endMs, overrun } = window
  const left = capNanoUsd - spentNanoUsd - heldNanoUsd
  return {
    budget,
    value,
    capNanoUsd: capNanoUsd.toString(),
    spentNanoUsd: spentNanoUsd.toString(),
    heldNanoUsd: heldNanoUsd.toString(),
    leftNanoUsd: (left < 0n || overrun ? 0n : left).toString(),
    resetsAt: endMs === null ? null : new Date(endMs).toISOString(),
    overrun,
  }
}

/** The error for a hold that did not fit: which budgets, how much they have left, when they start anew. */
export function refusal(neededNanoUsd: bigint, windows: readonly BudgetWindow[]) {
  const full = windows.filter(
    (window) =>
      window.hard &&
      (window.overrun || window.spentNanoUsd + window.heldNanoUsd + neededNanoUsd > window.capNanoUsd),
  )
  const budgets = full.map(describeWindow)
  const words = budgets.map(({ budget, value, leftNanoUsd, resetsAt, overrun }) => {
    const whose = value === '' ? '' : ` of "${value}"`
    const state = overrun ? 'was overrun by a provider' : `has $${formatUsd(BigInt(leftNanoUsd))} left`
    return `the budget "${budget}"${whose} ${state}${resetsAt === null ? '' : ` until ${resetsAt}`}`
  })
  return costErrors.create(
    'BUDGET_REFUSED',
    `This call may cost $${formatUsd(neededNanoUsd)}, but ${words.join(', and ')}.`,
    { neededNanoUsd: neededNanoUsd.toString(), budgets },
    { hint: 'Ask for less (a lower maximum of output), raise the budget, or wait until it starts anew.' },
  )
}

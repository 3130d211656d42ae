import { describeWindow } from '../budgets/refusal.js'
import type { BudgetWindow } from '../ledger/cost-store.js'
import { usdText } from './money-text.js'
import { tableLines } from './table.js'

/** The counters of budgets for a terminal: what each has spent, holds and has left, and when it starts anew. */
export function formatBudgetsTable(windows: readonly BudgetWindow[]): string {
  if (windows.length === 0) return '  No budget has been used in its running window.\n'
  const rows = windows.map((window) => {
    const { budget, value, capNanoUsd, spentNanoUsd, heldNanoUsd, leftNanoUsd, resetsAt, overrun } =
      describeWindow(window)
    return [
      value === '' ? budget : `${budget} (${value})`,
      usdText(capNanoUsd),
      usdText(spentNanoUsd),
      usdText(heldNanoUsd),
      overrun ? 'overrun' : usdText(leftNanoUsd),
      resetsAt === null ? 'never' : resetsAt.slice(0, 16).replace('T', ' '),
      window.hard ? 'hard' : 'soft',
    ]
  })
  const lines = tableLines(['budget', 'cap', 'spent', 'held', 'left', 'starts anew (UTC)', ''], rows)
  return `${lines.join('\n')}\n`
}

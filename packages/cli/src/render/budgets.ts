import type { Cell } from '@assay/core'
import { formatUsd } from '@assay/cost-tracker'
import type { BudgetState } from '@assay/sdk'
import { toPrintable } from './printable.js'
import type { Style } from './style.js'
import { renderTable } from './table.js'

const usd = (nanoUsd: string): string => `$${formatUsd(BigInt(nanoUsd))}`

const periods: Readonly<Record<BudgetState['per'], string>> = {
  call: 'a call',
  hour: 'an hour',
  day: 'a day',
  month: 'a month',
  total: 'in total',
}

/** All budgets as a table: a line for each counter that runs, one for a budget that has counted nothing yet. */
export function renderBudgets(
  budgets: readonly BudgetState[],
  store: string,
  style: Style,
  columns: number,
): string {
  const where = style.dim(`  store  ${toPrintable(store)}\n`)
  if (budgets.length === 0)
    return `  No budgets yet: "assay budget set total --max-usd 5 --per day" makes one.\n\n${where}`
  const names = ['budget', 'of', 'limit', 'spent', 'held', 'left', 'resets (UTC)']
  const table = renderTable(
    names.map((name) => ({ name, type: 'text' as const })),
    budgets.flatMap(toRows),
    { columns, maxRows: Number.POSITIVE_INFINITY, style },
  )
  return `${table}\n${where}`
}

function toRows(budget: BudgetState): Cell[][] {
  const { id, scope, value, maxUsd, per, hard, counters } = budget
  const limit = `$${maxUsd} ${periods[per]}${hard ? '' : ' (tells only)'}`
  if (counters.length === 0)
    return [
      [id, value ?? (scope === 'total' ? 'all' : `each ${scope}`), limit, '$0.00', '$0.00', `$${maxUsd}`, ''],
    ]
  return counters.map((counter) => [
    id,
    counter.value === '' ? 'all' : counter.value,
    limit,
    usd(counter.spentNanoUsd),
    usd(counter.heldNanoUsd),
    counter.overrun ? 'overrun' : usd(counter.leftNanoUsd),
    counter.resetsAt === null ? 'never' : counter.resetsAt.slice(0, 16).replace('T', ' '),
  ])
}

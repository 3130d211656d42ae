import { expect, it } from 'vitest'
import { formatBudgetsTable } from './budgets.js'

it('shows what each budget has left, and when it starts anew', () => {
  const startMs = Date.parse('2026-06-15T00:00:00Z')
  const window = {
    budget: 'day',
    value: 'ann',
    startMs,
    endMs: startMs + 86_400_000,
    capNanoUsd: 5_000_000_000n,
    hard: true,
  }
  const text = formatBudgetsTable([
    { ...window, spentNanoUsd: 1_250_000_000n, heldNanoUsd: 250_000_000n, overrun: false },
    {
      ...window,
      budget: 'ever',
      value: '',
      endMs: null,
      hard: false,
      spentNanoUsd: 1n,
      heldNanoUsd: 0n,
      overrun: true,
    },
  ])
  expect(text).toBe(
    [
      '  budget       cap         spent   held     left  starts anew (UTC)',
      '  day (ann)  $5.00         $1.25  $0.25    $3.50   2026-06-16 00:00  hard',
      '  ever       $5.00  $0.000000001  $0.00  overrun              never  soft',
      '',
    ].join('\n'),
  )
  expect(formatBudgetsTable([])).toContain('No budget')
})

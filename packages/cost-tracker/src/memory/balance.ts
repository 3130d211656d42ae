import type { BudgetWindow, Hold, WindowKey } from '../ledger/cost-store.js'
import { chargeOf, type LedgerEntry } from '../ledger/entry.js'

/** What contradicts the books of a memory store, in words: the same checks as the durable one makes in SQL. */
export function balanceProblems(books: {
  readonly entries: ReadonlyMap<string, LedgerEntry>
  readonly holds: ReadonlyMap<string, Hold>
  readonly windows: readonly BudgetWindow[]
}): string[] {
  const problems: string[] = []
  for (const window of books.windows) {
    const name = `${window.budget} of "${window.value}" from ${new Date(window.startMs).toISOString()}`
    const inWindow = [...books.holds.values()].filter((hold) =>
      hold.windows.some((key) => isSame(key, window)),
    )
    const ids = new Set(inWindow.map((hold) => hold.id))
    const rows = [...books.entries.values()].filter(({ holdId }) => holdId !== null && ids.has(holdId))
    const spent = rows.reduce((sum, row) => sum + (chargeOf(row) ?? 0n), 0n)
    const open = inWindow.filter((hold) => hold.state === 'open')
    const held = open.reduce((sum, hold) => sum + (hold.nanoUsd ?? 0n), 0n)
    if (spent !== window.spentNanoUsd) {
      problems.push(`${name}: ${window.spentNanoUsd} spent, its rows add up to ${spent}`)
    }
    if (held !== window.heldNanoUsd)
      problems.push(`${name}: ${window.heldNanoUsd} held, its open holds are ${held}`)
  }
  for (const hold of books.holds.values()) {
    if (hold.state !== 'open' && !books.entries.has(hold.id)) problems.push(`hold ${hold.id} left no row`)
  }
  return problems
}

function isSame(a: WindowKey, b: WindowKey): boolean {
  return a.budget === b.budget && a.value === b.value && a.startMs === b.startMs
}

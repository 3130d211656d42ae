import type { BudgetDefinition } from '../budgets/definition.js'
import type { CostStore, HoldOutcome, HoldRequest, Resolution } from '../ledger/cost-store.js'
import { chargeOf, type LedgerEntry } from '../ledger/entry.js'

interface ModelHold {
  readonly amount: bigint
  readonly windows: readonly string[]
  open: boolean
}

/**
 * The rules of budgets, said a second time and as simply as possible: lists that are added up anew, UTC windows
 * by plain arithmetic. It is told every step that the store made, and says where the store broke a rule.
 */
export interface Oracle {
  readonly problems: readonly string[]
  /** What the rows of an attempt add up to; undefined when it has none. */
  charged(attempt: string): bigint | undefined
  total(): bigint
  defined(definition: BudgetDefinition): void
  held(request: HoldRequest, outcome: HoldOutcome): void
  resolved(resolution: Resolution, done: boolean): void
  appended(entries: readonly LedgerEntry[]): void
  /** Compares every counter of the store with the model. */
  compare(store: CostStore, when: string): Promise<void>
}

export function createOracle(): Oracle {
  const problems: string[] = []
  const definitions = new Map<string, BudgetDefinition>()
  const holds = new Map<string, ModelHold>()
  const rows = new Map<string, { hold: string | null; amount: bigint; overrun: boolean }>()
  const windowKeys = new Map<string, { budget: string; value: string; startMs: number }>()

  function windowsOf(draft: LedgerEntry): string[] {
    const found: string[] = []
    for (const definition of definitions.values()) {
      const values: Record<string, readonly string[]> = {
        total: [''],
        tenant: [draft.tenant],
        user: [draft.actor],
        tag: draft.tags,
      }
      for (const value of values[definition.scope] ?? []) {
        if (definition.value !== null && definition.value !== value) continue
        const startMs = startOf(definition.per, draft.atMs)
        const id = JSON.stringify([definition.id, value, startMs])
        windowKeys.set(id, { budget: definition.id, value, startMs })
        found.push(id)
      }
    }
    return found
  }

  const sum = (amounts: readonly bigint[]) => amounts.reduce((a, b) => a + b, 0n)
  const rowsIn = (window: string) =>
    [...rows.values()].filter((row) => row.hold !== null && holds.get(row.hold)?.windows.includes(window))
  const spentIn = (window: string) => sum(rowsIn(window).map((row) => row.amount))
  const heldIn = (window: string) =>
    sum(
      [...holds.values()]
        .filter((hold) => hold.open && hold.windows.includes(window))
        .map((hold) => hold.amount),
    )

  function hasRoom(window: string, amount: bigint): boolean {
    const definition = definitions.get(windowKeys.get(window)?.budget ?? '')
    if (definition === undefined || !definition.hard) return true
    if (rowsIn(window).some((row) => row.overrun)) return false
    return spentIn(window) + heldIn(window) + amount <= definition.capNanoUsd
  }

  function write(entry: LedgerEntry): void {
    if (rows.has(entry.id)) return
    rows.set(entry.id, { hold: entry.holdId, amount: chargeOf(entry) ?? 0n, overrun: entry.overrun })
  }

  return {
    problems,
    charged(attempt) {
      const own = [...rows.values()].filter((row) => row.hold === attempt)
      return own.length === 0 ? undefined : sum(own.map((row) => row.amount))
    },
    total: () => sum([...rows.values()].map((row) => row.amount)),
    defined: (definition) => void definitions.set(definition.id, definition),
    held({ id, nanoUsd, draft }, { outcome }) {
      const amount = nanoUsd ?? 0n
      if (outcome === 'stale') return
      if (holds.has(id)) {
        if (outcome !== 'replayed') problems.push(`attempt ${id} was held twice`)
        return
      }
      if (outcome === 'replayed') {
        problems.push(`attempt ${id} was called a replay the first time`)
        return
      }
      const windows = windowsOf(draft)
      const full = windows.filter((window) => !hasRoom(window, amount))
      if (outcome === 'refused') {
        if (full.length === 0) problems.push(`attempt ${id} was refused although every budget had room`)
        return
      }
      for (const window of full) problems.push(`attempt ${id} overspends ${window}`)
      holds.set(id, { amount, windows, open: true })
    },
    resolved({ holdId, entry }, done) {
      const hold = holds.get(holdId)
      if (done !== (hold?.open ?? false)) {
        problems.push(done ? `hold ${holdId} was resolved twice` : `hold ${holdId} could not be resolved`)
      }
      if (!done || hold === undefined) return
      hold.open = false
      write(entry)
    },
    appended: (entries) => entries.forEach(write),
    async compare(store, when) {
      for (const window of await store.readWindows([...windowKeys.values()])) {
        const id = JSON.stringify([window.budget, window.value, window.startMs])
        const [spent, held] = [spentIn(id), heldIn(id)]
        if (window.spentNanoUsd !== spent)
          problems.push(`${when}: ${id} has ${window.spentNanoUsd} spent, not ${spent}`)
        if (window.heldNanoUsd !== held)
          problems.push(`${when}: ${id} has ${window.heldNanoUsd} held, not ${held}`)
      }
    },
  }
}

function startOf(per: BudgetDefinition['per'], atMs: number): number {
  const date = new Date(atMs)
  if (per === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
  if (per === 'day') return Math.floor(atMs / 86_400_000) * 86_400_000
  return per === 'hour' ? Math.floor(atMs / 3_600_000) * 3_600_000 : 0
}

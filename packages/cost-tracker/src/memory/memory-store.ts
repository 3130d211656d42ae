import type { BudgetDefinition } from '../budgets/definition.js'
import { isRequestLimit } from '../budgets/request-limit.js'
import { checkEntry } from '../ledger/check-entry.js'
import type {
  BudgetWindow,
  CostStore,
  EntryFilter,
  Hold,
  HoldOutcome,
  HoldRequest,
  WindowKey,
} from '../ledger/cost-store.js'
import { chargeOf, type LedgerEntry } from '../ledger/entry.js'
import { matchesFilter } from '../ledger/filter.js'
import type { ResourceRate } from '../resources/rate-card.js'
import { balanceProblems } from './balance.js'

const pageSize = 1_000

/**
 * A cost store in memory, for tests and for processes that keep nothing. Each method does its work before it
 * first waits, so that it is atomic. It grows with the ledger: an app that runs for long wants a durable one.
 */
export function createMemoryCostStore(): CostStore {
  const entries = new Map<string, LedgerEntry>()
  const holds = new Map<string, Hold>()
  const windows = new Map<string, BudgetWindow>()
  const definitions = new Map<string, BudgetDefinition>()
  const alerts = new Set<string>()
  const rates = new Map<string, ResourceRate>()
  const shares = new Map<string, number>()
  let revision = 0

  function changeWindow(key: WindowKey, change: (window: BudgetWindow) => Partial<BudgetWindow>): void {
    const id = windowId(key)
    const window = windows.get(id)
    if (window !== undefined) windows.set(id, { ...window, ...change(window) })
  }

  function appendOne(entry: LedgerEntry): LedgerEntry {
    const stored = entries.get(entry.id)
    if (stored !== undefined) return stored
    entries.set(entry.id, entry)
    const hold = entry.holdId === null ? undefined : holds.get(entry.holdId)
    for (const key of hold?.windows ?? []) {
      changeWindow(key, ({ spentNanoUsd, overrun }) => ({
        spentNanoUsd: spentNanoUsd + (chargeOf(entry) ?? 0n),
        overrun: overrun || entry.overrun,
      }))
    }
    return entry
  }

  function admits(request: HoldRequest): BudgetWindow[] | undefined {
    const limits = request.windows
      .map((limit) => windows.get(windowId(limit)))
      .filter((window) => window !== undefined)
    const amount = request.nanoUsd ?? 0n
    const full = limits.some(
      (window) =>
        window.hard &&
        (window.overrun || window.spentNanoUsd + window.heldNanoUsd + amount > window.capNanoUsd),
    )
    return full && !request.force ? limits : undefined
  }

  return {
    async append(rows) {
      for (const row of rows) checkEntry(row)
      return rows.map(appendOne)
    },
    async readEntry(id) {
      return entries.get(id)
    },
    async *readEntries(filter: EntryFilter) {
      const found = [...entries.values()]
        .filter((entry) => matchesFilter(entry, filter))
        .sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1))
      for (let start = 0; start < found.length; start += pageSize) yield found.slice(start, start + pageSize)
    },
    async hold(request): Promise<HoldOutcome> {
      checkEntry(request.draft)
      const known = holds.get(request.id)
      if (known !== undefined) return { outcome: 'replayed', hold: known }
      if (request.revision !== revision) return { outcome: 'stale' }
      for (const limit of request.windows) {
        const id = windowId(limit)
        const known = windows.get(id)
        windows.set(
          id,
          known === undefined
            ? { ...limit, spentNanoUsd: 0n, heldNanoUsd: 0n, overrun: false }
            : { ...known, endMs: limit.endMs },
        )
      }
      const full = admits(request)
      if (full !== undefined) return { outcome: 'refused', windows: full }
      const { id, nanoUsd, madeMs, deadlineMs, draft } = request
      const keys = request.windows.map(({ budget, value, startMs }) => ({ budget, value, startMs }))
      const hold: Hold = { id, state: 'open', nanoUsd, madeMs, deadlineMs, windows: keys, draft }
      holds.set(id, hold)
      for (const key of keys) {
        changeWindow(key, ({ heldNanoUsd }) => ({ heldNanoUsd: heldNanoUsd + (nanoUsd ?? 0n) }))
      }
      return { outcome: 'held', hold }
    },
    async resolve({ holdId, state, entry }) {
      checkEntry(entry)
      const hold = holds.get(holdId)
      if (hold === undefined || hold.state !== 'open') return false
      holds.set(holdId, { ...hold, state })
      for (const key of hold.windows) {
        changeWindow(key, ({ heldNanoUsd }) => ({ heldNanoUsd: heldNanoUsd - (hold.nanoUsd ?? 0n) }))
      }
      appendOne(entry)
      return true
    },
    async readHold(id) {
      return holds.get(id)
    },
    async readDueHolds(beforeMs, limit) {
      return [...holds.values()]
        .filter((hold) => hold.state === 'open' && hold.deadlineMs < beforeMs)
        .sort((a, b) => a.deadlineMs - b.deadlineMs)
        .slice(0, limit)
    },
    async readBudgets() {
      return { revision, definitions: [...definitions.values()] }
    },
    async defineBudget(definition) {
      revision += 1
      definitions.set(definition.id, definition)
      for (const [id, window] of windows) {
        if (window.budget !== definition.id) continue
        windows.set(id, { ...window, capNanoUsd: definition.capNanoUsd, hard: definition.hard })
      }
    },
    async removeBudget(id) {
      if (!definitions.delete(id)) return false
      revision += 1
      return true
    },
    async readWindows(keys) {
      return keys.map((key) => windows.get(windowId(key))).filter((window) => window !== undefined)
    },
    async readCurrentWindows(atMs) {
      return [...windows.values()].filter(
        ({ endMs, startMs }) => startMs <= atMs && (endMs === null || atMs < endMs),
      )
    },
    async claimAlert(key, share) {
      const id = `${windowId(key)} ${share}`
      if (alerts.has(id)) return false
      alerts.add(id)
      return true
    },
    async forgetLimits(usedBeforeMs) {
      const isOf = (key: WindowKey, window: BudgetWindow) => windowId(key) === windowId(window)
      const idle = [...windows.values()].filter(
        (window) =>
          isRequestLimit(window.budget) &&
          window.heldNanoUsd === 0n &&
          ![...holds.values()].some(
            (hold) => hold.madeMs >= usedBeforeMs && hold.windows.some((key) => isOf(key, window)),
          ),
      )
      for (const window of idle) {
        windows.delete(windowId(window))
        for (const [id, hold] of holds)
          holds.set(id, { ...hold, windows: hold.windows.filter((key) => !isOf(key, window)) })
      }
      return idle.length
    },
    async readRates() {
      return [...rates.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rate]) => rate)
    },
    async putRate(rate) {
      rates.set(rateId(rate.name, rate.since), rate)
    },
    async removeRate(name, since) {
      return rates.delete(rateId(name, since))
    },
    async readShares(subjects) {
      return subjects.map((subject) => shares.get(subject) ?? 0)
    },
    async claimShares(claims) {
      return claims.map(({ subject, from, to }) => {
        if ((shares.get(subject) ?? 0) !== from) return false
        shares.set(subject, to)
        return true
      })
    },
    async findImbalances() {
      return balanceProblems({ entries, holds, windows: [...windows.values()] })
    },
  }
}

function rateId(name: string, since: string): string {
  return `${name} ${since}`
}

function windowId({ budget, value, startMs }: WindowKey): string {
  return `${budget.length}:${budget}${startMs}/${value}`
}

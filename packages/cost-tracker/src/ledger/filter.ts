import type { EntryFilter } from './cost-store.js'
import type { LedgerEntry } from './entry.js'

export function matchesFilter(entry: LedgerEntry, filter: EntryFilter): boolean {
  const { sinceMs, untilMs, tenant, actor, questionId } = filter
  return (
    (sinceMs === undefined || entry.atMs >= sinceMs) &&
    (untilMs === undefined || entry.atMs < untilMs) &&
    (tenant === undefined || entry.tenant === tenant) &&
    (actor === undefined || entry.actor === actor) &&
    (questionId === undefined || entry.questionId === questionId)
  )
}

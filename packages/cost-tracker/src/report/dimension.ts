import { type CalendarUnit, labelOf, spanOf } from '../budgets/calendar.js'
import type { LedgerEntry } from '../ledger/entry.js'

/** What rows can be grouped by. */
export const dimensions = [
  'model',
  'provider',
  'user',
  'tenant',
  'key',
  'tag',
  'dataset',
  'question',
  'plan',
  'purpose',
  'hour',
  'day',
  'week',
  'month',
] as const

export type Dimension = (typeof dimensions)[number]

/** Stands for rows that have no value in a dimension (a question row has no model). */
const none = '(none)'

/**
 * The group of a row: exactly one, so that the groups of any dimension add up to the same total. A row with
 * several tags is in the group of that very set of tags.
 */
export function createGrouper(dimension: Dimension, timeZone: string): (entry: LedgerEntry) => string {
  switch (dimension) {
    case 'model':
      return (entry) => entry.model ?? none
    case 'provider':
      return (entry) => entry.provider ?? none
    case 'user':
      return (entry) => entry.actor
    case 'tenant':
      return (entry) => entry.tenant
    case 'key':
      return (entry) => entry.key ?? none
    case 'tag':
      return ({ tags }) => (tags.length === 0 ? none : tags.toSorted().join(' + '))
    case 'dataset':
      return (entry) => entry.dataset ?? none
    case 'question':
      return (entry) => entry.questionId ?? none
    case 'plan':
      return (entry) => entry.planHash ?? none
    case 'purpose':
      return (entry) => entry.purpose
    case 'hour':
    case 'day':
    case 'week':
    case 'month': {
      const label = createTimeLabel(dimension, timeZone)
      return (entry) => label(entry.atMs)
    }
  }
}

/** Zones are off UTC by whole quarters of an hour, so that all instants of one have the same label. */
const quarterMs = 900_000

/** Names the span that holds an instant; asks the calendar once for each span that occurs. */
export function createTimeLabel(unit: CalendarUnit, timeZone: string): (atMs: number) => string {
  const spans: { startMs: number; endMs: number; label: string }[] = []
  const labels = new Map<number, string>()
  function find(atMs: number): string {
    for (const span of spans) if (span.startMs <= atMs && atMs < span.endMs) return span.label
    const { startMs, endMs } = spanOf(atMs, unit, timeZone)
    const label = labelOf(startMs, unit, timeZone)
    spans.push({ startMs, endMs, label })
    return label
  }
  return (atMs) => {
    const quarter = Math.floor(atMs / quarterMs)
    let label = labels.get(quarter)
    if (label === undefined) {
      label = find(atMs)
      labels.set(quarter, label)
    }
    return label
  }
}

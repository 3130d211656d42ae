import { type CalendarUnit, isTimeZone } from '../budgets/calendar.js'
import { costErrors } from '../errors.js'
import type { CostStore, EntryFilter } from '../ledger/cost-store.js'
import type { LedgerEntry } from '../ledger/entry.js'
import type { PriceBook } from '../prices/price.js'
import { createGrouper, createTimeLabel, type Dimension, dimensions } from './dimension.js'
import { createQuestions, type DearQuestion, type QuestionCosts } from './questions.js'
import { createRecommender, type Recommendation } from './recommend.js'
import { createTotals, type RowFacts, readFacts, type Totals, type TotalsBuilder } from './totals.js'

export interface ReportOptions {
  readonly by: Dimension
  /** Inclusive. */
  readonly sinceMs: number
  /** Exclusive. */
  readonly untilMs: number
  /** IANA zone of days and months. Default UTC. */
  readonly timeZone?: string | undefined
  readonly tenant?: string | undefined
  readonly actor?: string | undefined
  /** Also add up the period of the same length before. Default true. */
  readonly compare?: boolean | undefined
  /** For recommendations that need prices. */
  readonly prices?: PriceBook | undefined
  /** How many of the dearest questions. Default 10. */
  readonly dearest?: number | undefined
}

export interface ReportGroup extends Totals {
  readonly name: string
  /** Of a question its words, of a plan those of a question that it answered; else `null`. */
  readonly label: string | null
}

/** Plain data: every format shows this and nothing else. Amounts are decimal strings of nano-dollars. */
export interface CostReport {
  readonly since: string
  readonly until: string
  readonly timeZone: string
  readonly by: Dimension
  readonly totals: Totals
  /** The period of the same length before; `null` when it was not asked for. */
  readonly earlier: Totals | null
  /** Dearest first, by models and then by the machine; together they are the totals. */
  readonly groups: readonly ReportGroup[]
  readonly seriesBy: CalendarUnit
  /** In order of time, without empty spans. */
  readonly series: readonly ReportGroup[]
  readonly perQuestion: QuestionCosts
  readonly dearest: readonly DearQuestion[]
  readonly recommendations: readonly Recommendation[]
}

export interface ReportBuilder {
  add(entry: LedgerEntry): void
  addEarlier(entry: LedgerEntry): void
  finish(): CostReport
}

const dayMs = 86_400_000

/** A report over rows that are handed in, each once, in any order. `REPORT_INVALID` for options that are none. */
export function createReportBuilder(options: ReportOptions): ReportBuilder {
  const { by, sinceMs, untilMs, timeZone = 'UTC', compare = true, prices, dearest = 10 } = options
  checkOptions(options, timeZone)
  const seriesBy = seriesUnit(untilMs - sinceMs)
  const groupOf = createGrouper(by, timeZone)
  const labelOf = createTimeLabel(seriesBy, timeZone)
  const totals = createTotals()
  const earlier = createTotals()
  const groups = new Map<string, TotalsBuilder>()
  const labels = new Map<string, string>()
  const labelled = by === 'question' ? 'questionId' : by === 'plan' ? 'planHash' : undefined
  const series = new Map<string, TotalsBuilder>()
  const questions = createQuestions()
  const recommender = createRecommender(prices)
  return {
    add(entry) {
      const facts = readFacts(entry)
      totals.add(facts)
      const group = groupOf(entry)
      addTo(groups, group, facts)
      if (labelled !== undefined && entry[labelled] !== null && entry.text !== null && !labels.has(group))
        labels.set(group, entry.text)
      addTo(series, labelOf(entry.atMs), facts)
      questions.add(entry)
      recommender.add(entry)
    },
    addEarlier: (entry) => earlier.add(readFacts(entry)),
    finish() {
      const byCost = [...groups.entries()].sort(([a, x], [b, y]) => {
        const [left, right] =
          x.nanoUsd() === y.nanoUsd()
            ? [x.resourceNanoUsd(), y.resourceNanoUsd()]
            : [x.nanoUsd(), y.nanoUsd()]
        return left === right ? (a < b ? -1 : 1) : left < right ? 1 : -1
      })
      const byTime = [...series.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
      const toGroup = ([name, builder]: [string, TotalsBuilder]) => ({
        name,
        label: labels.get(name) ?? null,
        ...builder.finish(),
      })
      return {
        since: new Date(sinceMs).toISOString(),
        until: new Date(untilMs).toISOString(),
        timeZone,
        by,
        totals: totals.finish(),
        earlier: compare ? earlier.finish() : null,
        groups: byCost.map(toGroup),
        seriesBy,
        series: byTime.map(toGroup),
        perQuestion: questions.costs(),
        dearest: questions.dearest(dearest),
        recommendations: recommender.finish(questions),
      }
    },
  }
}

/** Reads a period of a store (and the one before, to compare) page by page, and reports on it. */
export async function costReport(store: CostStore, options: ReportOptions): Promise<CostReport> {
  const builder = createReportBuilder(options)
  const { sinceMs, untilMs, tenant, actor, compare = true } = options
  const read = async (filter: EntryFilter, add: (entry: LedgerEntry) => void) => {
    for await (const page of store.readEntries({ ...filter, tenant, actor })) page.forEach(add)
  }
  await read({ sinceMs, untilMs }, builder.add)
  if (compare) await read({ sinceMs: sinceMs - (untilMs - sinceMs), untilMs: sinceMs }, builder.addEarlier)
  return builder.finish()
}

function addTo(groups: Map<string, TotalsBuilder>, name: string, facts: RowFacts): void {
  let group = groups.get(name)
  if (group === undefined) {
    group = createTotals()
    groups.set(name, group)
  }
  group.add(facts)
}

function seriesUnit(lengthMs: number): CalendarUnit {
  if (lengthMs <= 2 * dayMs) return 'hour'
  return lengthMs <= 93 * dayMs ? 'day' : 'month'
}

function checkOptions({ by, sinceMs, untilMs }: ReportOptions, timeZone: string): void {
  const fail = (field: string, problem: string) =>
    costErrors.create('REPORT_INVALID', `The report cannot be made: ${problem}.`, { field, problem })
  if (!dimensions.includes(by)) throw fail('by', `"${by}" is none of ${dimensions.join(', ')}`)
  if (!isTimeZone(timeZone)) throw fail('timeZone', `"${timeZone}" is no time zone`)
  const isTime = (ms: number) => Number.isFinite(new Date(ms).getTime())
  if (!isTime(sinceMs) || !isTime(untilMs) || sinceMs >= untilMs) {
    throw fail('since', 'its period does not end after it begins')
  }
}

import type { LedgerEntry } from '../ledger/entry.js'

/** What the questions cost: nearest-rank percentiles, so that each is the cost of a question that was asked. */
export interface QuestionCosts {
  readonly questions: number
  readonly p50NanoUsd: string
  readonly p90NanoUsd: string
  readonly p99NanoUsd: string
  readonly maxNanoUsd: string
  /** How long they took, of those whose own row says so; `null` when none does. */
  readonly p50Ms: number | null
  readonly p90Ms: number | null
  readonly p99Ms: number | null
  readonly maxMs: number | null
}

export interface DearQuestion {
  readonly questionId: string
  /** `null` when only its calls were recorded. */
  readonly text: string | null
  readonly actor: string
  readonly dataset: string | null
  readonly planHash: string | null
  readonly how: LedgerEntry['how']
  readonly calls: number
  readonly nanoUsd: string
}

interface Question {
  nanoUsd: bigint
  calls: number
  /** Of its question row; the longest, should there be several. */
  elapsedMs: number | null
  /** Its question row, else the first row that names it. */
  row: LedgerEntry
}

/** Nearest rank. */
function placeOf(share: number, count: number): number {
  return Math.max(0, Math.ceil(share * count) - 1)
}

/** Of equal cost, the smaller id comes first, so that the order is always the same. */
function isDearer(a: readonly [string, Question], b: readonly [string, Question] | undefined): boolean {
  if (b === undefined) return false
  return a[1].nanoUsd === b[1].nanoUsd ? a[0] < b[0] : a[1].nanoUsd > b[1].nanoUsd
}

export interface QuestionsBuilder {
  add(entry: LedgerEntry): void
  costs(): QuestionCosts
  dearest(count: number): DearQuestion[]
  /** Plans of more than one question that cost something: how many, together, and the dearest of them. */
  sharedPlans(): { planHash: string; questions: number; nanoUsd: bigint; dearestNanoUsd: bigint }[]
}

export function createQuestions(): QuestionsBuilder {
  const byId = new Map<string, Question>()
  return {
    add(entry) {
      if (entry.questionId === null) return
      const known = byId.get(entry.questionId)
      const isCall = entry.kind === 'call' && entry.corrects === null && entry.outcome !== 'cached'
      if (known === undefined) {
        byId.set(entry.questionId, {
          nanoUsd: entry.nanoUsd ?? 0n,
          calls: isCall ? 1 : 0,
          elapsedMs: entry.kind === 'question' ? entry.elapsedMs : null,
          row: entry,
        })
        return
      }
      if (entry.nanoUsd !== null) known.nanoUsd += entry.nanoUsd
      if (isCall) known.calls += 1
      if (entry.kind !== 'question') return
      known.row = entry
      if (entry.elapsedMs !== null) known.elapsedMs = Math.max(known.elapsedMs ?? 0, entry.elapsedMs)
    },
    costs() {
      const sorted = BigInt64Array.from([...byId.values()], (question) => question.nanoUsd).sort()
      const rank = (share: number) => (sorted[placeOf(share, sorted.length)] ?? 0n).toString()
      const times = Float64Array.from(
        [...byId.values()].flatMap(({ elapsedMs }) => (elapsedMs === null ? [] : [elapsedMs])),
      ).sort()
      const rankMs = (share: number) => times[placeOf(share, times.length)] ?? null
      return {
        questions: sorted.length,
        p50NanoUsd: rank(0.5),
        p90NanoUsd: rank(0.9),
        p99NanoUsd: rank(0.99),
        maxNanoUsd: rank(1),
        p50Ms: rankMs(0.5),
        p90Ms: rankMs(0.9),
        p99Ms: rankMs(0.99),
        maxMs: rankMs(1),
      }
    },
    dearest(count) {
      // Only a few are wanted of what may be very many: no sort of all.
      const top: [string, Question][] = []
      for (const found of byId) {
        if (found[1].nanoUsd <= 0n) continue
        if (top.length === count && !isDearer(found, top[count - 1])) continue
        top.push(found)
        top.sort((a, b) => (isDearer(a, b) ? -1 : 1))
        if (top.length > count) top.pop()
      }
      return top.map(([questionId, { nanoUsd, calls, row }]) => ({
        questionId,
        text: row.text,
        actor: row.actor,
        dataset: row.dataset,
        planHash: row.planHash,
        how: row.how,
        calls,
        nanoUsd: nanoUsd.toString(),
      }))
    },
    sharedPlans() {
      const plans = new Map<
        string,
        { planHash: string; questions: number; nanoUsd: bigint; dearestNanoUsd: bigint }
      >()
      for (const { nanoUsd, row } of byId.values()) {
        if (row.planHash === null || nanoUsd <= 0n) continue
        const plan = plans.get(row.planHash) ?? {
          planHash: row.planHash,
          questions: 0,
          nanoUsd: 0n,
          dearestNanoUsd: 0n,
        }
        plan.questions += 1
        plan.nanoUsd += nanoUsd
        if (nanoUsd > plan.dearestNanoUsd) plan.dearestNanoUsd = nanoUsd
        plans.set(row.planHash, plan)
      }
      return [...plans.values()].filter((plan) => plan.questions > 1)
    },
  }
}

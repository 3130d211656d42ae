import type { LedgerEntry } from '../ledger/entry.js'
import type { UsageBucket } from '../usage/usage.js'

/** Sums of rows. Amounts are decimal strings of nano-dollars; what has no price is counted, never added as 0. */
export interface Totals {
  /** Spent on models. */
  readonly nanoUsd: string
  /** Spent on the machine, as far as the rate card prices it; a second sum, never mixed with the first. */
  readonly resourceNanoUsd: string
  /** Not spent, because a cache answered: at the recorded cost of the calls it replaced. */
  readonly avoidedNanoUsd: string
  /** The part of `nanoUsd` that was charged as held, its usage being unknown. */
  readonly estimatedNanoUsd: string
  /** Attempts, failed ones included. */
  readonly calls: number
  readonly failedCalls: number
  /** Calls whose amount is unknown. */
  readonly unpricedCalls: number
  /** Questions with a resource that has no rate: `resourceNanoUsd` is not all that they used. */
  readonly unpricedResources: number
  readonly cachedCalls: number
  readonly questions: number
  readonly inputTokens: number
  /** The part of `inputTokens` that the provider read from its cache. */
  readonly cacheReadTokens: number
  readonly outputTokens: number
}

/** What a report reads of a row, worked out once however many sums it goes into. */
export interface RowFacts {
  readonly entry: LedgerEntry
  readonly estimatedNanoUsd: bigint
  readonly call: boolean
  readonly failed: boolean
  readonly inputTokens: number
  readonly cacheReadTokens: number
  readonly outputTokens: number
}

const failures: ReadonlySet<LedgerEntry['outcome']> = new Set(['failed', 'aborted', 'expired'])
const kinds: Readonly<Record<UsageBucket, 'input' | 'cacheRead' | 'output' | 'other'>> = {
  input: 'input',
  cacheRead: 'cacheRead',
  cacheWrite5m: 'input',
  cacheWrite1h: 'input',
  inputAudio: 'input',
  cacheReadAudio: 'cacheRead',
  inputImage: 'input',
  cacheReadImage: 'cacheRead',
  output: 'output',
  reasoning: 'output',
  outputAudio: 'output',
  outputImage: 'output',
  requests: 'other',
  webSearches: 'other',
}

export function readFacts(entry: LedgerEntry): RowFacts {
  let estimatedNanoUsd = 0n
  for (const line of entry.lines) {
    if (line.bucket === 'estimate' && line.nanoUsd !== null) estimatedNanoUsd += line.nanoUsd
  }
  let input = 0
  let cacheRead = 0
  let output = 0
  // Most rows use three or four of the many buckets: the row's own keys are the shorter list.
  for (const bucket in entry.usage) {
    const kind = kinds[bucket as UsageBucket]
    const quantity = entry.usage[bucket as UsageBucket] ?? 0
    if (kind === 'output') output += quantity
    else if (kind !== 'other') input += quantity
    if (kind === 'cacheRead') cacheRead += quantity
  }
  const call = entry.kind === 'call' && entry.corrects === null && entry.outcome !== 'cached'
  return {
    entry,
    estimatedNanoUsd,
    call,
    failed: call && failures.has(entry.outcome),
    inputTokens: input,
    cacheReadTokens: cacheRead,
    outputTokens: output,
  }
}

/** Adds rows up, one at a time. */
export interface TotalsBuilder {
  add(facts: RowFacts): void
  nanoUsd(): bigint
  resourceNanoUsd(): bigint
  finish(): Totals
}

export function createTotals(): TotalsBuilder {
  let nanoUsd = 0n
  let resourceNanoUsd = 0n
  let avoidedNanoUsd = 0n
  let estimatedNanoUsd = 0n
  const counts = { calls: 0, failedCalls: 0, unpricedResources: 0, cachedCalls: 0, questions: 0 }
  const tokens = { inputTokens: 0, cacheReadTokens: 0, outputTokens: 0 }
  const unpriced = new Set<string>()
  return {
    add(facts) {
      const { entry } = facts
      if (entry.nanoUsd === null) unpriced.add(entry.id)
      else {
        if (entry.nanoUsd !== 0n) nanoUsd += entry.nanoUsd
        if (entry.corrects !== null) unpriced.delete(entry.corrects)
      }
      if (entry.resourceNanoUsd === null) {
        counts.unpricedResources += 1
        for (const use of entry.resources) if (use.nanoUsd !== null) resourceNanoUsd += BigInt(use.nanoUsd)
      } else if (entry.resourceNanoUsd !== 0n) resourceNanoUsd += entry.resourceNanoUsd
      if (entry.savedNanoUsd !== 0n) avoidedNanoUsd += entry.savedNanoUsd
      if (facts.estimatedNanoUsd !== 0n) estimatedNanoUsd += facts.estimatedNanoUsd
      if (facts.call) counts.calls += 1
      else if (entry.kind === 'question') counts.questions += 1
      else if (entry.outcome === 'cached') counts.cachedCalls += 1
      if (facts.failed) counts.failedCalls += 1
      tokens.inputTokens += facts.inputTokens
      tokens.cacheReadTokens += facts.cacheReadTokens
      tokens.outputTokens += facts.outputTokens
    },
    nanoUsd: () => nanoUsd,
    resourceNanoUsd: () => resourceNanoUsd,
    finish: () => ({
      nanoUsd: nanoUsd.toString(),
      resourceNanoUsd: resourceNanoUsd.toString(),
      avoidedNanoUsd: avoidedNanoUsd.toString(),
      estimatedNanoUsd: estimatedNanoUsd.toString(),
      ...counts,
      unpricedCalls: unpriced.size,
      ...tokens,
    }),
  }
}

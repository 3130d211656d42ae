import type { LedgerEntry } from '../ledger/entry.js'
import { roundHalfUp } from '../money/rational.js'
import { formatUsd } from '../money/usd.js'
import { exactNano } from '../prices/charge.js'
import { type PriceBook, rateOf, tierOf } from '../prices/price.js'
import { inputTokens } from '../usage/usage.js'
import type { QuestionsBuilder } from './questions.js'

/** Something to change, with the sum that says what it would have saved in the period. */
export interface Recommendation {
  readonly kind: 'shared-plan' | 'below-cache-minimum' | 'retries' | 'unpriced-model'
  /** The plan, the model, the key. */
  readonly subject: string
  readonly text: string
  /** How `savesNanoUsd` was worked out, in numbers. */
  readonly arithmetic: string
  /** `null` when no amount can be given. */
  readonly savesNanoUsd: string | null
}

/**
 * Tokens below which a provider caches no prompt (their guides on prompt caching, the models with the lowest
 * minimum). By the first part of the provider's name.
 */
const cacheMinimum: Readonly<Record<string, number>> = { openai: 1024, anthropic: 1024, google: 1024 }
const fewCalls = 20
/** Of each kind, those that save most: a report is read by people. */
const mostOfAKind = 5
const manyFailures = 0.2

interface PromptGroup {
  readonly provider: string
  readonly model: string
  readonly purpose: string
  lastMs: number
  calls: number
  tokens: number
}

export interface Recommender {
  add(entry: LedgerEntry): void
  finish(questions: QuestionsBuilder): Recommendation[]
}

/** Looks for what is worth changing; without a price book, only for what the rows alone can tell. */
export function createRecommender(prices: PriceBook | undefined): Recommender {
  const prompts = new Map<string, PromptGroup>()
  const keys = new Map<string, { calls: number; failed: number; nanoUsd: bigint }>()
  const unpriced = new Map<string, number>()

  function addPrompt(entry: LedgerEntry): void {
    const { provider, model, purpose, usage, atMs } = entry
    if (prices === undefined || provider === null || model === null) return
    const tokens = inputTokens(usage)
    const minimum = cacheMinimum[provider.split('.')[0] ?? ''] ?? 0
    // Worth lengthening only when it is not far from the minimum, and nothing was cached already.
    if (tokens >= minimum || tokens * 2 < minimum || (usage.cacheRead ?? 0) > 0) return
    const id = JSON.stringify([provider, model, purpose])
    const group = prompts.get(id) ?? { provider, model, purpose, lastMs: atMs, calls: 0, tokens: 0 }
    group.calls += 1
    group.tokens += tokens
    group.lastMs = Math.max(group.lastMs, atMs)
    prompts.set(id, group)
  }

  function addKey(entry: LedgerEntry): void {
    if (entry.key === null) return
    const key = keys.get(entry.key) ?? { calls: 0, failed: 0, nanoUsd: 0n }
    key.calls += 1
    if (entry.outcome === 'failed' || entry.outcome === 'aborted' || entry.outcome === 'expired') {
      key.failed += 1
      key.nanoUsd += entry.nanoUsd ?? 0n
    }
    keys.set(entry.key, key)
  }

  function longerPrompts(): Recommendation[] {
    return [...prompts.values()].flatMap((group) => {
      const minimum = cacheMinimum[group.provider.split('.')[0] ?? ''] ?? 0
      const price = prices?.find(group.provider, group.model, group.lastMs)
      const [plain, read] = price === undefined ? [] : [rateOf(price, 'input'), price.rates.cacheRead]
      if (group.calls < fewCalls || plain === undefined || read === undefined) return []
      const [plainUsd, readUsd] = [tierOf(plain, minimum), tierOf(read, minimum)]
      const now = roundHalfUp(exactNano(group.tokens, plainUsd, plain.per))
      const then = roundHalfUp(exactNano(group.calls * minimum, readUsd, read.per))
      if (then >= now) return []
      return [
        {
          kind: 'below-cache-minimum' as const,
          subject: group.model,
          text: `${group.calls} prompts of ${group.model} for "${group.purpose}" are just too short for the provider's cache (${minimum} tokens): move what they share to the front and let them reach it.`,
          arithmetic: `now ${group.tokens} tokens × $${plainUsd}/M = $${formatUsd(now)}; cached ${group.calls} × ${minimum} tokens × $${readUsd}/M = $${formatUsd(then)}`,
          savesNanoUsd: (now - then).toString(),
        },
      ]
    })
  }

  function retryingKeys(): Recommendation[] {
    return [...keys.entries()]
      .filter(([, { calls, failed }]) => calls >= fewCalls && failed / calls >= manyFailures)
      .map(([key, { calls, failed, nanoUsd }]) => ({
        kind: 'retries' as const,
        subject: key,
        text: `${failed} of ${calls} calls of the key "${key}" failed or were aborted: find out why before they are tried again.`,
        arithmetic: `${failed} of ${calls} calls = ${Math.round((failed / calls) * 100)} %, charged $${formatUsd(nanoUsd)}`,
        savesNanoUsd: nanoUsd.toString(),
      }))
  }

  return {
    add(entry) {
      if (entry.kind !== 'call' || entry.corrects !== null || entry.outcome === 'cached') return
      addPrompt(entry)
      addKey(entry)
      if (entry.nanoUsd === null) {
        const name = `${entry.provider ?? 'unknown'}/${entry.model ?? 'unknown'}`
        unpriced.set(name, (unpriced.get(name) ?? 0) + 1)
      }
    },
    finish(questions) {
      const shared = questions
        .sharedPlans()
        .map(({ planHash, questions: count, nanoUsd, dearestNanoUsd }) => ({
          kind: 'shared-plan' as const,
          subject: planHash,
          text: `${count} questions ran the same plan (${planHash.slice(0, 12)}) and paid each time: keep its answer in the cache.`,
          arithmetic: `$${formatUsd(nanoUsd)} together − $${formatUsd(dearestNanoUsd)} for asking once`,
          savesNanoUsd: (nanoUsd - dearestNanoUsd).toString(),
        }))
      const unknown = [...unpriced.entries()].map(([model, calls]) => ({
        kind: 'unpriced-model' as const,
        subject: model,
        text: `${calls} calls of ${model} have no price: give one as an override, or its cost stays unknown.`,
        arithmetic: `${calls} calls × unknown`,
        savesNanoUsd: null,
      }))
      const bySavings = (a: Recommendation, b: Recommendation) =>
        compareSavings(a.savesNanoUsd, b.savesNanoUsd)
      return [shared, longerPrompts(), retryingKeys(), unknown]
        .flatMap((kind: Recommendation[]) => kind.sort(bySavings).slice(0, mostOfAKind))
        .sort(bySavings)
    },
  }
}

function compareSavings(a: string | null, b: string | null): number {
  const [x, y] = [BigInt(a ?? -1), BigInt(b ?? -1)]
  return x === y ? 0 : x < y ? 1 : -1
}

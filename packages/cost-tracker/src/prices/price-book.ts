import { costErrors } from '../errors.js'
import { parseDecimal } from '../money/rational.js'
import { type UsageBucket, usageBuckets } from '../usage/usage.js'
import type { ModelPrice, PriceBook, Rate } from './price.js'

/** A rate as a person writes it: decimal dollars for a million tokens (for 1,000 requests or searches). */
export type RateInput =
  | string
  | {
      readonly usd: string
      readonly per?: number | undefined
      readonly tiers?: readonly { readonly above: number; readonly usd: string }[] | undefined
    }

/** Prices that an owner knows better than the base book: a contract, a self-hosted model, a new model. */
export interface PriceOverride {
  readonly provider: string
  readonly model: string
  /** ISO date (UTC) from which it holds. */
  readonly since: string
  readonly rates: Readonly<Partial<Record<UsageBucket, RateInput>>>
  readonly contextTokens?: number | undefined
}

const counted: ReadonlySet<UsageBucket> = new Set(['requests', 'webSearches'])
const datePattern = /^\d{4}-\d{2}-\d{2}$/

/**
 * A price book: the latest override that holds at the time, else what the base says. An override replaces all of
 * a model's prices, so that no two books mix in one row. Prices are decimal text; anything else is
 * `PRICE_INVALID`.
 */
export function createPriceBook(options: {
  readonly base?: PriceBook | undefined
  readonly overrides?: readonly PriceOverride[] | undefined
  /** Named in every row that an override priced. Default `overrides`. */
  readonly id?: string | undefined
}): PriceBook {
  const { base, overrides = [], id = 'overrides' } = options
  const byModel = new Map<string, { sinceMs: number; price: ModelPrice }[]>()
  for (const override of overrides) {
    const key = modelKey(override.provider, override.model)
    const sinceMs = datePattern.test(override.since) ? Date.parse(`${override.since}T00:00:00Z`) : Number.NaN
    if (Number.isNaN(sinceMs)) throw priceError(override, `"${override.since}" is not a date (YYYY-MM-DD)`)
    const dated = byModel.get(key) ?? []
    dated.push({ sinceMs, price: toModelPrice(override, id) })
    byModel.set(
      key,
      dated.sort((a, b) => b.sinceMs - a.sinceMs),
    )
  }
  return {
    id: base === undefined ? id : `${id}+${base.id}`,
    find(provider, model, atMs) {
      const own = byModel.get(modelKey(provider, model))?.find((dated) => dated.sinceMs <= atMs)
      return own?.price ?? base?.find(provider, model, atMs)
    },
  }
}

function modelKey(provider: string, model: string): string {
  return `${provider.length}:${provider}${model}`
}

function toModelPrice(override: PriceOverride, bookId: string): ModelPrice {
  const rates: Partial<Record<UsageBucket, Rate>> = {}
  for (const bucket of usageBuckets) {
    const input = override.rates[bucket]
    if (input !== undefined) rates[bucket] = toRate(override, bucket, input)
  }
  const { provider, model, since, contextTokens = null } = override
  return { bookId, provider, model, since, rates, contextTokens }
}

function toRate(override: PriceOverride, bucket: UsageBucket, input: RateInput): Rate {
  const rate = typeof input === 'string' ? { usd: input } : input
  const per = rate.per ?? (counted.has(bucket) ? 1_000 : 1_000_000)
  const tiers = [...(rate.tiers ?? [])].sort((a, b) => a.above - b.above)
  for (const usd of [rate.usd, ...tiers.map((tier) => tier.usd)]) {
    if (parseDecimal(usd) === undefined)
      throw priceError(override, `the ${bucket} price "${usd}" is no decimal text`)
  }
  if (!Number.isSafeInteger(per) || per < 1)
    throw priceError(override, `the ${bucket} price is per ${per} units`)
  return { usd: rate.usd, per, tiers }
}

function priceError(override: PriceOverride, problem: string) {
  const { provider, model } = override
  return costErrors.create('PRICE_INVALID', `The price of ${provider}/${model} is not usable: ${problem}.`, {
    provider,
    model,
    problem,
  })
}

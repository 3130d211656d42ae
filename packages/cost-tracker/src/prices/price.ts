import type { UsageBucket } from '../usage/usage.js'

/** The price of one bucket: `usd` (decimal text) for each `per` units; a tier replaces it for the whole call. */
export interface Rate {
  readonly usd: string
  readonly per: number
  /** Ascending. A tier applies once the call's input tokens are more than `above`. */
  readonly tiers: readonly { readonly above: number; readonly usd: string }[]
}

/** Prices of one model as they stood at one time. */
export interface ModelPrice {
  /** Name and version of the book that said so. */
  readonly bookId: string
  readonly provider: string
  readonly model: string
  /** ISO date since which these prices hold; `null` when the book does not say. */
  readonly since: string | null
  readonly rates: Readonly<Partial<Record<UsageBucket, Rate>>>
  /** The most tokens that one call can read, where known. */
  readonly contextTokens: number | null
}

/** Dated prices. Unknown is undefined: nothing is ever priced at 0 because it is unknown. */
export interface PriceBook {
  readonly id: string
  find(provider: string, model: string, atMs: number): ModelPrice | undefined
}

/**
 * Where a bucket has no price of its own, the first of these that has one applies: providers bill the kind of
 * token that they do not list at the price of the next general kind.
 */
const fallbacks: Readonly<Record<UsageBucket, readonly UsageBucket[]>> = {
  input: [],
  cacheRead: ['input'],
  cacheWrite5m: ['input'],
  cacheWrite1h: ['cacheWrite5m', 'input'],
  inputAudio: ['input'],
  cacheReadAudio: ['cacheRead', 'inputAudio', 'input'],
  inputImage: ['input'],
  cacheReadImage: ['cacheRead', 'inputImage', 'input'],
  output: [],
  reasoning: ['output'],
  outputAudio: ['output'],
  outputImage: ['output'],
  requests: [],
  webSearches: [],
}

/** The rate that a bucket is charged at; undefined when the model has none. */
export function rateOf(price: ModelPrice, bucket: UsageBucket): Rate | undefined {
  const own = price.rates[bucket]
  if (own !== undefined) return own
  for (const fallback of fallbacks[bucket]) {
    const rate = price.rates[fallback]
    if (rate !== undefined) return rate
  }
  return undefined
}

/** Price of one bucket for a call with so many input tokens. */
export function tierOf(rate: Rate, inputTokens: number): string {
  let usd = rate.usd
  for (const tier of rate.tiers) if (inputTokens > tier.above) usd = tier.usd
  return usd
}

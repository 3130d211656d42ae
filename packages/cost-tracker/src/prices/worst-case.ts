import { addRational, isGreater, type Rational, roundUp, zero } from '../money/rational.js'
import { inputBuckets, outputBuckets, type UsageBucket } from '../usage/usage.js'
import { exactNano } from './charge.js'
import { type ModelPrice, type Rate, rateOf } from './price.js'

/** The most that one call may use. Both bounds must really bound: the provider enforces the second. */
export interface CallBounds {
  readonly maxInputTokens: number
  readonly maxOutputTokens: number
  /** Searches and the like that the provider may run on its own. Default 0. */
  readonly maxWebSearches?: number | undefined
}

/**
 * The most that a call can cost, rounded up: every input token at the dearest kind of input, every output token
 * at the dearest kind of output, each at the dearest tier that the bound reaches. Undefined when input or output
 * has no price at all.
 */
export function worstCase(price: ModelPrice, bounds: CallBounds): bigint | undefined {
  const input = dearest(price, inputBuckets, bounds.maxInputTokens, bounds)
  const output = dearest(price, outputBuckets, bounds.maxOutputTokens, bounds)
  const request = dearest(price, ['requests'], 1, bounds) ?? zero
  const searches = dearest(price, ['webSearches'], bounds.maxWebSearches ?? 0, bounds)
  if (input === undefined || output === undefined || searches === undefined) return undefined
  return roundUp([output, request, searches].reduce(addRational, input))
}

function dearest(
  price: ModelPrice,
  buckets: readonly UsageBucket[],
  quantity: number,
  bounds: CallBounds,
): Rational | undefined {
  if (quantity === 0) return zero
  let most: Rational | undefined
  for (const bucket of buckets) {
    const rate = rateOf(price, bucket)
    if (rate === undefined) continue
    for (const usd of reachableUsd(rate, bounds.maxInputTokens)) {
      const amount = exactNano(quantity, usd, rate.per)
      if (most === undefined || isGreater(amount, most)) most = amount
    }
  }
  return most
}

/** A lower tier can be the dearer one, so that every reachable tier counts. */
function reachableUsd(rate: Rate, maxInputTokens: number): string[] {
  return [rate.usd, ...rate.tiers.filter((tier) => maxInputTokens > tier.above).map((tier) => tier.usd)]
}

import { allocate } from '../money/allocate.js'
import {
  addRational,
  multiplyRational,
  parseDecimal,
  type Rational,
  roundHalfUp,
  zero,
} from '../money/rational.js'
import { usageError } from '../usage/read-count.js'
import { inputTokens, type Usage, type UsageBucket, usageBuckets } from '../usage/usage.js'
import { type ModelPrice, rateOf, tierOf } from './price.js'

/** One bucket of a charge. The lines of a row add up to its amount exactly. */
export interface ChargeLine {
  readonly bucket: UsageBucket
  readonly quantity: number
  /** Decimal dollars for each `per` units; `null` when the bucket has no price. */
  readonly usd: string | null
  readonly per: number
  readonly nanoUsd: bigint | null
}

export interface Charge {
  /** `null` when anything that was used has no price. */
  readonly nanoUsd: bigint | null
  readonly lines: readonly ChargeLine[]
}

const nanoPerUsd: Rational = { n: 1_000_000_000n, d: 1n }

/**
 * What a usage costs: the exact sum over its buckets, rounded once, half up; the lines share the rounded amount.
 * A request without a price of its own is free; every other bucket without a price makes the charge unknown.
 * A quantity that is no count is `USAGE_INVALID`.
 */
export function chargeUsage(usage: Usage, price: ModelPrice | undefined): Charge {
  const tokens = inputTokens(usage)
  const lines: { bucket: UsageBucket; quantity: number; usd: string | null; per: number; exact: Rational }[] =
    []
  for (const bucket of usageBuckets) {
    const quantity = usage[bucket] ?? 0
    if (quantity === 0) continue
    if (!Number.isSafeInteger(quantity) || quantity < 0) {
      throw usageError('usage', `${bucket} is ${quantity}, which counts nothing`)
    }
    const rate = price === undefined ? undefined : rateOf(price, bucket)
    if (rate === undefined && bucket === 'requests') continue
    const usd = rate === undefined ? null : tierOf(rate, tokens)
    const per = rate?.per ?? 1_000_000
    lines.push({ bucket, quantity, usd, per, exact: usd === null ? zero : exactNano(quantity, usd, per) })
  }
  const unknown = price === undefined || lines.some((line) => line.usd === null)
  if (unknown) {
    return { nanoUsd: null, lines: lines.map(({ exact: _, ...line }) => ({ ...line, nanoUsd: null })) }
  }
  const nanoUsd = roundHalfUp(lines.reduce((sum, line) => addRational(sum, line.exact), zero))
  const parts = allocate(
    nanoUsd,
    lines.map((line) => line.exact),
  )
  return {
    nanoUsd,
    lines: lines.map(({ exact: _, ...line }, index) => ({ ...line, nanoUsd: parts[index] ?? 0n })),
  }
}

/** Exact nano-dollars of a quantity at `usd` for each `per`. Price texts were checked when the book was made. */
export function exactNano(quantity: number, usd: string, per: number): Rational {
  const price = parseDecimal(usd) ?? zero
  return multiplyRational(nanoPerUsd, { n: BigInt(quantity) * price.n, d: price.d * BigInt(per) })
}

import type { ResourceUse } from '../bill.js'
import { costErrors } from '../errors.js'
import { multiplyRational, parseDecimal, type Rational, roundHalfUp } from '../money/rational.js'

/** What an owner pays for the machine: `usd` for each `per` units of a resource, from a date on. */
export interface ResourceRate {
  /** As in the bill: `cpu`, `bytes-read`, `rows-scanned`, `storage`, `ingest`. */
  readonly name: string
  readonly unit: string
  /** Decimal dollars. */
  readonly usd: string
  readonly per: number
  /** ISO date (UTC). */
  readonly since: string
}

/** Prices resources; with no rates everything stays unpriced, which is not the same as free. */
export interface RateCard {
  price(resources: readonly ResourceUse[], atMs: number): PricedResources
}

export interface PricedResources {
  readonly resources: readonly ResourceUse[]
  /** `null` when any of them has no rate. */
  readonly nanoUsd: bigint | null
}

const nanoPerUsd: Rational = { n: 1_000_000_000n, d: 1n }

/** A dated rate card; a rate that is none is `PRICE_INVALID`. */
export function createRateCard(rates: readonly ResourceRate[] = []): RateCard {
  const dated = rates
    .map((rate) => ({ rate, sinceMs: Date.parse(`${rate.since}T00:00:00Z`), usd: parseDecimal(rate.usd) }))
    .sort((a, b) => b.sinceMs - a.sinceMs)
  for (const { rate, sinceMs, usd } of dated) {
    const problem = Number.isNaN(sinceMs)
      ? `"${rate.since}" is not a date (YYYY-MM-DD)`
      : usd === undefined
        ? `"${rate.usd}" is no decimal text`
        : Number.isSafeInteger(rate.per) && rate.per > 0
          ? undefined
          : `it is per ${rate.per} units`
    if (problem === undefined) continue
    throw costErrors.create('PRICE_INVALID', `The rate of ${rate.name} is not usable: ${problem}.`, {
      provider: 'resources',
      model: rate.name,
      problem,
    })
  }
  function priceOne(use: ResourceUse, atMs: number): bigint | null {
    const found = dated.find(
      ({ rate, sinceMs }) => rate.name === use.name && rate.unit === use.unit && sinceMs <= atMs,
    )
    const quantity = parseDecimal(String(use.quantity))
    if (found?.usd === undefined || quantity === undefined) return null
    const exact = multiplyRational(multiplyRational(quantity, found.usd), nanoPerUsd)
    return roundHalfUp({ n: exact.n, d: exact.d * BigInt(found.rate.per) })
  }
  return {
    price(resources, atMs) {
      const amounts = resources.map((use) => priceOne(use, atMs))
      return {
        resources: resources.map((use, index) => ({ ...use, nanoUsd: amounts[index]?.toString() ?? null })),
        nanoUsd: amounts.reduce(
          (sum, amount) => (sum === null || amount === null ? null : sum + amount),
          0n as bigint | null,
        ),
      }
    },
  }
}

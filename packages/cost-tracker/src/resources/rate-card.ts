import type { ResourceUse } from '../bill.js'
import { costErrors } from '../errors.js'
import { multiplyRational, parseDecimal, type Rational, roundHalfUp } from '../money/rational.js'

/** The resources that a bill of Assay lists, and what each is measured in. */
export const resourceUnits = {
  'rows-scanned': 'rows',
  cpu: 'ms',
  'bytes-read': 'bytes',
  storage: 'byte-minutes',
  ingest: 'ms',
} as const

/** What an owner pays for the machine: `usd` for each `per` units of a resource, from a date on. */
export interface ResourceRate {
  /** As in the bill; `resourceUnits` lists Assay's own. */
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

/** Checks a rate: a date, decimal dollars, and a whole number of units; else `PRICE_INVALID`. */
export function parseRate(rate: ResourceRate): ResourceRate {
  const problem = !isDate(rate.since)
    ? `"${rate.since}" is not a date (YYYY-MM-DD)`
    : parseDecimal(rate.usd) === undefined
      ? `"${rate.usd}" is no decimal text`
      : Number.isSafeInteger(rate.per) && rate.per > 0
        ? undefined
        : `it is per ${rate.per} units`
  if (problem === undefined) return rate
  throw costErrors.create('PRICE_INVALID', `The rate of ${rate.name} is not usable: ${problem}.`, {
    provider: 'resources',
    model: rate.name,
    problem,
  })
}

/** The calendar rolls 31 June over to July: that is no date. */
function isDate(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text
}

/** A dated rate card. Of two rates of one name, unit and date, the first holds. */
export function createRateCard(rates: readonly ResourceRate[] = []): RateCard {
  const dated = rates
    .map((rate) => ({ rate: parseRate(rate), sinceMs: Date.parse(`${rate.since}T00:00:00Z`) }))
    .sort((a, b) => b.sinceMs - a.sinceMs)
  function priceOne(use: ResourceUse, atMs: number): bigint | null {
    const found = dated.find(
      ({ rate, sinceMs }) => rate.name === use.name && rate.unit === use.unit && sinceMs <= atMs,
    )
    if (found === undefined) return null
    const [quantity, usd] = [parseDecimal(String(use.quantity)), parseDecimal(found.rate.usd)]
    if (quantity === undefined || usd === undefined) return null
    const exact = multiplyRational(multiplyRational(quantity, usd), nanoPerUsd)
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

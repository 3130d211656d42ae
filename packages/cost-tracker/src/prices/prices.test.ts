import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compactUsage, usageBuckets } from '../usage/usage.js'
import { chargeUsage } from './charge.js'
import { createPriceBook } from './price-book.js'
import { worstCase } from './worst-case.js'

const atMs = Date.parse('2026-06-15T12:00:00Z')
const tiered = {
  provider: 'acme',
  model: 'big',
  since: '2026-01-01',
  rates: {
    input: { usd: '3', tiers: [{ above: 200_000, usd: '6' }] },
    cacheRead: '0.3',
    cacheWrite1h: '7.5',
    output: { usd: '15', tiers: [{ above: 200_000, usd: '22.5' }] },
    requests: '0.5',
  },
} as const

describe('a price book', () => {
  const base = createPriceBook({
    id: 'base',
    overrides: [{ provider: 'acme', model: 'big', since: '2020-01-01', rates: { input: '1', output: '2' } }],
  })
  const book = createPriceBook({ base, overrides: [tiered], id: 'contract' })

  it('takes the override from its date on, and says which book and date priced', () => {
    expect(book.find('acme', 'big', Date.parse('2025-12-31T23:59:59.999Z'))).toMatchObject({ bookId: 'base' })
    const dated = book.find('acme', 'big', Date.parse('2026-01-01T00:00:00Z'))
    expect(dated).toMatchObject({ bookId: 'contract', since: '2026-01-01' })
  })

  it('does not know a model that nobody priced', () => {
    expect(book.find('acme', 'bigger', atMs)).toBeUndefined()
    expect(chargeUsage({ input: 10 }, book.find('acme', 'bigger', atMs)).nanoUsd).toBeNull()
  })

  it.each([
    [{ ...tiered, since: 'yesterday' }],
    [{ ...tiered, rates: { input: '-1' } }],
    [{ ...tiered, rates: { input: { usd: '1', per: 0 } } }],
  ])('refuses what is no price', (override) => {
    expect(() => createPriceBook({ overrides: [override] })).toThrowError(
      expect.objectContaining({ code: 'PRICE_INVALID' }),
    )
  })

  it('moves the whole call to the tier that its input reaches', () => {
    const price = book.find('acme', 'big', atMs)
    expect(chargeUsage({ input: 200_000, output: 100 }, price).nanoUsd).toBe(601_500_000n)
    expect(chargeUsage({ input: 200_001, output: 100 }, price).nanoUsd).toBe(1_202_256_000n)
    // The tier counts every input token, cached ones too.
    expect(chargeUsage({ input: 1, cacheRead: 200_000 }, price).nanoUsd).toBe(60_006_000n)
    expect(chargeUsage({ requests: 1 }, price).nanoUsd).toBe(500_000n)
  })

  it('does not guess a bucket without a price', () => {
    const outputOnly = { ...tiered, rates: { output: '15' } }
    const price = createPriceBook({ overrides: [outputOnly] }).find('acme', 'big', atMs)
    const charge = chargeUsage({ input: 5, output: 5, requests: 1 }, price)
    expect(charge.nanoUsd).toBeNull()
    expect(charge.lines.map((line) => line.nanoUsd)).toEqual([null, null])
    expect(worstCase(price!, { maxInputTokens: 5, maxOutputTokens: 5 })).toBeUndefined()
  })

  it.each([1.5, -1, Number.NaN, 2 ** 60])('refuses a usage of %d tokens', (input) => {
    const invalid = expect.objectContaining({ code: 'USAGE_INVALID' })
    expect(() => chargeUsage({ input }, book.find('acme', 'big', atMs))).toThrowError(invalid)
  })

  it('rounds a row once, half up', () => {
    const rates = { input: '0.0005', output: '0.0005' }
    const price = createPriceBook({ overrides: [{ ...tiered, rates }] }).find('acme', 'big', atMs)
    // 1 × 0.5 + 1 × 0.5 nano-dollars are 1, not 2 × round(0.5).
    expect(chargeUsage({ input: 1, output: 1 }, price).nanoUsd).toBe(1n)
    expect(chargeUsage({ input: 1 }, price).nanoUsd).toBe(1n)
    expect(chargeUsage({ input: 2, output: 1 }, price).nanoUsd).toBe(2n)
  })
})

it('the worst case is never below what a call within its bounds costs', () => {
  const rate = fc.oneof(
    fc.integer({ min: 0, max: 99_999 }).map((n) => `0.${String(n).padStart(5, '0')}`),
    fc.record({
      usd: fc.integer({ min: 0, max: 100 }).map(String),
      tiers: fc.array(
        fc.record({ above: fc.nat({ max: 3000 }), usd: fc.integer({ min: 0, max: 100 }).map(String) }),
        { maxLength: 3 },
      ),
    }),
  )
  const rates = fc
    .record(Object.fromEntries(usageBuckets.map((bucket) => [bucket, fc.option(rate, { nil: undefined })])))
    .chain((some) =>
      fc
        .tuple(rate, rate, rate)
        .map(([input, output, search]) => ({ webSearches: search, ...drop(some), input, output })),
    )
  const quantities = fc.record(
    Object.fromEntries(usageBuckets.map((bucket) => [bucket, fc.nat({ max: 1000 })])),
  )
  const slack = fc.nat({ max: 1000 })
  fc.assert(
    fc.property(rates, quantities, slack, (input, quantity, more) => {
      const price = createPriceBook({
        overrides: [{ provider: 'a', model: 'b', since: '2026-01-01', rates: input }],
      }).find('a', 'b', atMs)!
      const usage = compactUsage({ ...quantity, requests: 1 })
      const sum = (names: readonly string[]) =>
        names.reduce((total, name) => total + (quantity[name] ?? 0), 0)
      const outputs = ['output', 'reasoning', 'outputAudio', 'outputImage']
      const inputs = usageBuckets.filter((name) => ![...outputs, 'requests', 'webSearches'].includes(name))
      const worst = worstCase(price, {
        maxInputTokens: sum(inputs) + more,
        maxOutputTokens: sum(outputs) + more,
        maxWebSearches: quantity['webSearches'] ?? 0,
      })
      const { nanoUsd } = chargeUsage(usage, price)
      expect(nanoUsd).not.toBeNull()
      expect(worst! >= nanoUsd!).toBe(true)
    }),
    { numRuns: 500 },
  )
})

function drop<T>(record: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, T] => entry[1] !== undefined),
  )
}

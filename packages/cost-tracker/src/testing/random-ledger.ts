import { buildCorrection } from '../budgets/correction.js'
import { buildEntry, type LedgerEntry } from '../ledger/entry.js'
import { chargeUsage } from '../prices/charge.js'
import { createPriceBook } from '../prices/price-book.js'
import { createRandom } from './random.js'

const prices = createPriceBook({
  id: 'random-ledger',
  overrides: [
    {
      provider: 'openai',
      model: 'small',
      since: '2020-01-01',
      rates: { input: '0.15', cacheRead: '0.075', output: '0.6' },
    },
    {
      provider: 'anthropic',
      model: 'large',
      since: '2020-01-01',
      rates: { input: '3', cacheRead: '0.3', cacheWrite5m: '3.75', output: '15' },
    },
    {
      provider: 'acme',
      model: '=cmd|"odd",<b>',
      since: '2020-01-01',
      rates: { input: '0.0000003', output: '0.00007' },
    },
  ],
})

/**
 * A ledger that an app might have after a while: questions and their calls, failures, estimates with and without
 * corrections, unpriced calls, savings, odd names. Always the same for a seed.
 */
export function createRandomLedger(options: {
  readonly seed: number
  readonly rows: number
  readonly sinceMs: number
  readonly untilMs: number
}): LedgerEntry[] {
  const { seed, rows, sinceMs, untilMs } = options
  const random = createRandom(seed)
  const entries: LedgerEntry[] = []
  for (let index = 0; entries.length < rows; index += 1) {
    const atMs = sinceMs + random.below(untilMs - sinceMs)
    const questionId = random.chance(0.8) ? `q${random.below(rows)}` : null
    const base = {
      atMs,
      questionId,
      actor: random.pick(['ann', 'bob', 'Zoë "Z" <z@example.com>']),
      tenant: random.pick(['acme', 'globex']),
      key: random.chance(0.5) ? random.pick(['key-1', 'key-2', '@key']) : null,
      tags: [...new Set(Array.from({ length: random.below(3) }, () => random.pick(['x', 'y', '-z'])))],
      dataset: random.pick(['tower', 'events']),
      planHash: random.chance(0.7) ? `plan${random.below(20)}` : null,
      purpose: random.pick(['plan', 'judge', 'extract']),
    }
    if (random.chance(0.3)) {
      entries.push(
        buildEntry({
          ...base,
          id: `question~${index}`,
          kind: 'question',
          text: random.pick([
            'How many doors?',
            '=SUM(A1) <script>alert(1)</script>',
            'Wie viele Türen fehlen?',
          ]),
          how: 'semantic',
          elapsedMs: random.below(2000),
          resources: [{ name: 'cpu', quantity: 12, unit: 'ms', nanoUsd: null }],
          resourceNanoUsd: random.chance(0.5) ? null : BigInt(random.below(5000)),
        }),
      )
      continue
    }
    entries.push(...randomCall(random, `call${index}`, base))
  }
  return entries
    .slice(0, rows)
    .filter((entry, _, all) => entry.corrects === null || all.some(({ id }) => id === entry.corrects))
}

function randomCall(
  random: ReturnType<typeof createRandom>,
  id: string,
  base: Partial<LedgerEntry> & { readonly atMs: number },
): LedgerEntry[] {
  const [provider, model] = random.pick([
    ['openai', 'small'],
    ['openai', 'small'],
    ['anthropic', 'large'],
    ['acme', '=cmd|"odd",<b>'],
    ['acme', 'unknown'],
  ] as const)
  const price = prices.find(provider, model, base.atMs)
  const call = buildEntry({ ...base, id, kind: 'call', provider, model, priceBook: price?.bookId ?? null })
  if (random.chance(0.1)) {
    return [{ ...call, outcome: 'cached', savedNanoUsd: BigInt(random.below(9_000_000)) }]
  }
  const usage = {
    input: random.below(3000),
    cacheRead: random.chance(0.4) ? random.below(9000) : 0,
    output: random.below(800),
    requests: 1,
  }
  const { nanoUsd, lines } = chargeUsage(usage, price)
  const exact: LedgerEntry = {
    ...call,
    usage,
    nanoUsd,
    lines,
    certainty: nanoUsd === null ? 'unknown' : 'exact',
  }
  if (random.chance(0.05)) return [{ ...call, outcome: 'failed' }]
  if (nanoUsd === null || random.chance(0.9)) return [exact]
  const held = nanoUsd * 3n
  const line = { bucket: 'estimate', quantity: 1, usd: null, per: 1, nanoUsd: held } as const
  const estimate: LedgerEntry = {
    ...call,
    outcome: 'aborted',
    certainty: 'estimated',
    nanoUsd: held,
    lines: [line],
  }
  const correction = random.chance(0.5) ? buildCorrection(estimate, exact) : undefined
  return correction === undefined ? [estimate] : [estimate, correction]
}

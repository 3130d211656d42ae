import { isAssayError } from '@assay/store/error'
import { describe, expect, it } from 'vitest'
import { createBudgets } from '../budgets/budgets.js'
import type { BudgetInput } from '../budgets/definition.js'
import { createLedger } from '../ledger/ledger.js'
import { createMemoryCostStore } from '../memory/memory-store.js'
import { createPriceBook } from '../prices/price-book.js'
import { createRateCard } from '../resources/rate-card.js'
import { createCostTracker } from './tracker.js'

const atMs = Date.parse('2026-06-15T12:00:00Z')
const prices = createPriceBook({
  overrides: [
    { provider: 'acme', model: 'big', since: '2026-01-01', rates: { input: '1', output: '2' } },
    {
      provider: 'acme',
      model: 'wide',
      since: '2026-01-01',
      rates: { input: '1', output: '2' },
      contextTokens: 1000,
    },
  ],
})
const call = { provider: 'acme', model: 'big', maxInputTokens: 1000, maxOutputTokens: 500 }

async function setUp(
  budgets: readonly BudgetInput[] = [{ id: 'all', scope: 'total', per: 'total', maxUsd: '1' }],
) {
  const store = createMemoryCostStore()
  const clock = { ms: atMs }
  const nowMs = () => clock.ms
  const entries: string[] = []
  const tracker = createCostTracker({
    budgets: await createBudgets({ store, budgets, nowMs }),
    prices,
    nowMs,
    attribution: { tenant: 'acme' },
    onEntry: (entry) => entries.push(`${entry.outcome} ${entry.nanoUsd}`),
  })
  const rateCard = createRateCard([{ name: 'cpu', unit: 'ms', usd: '0.000001', per: 1, since: '2026-01-01' }])
  return { store, clock, tracker, entries, rateCard, ledger: createLedger({ store, nowMs }) }
}

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await work.catch((reason: unknown) => reason)
  return isAssayError(error) ? error.code : undefined
}

describe('track', () => {
  it('holds the worst case, and settles what was used', async () => {
    const { tracker, store, clock, entries } = await setUp()
    const { value, entry } = await tracker.track({ ...call, actor: 'ann' }, async () => {
      const [window] = await store.readCurrentWindows(atMs)
      expect(window?.heldNanoUsd).toBe(2_000_000n)
      clock.ms += 250
      return { value: 'hello', usage: { input: 900, output: 100, requests: 1 } }
    })
    expect(value).toBe('hello')
    expect(entry).toMatchObject({ nanoUsd: 1_100_000n, actor: 'ann', tenant: 'acme', elapsedMs: 250, atMs })
    expect(await store.readCurrentWindows(atMs)).toMatchObject([
      { spentNanoUsd: 1_100_000n, heldNanoUsd: 0n },
    ])
    expect(entries).toEqual(['answered 1100000'])
  })

  it('lets an error through, and charges by what it says', async () => {
    const { tracker, ledger } = await setUp()
    for (const error of [
      Object.assign(new Error('429'), { status: 429 }),
      Object.assign(new Error('gone'), { statusCode: 504 }),
      new Error('reset'),
    ]) {
      await expect(tracker.track(call, () => Promise.reject(error))).rejects.toBe(error)
    }
    const rows = (await ledger.read()).map(({ nanoUsd, certainty }) => `${nanoUsd} ${certainty}`)
    expect(rows.sort()).toEqual(['0 exact', '2000000 estimated', '2000000 estimated'])
  })

  it('refuses a replayed attempt without calling', async () => {
    const { tracker } = await setUp()
    const once = { ...call, attemptId: 'a1' }
    await tracker.track(once, async () => ({ value: 1, usage: { input: 1, output: 1 } }))
    const again = tracker.track(once, () => Promise.reject(new Error('called')))
    expect(await codeOf(again)).toBe('ATTEMPT_REPLAYED')
  })

  it("bounds a call without a maximum by the model's context", async () => {
    const { tracker } = await setUp()
    const attempt = await tracker.begin({ provider: 'acme', model: 'wide' })
    expect(attempt.heldNanoUsd).toBe(3_000_000n)
    expect(await codeOf(tracker.begin({ provider: 'acme', model: 'big', maxInputTokens: 5 }))).toBe(
      'BUDGET_UNBOUNDED',
    )
    expect(await codeOf(tracker.begin({ provider: 'acme', model: 'other', maxInputTokens: 5 }))).toBe(
      'MODEL_UNPRICED',
    )
  })

  it('leaves an unpriced call unpriced where no hard budget applies', async () => {
    const { tracker } = await setUp([])
    const { entry } = await tracker.track({ ...call, model: 'other' }, async () => ({
      value: 1,
      usage: { input: 7 },
    }))
    expect(entry).toMatchObject({ nanoUsd: null, certainty: 'unknown', usage: { input: 7 }, priceBook: null })
  })

  it('charges an unpriced part of a held call as held', async () => {
    const { tracker } = await setUp()
    const usage = { input: 5, output: 5, webSearches: 1 }
    const { entry } = await tracker.track(call, async () => ({ value: 1, usage }))
    expect(entry).toMatchObject({ nanoUsd: 2_000_000n, certainty: 'estimated', usage })
  })

  it('corrects an aborted call whose usage arrives late', async () => {
    const { tracker, ledger, store } = await setUp()
    const attempt = await tracker.begin({ ...call, attemptId: 'slow', questionId: 'q1' })
    await attempt.settle(undefined)
    await attempt.settle({ input: 100, output: 10 })
    await attempt.settle({ input: 100, output: 10 })
    const rows = await ledger.read()
    expect(rows.map(({ id, nanoUsd, corrects }) => [id, nanoUsd, corrects])).toEqual([
      ['slow', 2_000_000n, null],
      ['slow~corrected', -1_880_000n, 'slow'],
    ])
    expect(await ledger.billOf('q1')).toMatchObject({
      nanoUsd: '120000',
      calls: [{ model: 'big', nanoUsd: '120000' }],
    })
    expect(await store.findImbalances()).toEqual([])
  })

  it('records what was called without a hold, whatever the caps', async () => {
    const { tracker, store } = await setUp([{ id: 'all', scope: 'total', per: 'total', maxUsd: '0.000001' }])
    const row = await tracker.record(call, { input: 1000, output: 0 })
    expect(row).toMatchObject({ nanoUsd: 1_000_000n, overrun: false, certainty: 'exact' })
    expect(await codeOf(tracker.begin(call))).toBe('BUDGET_REFUSED')
    expect(await store.findImbalances()).toEqual([])
  })
})

describe('a usage that cannot be', () => {
  it.each([{ input: -5 }, { input: 1.5 }, { output: 2 ** 52 }])(
    'charges what was held, at once, and says so: %j',
    async (usage) => {
      const { tracker, store } = await setUp()
      const attempt = await tracker.begin(call)
      const held = attempt.heldNanoUsd ?? 0n
      await expect(attempt.settle(usage)).rejects.toThrow(/contradicts|too much/)
      expect(await tracker.budgets.status()).toMatchObject([{ spentNanoUsd: held, heldNanoUsd: 0n }])
      expect(await store.readEntry(attempt.id)).toMatchObject({ certainty: 'estimated', nanoUsd: held })
      expect(await store.findImbalances()).toEqual([])
    },
  )
})

describe('the ledger', () => {
  it('keeps a row of every question, also at $0, once', async () => {
    const { ledger, rateCard } = await setUp()
    const question = {
      questionId: 'q1',
      atMs,
      text: 'How many doors?',
      outcome: 'answered',
      how: 'exact',
      elapsedMs: 31,
      actor: 'ann',
      planHash: 'abc',
      dataset: 'tower',
      resources: [{ name: 'cpu', quantity: 31, unit: 'ms', nanoUsd: null }],
    } as const
    await ledger.recordQuestion(question, rateCard)
    await ledger.recordQuestion({ ...question, text: 'again' }, rateCard)
    const rows = await ledger.read()
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      kind: 'question',
      nanoUsd: 0n,
      resourceNanoUsd: 31_000n,
      text: 'How many doors?',
      how: 'exact',
      planHash: 'abc',
    })
    expect(await ledger.billOf('q1')).toEqual({
      nanoUsd: '0',
      calls: [],
      savedNanoUsd: '0',
      reservedNanoUsd: '0',
      resources: [{ name: 'cpu', quantity: 31, unit: 'ms', nanoUsd: '31000' }],
    })
  })

  it('keeps savings apart from spend', async () => {
    const { ledger, tracker } = await setUp()
    await tracker.track({ ...call, questionId: 'q1' }, async () => ({ value: 1, usage: { input: 100 } }))
    await ledger.recordSaving({
      id: 's1',
      atMs,
      provider: 'acme',
      model: 'big',
      savedNanoUsd: 500n,
      questionId: 'q1',
    })
    const bill = await ledger.billOf('q1')
    expect([bill.nanoUsd, bill.savedNanoUsd, bill.calls.length]).toEqual(['100000', '500', 1])
  })
})

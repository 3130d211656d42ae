import { isAssayError } from '@assay/store/error'
import { describe, expect, it } from 'vitest'
import type { Hold } from '../ledger/cost-store.js'
import { buildEntry, type LedgerEntry } from '../ledger/entry.js'
import { buildQuestionEntry } from '../ledger/ledger.js'
import { createMemoryCostStore } from '../memory/memory-store.js'
import { createReportBuilder } from '../report/cost-report.js'
import { createRateCard } from '../resources/rate-card.js'
import { simulateBudgets } from '../testing/simulate.js'
import type { BudgetAlert } from './alerts.js'
import { createBudgets } from './budgets.js'
import type { BudgetInput } from './definition.js'

const cent = 10_000_000n
let counter = 0

function draft(nanoUsd: bigint | null, atMs: number, more: Partial<LedgerEntry> = {}): LedgerEntry {
  counter += 1
  return buildEntry({
    id: `attempt-${counter}`,
    kind: 'call',
    atMs,
    nanoUsd,
    certainty: nanoUsd === null ? 'unknown' : 'estimated',
    outcome: 'expired',
    ...more,
  })
}

const exact = (entry: LedgerEntry, nanoUsd: bigint): LedgerEntry => ({
  ...entry,
  nanoUsd,
  certainty: 'exact',
})

async function setUp(budgets: readonly BudgetInput[], at = '2026-06-15T12:00:00Z') {
  const store = createMemoryCostStore()
  const clock = { ms: Date.parse(at) }
  const alerts: BudgetAlert[] = []
  const onAlert = (alert: BudgetAlert) => void alerts.push(alert)
  const options = { store, nowMs: () => clock.ms, onAlert }
  return { store, clock, alerts, options, budgets: await createBudgets({ ...options, budgets }) }
}

async function refused(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return isAssayError(error) ? error : undefined
}

describe('a refusal', () => {
  it('says which budget, how much is left and when it starts anew', async () => {
    const { budgets, clock } = await setUp([
      { id: 'team', scope: 'tenant', per: 'month', maxUsd: '100', timeZone: 'Europe/Berlin' },
      { id: 'each', scope: 'user', per: 'day', maxUsd: '0.05' },
    ])
    const first = draft(3n * cent, clock.ms, { actor: 'ann' })
    const { hold } = await budgets.hold({ draft: first })
    await budgets.settle(hold, exact(first, 2n * cent))
    await budgets.hold({ draft: draft(1n * cent, clock.ms, { actor: 'ann' }) })
    const error = await refused(budgets.hold({ draft: draft(3n * cent, clock.ms, { actor: 'ann' }) }))
    expect(error?.code).toBe('BUDGET_REFUSED')
    expect(error?.traits).toEqual({ status: 402, retryable: true, exit: 4 })
    expect(error?.message).toBe(
      'This call may cost $0.03, but the budget "each" of "ann" has $0.02 left until 2026-06-16T00:00:00.000Z.',
    )
    expect(error?.details['budgets']).toEqual([
      {
        budget: 'each',
        value: 'ann',
        capNanoUsd: '50000000',
        spentNanoUsd: '20000000',
        heldNanoUsd: '10000000',
        leftNanoUsd: '20000000',
        resetsAt: '2026-06-16T00:00:00.000Z',
        overrun: false,
      },
    ])
    // Another user has a counter of her own, and tomorrow is another day.
    await budgets.hold({ draft: draft(5n * cent, clock.ms, { actor: 'eve' }) })
    clock.ms += 86_400_000
    await budgets.hold({ draft: draft(3n * cent, clock.ms, { actor: 'ann' }) })
  })

  it('leaves no trace: no scope is charged when one has no room', async () => {
    const { budgets, clock } = await setUp([
      { id: 'wide', scope: 'total', per: 'total', maxUsd: '1' },
      { id: 'narrow', scope: 'tag', value: 'x', per: 'total', maxUsd: '0.01' },
    ])
    await refused(budgets.hold({ draft: draft(2n * cent, clock.ms, { tags: ['x'] }) }))
    expect((await budgets.status()).map(({ heldNanoUsd }) => heldNanoUsd)).toEqual([0n, 0n])
  })

  it('comes from a limit on each call, and from one that the request brings', async () => {
    const { budgets, clock } = await setUp([{ id: 'call', scope: 'total', per: 'call', maxUsd: '0.10' }])
    expect((await refused(budgets.hold({ draft: draft(11n * cent, clock.ms) })))?.code).toBe('BUDGET_REFUSED')
    const limits = [{ name: 'question', value: 'q1', maxNanoUsd: 5n * cent }]
    await budgets.hold({ draft: draft(4n * cent, clock.ms), limits })
    const error = await refused(budgets.hold({ draft: draft(2n * cent, clock.ms), limits }))
    expect(error?.details['budgets']).toMatchObject([{ budget: 'request/question', leftNanoUsd: '10000000' }])
    await budgets.hold({ draft: draft(2n * cent, clock.ms), limits: [{ ...limits[0]!, value: 'q2' }] })
  })

  it('of one call alone leaves no counter; one of several calls is forgotten a day after the last', async () => {
    const { budgets, clock, store, options } = await setUp([])
    const alone = [{ name: 'max-cost', value: null, maxNanoUsd: 5n * cent }]
    await budgets.hold({ draft: draft(4n * cent, clock.ms), limits: alone })
    await budgets.hold({ draft: draft(4n * cent, clock.ms), limits: alone })
    const error = await refused(budgets.hold({ draft: draft(6n * cent, clock.ms), limits: alone }))
    expect(error?.details['budgets']).toMatchObject([{ budget: 'request/max-cost', value: '' }])
    expect(await budgets.status()).toEqual([])
    const limits = [{ name: 'question', value: 'q1', maxNanoUsd: 5n * cent }]
    const first = draft(3n * cent, clock.ms)
    const { hold } = await budgets.hold({ draft: first, limits })
    await budgets.settle(hold, exact(first, 3n * cent))
    clock.ms += 86_400_000
    await createBudgets(options)
    expect((await refused(budgets.hold({ draft: draft(3n * cent, clock.ms), limits })))?.code).toBe(
      'BUDGET_REFUSED',
    )
    clock.ms += 1
    await createBudgets(options)
    await budgets.hold({ draft: draft(3n * cent, clock.ms), limits })
    expect(await budgets.status()).toMatchObject([{ spentNanoUsd: 0n, heldNanoUsd: 3n * cent }])
    expect(await store.findImbalances()).toEqual([])
  })

  it('whose period was changed shows its running window', async () => {
    const at = '2026-06-01T00:00:00Z'
    const { budgets, clock } = await setUp([{ id: 'b', scope: 'total', per: 'day', maxUsd: '1' }], at)
    await budgets.hold({ draft: draft(cent, clock.ms) })
    await budgets.define({ id: 'b', scope: 'total', per: 'month', maxUsd: '1' })
    await budgets.hold({ draft: draft(cent, clock.ms) })
    clock.ms += 10 * 86_400_000
    expect(await budgets.status()).toMatchObject([{ heldNanoUsd: 2n * cent, endMs: Date.UTC(2026, 6, 1) }])
  })

  it('meets a model without a price inside a hard budget, and only there', async () => {
    const { budgets, clock } = await setUp([
      { id: 'soft', scope: 'total', per: 'day', maxUsd: '1', hard: false },
    ])
    await budgets.hold({ draft: draft(null, clock.ms) })
    await budgets.define({ id: 'hard', scope: 'total', per: 'day', maxUsd: '1' })
    const error = await refused(budgets.hold({ draft: draft(null, clock.ms, { provider: 'p', model: 'm' }) }))
    expect(error?.code).toBe('MODEL_UNPRICED')
  })
})

describe('a hold', () => {
  it('belongs to the window it was made in, to the last millisecond', async () => {
    const { budgets, clock, store } = await setUp(
      [{ id: 'month', scope: 'total', per: 'month', maxUsd: '1' }],
      '2026-01-31T23:59:59.999Z',
    )
    const entry = draft(50n * cent, clock.ms)
    const { hold } = await budgets.hold({ draft: entry })
    clock.ms += 1
    await budgets.hold({ draft: draft(100n * cent, clock.ms) })
    await budgets.settle(hold, exact(entry, 40n * cent))
    const january = { budget: 'month', value: '', startMs: Date.UTC(2026, 0, 1) }
    const february = { ...january, startMs: Date.UTC(2026, 1, 1) }
    expect(await store.readWindows([january, february])).toMatchObject([
      { spentNanoUsd: 40n * cent, heldNanoUsd: 0n },
      { spentNanoUsd: 0n, heldNanoUsd: 100n * cent },
    ])
  })

  it('that nobody settles is charged as held, and corrected by the usage that comes late', async () => {
    const { budgets, clock, store, options } = await setUp([
      { id: 'b', scope: 'total', per: 'total', maxUsd: '1' },
    ])
    const entry = draft(30n * cent, clock.ms)
    const { hold } = await budgets.hold({ draft: entry })
    clock.ms += 600_001
    // Another process opens the books and sweeps.
    await createBudgets(options)
    expect(await store.readEntry(entry.id)).toMatchObject({ nanoUsd: 30n * cent, certainty: 'estimated' })
    const row = await budgets.settle(hold, exact(entry, 10n * cent))
    expect(row).toMatchObject({
      corrects: entry.id,
      nanoUsd: -20n * cent,
      certainty: 'exact',
      atMs: entry.atMs,
    })
    await budgets.settle(hold, exact(entry, 10n * cent))
    expect((await budgets.status())[0]).toMatchObject({ spentNanoUsd: 10n * cent, heldNanoUsd: 0n })
    expect(await store.findImbalances()).toEqual([])
  })

  it('used up by a retry is the one that is stored', async () => {
    const { budgets, clock } = await setUp([{ id: 'b', scope: 'total', per: 'total', maxUsd: '0.05' }])
    const entry = draft(5n * cent, clock.ms)
    expect((await budgets.hold({ draft: entry })).outcome).toBe('held')
    const again = await budgets.hold({ draft: entry })
    expect(again).toMatchObject({ outcome: 'replayed', hold: { state: 'open' } })
    await budgets.settle(again.hold, exact(entry, 1n))
    expect(await budgets.hold({ draft: entry })).toMatchObject({
      outcome: 'replayed',
      hold: { state: 'settled' },
    })
  })

  it('can be settled by nobody who did not make it', async () => {
    const { budgets, clock } = await setUp([])
    const entry = draft(1n, clock.ms)
    const hold = { id: entry.id, state: 'open', nanoUsd: 1n, windows: [], draft: entry } as unknown as Hold
    expect((await refused(budgets.settle(hold, exact(entry, 1n))))?.code).toBe('HOLD_UNKNOWN')
  })
})

describe('a provider that charges more than its maximum', () => {
  it('is recorded in full, marked, and stops the budget until its window ends', async () => {
    const { budgets, clock, store } = await setUp([{ id: 'day', scope: 'total', per: 'day', maxUsd: '5' }])
    const entry = draft(cent, clock.ms)
    const { hold } = await budgets.hold({ draft: entry })
    const row = await budgets.settle(hold, exact(entry, 20n * cent))
    expect(row).toMatchObject({ nanoUsd: 20n * cent, overrun: true })
    const error = await refused(budgets.hold({ draft: draft(1n, clock.ms) }))
    expect(error?.message).toContain('was overrun by a provider until 2026-06-16')
    expect(error?.details['budgets']).toMatchObject([
      { overrun: true, leftNanoUsd: '0', spentNanoUsd: '200000000' },
    ])
    clock.ms += 86_400_000
    await budgets.hold({ draft: draft(1n, clock.ms) })
    expect(await store.findImbalances()).toEqual([])
  })

  it('never unbalances the books, whatever else happens', async () => {
    for (let seed = 1; seed <= 500; seed += 1) {
      const report = await simulateBudgets({ store: createMemoryCostStore(), seed, overruns: 0.2 })
      expect(report.problems, `seed ${seed}`).toEqual([])
    }
  })
})

describe('alerts', () => {
  it('are told once for each share and window, also by a soft budget', async () => {
    const { budgets, clock, alerts, options } = await setUp([
      { id: 'soft', scope: 'total', per: 'day', maxUsd: '0.10', hard: false, alertShares: [1, 0.5] },
    ])
    const other = await createBudgets(options)
    for (const [index, share] of [[], [0.5], [], [], [1], []].entries()) {
      const entry = draft(cent * (index === 0 ? 4n : 2n), clock.ms)
      const own = index % 2 === 0 ? budgets : other
      const { hold } = await own.hold({ draft: entry })
      await own.settle(hold, exact(entry, entry.nanoUsd ?? 0n))
      await Promise.resolve()
      await Promise.resolve()
      expect(alerts.splice(0).map((alert) => alert.share)).toEqual(
        index === 3 ? [1] : index === 4 ? [] : share,
      )
    }
    clock.ms += 86_400_000
    const entry = draft(5n * cent, clock.ms)
    const { hold } = await budgets.hold({ draft: entry })
    await budgets.settle(hold, exact(entry, 5n * cent))
    await Promise.resolve()
    expect(alerts).toMatchObject([{ budget: 'soft', share: 0.5, startsAt: '2026-06-16T00:00:00.000Z' }])
  })
})

describe('opening the books', () => {
  it('refuses them when they do not balance', async () => {
    const { store, options, clock } = await setUp([{ id: 'b', scope: 'total', per: 'total', maxUsd: '1' }])
    const budgets = await createBudgets(options)
    await budgets.hold({ draft: draft(cent, clock.ms) })
    const tampered = {
      ...store,
      findImbalances: async () => ['b of "" from 1970: 5 spent, its rows add up to 4'],
    }
    const error = await refused(createBudgets({ ...options, store: tampered }))
    expect(error?.code).toBe('LEDGER_UNBALANCED')
  })

  it.each([
    [{ id: 'x', scope: 'total', per: 'day', maxUsd: '-1' }],
    [{ id: 'x', scope: 'total', per: 'day', maxUsd: '1000000001' }],
    [{ id: 'x', scope: 'total', per: 'day', maxUsd: '0.0000000001' }],
    [{ id: '', scope: 'total', per: 'day', maxUsd: '1' }],
    [{ id: 'a/b', scope: 'total', per: 'day', maxUsd: '1' }],
    [{ id: 'x', scope: 'total', per: 'day', maxUsd: '1', timeZone: 'Nowhere' }],
    [{ id: 'x', scope: 'total', value: 'v', per: 'day', maxUsd: '1' }],
    [{ id: 'x', scope: 'user', per: 'call', maxUsd: '1', hard: false }],
    [{ id: 'x', scope: 'user', per: 'day', maxUsd: '1', alertShares: [0] }],
  ] as const)('refuses a budget that is none: %j', async (input) => {
    const { budgets } = await setUp([])
    expect((await refused(budgets.define(input)))?.code).toBe('BUDGET_INVALID')
  })

  it('follows a changed cap at once, in every process', async () => {
    const { budgets, clock, options } = await setUp([{ id: 'b', scope: 'total', per: 'total', maxUsd: '1' }])
    const other = await createBudgets(options)
    await other.hold({ draft: draft(cent, clock.ms) })
    await budgets.define({ id: 'b', scope: 'total', per: 'total', maxUsd: '0.01' })
    await budgets.define({ id: 'c', scope: 'total', per: 'day', maxUsd: '0.01' })
    expect((await refused(other.hold({ draft: draft(1n, clock.ms) })))?.code).toBe('BUDGET_REFUSED')
    expect(await budgets.remove('b')).toBe(true)
    expect(await budgets.remove('b')).toBe(false)
    await other.hold({ draft: draft(cent, clock.ms) })
    expect((await budgets.list()).map(({ id }) => id)).toEqual(['c'])
  })
})

describe('resources', () => {
  const card = createRateCard([{ name: 'rows', unit: 'rows', usd: '1', per: 1_000, since: '2026-01-01' }])
  const question = (questionId: string, rows: number, atMs: number) =>
    buildQuestionEntry(
      {
        questionId,
        atMs,
        text: 'How many?',
        outcome: 'answered',
        how: 'exact',
        elapsedMs: 1,
        resources: [
          { name: 'rows', quantity: rows, unit: 'rows', nanoUsd: null },
          { name: 'cpu', quantity: 5, unit: 'ms', nanoUsd: null },
        ],
        charged: [{ name: 'rows', quantity: rows, unit: 'rows', nanoUsd: null }],
      },
      card,
    )

  it('are charged to budgets as far as they were held for, apart from the calls', async () => {
    const { budgets, clock, store } = await setUp([{ id: 'all', scope: 'total', per: 'day', maxUsd: '0.05' }])
    const { hold } = await budgets.hold({ draft: question('a', 40, clock.ms) })
    const row = await budgets.settle(hold, question('a', 30, clock.ms))
    expect(row).toMatchObject({ nanoUsd: 0n, heldResourceNanoUsd: 3n * cent, overrun: false })
    expect((await budgets.status())[0]).toMatchObject({ spentNanoUsd: 3n * cent, heldNanoUsd: 0n })
    const error = await refused(budgets.hold({ draft: question('b', 30, clock.ms) }))
    expect(error?.details).toMatchObject({
      neededNanoUsd: '30000000',
      budgets: [{ leftNanoUsd: '20000000' }],
    })
    expect(await store.findImbalances()).toEqual([])
  })

  it('that were charged as held are corrected when what was used is known', async () => {
    const { budgets, clock, store } = await setUp([{ id: 'all', scope: 'total', per: 'month', maxUsd: '1' }])
    const draft = { ...question('a', 40, clock.ms), certainty: 'estimated' as const }
    const { hold } = await budgets.hold({ draft })
    clock.ms += 3_600_000
    expect(await budgets.sweep()).toBe(1)
    expect((await budgets.status())[0]?.spentNanoUsd).toBe(4n * cent)
    await budgets.settle(hold, question('a', 30, clock.ms))
    expect((await budgets.status())[0]?.spentNanoUsd).toBe(3n * cent)
    // The report's sum follows, though the CPU time has no price.
    const builder = createReportBuilder({ by: 'user', sinceMs: 0, untilMs: clock.ms + 1 })
    for await (const page of store.readEntries({})) page.forEach(builder.add)
    expect(builder.finish().totals).toMatchObject({ resourceNanoUsd: '30000000', unpricedResources: 1 })
    expect(await store.findImbalances()).toEqual([])
  })
})

it('writes a budget that is there already only when it changed', async () => {
  const day = { id: 'day', scope: 'total', per: 'day', maxUsd: '1' } as const
  const { options, store } = await setUp([day])
  const { revision } = await store.readBudgets()
  await createBudgets({ ...options, budgets: [day] })
  expect((await store.readBudgets()).revision).toBe(revision)
  await createBudgets({ ...options, budgets: [{ ...day, maxUsd: '2' }] })
  expect((await store.readBudgets()).revision).toBe(revision + 1)
})

import { type Check, expectCode, expectSame } from '@assay/store/testing'
import { parseBudget } from '../budgets/definition.js'
import type { CostStore, HoldRequest, WindowLimit } from '../ledger/cost-store.js'
import { buildEntry, type LedgerEntry } from '../ledger/entry.js'
import { simulateBudgets } from './simulate.js'

const atMs = Date.UTC(2026, 5, 15, 12)

function row(id: string, nanoUsd: bigint | null, more: Partial<LedgerEntry> = {}): LedgerEntry {
  return buildEntry({ id, kind: 'call', atMs, nanoUsd, ...more })
}

const day: WindowLimit = {
  budget: 'day',
  value: 'ann "\' é',
  startMs: Date.UTC(2026, 5, 15),
  endMs: Date.UTC(2026, 5, 16),
  capNanoUsd: 100n,
  hard: true,
}
const total: WindowLimit = {
  ...day,
  budget: 'total',
  value: '',
  startMs: 0,
  endMs: null,
  capNanoUsd: 10n ** 18n,
}

function request(id: string, nanoUsd: bigint | null, more: Partial<HoldRequest> = {}): HoldRequest {
  const draft = row(id, nanoUsd, { holdId: id, certainty: 'estimated' })
  const deadlineMs = atMs + 1_000
  return {
    id,
    nanoUsd,
    madeMs: atMs,
    deadlineMs,
    windows: [day, total],
    revision: 0,
    force: false,
    draft,
    ...more,
  }
}

async function counters(store: CostStore): Promise<(readonly [string, bigint, bigint])[]> {
  const windows = await store.readWindows([day, total])
  return windows
    .map((window) => [window.budget, window.spentNanoUsd, window.heldNanoUsd] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

async function all(store: CostStore, filter = {}): Promise<string[]> {
  const ids: string[] = []
  for await (const page of store.readEntries(filter)) ids.push(...page.map((entry) => entry.id))
  return ids
}

const cases: Readonly<Record<string, (store: CostStore) => Promise<void>>> = {
  'gives a row back as it was written, and never writes an id twice': async (store) => {
    const entry = row('a', 2n ** 59n, {
      tags: ['x', 'y'],
      text: 'half a pair \ud800 and a \0',
      usage: { input: 5, cacheRead: 7 },
      lines: [{ bucket: 'input', quantity: 5, usd: '0.15', per: 1_000_000, nanoUsd: 2n ** 59n }],
      savedNanoUsd: 3n,
      resources: [{ name: 'cpu', quantity: 1.5, unit: 'ms', nanoUsd: null }],
      resourceNanoUsd: null,
      questionId: 'q',
    })
    expectSame(await store.append([entry]), [entry], 'first write')
    expectSame(
      await store.append([{ ...entry, nanoUsd: 1n, lines: [] }, row('b', 1n)]),
      [entry, row('b', 1n)],
      'again',
    )
    expectSame(await store.readEntry('a'), entry, 'read')
    expectSame(await store.readEntry('c'), undefined, 'absent')
  },
  'reads rows in order of time and id, filtered': async (store) => {
    await store.append([
      row('c', 1n, { atMs: 5 }),
      row('b', 1n, { atMs: 5 }),
      row('a', 1n, { atMs: 7, actor: 'ann' }),
    ])
    await store.append([row('d', null, { atMs: 6, tenant: 't', questionId: 'q' })])
    expectSame(await all(store), ['b', 'c', 'd', 'a'], 'all')
    expectSame(await all(store, { sinceMs: 6, untilMs: 7 }), ['d'], 'half open')
    expectSame(await all(store, { actor: 'ann' }), ['a'], 'actor')
    expectSame(await all(store, { tenant: 't', questionId: 'q' }), ['d'], 'tenant and question')
  },
  'reads more rows than a page holds, each once': async (store) => {
    const rows = Array.from({ length: 4_500 }, (_, index) =>
      row(`r${index}`, 1n, { atMs: Math.floor(index / 700) }),
    )
    await store.append(rows)
    const ids = await all(store)
    expectSame([ids.length, new Set(ids).size], [4_500, 4_500], 'rows')
  },
  'refuses what no store could keep': async (store) => {
    await expectCode(store.append([row('', 1n)]), 'ENTRY_INVALID')
    await expectCode(store.append([row('a\0', 1n)]), 'ENTRY_INVALID')
    await expectCode(store.append([row('a', 10n ** 18n + 1n)]), 'ENTRY_INVALID')
    await expectCode(store.append([row('a', -1n)]), 'ENTRY_INVALID')
    const lines = [{ bucket: 'input', quantity: 1, usd: '1', per: 1, nanoUsd: 2n }] as const
    await expectCode(store.append([row('a', 1n, { lines })]), 'ENTRY_INVALID')
    expectSame(await all(store), [], 'rows')
  },
  'admits a hold when every window has room, up to the last nano-dollar': async (store) => {
    expectSame((await store.hold(request('a', 60n))).outcome, 'held', 'a')
    expectSame((await store.hold(request('b', 41n))).outcome, 'refused', 'b')
    expectSame(
      await counters(store),
      [
        ['day', 0n, 60n],
        ['total', 0n, 60n],
      ],
      'nothing of b',
    )
    expectSame((await store.hold(request('c', 40n))).outcome, 'held', 'c')
    const full = await store.hold(request('d', 1n))
    const windows = full.outcome === 'refused' ? full.windows : []
    expectSame(windows.find(({ budget }) => budget === 'day')?.heldNanoUsd, 100n, 'what is left')
    const soft = [{ ...day, value: 'soft', hard: false }]
    expectSame((await store.hold(request('e', 500n, { windows: soft }))).outcome, 'held', 'soft')
    expectSame((await store.hold(request('f', 500n, { force: true }))).outcome, 'held', 'forced')
    expectSame((await store.hold(request('g', null, { windows: [] }))).outcome, 'held', 'unpriced')
    expectSame(await store.findImbalances(), [], 'balance')
  },
  'holds an id once': async (store) => {
    const first = await store.hold(request('a', 60n))
    const again = await store.hold(request('a', 60n))
    expectSame([first.outcome, again.outcome], ['held', 'replayed'], 'outcomes')
    expectSame(again.outcome === 'replayed' && again.hold.draft, request('a', 60n).draft, 'what is stored')
    expectSame(
      await counters(store),
      [
        ['day', 0n, 60n],
        ['total', 0n, 60n],
      ],
      'counters',
    )
  },
  'ends a hold once, with the row that came first': async (store) => {
    await store.hold(request('a', 60n))
    expectSame(
      await store.resolve({ holdId: 'x', state: 'settled', entry: row('x', 1n, { holdId: 'x' }) }),
      false,
      'x',
    )
    const entry = row('a', 25n, { holdId: 'a' })
    expectSame(await store.resolve({ holdId: 'a', state: 'settled', entry }), true, 'first')
    const other = row('a', 5n, { holdId: 'a' })
    expectSame(await store.resolve({ holdId: 'a', state: 'expired', entry: other }), false, 'second')
    expectSame(
      await counters(store),
      [
        ['day', 25n, 0n],
        ['total', 25n, 0n],
      ],
      'counters',
    )
    expectSame((await store.readHold('a'))?.state, 'settled', 'state')
    expectSame(await store.readEntry('a'), entry, 'row')
    expectSame(await store.readEntry('x'), undefined, 'no hold, no row')
  },
  'charges a later row of a hold to its windows, once': async (store) => {
    await store.hold(request('a', 60n))
    await store.resolve({ holdId: 'a', state: 'expired', entry: row('a', 60n, { holdId: 'a' }) })
    const correction = row('a~1', -50n, { holdId: 'a', corrects: 'a' })
    await store.append([correction])
    await store.append([correction])
    expectSame(
      await counters(store),
      [
        ['day', 10n, 0n],
        ['total', 10n, 0n],
      ],
      'counters',
    )
    expectSame(await store.findImbalances(), [], 'balance')
  },
  'takes no hold in a window that a provider overran': async (store) => {
    await store.hold(request('a', 10n))
    await store.resolve({
      holdId: 'a',
      state: 'settled',
      entry: row('a', 20n, { holdId: 'a', overrun: true }),
    })
    expectSame((await store.hold(request('b', 1n))).outcome, 'refused', 'the same window')
    const windows = [{ ...day, startMs: day.endMs ?? 0, endMs: (day.endMs ?? 0) + 1 }]
    expectSame((await store.hold(request('c', 1n, { windows }))).outcome, 'held', 'the next one')
  },
  'finds the holds whose deadline is over, the earliest first': async (store) => {
    for (const [id, deadlineMs] of [
      ['a', 30],
      ['b', 10],
      ['c', 20],
      ['d', 40],
    ] as const) {
      await store.hold(request(id, 1n, { deadlineMs }))
    }
    await store.resolve({ holdId: 'c', state: 'voided', entry: row('c', 0n, { holdId: 'c' }) })
    expectSame(
      (await store.readDueHolds(40, 10)).map(({ id }) => id),
      ['b', 'a'],
      'due',
    )
    const [first] = await store.readDueHolds(40, 1)
    expectSame(first?.windows.length, 2, 'windows')
  },
  'keeps budgets, and tells a hold that they changed': async (store) => {
    const definition = parseBudget({ id: 'day', scope: 'user', per: 'day', maxUsd: '0.0000001' })
    await store.defineBudget(definition)
    expectSame(await store.readBudgets(), { revision: 1, definitions: [definition] }, 'budgets')
    expectSame((await store.hold(request('a', 60n))).outcome, 'stale', 'old revision')
    // The counter has the cap of the request that was let in, not of the outdated one.
    const windows = [{ ...day, capNanoUsd: 50n }]
    expectSame((await store.hold(request('a', 60n, { revision: 1, windows }))).outcome, 'refused', 'new cap')
    await store.defineBudget({ ...definition, capNanoUsd: 100n })
    expectSame((await store.hold(request('a', 60n, { revision: 2 }))).outcome, 'held', 'new revision')
    await store.defineBudget({ ...definition, capNanoUsd: 70n })
    expectSame(
      (await store.hold(request('b', 20n, { revision: 3 }))).outcome,
      'refused',
      'a cap that was lowered',
    )
    expectSame(await store.removeBudget('day'), true, 'removed')
    expectSame(await store.removeBudget('day'), false, 'removed again')
    expectSame((await store.readBudgets()).revision, 4, 'revision')
  },
  'shows the windows that run now': async (store) => {
    await store.hold(request('a', 1n))
    const budgets = async (at: number) =>
      (await store.readCurrentWindows(at)).map(({ budget }) => budget).sort()
    expectSame(await budgets(day.startMs), ['day', 'total'], 'at its start')
    expectSame(await budgets(day.endMs ?? 0), ['total'], 'at its end')
  },
  'gives an alert to one claimer': async (store) => {
    const claims = await Promise.all([store.claimAlert(day, 0.5), store.claimAlert(day, 0.5)])
    expectSame(claims.filter(Boolean).length, 1, 'claims')
    expectSame(await store.claimAlert(day, 1), true, 'another share')
    expectSame(await store.claimAlert(total, 1), true, 'another window')
  },
  'forgets the counters of request limits that nobody uses': async (store) => {
    const limit = (value: string): WindowLimit => ({ ...total, budget: 'request/q', value, capNanoUsd: 10n })
    const hold = (id: string, value: string, madeMs: number) =>
      store.hold(request(id, 6n, { windows: [limit(value)], madeMs }))
    const end = (id: string) =>
      store.resolve({ holdId: id, state: 'settled', entry: row(id, 6n, { holdId: id }) })
    await hold('a', 'idle', atMs)
    await hold('b', 'held', atMs)
    await hold('c', 'used', atMs + 1)
    await store.hold(request('d', 6n))
    for (const id of ['a', 'c', 'd']) await end(id)
    expectSame(await store.forgetLimits(atMs + 1), 1, 'forgotten')
    const known = await store.readWindows(['idle', 'held', 'used'].map(limit))
    expectSame(known.map(({ value }) => value).sort(), ['held', 'used'], 'kept')
    expectSame((await counters(store)).length, 2, 'budgets are kept')
    expectSame((await hold('e', 'idle', atMs)).outcome, 'held', 'starts from nothing')
    expectSame((await hold('f', 'used', atMs)).outcome, 'refused', 'still counted')
    await store.append([row('a~1', -5n, { holdId: 'a', corrects: 'a' })])
    expectSame(await store.findImbalances(), [], 'balance')
  },
  'keeps rates by name and date': async (store) => {
    const rate = { name: 'cpu', unit: 'ms', usd: '0.05', per: 3_600_000, since: '2026-06-01' }
    await store.putRate(rate)
    await store.putRate({ ...rate, since: '2026-01-01' })
    await store.putRate({ ...rate, usd: '0.10' })
    expectSame(
      (await store.readRates()).map(({ since, usd }) => `${since} ${usd}`),
      ['2026-01-01 0.05', '2026-06-01 0.10'],
      'rates',
    )
    expectSame(await store.removeRate('cpu', '2026-01-01'), true, 'removed')
    expectSame(await store.removeRate('cpu', '2026-01-01'), false, 'removed again')
    expectSame(await store.readRates(), [{ ...rate, usd: '0.10' }], 'what is left')
  },
  'gives each part of a shared cost to one claimer': async (store) => {
    const claim = (from: number, to: number) => ({ subject: 'a', from, to })
    const first = await Promise.all(Array.from({ length: 5 }, () => store.claimShares([claim(0, 7)])))
    expectSame(first.flat().filter(Boolean).length, 1, 'one claimer')
    expectSame(
      await store.claimShares([claim(0, 9), { subject: 'b', from: 0, to: 2 ** 52 }]),
      [false, true],
      'each by itself',
    )
    expectSame(await store.claimShares([claim(7, 9)]), [true], 'the next part')
    expectSame(await store.readShares(['b', 'c', 'a']), [2 ** 52, 0, 9], 'claimed')
  },
  'keeps 100 holds made at the same time under the cap': async (store) => {
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, index) => store.hold(request(`h${index}`, 3n))),
    )
    expectSame(outcomes.filter(({ outcome }) => outcome === 'held').length, 33, 'held')
    expectSame(
      await counters(store),
      [
        ['day', 0n, 99n],
        ['total', 0n, 99n],
      ],
      'counters',
    )
    expectSame(await store.findImbalances(), [], 'balance')
  },
}

/**
 * The conformance suite of `CostStore`: named checks for any test runner. `open` gives a new, empty store;
 * `seeds` random histories are run against the oracle as well.
 */
export function createCostStoreChecks(
  open: () => Promise<{ readonly store: CostStore; close(): Promise<void> }>,
  options: { readonly seeds: number },
): Check[] {
  const check = (name: string, run: (store: CostStore) => Promise<void>): Check => ({
    name,
    async run() {
      const opened = await open()
      try {
        await run(opened.store)
      } finally {
        await opened.close()
      }
    },
  })
  const histories = Array.from({ length: options.seeds }, (_, index) =>
    check(`keeps every rule in random history ${index + 1}`, async (store) => {
      expectSame((await simulateBudgets({ store, seed: index + 1 })).problems, [], 'problems')
    }),
  )
  return [...Object.entries(cases).map(([name, run]) => check(name, run)), ...histories]
}

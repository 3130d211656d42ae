import { isAssayError } from '@assay/store/error'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildEntry, type LedgerEntry } from '../ledger/entry.js'
import { createMemoryCostStore } from '../memory/memory-store.js'
import { createPriceBook } from '../prices/price-book.js'
import { createRandomLedger } from '../testing/random-ledger.js'
import { costReport, createReportBuilder, type ReportOptions } from './cost-report.js'
import { dimensions } from './dimension.js'

const june = { sinceMs: Date.UTC(2026, 5, 1), untilMs: Date.UTC(2026, 6, 1) }

function report(entries: readonly LedgerEntry[], options: Partial<ReportOptions> = {}) {
  const builder = createReportBuilder({ by: 'model', ...june, ...options })
  entries.forEach(builder.add)
  return builder.finish()
}

const sumOf = (entries: readonly LedgerEntry[]) => entries.reduce((sum, row) => sum + (row.nanoUsd ?? 0n), 0n)

describe('a report', () => {
  it('adds up to the same total by whatever it groups, in any zone', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns')
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 400 }), zones, (seed, rows, timeZone) => {
        const entries = createRandomLedger({ seed, rows, ...june })
        for (const by of dimensions) {
          const { totals, groups, series } = report(entries, { by, timeZone })
          expect(BigInt(totals.nanoUsd)).toBe(sumOf(entries))
          for (const field of ['nanoUsd', 'avoidedNanoUsd', 'estimatedNanoUsd', 'resourceNanoUsd'] as const) {
            const add = (parts: typeof groups) => parts.reduce((sum, part) => sum + BigInt(part[field]), 0n)
            expect([add(groups), add(series)]).toEqual([BigInt(totals[field]), BigInt(totals[field])])
          }
          for (const field of [
            'calls',
            'questions',
            'inputTokens',
            'unpricedCalls',
            'cachedCalls',
          ] as const) {
            expect(groups.reduce((sum, group) => sum + group[field], 0)).toBe(totals[field])
          }
        }
      }),
      { numRuns: 25 },
    )
  })

  it('does not depend on the order of its rows', () => {
    const entries = createRandomLedger({ seed: 5, rows: 500, ...june })
    const shuffled = entries.toSorted((a, b) => (a.id < b.id ? 1 : -1))
    const inOrder = report(entries.toSorted((a, b) => a.atMs - b.atMs))
    expect({ ...report(shuffled), recommendations: [], dearest: [] }).toEqual({
      ...inOrder,
      recommendations: [],
      dearest: [],
    })
  })

  it('takes what a correction took back out of the estimated share', () => {
    const call = buildEntry({
      id: 'a',
      kind: 'call',
      atMs: june.sinceMs,
      nanoUsd: 90n,
      certainty: 'estimated',
      outcome: 'aborted',
      lines: [{ bucket: 'estimate', quantity: 1, usd: null, per: 1, nanoUsd: 90n }],
    })
    const estimate: LedgerEntry = {
      ...call,
      id: 'b',
      nanoUsd: 10n,
      lines: [{ ...call.lines[0]!, nanoUsd: 10n }],
    }
    const correction: LedgerEntry = {
      ...call,
      id: 'a~corrected',
      corrects: 'a',
      nanoUsd: -60n,
      lines: [
        { bucket: 'input', quantity: 3, usd: '1', per: 1, nanoUsd: 30n },
        { ...call.lines[0]!, quantity: -1, nanoUsd: -90n },
      ],
    }
    expect(report([call, estimate, correction]).totals).toMatchObject({
      nanoUsd: '40',
      estimatedNanoUsd: '10',
      calls: 2,
    })
  })

  it('counts an unpriced call until somebody knows what it cost', () => {
    const call = buildEntry({
      id: 'a',
      kind: 'call',
      atMs: june.sinceMs,
      nanoUsd: null,
      certainty: 'unknown',
    })
    const other: LedgerEntry = { ...call, id: 'b' }
    const correction: LedgerEntry = {
      ...call,
      id: 'a~corrected',
      corrects: 'a',
      nanoUsd: 5n,
      certainty: 'exact',
    }
    expect(report([call, other]).totals).toMatchObject({ nanoUsd: '0', unpricedCalls: 2 })
    expect(report([call, other, correction]).totals).toMatchObject({ nanoUsd: '5', unpricedCalls: 1 })
  })

  it('names days and hours by the clocks of its zone', () => {
    const atMs = Date.parse('2026-06-14T22:30:00Z')
    const entries = [buildEntry({ id: 'a', kind: 'call', atMs, nanoUsd: 5n })]
    expect(report(entries, { by: 'day', timeZone: 'Europe/Berlin' }).groups[0]?.name).toBe('2026-06-15')
    expect(report(entries, { by: 'hour', timeZone: 'Asia/Kathmandu' }).groups[0]?.name).toBe(
      '2026-06-15 04:00',
    )
    expect(report(entries, { by: 'week' }).groups[0]?.name).toBe('2026-06-08')
    expect(report(entries, { by: 'month' }).groups[0]?.name).toBe('2026-06')
  })

  it('puts groups that cost no calls in the order of what the machine cost', () => {
    const rows = (
      [
        ['ann', 1n],
        ['bob', 3n],
        ['zoe', 2n],
      ] as const
    ).map(([actor, resourceNanoUsd]) =>
      buildEntry({ id: actor, kind: 'question', atMs: june.sinceMs, actor, resourceNanoUsd }),
    )
    const { groups } = report(rows, { by: 'user' })
    expect(groups.map(({ name }) => name)).toEqual(['bob', 'zoe', 'ann'])
  })

  it('takes percentiles of how long questions took, of those that say so', () => {
    const rows = Array.from({ length: 10 }, (_, index) =>
      buildEntry({
        id: `r${index}`,
        kind: index === 9 ? 'call' : 'question',
        atMs: june.sinceMs,
        questionId: `q${index}`,
        elapsedMs: (index * 7) % 10,
      }),
    )
    const { perQuestion } = report(rows)
    expect(perQuestion).toMatchObject({ questions: 10, p50Ms: 5, p90Ms: 9, maxMs: 9 })
    expect(report([]).perQuestion).toMatchObject({ p50Ms: null, maxMs: null })
  })

  it('takes percentiles of whole questions, those at $0 too', () => {
    const entries = Array.from({ length: 100 }, (_, index) => [
      buildEntry({
        id: `q${index}`,
        kind: 'question',
        atMs: june.sinceMs,
        questionId: `${index}`,
        text: `no. ${index}`,
      }),
      buildEntry({
        id: `a${index}`,
        kind: 'call',
        atMs: june.sinceMs,
        questionId: `${index}`,
        nanoUsd: BigInt(index),
      }),
      buildEntry({
        id: `b${index}`,
        kind: 'call',
        atMs: june.sinceMs,
        questionId: `${index}`,
        nanoUsd: BigInt(index),
      }),
    ]).flat()
    const { perQuestion, dearest } = report(entries, { dearest: 2 })
    expect(perQuestion).toMatchObject({
      questions: 100,
      p50NanoUsd: '98',
      p90NanoUsd: '178',
      p99NanoUsd: '196',
      maxNanoUsd: '198',
    })
    expect(dearest).toMatchObject([
      { questionId: '99', text: 'no. 99', calls: 2, nanoUsd: '198' },
      { questionId: '98', nanoUsd: '196' },
    ])
  })

  it('reads a store, and the period before to compare with', async () => {
    const store = createMemoryCostStore()
    const may = { sinceMs: june.sinceMs - 30 * 86_400_000, untilMs: june.sinceMs }
    const [now, before] = [
      createRandomLedger({ seed: 1, rows: 50, ...june }),
      createRandomLedger({ seed: 2, rows: 50, ...may }),
    ]
    await store.append(now)
    await store.append(
      before
        .map((entry) => ({ ...entry, id: `may-${entry.id}`, corrects: null }))
        .filter((entry) => (entry.nanoUsd ?? 0n) >= 0n),
    )
    const found = await costReport(store, { by: 'model', ...june })
    expect(found.totals.nanoUsd).toBe(sumOf(now).toString())
    expect(BigInt(found.earlier?.nanoUsd ?? 0) > 0n).toBe(true)
    const mine = await costReport(store, {
      by: 'model',
      ...june,
      actor: 'ann',
      tenant: 'acme',
      compare: false,
    })
    const ann = now.filter((entry) => entry.actor === 'ann' && entry.tenant === 'acme')
    expect([mine.totals.nanoUsd, mine.earlier]).toEqual([sumOf(ann).toString(), null])
  })

  it.each([
    [{ by: 'colour' }],
    [{ timeZone: 'Nowhere' }],
    [{ sinceMs: june.untilMs }],
    [{ untilMs: Number.NaN }],
  ])('refuses options that are none: %j', (options) => {
    try {
      report([], options as Partial<ReportOptions>)
      expect.unreachable()
    } catch (error) {
      expect(isAssayError(error) && error.code).toBe('REPORT_INVALID')
    }
  })

  it('adds 100,000 rows up in half the time that a copy of them takes', () => {
    const some = createRandomLedger({ seed: 7, rows: 10_000, ...june })
    const entries = Array.from({ length: 10 }, (_, copy) =>
      some.map((entry) => ({
        ...entry,
        id: `${copy}-${entry.id}`,
        questionId: entry.questionId === null ? null : `${copy}-${entry.questionId}`,
      })),
    ).flat()
    expect(entries.length).toBeGreaterThan(99_000)
    // One beside the other, and by processor time: the machine that runs the tests may be slow, and has other things to do.
    const least = { copy: Number.POSITIVE_INFINITY, report: Number.POSITIVE_INFINITY }
    for (let round = 0; round < 3; round++) {
      least.copy = Math.min(
        least.copy,
        processorMs(() => structuredClone(entries)),
      )
      least.report = Math.min(
        least.report,
        processorMs(() => report(entries, { timeZone: 'Europe/Berlin' })),
      )
    }
    expect(least.report).toBeLessThan(least.copy / 2)
  })
})

function processorMs(run: () => unknown): number {
  const started = process.cpuUsage()
  run()
  return process.cpuUsage(started).user / 1000
}

describe('recommendations', () => {
  const at = { atMs: june.sinceMs, kind: 'call' } as const

  it('show what a plan costs that is run again and again', () => {
    const entries = [30n, 50n, 20n].map((nanoUsd, index) =>
      buildEntry({
        ...at,
        id: `${index}`,
        questionId: `${index}`,
        planHash: 'p',
        nanoUsd: nanoUsd * 10_000_000n,
      }),
    )
    expect(report(entries).recommendations).toEqual([
      {
        kind: 'shared-plan',
        subject: 'p',
        text: '3 questions ran the same plan (p) and paid each time: keep its answer in the cache.',
        arithmetic: '$1.00 together − $0.50 for asking once',
        savesNanoUsd: '500000000',
      },
    ])
  })

  it("find prompts that are just too short for the provider's cache", () => {
    const prices = createPriceBook({
      overrides: [
        {
          provider: 'openai',
          model: 'm',
          since: '2020-01-01',
          rates: { input: '2', cacheRead: '0.5', output: '8' },
        },
      ],
    })
    const entries = Array.from({ length: 20 }, (_, index) =>
      buildEntry({
        ...at,
        id: `${index}`,
        provider: 'openai',
        model: 'm',
        purpose: 'judge',
        usage: { input: 1000 },
        nanoUsd: 2_000_000n,
      }),
    )
    expect(report(entries, { prices }).recommendations).toMatchObject([
      {
        kind: 'below-cache-minimum',
        arithmetic: 'now 20000 tokens × $2/M = $0.04; cached 20 × 1024 tokens × $0.5/M = $0.01024',
        savesNanoUsd: '29760000',
      },
    ])
    expect(report(entries).recommendations).toEqual([])
    expect(report(entries.slice(1), { prices }).recommendations).toEqual([])
  })

  it('find keys that fail a lot, and models without a price', () => {
    const entries = Array.from({ length: 20 }, (_, index) =>
      buildEntry({
        ...at,
        id: `${index}`,
        key: 'k',
        nanoUsd: 10n,
        outcome: index < 5 ? 'failed' : 'answered',
      }),
    )
    const unknown = buildEntry({ ...at, id: 'u', provider: 'p', model: 'm', nanoUsd: null })
    expect(report([...entries, unknown]).recommendations).toMatchObject([
      {
        kind: 'retries',
        subject: 'k',
        arithmetic: '5 of 20 calls = 25 %, charged $0.00000005',
        savesNanoUsd: '50',
      },
      { kind: 'unpriced-model', subject: 'p/m', savesNanoUsd: null },
    ])
  })
})

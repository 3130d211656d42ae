import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLedger } from '@assay/cost-tracker'
import { createLibsqlCostStore } from '@assay/cost-tracker/libsql'
import { storeMigrations } from '@assay/sdk'
import type { Store } from '@assay/store'
import { isAssayError } from '@assay/store/error'
import type { AssayEvent } from '@assay/store/event'
import { openStore } from '@assay/store/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Assay, createAssay, fromText, type NodeAssayOptions } from './index.js'

const parts = Array.from({ length: 10 }, (_, id) => ({ id, type: id < 4 ? 'door' : 'window', width: id }))
/** A dollar for a thousand rows: ten rows cost a cent. */
const rates = [{ name: 'rows-scanned', unit: 'rows', usd: '1', per: 1_000, since: '2020-01-01' }]
const cent = '10000000'

let folder: string
let open: Assay[]
let store: Store
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-costs-'))
  open = []
})
afterEach(async () => {
  for (const assay of open) await assay.close()
  await rm(folder, { recursive: true })
})

async function start(options: Partial<NodeAssayOptions> = {}): Promise<Assay> {
  store = await openStore({ folder, migrations: storeMigrations })
  const assay = await createAssay({ store, ...options })
  open.push(assay)
  await assay.ingest(fromText('parts.json', JSON.stringify(parts)), { name: 'parts' })
  return assay
}

const readRows = () => createLedger({ store: createLibsqlCostStore(store.ledger), nowMs: Date.now }).read()
const count = 'SELECT sum(1) AS n FROM parts'
async function codeOf(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return isAssayError(error) ? error.code : error
}

describe('the ledger', () => {
  it('has who, what, how and with what, of every question, also at $0', async () => {
    const assay = await start()
    const who = { actor: 'ann', tenant: 'local', tags: ['review'] }
    const asked = await assay.ask('parts', 'How many doors are there?', who)
    const queried = await assay.query('parts', count)
    const rows = await readRows()
    expect(rows.map(({ id }) => id).sort()).toEqual([asked, queried].map(({ id }) => `question~${id}`).sort())
    expect(rows.find(({ actor }) => actor === 'ann')).toMatchObject({
      kind: 'question',
      ...who,
      dataset: 'parts',
      questionId: asked.id,
      planHash: asked.planHash,
      text: 'How many doors are there?',
      outcome: 'answered',
      how: 'exact',
      nanoUsd: 0n,
      resourceNanoUsd: null,
      resources: asked.cost.resources,
    })
    expect(asked.cost).toMatchObject({ nanoUsd: '0', calls: [], savedNanoUsd: '0', reservedNanoUsd: '0' })
    const used = Object.fromEntries(asked.cost.resources.map(({ name, ...use }) => [name, use]))
    // Reading the question may have run over the rows before the plan did.
    expect(used['rows-scanned']).toMatchObject({ unit: 'rows', nanoUsd: null })
    expect(used['rows-scanned']?.quantity).toBeGreaterThanOrEqual(10)
    expect(used['cpu']?.quantity).toBeGreaterThan(0)
    expect(used['bytes-read']?.quantity).toBeGreaterThan(0)
    expect(asked.timingsMs['ledger']).toBeGreaterThan(0)
  })

  it('has what was refused, what failed and what was given up', async () => {
    const assay = await start()
    const refused = await assay.ask('parts', 'How many unicorns sing?')
    expect(refused.status).toBe('unsupported')
    expect(await codeOf(assay.query('parts', 'SELECT nonsense FROM parts'))).toMatch(/^PLAN_|^SQL_/)
    expect(await codeOf(assay.query('nowhere', count))).toBe('DATASET_UNKNOWN')
    expect(await codeOf(assay.query('parts', count, { signal: AbortSignal.abort() }))).toBe('ABORTED')
    const rows = await readRows()
    expect(rows.map(({ outcome, dataset, planHash }) => [outcome, dataset, planHash]).sort()).toEqual([
      ['aborted', 'parts', null],
      ['failed', 'nowhere', null],
      ['failed', 'parts', null],
      ['unsupported', 'parts', null],
    ])
    expect((await assay.costs({ by: 'question' })).totals).toMatchObject({ questions: 4, nanoUsd: '0' })
  })

  it('is written before the answer leaves: without it there is none', async () => {
    const assay = await start()
    const work = assay.query('parts', count)
    await store.ledger.close()
    expect(await codeOf(work)).toBe('LEDGER_UNWRITTEN')
    const failed = assay.query('parts', 'SELECT nonsense FROM parts')
    await expect(failed).rejects.toMatchObject({
      code: 'LEDGER_UNWRITTEN',
      details: { code: 'STORE_CLOSED', reason: expect.stringMatching(/^PLAN_|^SQL_/) },
    })
  })

  it('shares CPU time and bytes between questions that run at the same time', async () => {
    let ms = 0
    const assay = await start({ cpuMs: () => (ms += 1) })
    const before = ms
    const answers = await Promise.all([assay.query('parts', count), assay.query('parts', count)])
    const cpu = answers.map(({ cost }) => cost.resources.find(({ name }) => name === 'cpu')?.quantity ?? 0)
    // Each took a part, and together no more than the process used.
    expect(Math.min(...cpu)).toBeGreaterThan(0)
    expect((cpu[0] ?? 0) + (cpu[1] ?? 0)).toBeLessThanOrEqual(ms - before)
  })

  it('shares the storage and the ingest of a version between its questions, exactly', async () => {
    const clock = { ms: Date.parse('2026-06-15T12:00:00Z') }
    let ms = 0
    const assay = await start({ now: () => new Date(clock.ms), cpuMs: () => (ms += 0.037) })
    const { storedBytes } = (await assay.datasets())[0]!
    const kept = storedBytes + JSON.stringify(parts).length
    const used: Record<string, number[]> = { storage: [], ingest: [] }
    for (const minutes of [0, 1, 30, ...Array(10).fill(2)]) {
      clock.ms += minutes * 60_000 + 1_000
      const { cost } = await assay.query('parts', count)
      for (const { name, quantity, nanoUsd } of cost.resources) {
        used[name]?.push(quantity)
        expect(nanoUsd).toBeNull()
      }
    }
    const whole = Math.floor((clock.ms - Date.parse('2026-06-15T12:00:00Z')) / 60_000)
    const sum = (amounts: readonly number[] = []) => amounts.reduce((a, b) => a + b, 0)
    expect(used['storage']?.slice(0, 3)).toEqual([0, kept, kept * 30])
    expect(sum(used['storage'])).toBe(kept * whole)
    const [share = 0] = used['ingest'] ?? []
    expect(share).toBeGreaterThan(0)
    // A tenth each, the last one what is left; then it is paid for.
    expect(used['ingest']?.slice(0, 9)).toEqual(Array(9).fill(share))
    expect(used['ingest']?.slice(10)).toEqual([0, 0, 0])
    expect(used['ingest']?.[9]).toBeLessThanOrEqual(share)
    expect(used['ingest']?.[9]).toBeGreaterThan(share - 0.01)
  })
})

describe('a budget', () => {
  it('of the call lets an exact plan pass at $0', async () => {
    const assay = await start()
    expect((await assay.query('parts', count, { budget: { maxUsd: '0' } })).value).toBe(10)
  })

  it('of the call refuses what its rows may cost, runs nothing, and says so', async () => {
    const assay = await start({ rates })
    expect((await assay.explain('parts', { sql: count })).maxNanoUsd).toBe(cent)
    const enough = await assay.query('parts', count, { budget: { maxUsd: '0.01' } })
    expect(enough.cost).toMatchObject({ nanoUsd: '0', reservedNanoUsd: cent })
    expect(enough.cost.resources[0]).toMatchObject({ name: 'rows-scanned', quantity: 10, nanoUsd: cent })
    const less = await assay.query('parts', count, { budget: { maxUsd: '0.009' } })
    expect(less).toMatchObject({
      status: 'unsupported',
      reason: 'over-budget',
      value: null,
      planHash: enough.planHash,
      overBudget: {
        neededNanoUsd: cent,
        budgets: [{ budget: 'max-cost', leftNanoUsd: '9000000', resetsAt: null }],
      },
    })
    expect(less.text).toBe('This can cost up to $0.01, but its limit has $0.009 left; nothing was run.')
    expect((await readRows()).map(({ outcome }) => outcome).sort()).toEqual(['answered', 'refused'])
  })

  it('of a user is held at the worst case, settled at what was read, and survives a restart', async () => {
    const day = { id: 'each', scope: 'user', per: 'day', maxUsd: '0.015' } as const
    const events: AssayEvent[] = []
    const assay = await start({ rates, budgets: [day], onEvent: (event) => events.push(event) })
    // Zones show that no row can match: nothing is read, though ten rows were held for.
    const none = await assay.query('parts', `${count} WHERE width > 100`, { actor: 'ann' })
    expect(none.cost).toMatchObject({ reservedNanoUsd: cent })
    expect(none.cost.resources[0]).toMatchObject({ quantity: 0, nanoUsd: '0' })
    expect((await assay.query('parts', count, { actor: 'ann' })).status).toBe('answered')
    const refused = await assay.query('parts', count, { actor: 'ann' })
    const [budget] = refused.overBudget?.budgets ?? []
    expect(budget).toMatchObject({ budget: 'each', value: 'ann', leftNanoUsd: '5000000' })
    expect(Date.parse(budget?.resetsAt ?? '')).toBeGreaterThan(Date.now())
    expect((await assay.query('parts', count, { actor: 'bob' })).status).toBe('answered')
    expect(await assay.budgets()).toMatchObject([
      {
        id: 'each',
        maxUsd: '0.015',
        counters: [
          { value: 'ann', spentNanoUsd: cent, heldNanoUsd: '0' },
          { value: 'bob', spentNanoUsd: cent, heldNanoUsd: '0' },
        ],
      },
    ])
    await assay.close()
    const again = await start({ rates })
    expect((await again.query('parts', count, { actor: 'ann' })).reason).toBe('over-budget')
    await again.setBudget({ ...day, maxUsd: '1' })
    expect((await again.query('parts', count, { actor: 'ann' })).status).toBe('answered')
    expect(await again.removeBudget('each')).toBe(true)
    expect(await again.budgets()).toEqual([])
    const alerts = events.flatMap((event) => (event.type === 'budget-alerted' ? [event.share] : []))
    expect(alerts).toEqual([])
  })

  it('is charged for what was read when a run fails midway', async () => {
    const total = { id: 'all', scope: 'total', per: 'day', maxUsd: '1' } as const
    const assay = await start({ rates, budgets: [total] })
    const failing = assay.query('parts', 'SELECT id, (SELECT width FROM parts) AS w FROM parts')
    expect(await codeOf(failing)).toMatch(/^EXECUTE_/)
    const [row] = await readRows()
    expect(row).toMatchObject({ outcome: 'failed', certainty: 'exact' })
    const rows = row?.resources.find(({ name }) => name === 'rows-scanned')
    expect(rows?.nanoUsd).toBe(row?.heldResourceNanoUsd.toString())
    expect(rows?.quantity).toBeGreaterThan(0)
    expect((await assay.budgets())[0]?.counters[0]).toMatchObject({
      spentNanoUsd: rows?.nanoUsd,
      heldNanoUsd: '0',
    })
  })

  it('holds for CPU time, bytes, storage and ingest too, and is charged what they were', async () => {
    const clock = { ms: Date.parse('2026-06-15T12:00:00Z') }
    const all = [
      ['cpu', 'ms'],
      ['bytes-read', 'bytes'],
      ['storage', 'byte-minutes'],
      ['ingest', 'ms'],
    ].map(([name = '', unit = '']) => ({ name, unit, usd: '1', per: 1_000_000, since: '2020-01-01' }))
    const day = { id: 'all', scope: 'total', per: 'day', maxUsd: '5' } as const
    const assay = await start({ rates: all, budgets: [day], now: () => new Date(clock.ms) })
    clock.ms += 600_000
    const { maxNanoUsd } = await assay.explain('parts', { sql: count })
    const { cost } = await assay.query('parts', count)
    expect(cost.reservedNanoUsd).toBe(maxNanoUsd)
    const [row] = await readRows()
    const charged = row?.heldResourceNanoUsd ?? 0n
    expect(charged).toBeLessThan(BigInt(cost.reservedNanoUsd))
    const priceOf = (name: string) => BigInt(cost.resources.find((use) => use.name === name)?.nanoUsd ?? -1)
    for (const { name } of all) expect(priceOf(name)).toBeGreaterThan(0n)
    expect(charged).toBeGreaterThanOrEqual(priceOf('storage') + priceOf('ingest'))
    expect(charged).toBeLessThanOrEqual(
      row?.resourceNanoUsd ?? all.reduce((sum, { name }) => sum + priceOf(name), 0n),
    )
    expect((await assay.budgets())[0]?.counters[0]).toMatchObject({
      spentNanoUsd: charged.toString(),
      heldNanoUsd: '0',
    })
    expect((await assay.query('parts', count, { budget: { maxUsd: '0' } })).reason).toBe('over-budget')
  })

  it('stops a run that uses more CPU time than was held, and charges what it used', async () => {
    const cpu = [{ name: 'cpu', unit: 'ms', usd: '1', per: 1_000, since: '2020-01-01' }]
    let ms = 0
    let step = 0
    const assay = await start({ rates: cpu, cpuMs: () => (ms += step) })
    step = 6_000
    const budget = { maxUsd: '10' }
    const stopped = assay.query('parts', count, { budget })
    await expect(stopped).rejects.toMatchObject({
      code: 'RESOURCES_SPENT',
      traits: { exit: 4, status: 402 },
      details: { resource: 'cpu', unit: 'ms', allowed: 5_000.2 },
    })
    const [row] = await readRows()
    expect(row).toMatchObject({ outcome: 'failed', overrun: true })
    // Without a limit there is nothing to stop it for.
    expect((await assay.query('parts', count)).status).toBe('answered')
  })

  it('cannot be overspent by questions that come at once', async () => {
    const total = { id: 'all', scope: 'total', per: 'total', maxUsd: '0.05' } as const
    const assay = await start({ rates, budgets: [total] })
    const answers = await Promise.all(Array.from({ length: 12 }, () => assay.query('parts', count)))
    expect(answers.filter(({ status }) => status === 'answered')).toHaveLength(5)
    expect((await assay.budgets())[0]?.counters[0]).toMatchObject({
      spentNanoUsd: '50000000',
      heldNanoUsd: '0',
      overrun: false,
    })
  })

  it.each([
    'SELECT count(*) FROM parts WHERE width > (SELECT avg(width) FROM parts)',
    'SELECT type, count(*) FROM parts GROUP BY type ORDER BY 2 DESC LIMIT 1',
    'SELECT id FROM parts ORDER BY width DESC LIMIT 2',
  ])('holds at least what is read by %s', async (sql) => {
    const assay = await start({ rates })
    const { cost, status } = await assay.query('parts', sql)
    expect(status).toBe('answered')
    expect(BigInt(cost.resources[0]?.nanoUsd ?? -1)).toBeLessThanOrEqual(BigInt(cost.reservedNanoUsd))
  })

  it('holds for the second run of a question for the first of an order, and counts it', async () => {
    const assay = await start({ rates })
    const { cost, status } = await assay.ask('parts', 'Which 2 parts have the highest width?')
    expect(status).toBe('answered')
    // Two runs, beside those of the reading before it was chosen.
    expect(cost.resources[0]?.quantity).toBeGreaterThanOrEqual(20)
    expect(cost.reservedNanoUsd).toBe(cost.resources[0]?.nanoUsd)
    const question = 'Which 2 parts have the highest width?'
    expect((await assay.explain('parts', { question })).maxNanoUsd).toBe(cost.reservedNanoUsd)
  })

  it('holds for the run that counts the rows without a group', async () => {
    const assay = await start({ rates })
    const { cost, status } = await assay.ask('parts', 'Which type has the most parts?')
    expect(status).toBe('answered')
    expect(BigInt(cost.resources[0]?.nanoUsd ?? -1)).toBeGreaterThan(10_000_000n)
    expect(BigInt(cost.resources[0]?.nanoUsd ?? -1)).toBeLessThanOrEqual(BigInt(cost.reservedNanoUsd))
    expect((await readRows())[0]).toMatchObject({ overrun: false })
  })
})

describe('the rates of a store', () => {
  it('are kept, hold for every process, and price from their date on', async () => {
    const clock = { ms: Date.parse('2026-06-15T12:00:00Z') }
    const assay = await start({ now: () => new Date(clock.ms) })
    const other = await createAssay({ store: folder, now: () => new Date(clock.ms) })
    open.push(other)
    const rate = { name: 'rows-scanned', unit: 'rows', usd: '1', per: 1_000, since: '2026-06-15' }
    expect(await other.setRate(rate)).toEqual(rate)
    await other.setRate({ ...rate, usd: '2', since: '2026-06-16' })
    const priced = async () => (await assay.query('parts', count)).cost.resources[0]?.nanoUsd
    expect(await priced()).toBe(cent)
    clock.ms += 86_400_000
    expect(await priced()).toBe('20000000')
    expect(await other.removeRate({ name: 'rows-scanned', since: '2026-06-16' })).toBe(true)
    expect(await other.removeRate({ name: 'rows-scanned', since: '2026-06-16' })).toBe(false)
    expect(await priced()).toBe(cent)
    expect(await assay.rates()).toEqual([rate])
    expect(await codeOf(assay.setRate({ ...rate, unit: 'ms' }))).toBe('INPUT_INVALID')
    expect(await codeOf(assay.setRate({ ...rate, since: '2026-02-30' }))).toMatch(/INVALID/)
  })
})

describe('options', () => {
  it.each([
    [{ budgets: [{ id: 'a', scope: 'everyone', per: 'day', maxUsd: '1' }] }, 'INPUT_INVALID'],
    [{ budgets: [{ id: 'a', scope: 'user', per: 'day', maxUsd: 1 }] }, 'INPUT_INVALID'],
    [{ budgets: [{ id: 'a', scope: 'user', per: 'day', maxUsd: '1', cap: 2 }] }, 'INPUT_INVALID'],
    [
      { budgets: [{ id: 'a', scope: 'user', per: 'day', maxUsd: '1', timeZone: 'Nowhere' }] },
      'BUDGET_INVALID',
    ],
    [{ rates: [{ ...rates[0], name: 'rows' }] }, 'INPUT_INVALID'],
    [{ rates: [{ ...rates[0], unit: 'ms' }] }, 'INPUT_INVALID'],
    [{ rates: [{ ...rates[0], per: 0 }] }, 'INPUT_INVALID'],
  ])('%j are refused, and nothing stays open', async (options, code) => {
    expect(await codeOf(createAssay({ store: folder, ...(options as object) }))).toBe(code)
    await start()
  })

  it('of reports are checked', async () => {
    const assay = await start()
    expect(await codeOf(assay.costs({ by: 'colour' as 'day' }))).toBe('INPUT_INVALID')
    expect(await codeOf(assay.costs({ since: 'yesterday-ish' }))).toBe('REPORT_INVALID')
    expect(await codeOf(assay.ask('parts', 'How many?', { actor: '\ud800' }))).toBe('INPUT_INVALID')
  })
})

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
    expect(used['rows-scanned']).toEqual({ quantity: 10, unit: 'rows', nanoUsd: null })
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

  it('tells no CPU time and no bytes of questions that ran at the same time', async () => {
    const assay = await start()
    const answers = await Promise.all([assay.query('parts', count), assay.query('parts', count)])
    for (const { cost } of answers) expect(cost.resources.map(({ name }) => name)).toEqual(['rows-scanned'])
    const names = (await assay.query('parts', count)).cost.resources.map(({ name }) => name)
    expect(names).toEqual(['rows-scanned', 'cpu', 'bytes-read'])
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

  it('is charged as held, and marked, when a run fails midway', async () => {
    const total = { id: 'all', scope: 'total', per: 'day', maxUsd: '1' } as const
    const assay = await start({ rates, budgets: [total] })
    const failing = assay.query('parts', 'SELECT id, (SELECT width FROM parts) AS w FROM parts')
    expect(await codeOf(failing)).toMatch(/^EXECUTE_/)
    expect((await readRows())[0]).toMatchObject({
      outcome: 'failed',
      certainty: 'estimated',
      heldResourceNanoUsd: 20_000_000n,
    })
    expect((await assay.budgets())[0]?.counters[0]).toMatchObject({
      spentNanoUsd: '20000000',
      heldNanoUsd: '0',
    })
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
    expect(cost.resources[0]).toMatchObject({ name: 'rows-scanned', quantity: 20, nanoUsd: '20000000' })
    expect(cost.reservedNanoUsd).toBe('20000000')
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

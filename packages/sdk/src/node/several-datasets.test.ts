import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Assay, createAssay, fromText } from './index.js'

const flights = [
  { no: 'A1', origin: 'ULM', seats: 10 },
  { no: 'B2', origin: 'ULM', seats: 20 },
  { no: 'C3', origin: 'BER', seats: 30 },
  { no: 'D4', origin: 'XXX', seats: 40 },
  { no: 'E5', origin: null, seats: 50 },
]
const airports = {
  airports: [
    { iata: 'ULM', city: 'Ulm', runways: [{ m: 900 }] },
    { iata: 'BER', city: 'Berlin', runways: [{ m: 3600 }, { m: 4000 }] },
  ],
  flights: [{ no: 'other', extra: true }],
}

let folder: string
let assay: Assay
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-datasets-'))
  assay = await createAssay({ store: join(folder, 'store') })
  await assay.ingest(fromText('flights.json', JSON.stringify(flights)), { name: 'a' })
  await assay.ingest(fromText('places.json', JSON.stringify(airports)), { name: 'b' })
})
afterAll(async () => {
  await assay.close()
  rmSync(folder, { recursive: true })
})

const both = ['a', 'b'] as const

describe('a query over two datasets', () => {
  it('joins their tables and says where each record is from', async () => {
    const answer = await assay.query(
      both,
      'SELECT a.flights.no, city FROM a.flights JOIN airports ON a.flights.origin = b.airports.iata ORDER BY no DESC',
    )
    expect(answer.rows).toEqual([
      ['C3', 'Berlin'],
      ['B2', 'Ulm'],
      ['A1', 'Ulm'],
    ])
    expect(answer.dataset.name).toBe('a')
    expect(answer.datasets?.map(({ name, as, contentId }) => [name, as, contentId.length])).toEqual([
      ['a', 'a', 64],
      ['b', 'b', 64],
    ])
    expect(answer.evidence.map(({ dataset, table, pointer }) => `${dataset} ${table} ${pointer}`)).toEqual([
      'a flights /2',
      'a flights /1',
      'a flights /0',
      'b airports /airports/1',
      'b airports /airports/0',
    ])
    expect(await assay.verify(answer)).toMatchObject({ ok: true, checked: 5 })
  })

  it('takes a bare name where it is the only one, and names both where it is not', async () => {
    expect((await assay.query(both, 'SELECT max(m) FROM airports_runways')).value).toBe(4000)
    for (const name of ['flights', 'records'])
      await expect(assay.query(both, `SELECT count(*) FROM ${name}`)).rejects.toMatchObject({
        code: 'PLAN_AMBIGUOUS_NAME',
        details: { candidates: ['a.flights', expect.stringMatching(/^b\./)] },
      })
    expect((await assay.query(both, 'SELECT count(*) FROM a.records')).value).toBe(5)
    expect((await assay.query('a', 'SELECT count(*) FROM a.flights')).value).toBe(5)
    expect((await assay.query(both, 'SELECT count(*) FROM b.flights')).value).toBe(1)
    await expect(assay.query(both, 'SELECT 1 FROM c.flights')).rejects.toMatchObject({
      code: 'PLAN_UNKNOWN_TABLE',
    })
  })

  it('gives datasets other names for the time of the query', async () => {
    const named = [
      { dataset: 'a', as: 'first' },
      { dataset: 'a', as: 'second' },
    ]
    const answer = await assay.query(
      named,
      'SELECT count(*) FROM first.flights x JOIN second.flights y ON x.origin = y.origin',
    )
    expect(answer.value).toBe(6)
    await expect(assay.query(['a', 'a'], 'SELECT 1 FROM a.flights')).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
    await expect(assay.query([], 'SELECT 1 FROM a.flights')).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })

  it('has a plan hash that covers the datasets', async () => {
    const sql = 'SELECT count(*) FROM x.flights JOIN y.airports ON origin = iata'
    const hash = async (x: string, y: string) => {
      const datasets = [
        { dataset: x, as: 'x' },
        { dataset: y, as: 'y' },
      ]
      const { planHash } = await assay.query(datasets, sql)
      expect((await assay.explain(datasets, { sql })).planHash).toBe(planHash)
      return planHash
    }
    await assay.ingest(fromText('flights.json', JSON.stringify(flights)), { name: 'a2' })
    expect(await hash('a', 'b')).not.toBe(await hash('a2', 'b'))
  })

  it('gives back the plan, which can be run again over the same datasets', async () => {
    const { plan, rows } = await assay.query(
      both,
      'SELECT city, count(*) FROM a.flights JOIN b.airports ON origin = iata GROUP BY city',
    )
    expect((await assay.query(both, plan!)).rows).toEqual(rows)
  })
})

describe('a declared link', () => {
  const links = [{ from: 'a.flights.origin', to: 'b.airports.iata' }]

  it('ties a JOIN without a condition, and is reported with what it matches', async () => {
    const answer = await assay.query(
      both,
      'SELECT city, sum(seats) FROM a.flights JOIN b.airports GROUP BY city ORDER BY city',
      { links },
    )
    expect(answer.rows).toEqual([
      ['Berlin', 30],
      ['Ulm', 30],
    ])
    expect(answer.links).toEqual([
      {
        from: { table: 'a.flights', column: 'origin' },
        to: { table: 'b.airports', column: 'iata' },
        values: 4,
        matched: 3,
        share: 0.75,
      },
    ])
    const turned = await assay.query(
      both,
      'SELECT no, city FROM b.airports LEFT JOIN a.flights ORDER BY no',
      { links },
    )
    expect(turned.rows).toHaveLength(3)
    // Without the link it is every pair, as in SQL.
    expect((await assay.query(both, 'SELECT count(*) FROM a.flights JOIN b.airports')).value).toBe(10)
  })

  it('is refused when a column is not there or cannot be compared', async () => {
    const sql = 'SELECT count(*) FROM a.flights'
    const declare = (from: string, to: string) => assay.query(both, sql, { links: [{ from, to }] })
    await expect(declare('a.flights.orgin', 'b.airports.iata')).rejects.toMatchObject({
      code: 'PLAN_UNKNOWN_COLUMN',
      details: { nearest: expect.arrayContaining(['origin']) },
    })
    await expect(declare('a.flights.seats', 'b.airports.iata')).rejects.toMatchObject({ code: 'PLAN_TYPE' })
    await expect(declare('seats', 'b.airports.iata')).rejects.toMatchObject({ code: 'LINK_INVALID' })
    await expect(declare('c.flights.no', 'b.airports.iata')).rejects.toMatchObject({
      code: 'PLAN_UNKNOWN_TABLE',
    })
  })

  it('is warned of when it ties nothing', async () => {
    const { warnings } = await assay.query(both, 'SELECT count(*) FROM a.flights', {
      links: [{ from: 'a.flights.no', to: 'airports.iata' }],
    })
    expect(warnings).toEqual(['The link a.flights.no = b.airports.iata ties nothing: no value is in both.'])
  })
})

describe('what an actor may see', () => {
  it('binds to the tables of every dataset, and is counted', async () => {
    const scoped = await createAssay({
      store: join(folder, 'store'),
      scope: (_, table, dataset) =>
        dataset === 'b' && table === 'airports'
          ? {
              op: 'eq',
              args: [
                { op: 'column', name: 'city' },
                { op: 'text', value: 'Ulm' },
              ],
            }
          : dataset === 'a'
            ? {
                op: 'le',
                args: [
                  { op: 'column', name: 'seats' },
                  { op: 'number', value: '30' },
                ],
              }
            : undefined,
    })
    try {
      const links = [{ from: 'a.flights.origin', to: 'b.airports.iata' }]
      const answer = await scoped.query(both, 'SELECT no FROM a.flights JOIN b.airports ORDER BY no', {
        links,
      })
      expect(answer.rows).toEqual([['A1'], ['B2']])
      expect(answer.coverage).toMatchObject({ considered: 3, withheld: 2 })
      expect(answer.links?.[0]).toMatchObject({ values: 3, matched: 2 })
      const counted = await scoped.query(both, 'SELECT count(*) FROM b.airports')
      expect([counted.value, counted.coverage.withheld]).toEqual([1, 1])
    } finally {
      await scoped.close()
    }
  })
})

it('answers over old versions to the end when a dataset is ingested anew midway', async () => {
  const rows = 60_000
  const text = (value: number) => `[${Array.from({ length: rows }, () => `{"v":${value}}`).join()}]`
  const first = await assay.ingest(fromText('rows.json', text(1)), { name: 'rows' })
  const sql = 'SELECT sum(v) FROM rows.rows LEFT JOIN b.airports_runways ON v = m'
  const started = assay.query(['rows', 'b'], sql)
  const ingesting = assay.ingest(fromText('rows.json', text(2)), { name: 'rows' })
  const during = await started
  const second = await ingesting
  const after = await assay.query(['rows', 'b'], sql)
  expect(during.datasets?.[0]?.version).toBe(first.version)
  expect(during.value).toBe(rows)
  expect(after.datasets?.[0]?.version).toBe(second.version)
  expect(after.value).toBe(2 * rows)
})

it('calls an answer partial when lines of any of its datasets were left out', async () => {
  await assay.ingest(fromText('keys.jsonl', '{"k":"A1"}\nbroken\n{"k":"B2"}'), {
    name: 'keys',
    onBadLine: 'skip',
  })
  const sql = 'SELECT count(*) FROM a.flights JOIN keys.keys ON no = k'
  expect(await assay.query(['a', 'keys'], sql)).toMatchObject({ value: 2, status: 'partial' })
  expect(await assay.query(['a', 'keys'], 'SELECT count(*) FROM flights')).toMatchObject({
    status: 'answered',
  })
})

import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../index.js'
import { type Assay, createAssay, fromFile } from './index.js'

const data = fileURLToPath(new URL('../../../../../shared/data/timber', import.meta.url))
const isThere = existsSync(data)
if (!isThere) console.warn('SKIPPED: shared/data is not there, so the timber parts were not counted.')

interface Truth {
  readonly [name: string]: unknown
  readonly total: number
  readonly volume_m3_total_of_computable: number
  readonly volume_uncomputable_records: number
  readonly volume_by_type: Readonly<Record<string, { n: number; m3: number; uncomputable: number }>>
  readonly volume_fichte: number
  readonly volume_kvh: number
  readonly avg_length_Ständer: number
}

let folder: string
let assay: Assay
let truth: Truth
beforeAll(async () => {
  if (!isThere) return
  truth = JSON.parse(readFileSync(join(data, 'ground-truth.json'), 'utf8'))
  folder = await mkdtemp(join(tmpdir(), 'assay-timber-'))
  assay = await createAssay({ store: folder })
  await assay.ingest(await fromFile(join(data, 'holzbauteile-801.json')), { name: 'timber' })
})
afterAll(async () => {
  if (!isThere) return
  await assay.close()
  await rm(folder, { recursive: true })
})

/** Asks, and has the answer checked, with all its numbers, against the file. */
async function query(sql: string): Promise<Answer> {
  const answer = await assay.query('timber', sql)
  expect(answer.status).toBe('answered')
  const sent = JSON.parse(JSON.stringify(answer)) as Answer
  expect(await assay.verify(sent)).toMatchObject({ ok: true, problems: [] })
  expect(await assay.verify(sent, { full: true })).toMatchObject({ ok: true, problems: [], full: true })
  return answer
}

const whole = { considered: 801, used: 801, withheld: 0, skipped: [] }
const volume = '"Länge" * "Breite" * "Höhe"'
/** What an answer skips is its last part, in the order in which the file shows it. */
const reasons = ({ coverage }: Answer) =>
  Object.fromEntries(coverage.skipped.map(({ reason, records }) => [reason, records]))
const toCounts = ({ rows }: Answer) => Object.fromEntries((rows ?? []).map(([key, n]) => [String(key), n]))

describe.skipIf(!isThere)('timber: the counts that were worked out independently', () => {
  it('all parts', async () => {
    const answer = await query('SELECT count(*) FROM records')
    expect(answer).toMatchObject({ value: truth.total, how: 'catalog', coverage: whole, evidenceTotal: 801 })
  })

  it.each([
    ['by_type', 'Name'],
    ['by_species', 'Holzart'],
    ['by_material', 'Material'],
    ['by_strength', 'Festigkeitsklasse (DIN EN 338/14080)'],
    ['by_manufacturer', 'Hersteller/Produkt'],
    ['by_costgroup', 'Kostengruppe (DIN 276)'],
  ])('%s', async (name, column) => {
    const answer = await query(`SELECT "${column}", count(*) FROM records GROUP BY "${column}"`)
    expect(toCounts(answer)).toEqual(truth[name])
    expect(answer.coverage).toEqual(whole)
  })

  it.each([
    ['by_floor', 'TRUE'],
    ['Träger_by_floor', `"Name" = 'Träger'`],
    ['Ständer_by_floor', `"Name" = 'Ständer'`],
    ['Binder_by_floor', `"Name" = 'Binder'`],
    ['Rähm_by_floor', `"Name" = 'Rähm'`],
  ])('%s, with those of no floor', async (name, where) => {
    const answer = await query(
      `SELECT coalesce("Geschoss", 'None'), count(*) FROM records WHERE ${where} GROUP BY 1`,
    )
    expect(toCounts(answer)).toEqual(truth[name])
  })

  it.each([
    ['records_without_floor', '"Geschoss" IS NULL'],
    ['Träger_Buche', `"Name" = 'Träger' AND "Holzart" = 'Buche'`],
    ['KVH_C24', `"Material" = 'Konstruktionsvollholz' AND "Festigkeitsklasse (DIN EN 338/14080)" = 'C24'`],
    ['GL70', `"Festigkeitsklasse (DIN EN 338/14080)" = 'GL70'`],
  ])('%s', async (name, where) => {
    const answer = await query(`SELECT count(*) FROM records WHERE ${where}`)
    expect(answer).toMatchObject({ value: truth[name], coverage: whole, evidenceTotal: truth[name] })
  })

  it('W_035, with those that name no wall in coverage', async () => {
    const column = 'Bauteilzugehörigkeits-Nr.'
    const answer = await query(`SELECT count(*) FROM records WHERE "${column}" LIKE 'W\\_035%' ESCAPE '\\'`)
    expect(answer).toMatchObject({ value: truth['W_035'], coverage: { considered: 801, used: 672 } })
    expect(reasons(answer)).toEqual({ [`missing: "${column}"`]: 129 })
  })

  it('cost_fields: the one column that says a cost', async () => {
    const { catalog } = await assay.schema('timber')
    const [table, ...others] = catalog.tables
    expect(others).toEqual([])
    expect(table).toMatchObject({ rows: 801, aliases: ['records'] })
    const names = table!.columns.map(({ name }) => name).filter((name) => name.includes('Kosten'))
    expect(names).toEqual(truth['cost_fields'])
  })

  it('the eight arrays are one table that knows the array of each part', async () => {
    const answer = await query('SELECT key, count(*) FROM records WHERE key = "Name" GROUP BY key')
    expect(toCounts(answer)).toEqual(truth['by_type'])
  })
})

describe.skipIf(!isThere)('timber: the sums, and what could not be computed', () => {
  const skips = (used: number, skipped: Readonly<Record<string, number>>, answer: Answer) => {
    expect(answer.coverage).toMatchObject({ considered: 801, used, withheld: 0 })
    expect(reasons(answer)).toEqual(skipped)
    expect(answer.evidenceTotal).toBe(used)
  }

  it('153 of 801 have no width, 153 no height and 73 no length', async () => {
    for (const [column, missing] of [
      ['Breite', 153],
      ['Höhe', 153],
      ['Länge', 73],
    ] as const)
      skips(
        801 - missing,
        { [`placeholder: ${column}`]: missing },
        await query(`SELECT sum("${column}") FROM records`),
      )
  })

  it('volume of all, in cubic metres', async () => {
    const answer = await query(`SELECT sum(${volume}) / 1000000000 FROM records`)
    expect(answer.value).toBeCloseTo(truth.volume_m3_total_of_computable, 12)
    // The first of the three that is no number is blamed: 73 have no length, 82 others have no width.
    skips(
      801 - truth.volume_uncomputable_records,
      { 'placeholder: Länge': 73, 'placeholder: Breite': 82 },
      answer,
    )
  })

  it.each([
    ['volume_fichte', `"Holzart" = 'Fichte'`],
    ['volume_kvh', `"Material" = 'Konstruktionsvollholz'`],
  ] as const)('%s', async (name, where) => {
    const { value } = await query(`SELECT sum(${volume}) / 1000000000 FROM records WHERE ${where}`)
    expect(value).toBeCloseTo(truth[name], 12)
  })

  it('volume by type: what was computed beside what was not', async () => {
    const answer = await query(
      `SELECT "Name", count(*), sum(${volume}) / 1000000000, count(*) - count(${volume}) FROM records GROUP BY "Name"`,
    )
    const byType = Object.fromEntries(
      answer.rows!.map(([name, n, m3, uncomputable]) => [
        name,
        { n, m3: Number(Number(m3).toFixed(6)), uncomputable },
      ]),
    )
    expect(byType).toEqual(truth.volume_by_type)
    // Skipped is what no sum could take, though count(*) counts it.
    expect(answer.coverage).toMatchObject({ considered: 801, used: 801 - truth.volume_uncomputable_records })
    expect(reasons(answer)).toEqual({ 'placeholder: Länge': 73, 'placeholder: Breite': 82 })
    // Nothing is not 0: a sum of no number is null.
    expect(answer.rows!.filter(([, , m3]) => m3 === null).map(([name]) => name)).toEqual([
      'Decke',
      'Träger',
      'Binder',
      'Dämmung',
    ])
  })

  it('average length of a Ständer', async () => {
    const answer = await query(`SELECT avg("Länge") FROM records WHERE "Name" = 'Ständer'`)
    expect(answer.value).toBeCloseTo(truth.avg_length_Ständer, 9)
    expect(answer).toMatchObject({ coverage: whole, evidenceTotal: 555 })
  })

  it('a comparison skips what it could not compare', async () => {
    const answer = await query('SELECT count(*) FROM records WHERE "Breite" > 100')
    expect(answer.value).toBe(18)
    expect(answer.coverage).toMatchObject({ considered: 801, used: 648 })
    expect(reasons(answer)).toEqual({ 'placeholder: Breite': 153 })
  })
})

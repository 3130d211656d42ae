// Measures one thing and prints it as JSON. Arguments: what, database file, its URL.
import { openDatabase } from '@assay/store/node'
import { createClient } from '@libsql/client'
import { insertRow, migrations } from './schema.js'

const [what = '', path = '', url = ''] = process.argv.slice(2)
const gets = 100_000
const rows = 50_000
const get = { sql: 'SELECT body FROM rows WHERE id = ?', args: ['7'] }
const database = await openDatabase({ path, migrations })
await database.write([{ sql: insertRow, args: ['7', 'body'] }])

async function measureGets(read: () => Promise<unknown>): Promise<object> {
  const before = process.memoryUsage.rss()
  const started = performance.now()
  for (let index = 0; index < gets; index += 1) await read()
  const microseconds = ((performance.now() - started) * 1_000) / gets
  return { microseconds, grownMiB: (process.memoryUsage.rss() - before) / 1_048_576 }
}

async function measureInserts(rowsPerStatement: number): Promise<object> {
  const sql = `INSERT INTO rows (id, body) VALUES ${Array(rowsPerStatement).fill('(?, ?)').join(', ')}`
  const statements = Array.from({ length: rows / rowsPerStatement }, (_, batch) => ({
    sql,
    args: Array.from({ length: rowsPerStatement }, (_, row) => [`${batch}-${row}`, 'body']).flat(),
  }))
  const started = performance.now()
  await database.write(statements)
  return { rowsPerSecond: Math.round(rows / ((performance.now() - started) / 1_000)) }
}

const measures: Readonly<Record<string, () => Promise<object>>> = {
  'client-gets': () => {
    const client = createClient({ url, concurrency: 1 })
    return measureGets(() => client.execute(get))
  },
  'store-gets': () => measureGets(() => database.read(get)),
  'store-single-inserts': () => measureInserts(1),
  'store-multi-inserts': () => measureInserts(5_000),
}
console.log(JSON.stringify(await measures[what]?.()))
await database.close()

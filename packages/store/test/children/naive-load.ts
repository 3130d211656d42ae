// The control: the client as its examples show it, with the usual retry after BUSY, and the same log.
// Arguments: database file, log file, prefix of the ids, number of rows (0: until killed).
import { openSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { createClient } from '@libsql/client'
import { insertRow } from './schema.js'

const [path = '', logPath = '', prefix = '', rows = '0'] = process.argv.slice(2)
const log = openSync(logPath, 'a')
const total = Number(rows) === 0 ? Number.POSITIVE_INFINITY : Number(rows)
const client = createClient({ url: pathToFileURL(path).href })
await client.execute('PRAGMA journal_mode = wal')
await client.execute('CREATE TABLE IF NOT EXISTS rows (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT')
process.stdout.write('ready\n')

for (let next = 0; next < total; next += 1) {
  const id = `${prefix}-${next}`
  for (;;) {
    try {
      const { rowsAffected } = await client.execute({
        sql: insertRow,
        args: [id, `body of ${id} `.repeat(8)],
      })
      if (rowsAffected === 1) writeSync(log, `${id}\n`)
      break
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes('BUSY')) throw error
      await sleep(5)
    }
  }
  if (next % 50 === 49) await sleep(0)
}
client.close()

// The control: believes the error of the first write that fails, notes the row as refused, and is killed.
// Arguments: database file, log of acknowledged ids, log of refused ids.
import { openSync, writeSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { createClient } from '@libsql/client'
import { insertRow, migrations } from './schema.js'

const [path = '', ackPath = '', refusedPath = ''] = process.argv.slice(2)
const acknowledged = openSync(ackPath, 'a')
const refused = openSync(refusedPath, 'a')
const client = createClient({ url: pathToFileURL(path).href, concurrency: 1 })
await client.execute('PRAGMA journal_mode = wal')
for (const { statements } of migrations) await client.batch([...statements], 'write')
for (let next = 0; ; next += 1) {
  try {
    await client.execute({ sql: insertRow, args: [`${next}`, 'x'.repeat(6_000)] })
    writeSync(acknowledged, `${next}\n`)
  } catch (error) {
    writeSync(refused, `${next} ${String(error)}\n`)
    process.kill(process.pid, 'SIGKILL')
  }
}

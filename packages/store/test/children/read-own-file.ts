// The control: a process that reads its own live database with fs, lets another one open and close it, and
// goes on writing. Arguments: database file, `fs` or `none`, the bundled toucher. It kills itself at the end.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { createClient } from '@libsql/client'
import { insertRow } from './schema.js'

const [path = '', habit = '', toucher = ''] = process.argv.slice(2)
const client = createClient({ url: pathToFileURL(path).href, concurrency: 1 })
await client.execute('PRAGMA journal_mode = wal')
await client.execute('CREATE TABLE rows (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT')
const write = async (from: number, to: number) => {
  for (let id = from; id < to; id += 1) await client.execute({ sql: insertRow, args: [`${id}`, ''] })
}
await write(0, 5)
if (habit === 'fs') readFileSync(path)
spawnSync(process.execPath, [toucher, path])
await write(5, 105)
process.kill(process.pid, 'SIGKILL')

// Writes rows one after another; each acknowledgement is one write to the log, so that a trace shows the order.
// Arguments: database file, log file, `full` or `normal`, rows.
import { openSync, writeSync } from 'node:fs'
import { type Durability, openDatabase } from '@assay/store/node'
import { insertRow, migrations } from './schema.js'

const [path = '', logPath = '', durability = 'full', rows = '0'] = process.argv.slice(2)
const log = openSync(logPath, 'a')
const database = await openDatabase({ path, migrations, durability: durability as Durability })
process.stdout.write('ready\n')
for (let id = 0; id < Number(rows); id += 1) {
  await database.write([{ sql: insertRow, args: [`${id}`, 'x'.repeat(3_000)] }])
  writeSync(log, `${id}\n`)
}
await database.close()

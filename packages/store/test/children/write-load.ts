// Writes rows until it is killed or has written enough; each acknowledged id goes to a log outside the store.
// Arguments: folder, log file, prefix of the ids, number of rows (0: until killed), rows a batch.
import { openSync, writeSync } from 'node:fs'
import { openStore } from '@assay/store/node'
import { insertRow, storeMigrations } from './schema.js'

const [folder = '', logPath = '', prefix = '', rows = '0', batchSize = '1'] = process.argv.slice(2)
const log = openSync(logPath, 'a')
const size = Number(batchSize)
const total = Number(rows) === 0 ? Number.POSITIVE_INFINITY : Number(rows)
let next = 0

let reopened = 0
const store = await openStore({
  folder,
  migrations: storeMigrations,
  onEvent: ({ type }) => {
    if (type === 'store-reopened') reopened += 1
  },
})
process.stdout.write('ready\n')

async function writeRows(): Promise<void> {
  while (next < total) {
    const ids = Array.from({ length: size }, () => `${prefix}-${next++}`)
    await store.metadata.write(ids.map((id) => ({ sql: insertRow, args: [id, `body of ${id} `.repeat(8)] })))
    writeSync(log, `${ids.join('\n')}\n`)
  }
}

await Promise.all([writeRows(), writeRows(), writeRows(), writeRows()])
await store.close()
process.stdout.write(`reopened ${reopened}\n`)

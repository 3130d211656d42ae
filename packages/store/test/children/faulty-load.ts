// Writes rows one after another while the disk fails now and then; what was acknowledged and what was refused
// goes to two logs. After a refusal it opens the store again (`reopen`) or kills itself (`stop`).
// Arguments: folder, log of acknowledged ids, log of refused ids, rows, `reopen` or `stop`.
import { openSync, writeSync } from 'node:fs'
import { isAssayError } from '@assay/store/error'
import { openStore } from '@assay/store/node'
import { insertRow, storeMigrations } from './schema.js'

const [folder = '', ackPath = '', refusedPath = '', rows = '0', habit = ''] = process.argv.slice(2)
const acknowledged = openSync(ackPath, 'a')
const refused = openSync(refusedPath, 'a')
const open = async () => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await openStore({ folder, migrations: storeMigrations })
    } catch (error) {
      if (attempt === 20) throw error
    }
  }
}

let store = await open()
for (let next = 0; next < Number(rows); next += 1) {
  try {
    await store.metadata.write([{ sql: insertRow, args: [`${next}`, 'x'.repeat(6_000)] }])
    writeSync(acknowledged, `${next}\n`)
  } catch (error) {
    if (!isAssayError(error)) throw error
    const outcome = String(error.details['outcome'])
    writeSync(refused, `${next} ${error.code} ${outcome}\n`)
    if (habit === 'stop') process.kill(process.pid, 'SIGKILL')
    await store.close()
    store = await open()
  }
}
process.kill(process.pid, 'SIGKILL')

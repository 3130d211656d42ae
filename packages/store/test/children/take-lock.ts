// A foreign process that takes the database's own write lock now and then, and knows nothing of Assay's.
// Arguments: database file, milliseconds to hold, milliseconds between.
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'libsql'

const [path = '', holdMs = '20', pauseMs = '40'] = process.argv.slice(2)
const database = new Database(path)
process.stdout.write('ready\n')
for (;;) {
  try {
    database.exec('BEGIN IMMEDIATE')
    await sleep(Number(holdMs))
    database.exec('ROLLBACK')
  } catch {
    // The other side holds the lock just now.
  }
  await sleep(Number(pauseMs) * (0.5 + Math.random()))
}

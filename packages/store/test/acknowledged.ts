import { readFileSync } from 'node:fs'
import { openStore } from '@assay/store/node'
import Database from 'libsql'
import { storeMigrations } from './children/schema.js'

/** The ids of an acknowledgement log; a last line that a kill cut off was not acknowledged. */
export function readLog(path: string): string[] {
  return readFileSync(path, 'utf8').split('\n').slice(0, -1)
}

/** Opens the store as the next start would; the acknowledged ids that are not in it, and how many rows are. */
export async function findLost(folder: string, logPath: string): Promise<{ lost: string[]; rows: number }> {
  const store = await openStore({ folder, migrations: storeMigrations })
  try {
    const found = await store.metadata.read({ sql: 'SELECT id FROM rows', args: [] })
    const present = new Set(found.map(({ id }) => id))
    return { lost: readLog(logPath).filter((id) => !present.has(id)), rows: present.size }
  } finally {
    await store.close()
  }
}

function readIds(path: string): string[] {
  const database = new Database(path)
  const found = database.prepare('SELECT id FROM rows').raw(true).all() as string[][]
  database.close()
  return found.map(([id = '']) => id)
}

/** What a connection of its own sees in a database. */
export function countRowsIn(path: string): number {
  return readIds(path).length
}

/** `findLost` for a database that the control wrote. */
export function findLostNaive(path: string, logPath: string): { lost: string[]; rows: number } {
  const present = new Set(readIds(path))
  return { lost: readLog(logPath).filter((id) => !present.has(id)), rows: present.size }
}

import type { Migration } from '@assay/store'

/** The table that the children write: one row for each acknowledgement. */
export const migrations: readonly Migration[] = [
  { name: '1-rows', statements: ['CREATE TABLE rows (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT'] },
]

/** Inserts one row. */
export const insertRow = 'INSERT INTO rows (id, body) VALUES (?, ?)'

/** The same for a whole store, whose ledger stays empty. */
export const storeMigrations = { metadata: migrations, ledger: [] }

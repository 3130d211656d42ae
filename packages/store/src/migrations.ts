import { isAssayError } from './error/index.js'
import { storeErrors } from './errors.js'
import type { SqlDriver } from './sql-driver.js'

/** One step of a database's schema. Once published, its name and statements never change. */
export interface Migration {
  readonly name: string
  readonly statements: readonly string[]
}

const createRecord =
  'CREATE TABLE IF NOT EXISTS assay_migrations (position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT'

async function readApplied(driver: SqlDriver): Promise<string[] | undefined> {
  const tables = await driver.read({
    sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    args: [],
  })
  if (tables.some(({ name }) => name === 'assay_migrations')) {
    const rows = await driver.read({ sql: 'SELECT name FROM assay_migrations ORDER BY position', args: [] })
    return rows.map(({ name }) => String(name))
  }
  if (tables.length === 0) return undefined
  throw storeErrors.create(
    'STORE_NOT_DATABASE',
    `${driver.name} is a database of another program.`,
    { path: driver.name },
    { hint: 'Choose another folder for the store.' },
  )
}

function checkApplied(driver: SqlDriver, applied: readonly string[], known: readonly string[]): void {
  const path = driver.name
  const unknownMigrations = applied.filter((name) => !known.includes(name))
  if (unknownMigrations.length > 0) {
    throw storeErrors.create(
      'STORE_NEWER',
      `${path} was written by a newer version of this program.`,
      { path, unknownMigrations },
      { hint: 'Update the program, or use another store. Nothing was changed.' },
    )
  }
  for (const [position, found] of applied.entries()) {
    const expected = known[position] ?? ''
    if (expected === found) continue
    throw storeErrors.create(
      'STORE_SCHEMA_MISMATCH',
      `${path} has the schema step "${found}" where "${expected}" is expected.`,
      { path, expected, found },
      { hint: 'The store was made by an unpublished version. Use another store, or make this one again.' },
    )
  }
}

/**
 * Brings a database to the last step. Each step and the record of it are one batch, so a step is there whole or
 * not at all, and a kill between two of them resumes at the next start. Another process that migrates at the
 * same time is noticed by the record, which comes first in the batch. Returns the steps that this call applied.
 */
export async function applyMigrations(
  driver: SqlDriver,
  migrations: readonly Migration[],
): Promise<string[]> {
  const known = migrations.map(({ name }) => name)
  const done: string[] = []
  let applied = await readApplied(driver)
  if (applied === undefined) {
    await driver.write([{ sql: createRecord, args: [] }])
    applied = (await readApplied(driver)) ?? []
  }
  checkApplied(driver, applied, known)
  for (let position = applied.length; position < migrations.length; ) {
    const { name, statements } = migrations[position]!
    const record = {
      sql: 'INSERT INTO assay_migrations (position, name) VALUES (?, ?)',
      args: [position, name],
    }
    try {
      await driver.write([record, ...statements.map((sql) => ({ sql, args: [] }))])
      done.push(name)
      position += 1
    } catch (error) {
      if (!isAssayError(error) || error.code !== 'STORE_CONSTRAINT' || error.details['statement'] !== 0)
        throw error
      applied = (await readApplied(driver)) ?? []
      checkApplied(driver, applied, known)
      position = applied.length
    }
  }
  return done
}

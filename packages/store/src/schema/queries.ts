import type { BatchItem } from 'drizzle-orm/batch'
import { drizzle, type SqliteRemoteDatabase } from 'drizzle-orm/sqlite-proxy'
import { storeErrors } from '../errors.js'
import type { SqlDriver, SqlRow, SqlStatement, SqlValue } from '../sql-driver.js'

/** What of drizzle's database only builds statements. What would run them past the store's one door is left out. */
export type Queries = Pick<
  SqliteRemoteDatabase,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | 'with' | '$with'
>

/** A query with its text and parameters. */
export interface BuiltQuery {
  toSQL(): { readonly sql: string; readonly params: readonly unknown[] }
}

function refuse(reason: string): Error {
  return storeErrors.create('STORE_STATEMENT', `A query was refused: ${reason}.`, { reason, statement: 0 })
}

/**
 * Typed statements over `sqliteTable` definitions. They are built here and run by `readQuery` or by the driver's
 * `write`; awaiting one directly is refused.
 */
export const queries: Queries = drizzle(async () => {
  throw refuse('it was awaited; pass it to readQuery, or to write through toStatement')
})

function toValue(param: unknown): SqlValue {
  if (param === null || param instanceof Uint8Array) return param
  if (typeof param === 'string' || typeof param === 'number' || typeof param === 'bigint') return param
  throw refuse(`a ${typeof param} is no SQL value`)
}

/** The statement of a built query, for the driver's `write`. */
export function toStatement(query: BuiltQuery): SqlStatement {
  const { sql, params } = query.toSQL()
  return { sql, args: params.map(toValue) }
}

/** Drizzle maps by position. Names are unique (the driver refuses others), but digits would be put first. */
function toPositions(row: SqlRow): SqlValue[] {
  for (const name of Object.keys(row)) {
    if (/^\d+$/.test(name)) throw refuse(`a column is called ${name}; a name must not be a number`)
  }
  return Object.values(row)
}

/** Runs a built SELECT; the rows as the schema types them. */
export async function readQuery<Query extends BatchItem<'sqlite'>>(
  driver: SqlDriver,
  query: Query,
  signal?: AbortSignal,
): Promise<Query['_']['result']> {
  const database = drizzle(
    async () => ({ rows: [] }),
    // Drizzle's batch is its one path that hands errors on as they are, not wrapped with the parameters.
    (batch) =>
      Promise.all(
        batch.map(async ({ sql, params }) => ({
          rows: (await driver.read({ sql, args: params.map(toValue) }, signal)).map(toPositions),
        })),
      ),
  )
  const [result] = await database.batch([query])
  return result
}

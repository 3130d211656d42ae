import { drizzle } from 'drizzle-orm/sqlite-proxy'
import type { SqlStatement, SqlValue } from '../sql-driver.js'

/**
 * Drizzle's typed query builder without a connection: what it builds goes through `toStatement` to a `SqlDriver`,
 * so that every write passes the one queue. Running a query on it directly is refused.
 */
export const queries = drizzle(() =>
  Promise.reject(new Error('A query is run by a SqlDriver: pass it through toStatement.')),
)

/** The statement that a drizzle query stands for. */
export function toStatement(query: { toSQL(): { sql: string; params: unknown[] } }): SqlStatement {
  const { sql, params } = query.toSQL()
  return { sql, args: params as SqlValue[] }
}

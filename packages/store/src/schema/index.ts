export { and, asc, desc, eq, sql } from 'drizzle-orm'
export { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
export { queries, toStatement } from './to-statement.js'

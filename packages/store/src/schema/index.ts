export { and, asc, desc, eq, sql } from 'drizzle-orm'

import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { SqlDriver } from '../sql-driver.js'

const readColumns =
  'SELECT name, lower(type) AS type, "notnull" AS required, pk FROM pragma_table_info(?) ORDER BY name'

function describeColumn(name: unknown, type: unknown, required: boolean, key: boolean): string {
  return `${String(name)} ${String(type)}${required || key ? ' not null' : ''}${key ? ' key' : ''}`
}

function describeTable(table: SQLiteTable): { readonly name: string; readonly columns: string[] } {
  const { name, columns, primaryKeys } = getTableConfig(table)
  const keys = new Set(primaryKeys.flatMap((key) => key.columns.map((column) => column.name)))
  return {
    name,
    columns: columns.map((column) =>
      describeColumn(
        column.name,
        column.getSQLType().toLowerCase(),
        column.notNull,
        column.primary || keys.has(column.name),
      ),
    ),
  }
}

/**
 * Where a migrated database and the typed schema disagree (columns, types, NOT NULL, primary keys), one sentence
 * each; empty when they are the same. For the test of whoever writes migrations by hand.
 */
export async function diffSchema(driver: SqlDriver, tables: readonly SQLiteTable[]): Promise<string[]> {
  const problems: string[] = []
  for (const { name, columns } of tables.map(describeTable)) {
    const rows = await driver.read({ sql: readColumns, args: [name] })
    const found = rows.map((row) =>
      describeColumn(row['name'], row['type'], row['required'] === 1, row['pk'] !== 0),
    )
    for (const column of columns) {
      if (!found.includes(column)) problems.push(`${name}: the database lacks the column ${column}`)
    }
    for (const column of found) {
      if (!columns.includes(column)) problems.push(`${name}: the schema lacks the column ${column}`)
    }
  }
  return problems
}

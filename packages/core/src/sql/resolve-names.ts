import type { CatalogTable } from '../catalog/catalog.js'
import { matchName, unknownColumn } from '../plan/resolve-name.js'
import type { SelectStatement, SqlExpression } from './syntax.js'

type Name = Extract<SqlExpression, { kind: 'name' }>

/** Finds what a name of a statement means. */
export interface Names {
  /** The column's name in the catalog; undefined when there is none. */
  findColumn(name: Name): string | undefined
  /** True when `*` or a column may be written behind this name and a dot. */
  isTable(name: string): boolean
  /** PLAN_UNKNOWN_COLUMN about the name. */
  unknown(name: Name): Error
}

export function createNames(statement: SelectStatement, table: CatalogTable): Names {
  const columns = table.columns.map(({ name }) => name)
  const own =
    statement.alias === undefined ? [statement.table, table.name, ...table.aliases] : [statement.alias]
  const isTable = (name: string) => own.some((candidate) => candidate.toLowerCase() === name.toLowerCase())
  const findParts = (parts: readonly string[]) =>
    matchName(parts.join('.'), columns) ?? matchName(parts.map(quoteToken).join('.'), columns)
  return {
    isTable,
    findColumn({ parts }) {
      const [first, ...rest] = parts
      const behindTable =
        first !== undefined && rest.length > 0 && isTable(first) ? findParts(rest) : undefined
      return behindTable ?? findParts(parts)
    },
    unknown({ parts, quoted }) {
      const advice = quoted && parts.length === 1 ? ' Text goes in single quotes.' : ''
      return unknownColumn(parts.join('.'), columns, `table "${table.name}"`, advice)
    },
  }
}

/** A token of a nested column's name, as the catalog writes it. */
function quoteToken(token: string): string {
  return /[."]/.test(token) ? JSON.stringify(token) : token
}

import type { Catalog } from '../catalog/catalog.js'
import type { Plan } from '../plan/algebra.js'
import type { Query } from './syntax.js'
import { toQuery } from './to-query.js'

/** The plan of a statement over its tables. Every name in it is the catalog's. */
export function toPlan(sql: string, statement: Query, { tables, links = [] }: Catalog): Plan {
  const declared = links.filter(({ because }) => because === 'declared')
  const { relation } = toQuery(statement, { sql, tables, declared, named: new Map(), outer: undefined })
  return { version: 1, root: relation }
}

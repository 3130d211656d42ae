import type { Catalog, CatalogColumn, CatalogLink, CatalogTable, ValueIndex } from '../catalog/catalog.js'
import type { ColumnReading } from '../catalog/column-reading.js'
import { typeShare } from '../catalog/column-type.js'
import type { CallContext } from '../guard/context.js'
import type { Expression } from '../plan/algebra.js'
import type { ScopeOfTable } from '../plan/check-plan.js'
import type { OpenDataset } from './open-datasets.js'

/** Which records of a table of a dataset an actor sees: a condition over its columns; undefined: all of them. */
export type ScopePolicy = (context: CallContext, table: string, dataset: string) => Expression | undefined

/** What of a dataset an actor may know. */
export interface DatasetScope {
  /** Without the values of tables of which the actor does not see all records. */
  readonly catalog: Catalog
  readonly values: ValueIndex
  readonly scopeOf: ScopeOfTable
}

/**
 * Asks the policy once for each table. Where it sets a condition, nothing that was gathered over all records is given
 * on: no frequent values, no bounds, no counts of nulls, no value to look up. What the policy throws is thrown.
 */
export function scopeDataset(
  { catalog, values, version }: Pick<OpenDataset, 'catalog' | 'values' | 'version'>,
  policy: ScopePolicy | undefined,
  context: CallContext,
): DatasetScope {
  if (policy === undefined) return { catalog, values, scopeOf: () => undefined }
  const scopes = new Map<string, Expression>()
  for (const { name } of catalog.tables) {
    const scope = policy(context, name, version.name)
    if (scope !== undefined) scopes.set(name, scope)
  }
  const isOpen = ({ table }: { readonly table: string }) => !scopes.has(table)
  return {
    catalog: {
      ...catalog,
      tables: catalog.tables.map((table) => (scopes.has(table.name) ? conceal(table) : table)),
      ...(catalog.links === undefined
        ? {}
        : { links: catalog.links.flatMap((link) => concealLink(link, scopes)) }),
    },
    values: {
      find: async (term, limit) => (await values.find(term, limit)).filter(isOpen),
      // What begins so may be a text that is hidden: it only says where to look.
      mayBegin: (term) => values.mayBegin(term),
    },
    scopeOf: (table) => scopes.get(table),
  }
}

function conceal(table: CatalogTable): CatalogTable {
  return { ...table, columns: table.columns.map(concealColumn) }
}

/** How much of a column can be read comes down to whether nearly all of it can. */
function concealReading(reading: ColumnReading): ColumnReading {
  const isSure = reading.unread * typeShare <= reading.read * (1 - typeShare)
  return { ...reading, min: '', max: '', read: 1, unread: isSure ? 0 : 1 }
}

/** A link that names a value is not given on; of another, not to how many records it applies. */
function concealLink(link: CatalogLink, scopes: ReadonlyMap<string, Expression>): CatalogLink[] {
  if (!scopes.has(link.from.table) && !scopes.has(link.to.table)) return [link]
  return link.to.where !== undefined && scopes.has(link.to.table) ? [] : [{ ...link, share: 1 }]
}

function concealColumn(column: CatalogColumn): CatalogColumn {
  const { name, path, type, integer, unit, reading, derivedFrom, counts } = column
  const has = (kind: 'boolean' | 'number' | 'text' | 'json') => (counts[kind] > 0 ? 1 : 0)
  return {
    name,
    path,
    type,
    integer,
    ...(unit === undefined ? {} : { unit }),
    ...(reading === undefined ? {} : { reading: concealReading(reading) }),
    ...(derivedFrom === undefined ? {} : { derivedFrom }),
    // Which kinds there are is part of the type; how many there are of each is not.
    counts: {
      missing: 0,
      null: 0,
      boolean: has('boolean'),
      number: has('number'),
      text: has('text'),
      json: has('json'),
    },
    distinct: { count: 0, exact: false },
    frequent: [],
  }
}

import type { Catalog, CatalogColumn, CatalogLink, CatalogTable } from '../catalog/catalog.js'
import { splitWords } from '../catalog/name-words.js'
import type { Expression, Relation } from '../plan/algebra.js'
import { rowColumn } from '../plan/link-columns.js'

/** Of wider tables only what stands on top of a record is joined: hundreds of columns for each link help nobody. */
const maxJoined = 64
const keyEndings = new Set(['id', 'key', 'code', 'guid', 'uuid', 'nr', 'no', 'number', 'nummer'])

/** Where a column that a table sees through a link really stands. */
export interface JoinedFrom {
  readonly table: string
  readonly column: string
}

const computed = new WeakMap<CatalogColumn, Expression>()
const origins = new WeakMap<CatalogColumn, JoinedFrom>()
const partners = new WeakMap<CatalogTable, readonly CatalogTable[]>()
const views = new WeakMap<Catalog, readonly CatalogTable[]>()

/** The expression by which a plan gets a column that its table does not hold; undefined for a column of its own. */
export function expressionOf(column: CatalogColumn): Expression | undefined {
  return computed.get(column)
}

/** Undefined for a column of the table itself. */
export function joinedFrom(column: CatalogColumn): JoinedFrom | undefined {
  return origins.get(column)
}

/** Whether a column says how many rows of another table name a row. */
export function countsRows(column: CatalogColumn): boolean {
  return computed.get(column)?.op === 'call' && origins.has(column)
}

/** Tables that each row of a table names one row of, and those whose rows name it. */
export function partnersOf(table: CatalogTable): readonly CatalogTable[] {
  return partners.get(table) ?? []
}

/** Notes how plans compute a column that no table holds. */
export function computeColumn(column: CatalogColumn, value: Expression): CatalogColumn {
  computed.set(column, value)
  return column
}

/**
 * Each table as questions see it: its own columns, then those of the rows that it names through a link or as its
 * parent, and how many rows of another table name it. A row names at most one row, so that nothing is counted twice.
 */
export function viewTables(catalog: Catalog): readonly CatalogTable[] {
  const known = views.get(catalog)
  if (known !== undefined) return known
  const tables = catalog.tables.map((table) => viewTable(table, catalog))
  views.set(catalog, tables)
  return tables
}

function viewTable(table: CatalogTable, catalog: Catalog): CatalogTable {
  const outward = outwardJoins(table, catalog)
  const inward = inwardJoins(table, catalog)
  if (outward.length === 0 && inward.length === 0) return table
  const names = new Set(table.columns.map(({ name }) => name))
  const more = [...outward.flatMap(columnsOver), ...inward.map(countOver)].filter(({ name }) => {
    const isNew = !names.has(name)
    names.add(name)
    return isNew
  })
  const view = { ...table, columns: [...table.columns, ...more] }
  partners.set(view, [...new Set([...outward, ...inward].map(({ other }) => other))])
  return view
}

interface Join {
  /** How the other row is called, as the first step of its columns' paths. */
  readonly called: string
  /** The column of this table's row that is equal to `key` of the other. */
  readonly own: string
  readonly key: string
  readonly other: CatalogTable
  readonly from: Relation
}

function outwardJoins(table: CatalogTable, catalog: Catalog): Join[] {
  const links = (catalog.links ?? []).filter(({ from }) => from.table === table.name)
  const byLink = links.flatMap((link): Join[] => {
    const other = catalog.tables.find(({ name }) => name === link.to.table)
    if (other === undefined) return []
    const { column: key } = link.to
    return [{ called: callLink(link), own: link.from.column, key, other, from: scanOf(link) }]
  })
  const parent = catalog.tables.find(({ name }) => name === table.parent)
  if (parent === undefined || parent.layout === 'single') return byLink
  const from: Relation = { op: 'scan', table: parent.name }
  return [...byLink, { called: parent.name, own: '_parent', key: rowColumn, other: parent, from }]
}

/** Tables whose rows name this one's. Lists of a row's own are counted by nobody. */
function inwardJoins(table: CatalogTable, catalog: Catalog): Join[] {
  if (table.layout === 'single') return []
  const byLink = (catalog.links ?? []).flatMap((link): Join[] => {
    const other = catalog.tables.find(({ name }) => name === link.from.table)
    if (other === undefined || link.to.table !== table.name || link.to.where !== undefined) return []
    if (other.name === table.name) return []
    const from: Relation = { op: 'scan', table: other.name }
    return [{ called: other.name, own: link.to.column, key: link.from.column, other, from }]
  })
  const children = catalog.tables.filter(({ parent }) => parent === table.name)
  const byParent = children.map((other): Join => {
    const from: Relation = { op: 'scan', table: other.name }
    const called = other.name.startsWith(`${table.name}_`)
      ? other.name.slice(table.name.length + 1)
      : other.name
    return { called, own: rowColumn, key: '_parent', other, from }
  })
  return [...byLink, ...byParent].filter(
    (join, _, all) => all.filter(({ other }) => other === join.other).length === 1,
  )
}

function scanOf({ to }: CatalogLink): Relation {
  const scan: Relation = { op: 'scan', table: to.table }
  if (to.where === undefined) return scan
  const { column, value } = to.where
  const where: Expression = {
    op: 'eq',
    args: [
      { op: 'column', name: column },
      { op: 'text', value },
    ],
  }
  return { op: 'filter', input: scan, where }
}

/** `customers` for `customer_id`, `origin_airport` for one of two columns that name airports. */
function callLink({ from, to, because }: CatalogLink): string {
  if (because === 'values') return to.table
  const words = splitWords(from.column)
  const rest = keyEndings.has(words.at(-1) ?? '') ? words.slice(0, -1) : words
  const called = rest.join('_')
  return called === '' || to.table.startsWith(called) ? to.table : called
}

function columnsOver({ called, own, key, other, from }: Join): CatalogColumn[] {
  const isWide = other.columns.length > maxJoined
  return other.columns.flatMap((column) => {
    const isKey = column.name === key
    const isScalar = column.type !== 'json' && column.type !== 'null'
    if (isKey || !isScalar || column.derivedFrom !== undefined || (isWide && column.path.length > 1))
      return []
    const { reading: _, ...plain } = column
    const joined: CatalogColumn = {
      ...plain,
      name: `${called}.${column.name}`,
      path: [called, ...column.path],
    }
    origins.set(joined, { table: other.name, column: column.name })
    const input: Relation = {
      op: 'project',
      input: from,
      columns: [toNamed(key), toNamed(column.name)],
    }
    return [computeColumn(joined, { op: 'query-value', args: [{ op: 'column', name: own }], input })]
  })
}

/** How many rows of the other table name a row; none is 0. */
function countOver({ called, own, key, other, from }: Join): CatalogColumn {
  const column: CatalogColumn = {
    name: `number of ${called}`,
    path: [called],
    type: 'number',
    counts: { missing: 0, null: 0, boolean: 0, number: 0, text: 0, json: 0 },
    minNumber: '0',
    maxNumber: String(other.rows),
    integer: true,
    distinct: { count: other.rows, exact: false },
    frequent: [],
  }
  origins.set(column, { table: other.name, column: key })
  const input: Relation = {
    op: 'aggregate',
    input: from,
    groups: [toNamed(key)],
    measures: [{ name: 'count', fn: 'count' }],
  }
  const count: Expression = { op: 'query-value', args: [{ op: 'column', name: own }], input }
  const none: Expression = { op: 'number', value: '0' }
  return computeColumn(column, { op: 'call', fn: 'coalesce', args: [count, none] })
}

function toNamed(name: string): { readonly name: string; readonly value: Expression } {
  return { name, value: { op: 'column', name } }
}

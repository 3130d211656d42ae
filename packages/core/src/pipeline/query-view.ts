import type { SpanEvidence } from '../answer/answer.js'
import type { Catalog, CatalogLink, CatalogTable, ValueIndex } from '../catalog/catalog.js'
import type { Table } from '../columns/table.js'
import type { CallContext } from '../guard/context.js'
import type { ScopeOfTable } from '../plan/check-plan.js'
import { toRootName } from '../records/name-tables.js'
import type { OpenDataset } from './open-datasets.js'
import { type ScopePolicy, scopeDataset } from './scope-dataset.js'
import { inFile, type StoredSource } from './stored-source.js'

/** A dataset that a query reads, under the name that stands before its tables. */
export interface NamedDataset {
  readonly as: string
  readonly dataset: OpenDataset
}

/** What a query is asked over: one dataset, or several as if they were one. */
export interface QueryView {
  readonly datasets: readonly [NamedDataset, ...NamedDataset[]]
  /** What the actor may know; of several datasets every table is called `as.table`, and its own name is an alias. */
  readonly catalog: Catalog
  /** The same with aliases `as.table`: what a person may write. */
  readonly nameable: Catalog
  /** Of the first dataset. */
  readonly values: ValueIndex
  readonly scopeOf: ScopeOfTable
  /** The tables under the names of the catalog, with the dataset that each is of. */
  tables(sources: readonly StoredSource[] | undefined): ReadonlyMap<string, ViewedTable>
}

export interface ViewedTable {
  readonly table: Table
  /** Position of its dataset. */
  readonly dataset: number
  /** Its name there. */
  readonly name: string
}

/** The name of a dataset in statements, unless the caller gives one: its own, of a path the file's without extension. */
export function toLabel(name: string): string {
  return toRootName(name)
}

/** Binds what the policy says about each dataset's tables, then puts their tables side by side. */
export function createQueryView(
  datasets: QueryView['datasets'],
  policy: ScopePolicy | undefined,
  context: CallContext,
): QueryView {
  const scoped = datasets.map(({ dataset }) => scopeDataset(dataset, policy, context))
  const [first] = scoped
  const isOne = datasets.length === 1
  const nameIn = (at: number) => (table: string) => (isOne ? table : `${datasets[at]!.as}.${table}`)
  const catalogs = scoped.map(({ catalog }, at) => (isOne ? catalog : renameCatalog(catalog, nameIn(at))))
  const catalog: Catalog = isOne
    ? first!.catalog
    : {
        tables: catalogs.flatMap(({ tables }) => tables),
        links: catalogs.flatMap(({ links = [] }) => links),
      }
  const placeOf = new Map(
    scoped.flatMap((one, at) =>
      one.catalog.tables.map(({ name }) => [nameIn(at)(name), { dataset: at, name }] as const),
    ),
  )
  return {
    datasets,
    catalog,
    nameable: isOne
      ? { ...catalog, tables: catalog.tables.map((table) => alsoCalled(table, datasets[0].as)) }
      : catalog,
    values: first!.values,
    scopeOf(table) {
      const place = placeOf.get(table)
      return place === undefined ? undefined : scoped[place.dataset]!.scopeOf(place.name)
    },
    tables(sources) {
      const tables = new Map<string, ViewedTable>()
      for (const [at, { dataset }] of datasets.entries()) {
        for (const table of dataset.tables(readerOf(dataset, sources?.[at]))) {
          const { name } = table.schema
          const schema = isOne ? table.schema : renameTable(table.schema, nameIn(at))
          tables.set(schema.name, { table: { ...table, schema }, dataset: at, name })
        }
      }
      return tables
    },
  }
}

function readerOf({ version }: OpenDataset, source: StoredSource | undefined) {
  if (source === undefined || source.problems.size === version.files.length) return undefined
  return (start: number, end: number): Promise<Uint8Array> => source.reader.read(start, end)
}

/** The tables of a view alone. */
export function tableList(tables: ReadonlyMap<string, ViewedTable>): Table[] {
  return [...tables.values()].map(({ table }) => table)
}

/** Evidence as a person finds it: the place in its file and, of several datasets, which one it is of. */
export function citeIn(
  { datasets }: QueryView,
  { dataset, name }: ViewedTable,
  item: SpanEvidence,
): SpanEvidence {
  const { as, dataset: open } = datasets[dataset]!
  const cited = { ...inFile(open.version.files, item), table: name }
  return datasets.length === 1 ? cited : { ...cited, dataset: as }
}

function renameCatalog({ tables, links = [] }: Catalog, rename: (table: string) => string): Catalog {
  return {
    tables: tables.map((table) => renameTable(table, rename)),
    links: links.map(
      (link): CatalogLink => ({
        ...link,
        from: { ...link.from, table: rename(link.from.table) },
        to: { ...link.to, table: rename(link.to.table) },
      }),
    ),
  }
}

function renameTable(table: CatalogTable, rename: (table: string) => string): CatalogTable {
  const { name, aliases, parent } = table
  return {
    ...table,
    name: rename(name),
    aliases: [name, ...aliases, ...aliases.map(rename)],
    ...(parent === undefined ? {} : { parent: rename(parent) }),
  }
}

function alsoCalled(table: CatalogTable, as: string): CatalogTable {
  const { name, aliases } = table
  return { ...table, aliases: [...aliases, ...[name, ...aliases].map((own) => `${as}.${own}`)] }
}

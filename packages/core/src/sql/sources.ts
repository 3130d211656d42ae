import type { CatalogTable } from '../catalog/catalog.js'
import type { Relation } from '../plan/algebra.js'
import { planErrors } from '../plan/errors.js'
import { linkColumns } from '../plan/link-columns.js'
import { matchName, unknownColumn } from '../plan/resolve-name.js'
import { parsePointer } from '../records/pointer.js'
import type { SqlExpression } from './syntax.js'

export type Name = Extract<SqlExpression, { kind: 'name' }>

/** A column as a statement sees it, and what it is called in the relation. */
export interface SourceColumn {
  readonly name: string
  readonly column: string
}

/** One table or query of a FROM. */
export interface Source {
  /** Names that may stand before a dot. */
  readonly labels: readonly string[]
  /** For messages. */
  readonly title: string
  /** The catalog's name of it, where it is a table. */
  readonly table?: string
  /** What `*` lists. */
  readonly columns: readonly SourceColumn[]
  /** What only its name brings in. */
  readonly hidden: readonly SourceColumn[]
  /** Columns that USING has made one with a column of an earlier source. */
  readonly merged: ReadonlySet<string>
  /** Objects of the record whose keys are rows of another table. */
  readonly maps?: readonly MapPath[]
}

interface MapPath {
  /** As a column's name would be. */
  readonly path: string
  /** The table of its keys, then those of the keys of its values. */
  readonly tables: readonly [string, ...string[]]
}

/** Finds what a name of a statement means. */
export interface Names {
  readonly sources: readonly Source[]
  /** Undefined when there is none; PLAN_AMBIGUOUS_NAME when several tables have it. */
  findColumn(name: Name): SourceColumn | undefined
  /** PLAN_UNKNOWN_COLUMN about the name. */
  unknown(name: Name): Error
}

/** The columns of a table, of which `SELECT *` leaves out the readings of others. */
export function tableSource(
  table: CatalogTable,
  tables: readonly CatalogTable[],
  labels: readonly string[],
  prefix: string,
): Source {
  const toColumn = (name: string): SourceColumn => ({ name, column: prefix + name })
  const listed = table.columns.filter((column) => column.derivedFrom === undefined)
  const derived = table.columns.filter((column) => column.derivedFrom !== undefined)
  return {
    labels,
    title: `table "${table.name}"`,
    table: table.name,
    columns: listed.map(({ name }) => toColumn(name)),
    hidden: [...derived.map(({ name }) => name), ...linkColumns(table)].map(toColumn),
    merged: new Set(),
    maps: findMaps(table, tables),
  }
}

function findMaps(table: CatalogTable, tables: readonly CatalogTable[]): MapPath[] {
  const mapsIn = (parent: string) => tables.filter((map) => map.parent === parent && map.layout === 'map')
  return mapsIn(table.name)
    .filter(({ pointer }) => pointer !== '')
    .map(({ name, pointer }) => ({
      path: parsePointer(pointer).map(quoteToken).join('.'),
      tables: [name, ...mapsIn(name).flatMap((inner) => (inner.pointer === '' ? [inner.name] : []))],
    }))
}

/** A relation with what its columns are called. */
export interface SourcedRelation {
  readonly relation: Relation
  readonly sources: readonly Source[]
}

export function createNames(sources: readonly Source[]): Names {
  const titles = sources.map(({ title }) => title).join(' and ')
  const all = sources.flatMap(({ columns }) => columns.map(({ name }) => name))
  const findAmong = (candidates: readonly Source[], parts: readonly string[], isQualified: boolean) => {
    const found = candidates.flatMap((source) => {
      const match = findParts(source, parts)
      return match === undefined || (!isQualified && source.merged.has(match.column)) ? [] : [match]
    })
    const exact = found.filter(({ name }) => name === parts.join('.'))
    const matches = found.length > 1 && exact.length === 1 ? exact : found
    if (matches.length > 1) throw ambiguous(parts.join('.'), candidates)
    return matches[0]
  }
  return {
    sources,
    findColumn({ parts }) {
      // A label is one part, or more where it is a table of a named dataset.
      for (let count = 1; count < parts.length; count++) {
        const label = parts.slice(0, count).join('.')
        const labelled = sources.filter((source) => isLabel(source, label))
        const behind = findAmong(labelled, parts.slice(count), true)
        if (behind !== undefined) return behind
      }
      return findAmong(sources, parts, false)
    },
    unknown({ parts, quoted }) {
      const advice = quoted && parts.length === 1 ? ' Text goes in single quotes.' : ''
      const name = parts.join('.')
      return unknownColumn(name, all, titles, adviseMap(name, sources) ?? advice)
    },
  }
}

export function isLabel(source: Source, name: string): boolean {
  return source.labels.some((label) => label.toLowerCase() === name.toLowerCase())
}

/** Where the name leads into a map, how its entries are read. */
function adviseMap(name: string, sources: readonly Source[]): string | undefined {
  for (const { labels, maps = [] } of sources)
    for (const { path, tables } of maps) {
      const asked = [path, ...labels.map((label) => `${label}.${path}`)]
      if (!asked.some((start) => name.toLowerCase().startsWith(`${start.toLowerCase()}.`))) continue
      const [keys, ...inner] = tables
      const values = inner.map((table) => `, those of its values rows of "${table}"`).join('')
      return ` "${path}" is a map: its keys are rows of "${keys}"${values}. Join _parent of each with _row of the table that it is inside.`
    }
  return undefined
}

function findParts({ columns, hidden }: Source, parts: readonly string[]): SourceColumn | undefined {
  for (const list of [columns, hidden]) {
    const names = list.map(({ name }) => name)
    const match = matchName(parts.join('.'), names) ?? matchName(parts.map(quoteToken).join('.'), names)
    if (match !== undefined) return list[names.indexOf(match)]
  }
  return undefined
}

function ambiguous(name: string, sources: readonly Source[]) {
  const candidates = sources.map(({ labels: [label = ''] }) => `${label}.${name}`)
  return planErrors.create(
    'PLAN_AMBIGUOUS_NAME',
    `"${name}" stands in several tables.`,
    { name, candidates },
    { hint: `Write ${candidates.join(' or ')}.` },
  )
}

/** A token of a nested column's name, as the catalog writes it. */
function quoteToken(token: string): string {
  return /[."]/.test(token) ? JSON.stringify(token) : token
}

import type { Shape, ShapeNode } from '../json/shape.js'
import { type TableGroup, uniteTables } from './unite-tables.js'

export interface NamedColumn {
  readonly node: number
  readonly name: string
  /** Member names from the row down to the value; empty for the row's own scalar and for an entry's name. */
  readonly path: readonly string[]
}

export interface NamedTable {
  readonly id: number
  /** Tables of one name are one table. */
  readonly name: string
  readonly columns: readonly NamedColumn[]
  /** What tells its rows from those of the other tables of its name. */
  readonly key?: string
}

const rootExtensions = /(?:\.(?:json|jsonl|ndjson|geojson|ifc|gz))+$/i

/** Name of the root table from the source's name: without folders and its chain of known extensions. */
export function toRootName(sourceName: string): string {
  const name = sourceName.split(/[/\\]/).at(-1) ?? ''
  return name.replace(rootExtensions, '') || 'root'
}

/**
 * Names of all tables and columns of a shape (DECISIONS, "Tables"). `hasValues` tells the nodes that hold values.
 * A table is named by the last token of its path; below a table of many rows `parent_token`; the second of a name
 * is `name_2`. Keyed arrays of the same records have one name, at the root of the document the file's. The row's own scalar is `value`, the name of a map's entry `key`.
 */
export function nameTables(
  shape: Shape,
  rootName: string,
  hasValues: (node: number) => boolean,
): NamedTable[] {
  const columns = nameColumns(shape, hasValues)
  const groups = uniteTables(shape, columns)
  const names = nameGroups(shape, groups, rootName)
  const named: NamedTable[] = []
  for (const [at, { members }] of groups.entries()) {
    for (const { table, key } of members) {
      const member = key === undefined ? {} : { key }
      named[table] = { id: table, name: names[at]!, columns: columns[table]!, ...member }
    }
  }
  return named
}

function nameGroups(shape: Shape, groups: readonly TableGroup[], rootName: string): string[] {
  const taken = new Set<string>()
  const names: string[] = []
  // Keyed arrays at the root are what the file is about: they take its name before what stands beside them.
  for (const [at, { parent, path, members }] of groups.entries()) {
    const keyed = members.length > 1 && parent === 0 && path.length === 0
    if (keyed && shape.tables[0]!.layout === 'single') names[at] = unique(rootName, taken)
  }
  // A single object's table is named last: in `airports.json`, `{"airports": [...]}` is about the array.
  const rest = shape.tables[0]!.layout === 'single' ? [...groups.keys()].slice(1).concat(0) : groups.keys()
  for (const at of rest) {
    names[at] ??= unique(groupName(shape, groups, groups[at]!, rootName, names), taken)
  }
  return names
}

function groupName(
  shape: Shape,
  groups: readonly TableGroup[],
  { parent, path, members }: TableGroup,
  rootName: string,
  names: readonly string[],
): string {
  const holder = groups[parent]
  if (holder === undefined) return rootName
  const token = path.at(-1)
  if (shape.tables[holder.members[0]!.table]!.layout === 'single') return token || rootName
  return `${names[parent]}_${token || (shape.tables[members[0]!.table]!.layout === 'map' ? 'members' : 'items')}`
}

function nameColumns(shape: Shape, hasValues: (node: number) => boolean): NamedColumn[][] {
  const columns: NamedColumn[][] = shape.tables.map(() => [])
  const paths: (readonly string[])[] = []
  for (const node of shape.nodes) {
    paths[node.id] = columnPath(node, paths)
    if (node.isVoid || !hasValues(node.id)) continue
    const path = paths[node.id]!
    const column = { node: node.id, name: joinPath(path), path }
    // An entry's name comes first, as it does in the document.
    if (node.step.kind === 'key') columns[node.table]!.unshift(column)
    else columns[node.table]!.push(column)
  }
  for (const list of columns) {
    const taken = new Set<string>(list.filter(({ path }) => path.length > 0).map(({ name }) => name))
    for (const [at, { node, path }] of list.entries()) {
      if (path.length > 0) continue
      const name = shape.nodes[node]!.step.kind === 'key' ? 'key' : 'value'
      list[at] = { ...list[at]!, name: unique(name, taken) }
    }
  }
  return columns
}

function columnPath(node: ShapeNode, paths: readonly (readonly string[])[]): readonly string[] {
  if (node.isRow || node.step.kind === 'root' || node.step.kind === 'key') return []
  return node.step.kind === 'member' ? [...paths[node.parent]!, node.step.key] : paths[node.parent]!
}

/** Tokens joined by `.`; a token that holds `.` or `"`, or is empty, is JSON-quoted. */
export function joinPath(path: readonly string[]): string {
  return path.map((token) => (token === '' || /[."]/.test(token) ? JSON.stringify(token) : token)).join('.')
}

/** The name, or the first of `name_2`, `name_3`, … that is free; takes it. */
function unique(name: string, taken: Set<string>): string {
  let free = name
  for (let i = 2; taken.has(free); i++) free = `${name}_${i}`
  taken.add(free)
  return free
}

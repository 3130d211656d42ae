import type { Shape, ShapeNode, ShapeTable } from '../json/shape.js'

export interface NamedColumn {
  readonly node: number
  readonly name: string
  /** Member names from the row down to the value; empty for the row's own scalar and for an entry's name. */
  readonly path: readonly string[]
}

export interface NamedTable {
  readonly id: number
  readonly name: string
  readonly columns: readonly NamedColumn[]
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
 * is `name_2`. The row's own scalar is `value`, the name of a map's entry `key`.
 */
export function nameTables(
  shape: Shape,
  rootName: string,
  hasValues: (node: number) => boolean,
): NamedTable[] {
  const taken = new Set<string>()
  const names: string[] = []
  for (const table of shape.tables) names.push(unique(tableName(shape, table, rootName, names), taken))
  const columns = nameColumns(shape, hasValues)
  return shape.tables.map((table) => ({ id: table.id, name: names[table.id]!, columns: columns[table.id]! }))
}

function tableName(shape: Shape, table: ShapeTable, rootName: string, names: readonly string[]): string {
  const parent = shape.tables[table.parent]
  if (parent === undefined) return rootName
  const token = table.path.at(-1)
  if (parent.layout === 'single') return token || rootName
  return `${names[table.parent]}_${token || (table.layout === 'map' ? 'members' : 'items')}`
}

function nameColumns(shape: Shape, hasValues: (node: number) => boolean): NamedColumn[][] {
  const columns: NamedColumn[][] = shape.tables.map(() => [])
  const paths: (readonly string[])[] = []
  for (const node of shape.nodes) {
    paths[node.id] = columnPath(node, paths)
    if (!hasValues(node.id)) continue
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

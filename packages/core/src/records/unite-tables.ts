import type { Shape, ShapeTable } from '../json/shape.js'
import type { NamedColumn } from './name-tables.js'

/** Tables of the shape that people see as one. A table that is like no other is alone in its group. */
export interface TableGroup {
  /** The group of the records that hold the containers, -1 for none. */
  readonly parent: number
  /** In order of their ids. */
  readonly members: readonly GroupMember[]
  /** Path of the containers from the parent's row, without the token in which they differ. */
  readonly path: readonly string[]
}

export interface GroupMember {
  readonly table: number
  /** The token in which its path differs from the others'. */
  readonly key?: string
}

const leastShare = 0.8
/** Tables of fewer columns are alike by accident: an id and a name. */
const leastColumns = 3
const maxColumns = 512

/**
 * Which tables are one (DECISIONS, "Tables"): arrays of the same records, at paths that differ in one token, which
 * share at least 80 % of their columns; and what stands at the same path below the members of such a group.
 * Parents come before children.
 */
export function uniteTables(shape: Shape, columns: readonly (readonly NamedColumn[])[]): TableGroup[] {
  const groups: TableGroup[] = []
  const groupOf: number[] = []
  const names = columns.map((list) => new Set(list.map(({ name }) => name)))
  let level = shape.tables.filter(({ parent }) => parent < 0)
  while (level.length > 0) {
    for (const group of groupLevel(level, names, (table) => groupOf[table.parent] ?? -1)) {
      for (const { table } of group.members) groupOf[table] = groups.length
      groups.push(group)
    }
    const parents = new Set(level.map(({ id }) => id))
    level = shape.tables.filter(({ parent }) => parents.has(parent))
  }
  return groups
}

/** Groups of the tables of one depth, in order of their first tables. */
function groupLevel(
  level: readonly ShapeTable[],
  names: readonly ReadonlySet<string>[],
  parentOf: (table: ShapeTable) => number,
): TableGroup[] {
  const bundles: readonly Bundle[] = [...bundlesOf(level, parentOf).values()]
  const groups: TableGroup[] = []
  const left = new Set<Bundle>(bundles)
  const longest = Math.max(...level.map(({ path }) => path.length))
  for (let fromEnd = 1; fromEnd <= longest; fromEnd++) {
    for (const alike of siblingsOf([...left], fromEnd, parentOf)) {
      for (const cluster of clustersOf(alike, names)) {
        for (const bundle of cluster) left.delete(bundle)
        groups.push(toGroup(cluster, fromEnd, parentOf))
      }
    }
  }
  for (const bundle of left) groups.push(toGroup([bundle], 0, parentOf))
  return groups.sort((a, b) => a.members[0]!.table - b.members[0]!.table)
}

/** Tables at one path below one group of parents: several where the parents are several tables. */
type Bundle = readonly ShapeTable[]

function bundlesOf(
  level: readonly ShapeTable[],
  parentOf: (table: ShapeTable) => number,
): Map<string, Bundle> {
  return groupBy(level, (table) => JSON.stringify([parentOf(table), table.layout, table.path]))
}

/** Bundles of arrays whose paths differ in one token, counted from the end. What a caller named is like no other. */
function siblingsOf(
  bundles: readonly Bundle[],
  fromEnd: number,
  parentOf: (table: ShapeTable) => number,
): Bundle[][] {
  const arrays = bundles.filter(([first]) => first!.layout === 'array' && first!.path.length >= fromEnd)
  const groups = groupBy(arrays, ([first]) =>
    JSON.stringify([parentOf(first!), first!.isRecords, first!.path.length, without(first!.path, fromEnd)]),
  )
  return [...groups.values()].filter(({ length }) => length > 1)
}

/** Of siblings those that share their columns with the widest that is left. */
function clustersOf(siblings: readonly Bundle[], names: readonly ReadonlySet<string>[]): Bundle[][] {
  const wide = siblings
    .map((bundle) => ({ bundle, names: new Set(bundle.flatMap(({ id }) => [...names[id]!])) }))
    .sort((a, b) => b.names.size - a.names.size)
  const clusters: Bundle[][] = []
  for (let rest = wide; rest.length > 1; ) {
    const [widest] = rest
    const alike = rest.filter((one) => shareColumns(widest!.names, one.names))
    const all = new Set(alike.flatMap((one) => [...one.names]))
    if (alike.length > 1 && all.size < maxColumns) clusters.push(alike.map(({ bundle }) => bundle))
    rest = rest.filter((one) => one !== widest && !alike.includes(one))
  }
  return clusters
}

/** `widest` has at least as many names. */
function shareColumns(widest: ReadonlySet<string>, names: ReadonlySet<string>): boolean {
  if (names.size < leastColumns) return false
  let shared = 0
  for (const name of names) if (widest.has(name)) shared++
  return shared >= leastShare * widest.size
}

function toGroup(
  bundles: readonly Bundle[],
  fromEnd: number,
  parentOf: (table: ShapeTable) => number,
): TableGroup {
  const tables = bundles.flat().sort((a, b) => a.id - b.id)
  const [first] = tables
  return {
    parent: parentOf(first!),
    path: fromEnd === 0 ? first!.path : without(first!.path, fromEnd),
    members: tables.map(({ id, path }) =>
      fromEnd === 0 ? { table: id } : { table: id, key: path[path.length - fromEnd]! },
    ),
  }
}

function without(path: readonly string[], fromEnd: number): string[] {
  return path.filter((_, at) => at !== path.length - fromEnd)
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

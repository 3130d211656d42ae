import { Kind } from './column-batch.js'
import { judgeMap } from './judge-map.js'
import type { Learned, LearnedMap, StepPath } from './learned.js'
import { childrenOf, emptyContainer, foldMembers, type Path } from './path-tree.js'
import type { Step } from './shape.js'

export interface ShapeBounds {
  /** Of one table. */
  readonly maxColumns: number
  /** Tables below records; those of the document itself are not bounded by it. */
  readonly maxInnerTables: number
}

/** Later parts of a document hold paths that the part that was read does not: so much of a wide table stays free. */
const filledShare = 0.75
/** Numbers or booleans in arrays of so many lengths are lists: tuples (coordinates, colours) have one, or two. */
export const leastLengths = 3

/**
 * What all paths that were counted together say of the document's shape: which objects are maps, which values are
 * mixed, and, where a table would be too wide or the tables too many, which containers stay whole. Changes the tree.
 */
export function learnShape(root: Path, { maxColumns, maxInnerTables }: ShapeBounds): Learned {
  foldAllMaps(root, maxColumns)
  narrowTables(root, maxColumns)
  keepLargest(
    tablesOf(root).filter(({ level }) => level > 1),
    maxInnerTables,
  )
  // What stays whole is a column.
  narrowTables(root, maxColumns)
  return collect(root)
}

function narrowTables(root: Path, maxColumns: number): void {
  for (const { row } of tablesOf(root))
    if (widthOf(row) > maxColumns) keepDeepest(row, maxColumns * filledShare)
}

/**
 * Makes maps of the objects that are maps, table by table, so that what a map's entries hold is judged when it is together.
 * A table that is still too wide is judged again, as a full one.
 */
export function foldAllMaps(root: Path, maxColumns: number): void {
  foldTable(root, true, maxColumns)
}

function foldTable(row: Path, isOnce: boolean, maxColumns: number): void {
  foldMaps(row, isOnce, false)
  if (widthOf(row) > maxColumns) foldMaps(row, isOnce, true)
  foldInner(row, maxColumns)
}

function foldInner(path: Path, maxColumns: number): void {
  if (path.isWhole) return
  for (const member of path.members.values()) if (!isLeaf(member)) foldInner(member, maxColumns)
  if (path.element !== undefined) foldTable(path.element, false, maxColumns)
  if (path.entry !== undefined) foldTable(path.entry, false, maxColumns)
}

/** Most paths are those of scalars: there is nothing below. */
function isLeaf({ members, element, entry }: Path): boolean {
  return members.size === 0 && element === undefined && entry === undefined
}

interface FoundTable {
  /** The value that holds the rows. */
  readonly container: Path
  readonly row: Path
  /** 0: of the document; 1: of its rows; above: an inner table. */
  readonly level: number
  readonly parent: FoundTable | undefined
}

/** Makes maps of the objects of one table that are maps, outer ones first. */
function foldMaps(path: Path, isOnce: boolean, isFull: boolean): void {
  if (path.isWhole) return
  if (path.fixed === undefined) {
    const fixed = judgeMap(path, { isOnce, isFull })
    if (fixed !== undefined) foldMembers(path, fixed)
  }
  for (const member of path.members.values()) if (member.members.size > 0) foldMaps(member, isOnce, isFull)
}

function tablesOf(root: Path): FoundTable[] {
  const tables: FoundTable[] = []
  const visit = (table: FoundTable): void => {
    tables.push(table)
    for (const container of valuesOf(table.row)) {
      for (const row of rowsIn(container)) {
        if (container !== root || row !== table.row)
          visit({ container, row, level: table.level + 1, parent: table })
      }
    }
  }
  visit({ container: root, row: rowsIn(root)[0] ?? root, level: 0, parent: undefined })
  return tables
}

function rowsIn({ element, entry, isWhole }: Path): Path[] {
  return isWhole ? [] : [element, entry].filter((row) => row !== undefined)
}

/** The values of one table: a row and what is below it as columns, or as what holds another table. */
function valuesOf(row: Path): Path[] {
  const values: Path[] = []
  addValues(row, values)
  return values
}

function addValues(path: Path, values: Path[]): void {
  values.push(path)
  if (!path.isWhole) for (const member of path.members.values()) addValues(member, values)
}

function widthOf(row: Path): number {
  return countColumns(row) + (row.step.kind === 'entry' ? 1 : 0)
}

function countColumns(path: Path): number {
  let columns = isColumn(path) ? 1 : 0
  if (!path.isWhole) for (const member of path.members.values()) columns += countColumns(member)
  return columns
}

/** Whether values of its own stand there. */
export function isColumn(path: Path): boolean {
  return path.isWhole || path.isMixed || (isTakenApart(path) ? hasOwn(path) : path.kinds !== 0)
}

function isTakenApart({ members, fixed, isTable, isWhole, step, instances }: Path): boolean {
  const isRecord = members.size > 0 || (step.kind !== 'member' && instances > 0)
  return !isWhole && (isRecord || fixed !== undefined || isTable)
}

/** Whether a value stands there that says more than that a container, or a row, has nothing. */
function hasOwn({ kinds, step }: Path): boolean {
  return (kinds & ~(1 << (step.kind === 'member' ? emptyContainer : Kind.null))) !== 0
}

/** Keeps the deepest objects of a table whole, level by level, until it has few enough columns. */
function keepDeepest(row: Path, maxColumns: number): void {
  while (widthOf(row) > maxColumns) {
    const deepest = deepestObjects(row)
    if (deepest.length === 0) return
    for (const path of deepest) path.isWhole = true
  }
}

function deepestObjects(row: Path): Path[] {
  let level = [row]
  let found: Path[] = []
  while (level.length > 0) {
    level = level.flatMap(({ members }) => [...members.values()]).filter(({ isWhole }) => !isWhole)
    const objects = level.filter(({ members }) => members.size > 0)
    if (objects.length > 0) found = objects
  }
  return found
}

/** Of too many tables those of most rows stay tables, with the tables that they are in; other arrays and maps stay whole. */
function keepLargest(tables: readonly FoundTable[], most: number): void {
  if (tables.length <= most) return
  const kept = new Set<Path>()
  const byRows = [...tables].sort((a, b) => b.row.rows - a.row.rows)
  for (const table of byRows) {
    const missing: Path[] = []
    for (let at: FoundTable | undefined = table; at !== undefined && at.level > 1; at = at.parent)
      if (!kept.has(at.row)) missing.push(at.row)
    if (kept.size + missing.length > most) continue
    for (const row of missing) kept.add(row)
  }
  for (const { container, row } of tables) if (!kept.has(row)) container.isWhole = true
}

function collect(root: Path): Learned {
  const maps: LearnedMap[] = []
  const lists: StepPath[] = []
  const mixed: StepPath[] = []
  const whole: StepPath[] = []
  const steps: Step[] = []
  const visit = (path: Path): void => {
    if (path.isWhole) {
      whole.push([...steps])
      return
    }
    if (path.fixed !== undefined) maps.push({ path: [...steps], fixed: path.fixed })
    if (path.isList || (path.lengths?.size ?? 0) >= leastLengths) lists.push([...steps])
    if (path.isMixed || (path !== root && isTakenApart(path) && hasOwn(path))) mixed.push([...steps])
    if (isLeaf(path)) return
    for (const child of childrenOf(path)) {
      steps.push(child.step)
      visit(child)
      steps.pop()
    }
  }
  visit(root)
  return { maps, lists, mixed, whole, isFinal: false }
}

import type { LearnedPath } from './learned.js'
import type { ShapeNode, ShapeTable, Step } from './shape.js'

/** In `kinds`, beside the bits of `Kind`: an empty array or object. */
export const emptyContainer = 10

/** What a scan counted of its paths; lanes by node. */
export interface PathFacts {
  readonly nodes: readonly ShapeNode[]
  readonly tables: readonly ShapeTable[]
  /** Parents of nodes inside rows, else -1. */
  readonly above: Int32Array
  readonly childTable: Int32Array
  readonly mapTable: Int32Array
  readonly instances: Int32Array
  readonly occurrences: Int32Array
  readonly kinds: Int32Array
  readonly rowsBegun: Int32Array
}

/** What a scan found out of single nodes. */
export interface Discoveries {
  /** Different lengths of arrays of numbers or booleans. */
  readonly lengths: ReadonlyMap<number, ReadonlySet<number>>
  /** Fixed members of maps. */
  readonly maps: ReadonlyMap<number, readonly string[]>
}

/** A path of the document as a tree: what was counted of it, and what it was learned to be. */
export interface Path {
  readonly step: Step
  /** By key. Not to be changed but by `addMember` and `foldMembers`: paths without members share one map. */
  members: Map<string, Path>
  element: Path | undefined
  entry: Path | undefined
  /** Objects there; times its key came; kinds of its own values, a bit each; rows, of an element or entry. */
  instances: number
  occurrences: number
  kinds: number
  rows: number
  /** An array of records is there. */
  isTable: boolean
  /** Of a map: members that are no entries. */
  fixed: readonly string[] | undefined
  /** Lengths of the arrays of numbers or booleans there. */
  lengths: Set<number> | undefined
  isList: boolean
  isMixed: boolean
  isWhole: boolean
  /** The node that stands for it from here on, or -1. */
  node: number
}

/** Most paths are those of scalars. */
const noMembers = new Map<string, Path>()

function createPath(step: Step): Path {
  return {
    step,
    members: noMembers,
    element: undefined,
    entry: undefined,
    instances: 0,
    occurrences: 0,
    kinds: 0,
    rows: 0,
    isTable: false,
    fixed: undefined,
    lengths: undefined,
    isList: false,
    isMixed: false,
    isWhole: false,
    node: -1,
  }
}

/** The paths of what was learned before, with what the scan at hand counted of them. */
export function buildPathTree(facts: PathFacts, found: Discoveries, learned: LearnedPath): Path {
  const root = fromLearned(learned)
  // Maps first, outer ones before what is in them: a path that facts were added to is not moved any more.
  for (const node of [...found.maps.keys()].sort((a, b) => a - b))
    foldMembers(findPath(root, facts, node), found.maps.get(node)!)
  const paths: (Path | undefined)[] = []
  for (const node of facts.nodes) {
    const path = placeOf(root, paths, node)
    if (path !== undefined) addNode(path, facts, found, node)
  }
  return root
}

/** What was counted of one node, to its path. */
function addNode(
  path: Path,
  facts: PathFacts,
  { lengths }: Discoveries,
  { id, table, isRow }: ShapeNode,
): void {
  addFacts(path, facts, id)
  const own = lengths.size === 0 ? undefined : lengths.get(id)
  if (own !== undefined) path.lengths = new Set([...(path.lengths ?? []), ...own])
  if (isRow) path.rows += facts.rowsBegun[table]!
  else if (path.step.kind === 'entry') path.rows += facts.occurrences[id]!
}

/** The path of a node whose parent's is known, which is noted; the nodes of entries' names have none. */
function placeOf(root: Path, paths: (Path | undefined)[], { id, parent, step }: ShapeNode): Path | undefined {
  const path = step.kind === 'key' ? undefined : parent < 0 ? root : stepFrom(paths[parent]!, step)
  paths[id] = path
  return path
}

/** The path of each node in a tree that was folded since it was built; the nodes of entries' names have none. */
export function placesOf(root: Path, nodes: readonly ShapeNode[]): (Path | undefined)[] {
  const places: (Path | undefined)[] = []
  for (const node of nodes) placeOf(root, places, node)
  return places
}

function findPath(root: Path, facts: PathFacts, node: number): Path {
  const { parent, step } = facts.nodes[node]!
  return parent < 0 ? root : stepFrom(findPath(root, facts, parent), step)
}

/** What is one step below a path; of a map, members that are not fixed are its entries. */
function stepFrom(path: Path, step: Step): Path {
  const isEntry = step.kind === 'member' && path.fixed !== undefined && !path.fixed.includes(step.key)
  return isEntry ? entryOf(path) : childOf(path, step)
}

/** The path of one node with what is in its values, and in those: all that `judgeMap` asks for. */
export function buildSubtree(facts: PathFacts, node: number): Path {
  const root = createPath(facts.nodes[node]!.step)
  addFacts(root, facts, node)
  const inside = new Map<number, Path>()
  const add = (id: number, parent: number): void => {
    const holder = parent === node ? root : inside.get(parent)
    const { step } = facts.nodes[id]!
    if (holder === undefined || step.kind === 'key') return
    const path = childOf(holder, step)
    addFacts(path, facts, id)
    if (holder === root) inside.set(id, path)
  }
  const rows = facts.tables.map(({ rowNode }) => ({ id: rowNode, parent: facts.nodes[rowNode]!.parent }))
  for (const { id, parent } of rows) if (parent === node) add(id, parent)
  const { above } = facts
  for (let id = node + 1; id < facts.nodes.length; id++) {
    const parent = above[id]!
    if (parent < node) continue
    // Most are deeper than that; what is in a row is looked up, because nothing is said to be above a row.
    const over = above[parent]!
    if (parent === node || over === node || over < 0) add(id, parent)
  }
  for (const { id, parent } of rows) if (parent > node) add(id, parent)
  return root
}

function addFacts(path: Path, facts: PathFacts, node: number): void {
  path.instances += facts.instances[node]!
  path.occurrences += facts.occurrences[node]!
  path.kinds |= facts.kinds[node]!
  const table = facts.childTable[node]!
  if (table >= 0 && !facts.tables[table]!.isList) path.isTable = true
  if (facts.mapTable[node]! >= 0) path.fixed ??= []
}

function fromLearned(learned: LearnedPath): Path {
  const path = createPath(learned.step)
  path.fixed = learned.map?.fixed
  path.isList = learned.list === true
  path.isMixed = learned.mixed === true
  path.isWhole = learned.whole === true
  for (const next of learned.next.values()) adopt(path, fromLearned(next))
  return path
}

function childOf(path: Path, step: Step): Path {
  if (step.kind === 'member') {
    const known = path.members.get(step.key)
    if (known !== undefined) return known
    const created = createPath(step)
    addMember(path, step.key, created)
    return created
  }
  if (step.kind === 'entry') return entryOf(path)
  path.element ??= createPath(step)
  return path.element
}

function addMember(path: Path, key: string, member: Path): void {
  if (path.members === noMembers) path.members = new Map()
  path.members.set(key, member)
}

function adopt(path: Path, child: Path): void {
  if (child.step.kind === 'member') addMember(path, child.step.key, child)
  else if (child.step.kind === 'element') path.element = child
  else path.entry = child
}

export function childrenOf({ members, element, entry }: Path): Path[] {
  return [...members.values(), ...(element ? [element] : []), ...(entry ? [entry] : [])]
}

/** Adds what is known of one path to another; what only the first has is the other's from here on. */
function mergePaths(into: Path, from: Path): void {
  into.instances += from.instances
  into.occurrences += from.occurrences
  into.kinds |= from.kinds
  into.rows += from.rows
  into.isTable ||= from.isTable
  into.isList ||= from.isList
  into.isMixed ||= from.isMixed
  into.isWhole ||= from.isWhole
  if (from.lengths !== undefined) into.lengths = new Set([...(into.lengths ?? []), ...from.lengths])
  if (from.fixed !== undefined && into.fixed === undefined) foldMembers(into, from.fixed)
  if (from.members.size > 0) mergeMembers(into, from.members)
  const { element, entry } = from
  if (into.element === undefined) into.element = element
  else if (element !== undefined) mergePaths(into.element, element)
  if (into.entry === undefined) into.entry = entry
  else if (entry !== undefined) mergePaths(into.entry, entry)
}

function mergeMembers(into: Path, members: Map<string, Path>): void {
  const { fixed } = into
  if (fixed === undefined && into.members.size === 0) {
    into.members = members
    return
  }
  for (const [key, member] of members) {
    if (fixed !== undefined && !fixed.includes(key)) {
      mergeMember(entryOf(into), member)
      continue
    }
    const known = into.members.get(key)
    if (known === undefined) addMember(into, key, member)
    else mergePaths(known, member)
  }
}

/** Makes a map of an object: members that are not fixed are one path from here on. */
export function foldMembers(path: Path, fixed: readonly string[]): void {
  const { members } = path
  path.fixed = fixed
  if (members.size === 0) return
  path.members = noMembers
  for (const [key, member] of members) {
    if (fixed.includes(key)) addMember(path, key, member)
    else mergeMember(entryOf(path), member)
  }
}

/** A member is a row from here on. */
function mergeMember(entry: Path, member: Path): void {
  entry.rows += member.occurrences
  mergePaths(entry, member)
}

function entryOf(path: Path): Path {
  path.entry ??= createPath({ kind: 'entry' })
  return path.entry
}

import type { Step } from './shape.js'

/** An object whose members are data: each is a row of a table, but for those that nearly every such object has. */
export interface LearnedMap {
  /** Steps from the document's root to the object. */
  readonly path: readonly Step[]
  /** Members that stay columns of the record that holds the map. */
  readonly fixed: readonly string[]
}

/** What an earlier, abandoned scan of the same bytes found out about their shape. */
export interface Learned {
  readonly maps: readonly LearnedMap[]
  /** Arrays of numbers or booleans that are lists, not tuples: steps from the root to each. */
  readonly lists: readonly (readonly Step[])[]
}

export const nothingLearned: Learned = { maps: [], lists: [] }

/** The learned paths as a tree, walked along while nodes are made. */
export interface LearnedPath {
  readonly next: Map<string, LearnedPath>
  map?: LearnedMap
  list?: boolean
}

export function toLearnedTree({ maps, lists }: Learned): LearnedPath {
  const root: LearnedPath = { next: new Map() }
  for (const map of maps) follow(root, map.path).map = map
  for (const list of lists) follow(root, list).list = true
  return root
}

function follow(root: LearnedPath, path: readonly Step[]): LearnedPath {
  let at = root
  for (const step of path) {
    const name = stepName(step)
    const next = at.next.get(name) ?? { next: new Map() }
    at.next.set(name, next)
    at = next
  }
  return at
}

/** A step as a key: members cannot be taken for the others. */
export function stepName(step: Step): string {
  return step.kind === 'member' ? `.${step.key}` : step.kind
}

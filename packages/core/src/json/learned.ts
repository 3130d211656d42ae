import type { Step } from './shape.js'

/** Steps from the document's root to a value. */
export type StepPath = readonly Step[]

/** An object whose members are data: each is a row of a table, but for those that nearly every such object has. */
export interface LearnedMap {
  readonly path: StepPath
  /** Members that stay columns of the record that holds the map. */
  readonly fixed: readonly string[]
}

/** What an earlier, abandoned scan of the same bytes found out about their shape. */
export interface Learned {
  readonly maps: readonly LearnedMap[]
  /** Arrays of numbers or booleans that are lists, not tuples. */
  readonly lists: readonly StepPath[]
  /** Values that are a scalar in one place and a container in another: the containers are also kept as `json`. */
  readonly mixed: readonly StepPath[]
  /** Containers that are kept as `json` and not taken apart: what is in them is too much for columns or tables. */
  readonly whole: readonly StepPath[]
  /** A whole scan added nothing: no more is learned by starting again. */
  readonly isFinal: boolean
}

export const nothingLearned: Learned = { maps: [], lists: [], mixed: [], whole: [], isFinal: false }

/** The learned paths as a tree, walked along while nodes are made. */
export interface LearnedPath {
  readonly next: Map<string, LearnedPath>
  readonly step: Step
  map?: LearnedMap
  list?: boolean
  mixed?: boolean
  whole?: boolean
  /** A caller's pointer goes through it: a table whatever it looks like; or ends there. */
  isTable?: boolean
  isRecords?: boolean
}

/** A token of a pointer for every element of an array or member of an object, which is a map then. */
export const anyMember = '*'

export function toLearnedTree(
  { maps, lists, mixed, whole }: Learned,
  records: readonly (readonly string[])[] = [],
): LearnedPath {
  const root: LearnedPath = { next: new Map(), step: { kind: 'root' } }
  for (const map of maps) follow(root, map.path).map = map
  for (const path of lists) follow(root, path).list = true
  for (const path of mixed) follow(root, path).mixed = true
  for (const path of whole) follow(root, path).whole = true
  for (const tokens of records) addRecords(root, tokens)
  return root
}

/** What a caller said goes before what was learned. */
function addRecords(root: LearnedPath, tokens: readonly string[]): void {
  let at = root
  for (const token of tokens) {
    at.whole = false
    at = token === anyMember ? inside(at) : child(at, { kind: 'member', key: token })
  }
  at.whole = false
  at.isRecords = true
  inside(at)
}

/** What is in a container of which every member is a record. */
function inside(at: LearnedPath): LearnedPath {
  at.isTable = true
  at.map = { path: [], fixed: [] }
  const next = child(at, { kind: 'entry' })
  at.next.set('element', next)
  return next
}

function child(at: LearnedPath, step: Step): LearnedPath {
  const next = at.next.get(stepName(step)) ?? { next: new Map(), step }
  at.next.set(stepName(step), next)
  return next
}

function follow(root: LearnedPath, path: StepPath): LearnedPath {
  let at = root
  for (const step of path) at = child(at, step)
  return at
}

/** A step as a key: members cannot be taken for the others. */
export function stepName(step: Step): string {
  return step.kind === 'member' ? `.${step.key}` : step.kind
}

/** A path for people: `*` is any element or entry. */
export function describePath(path: StepPath): string {
  if (path.length === 0) return 'the document'
  return path.map((step) => `/${step.kind === 'member' ? step.key : '*'}`).join('')
}

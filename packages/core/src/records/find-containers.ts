import { anyMember } from '../json/learned.js'
import type { Shape } from '../json/shape.js'

/** A place in a document where records may be. */
export interface Container {
  /** From the root, `anyMember` for an element of an array or a member of a map. */
  readonly path: readonly string[]
  /** Whether a caller said that records are there. */
  readonly isRecords: boolean
}

/** The paths of all objects and arrays that a scan took apart. */
export function findContainers({ nodes, tables }: Shape): Container[] {
  const paths: (readonly string[])[] = []
  for (const { id, parent, step } of nodes) {
    const above = paths[parent] ?? []
    if (step.kind === 'root' || step.kind === 'key') paths[id] = above
    else paths[id] = [...above, step.kind === 'member' ? step.key : anyMember]
  }
  const records = new Set(
    tables.filter(({ isRecords }) => isRecords).map((table) => nodes[table.rowNode]!.parent),
  )
  const holders = new Set(
    nodes.flatMap(({ parent, step }) => (parent < 0 || step.kind === 'key' ? [] : [parent])),
  )
  return [...holders].map((node) => ({ path: paths[node]!, isRecords: records.has(node) }))
}

/** Whether containers at a path are among those that tokens name. */
export function isAt(path: readonly string[], tokens: readonly string[]): boolean {
  return (
    path.length === tokens.length && tokens.every((token, at) => token === anyMember || token === path[at])
  )
}

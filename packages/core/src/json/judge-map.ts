import { Kind } from './column-batch.js'
import type { ShapeNode } from './shape.js'

/** What is known of the paths when it is asked whether an object is a map; lanes by node. */
export interface PathFacts {
  readonly nodes: readonly ShapeNode[]
  readonly childTable: Int32Array
  readonly mapTable: Int32Array
  readonly instances: Int32Array
  readonly occurrences: Int32Array
  readonly keysBelow: Int32Array
  readonly kinds: Int32Array
}

/** Fewer objects of a kind than this say nothing about how often a key occurs. */
const fewSiblings = 11
const rareShare = 0.1
const fixedShare = 0.5
const alikeShare = 0.9
const commonShare = 0.8
/** So many keys in few objects are data whatever they hold. */
export const manyKeys = 512
const manyKeysInFullTable = 128

type Class = 'object' | 'array' | 'text' | 'number' | 'boolean'

/**
 * Whether the members of the objects at `node`, more than 64 by now, are data: the names of those that are not
 * (most of the objects have them, the rest are entries), or undefined when it is no map. The rule is DECISIONS'
 * ("Tables"), made precise in docs/decisions/0007-records.md.
 */
export function judgeMap(facts: PathFacts, node: number, full: boolean): readonly string[] | undefined {
  const { nodes, instances, occurrences, keysBelow } = facts
  const { isRow, step } = nodes[node]!
  if (isRow && step.kind === 'element') return undefined
  const members = nodes.filter((child) => child.parent === node && child.step.kind === 'member')
  const objects = instances[node]!
  const rare = members.filter(({ id }) => occurrences[id]! < rareShare * objects)
  if (objects >= fewSiblings && rare.length * 2 > members.length) {
    // An entry is a record: members that few records have may be its fields, unless they are records themselves.
    if (isRow && leadingClass(facts, rare) !== 'object') return undefined
    return members.flatMap(({ id, step: member }) =>
      member.kind === 'member' && occurrences[id]! >= fixedShare * objects ? [member.key] : [],
    )
  }
  if (isRow && step.kind === 'entry') return undefined
  const leading = leadingClass(facts, members)
  const once = isOnce(nodes, node)
  const many = keysBelow[node]! >= (full ? manyKeysInFullTable : manyKeys)
  if (many && (once || objects < fewSiblings)) return []
  if (leading === undefined) return undefined
  if (once) return []
  return leading === 'object' && shareMember(facts, members) ? [] : undefined
}

/** The class of nearly all values, if there is one. Nulls have none. */
function leadingClass(facts: PathFacts, members: readonly ShapeNode[]): Class | undefined {
  const counts = new Map<Class, number>()
  let total = 0
  for (const { id } of members) {
    const found = classOf(facts, id)
    if (found === undefined) continue
    total++
    counts.set(found, (counts.get(found) ?? 0) + 1)
  }
  return [...counts].find(([, count]) => count >= alikeShare * total)?.[0]
}

function classOf({ childTable, mapTable, keysBelow, kinds }: PathFacts, node: number): Class | undefined {
  if (keysBelow[node]! > 0 || mapTable[node]! >= 0) return 'object'
  const seen = kinds[node]!
  const has = (kind: Kind): boolean => (seen & (1 << kind)) !== 0
  if (childTable[node]! >= 0 || has(Kind.json)) return 'array'
  if (has(Kind.text) || has(Kind.escaped)) return 'text'
  if (has(Kind.number) || has(Kind.exact)) return 'number'
  return has(Kind.false) || has(Kind.true) ? 'boolean' : undefined
}

/** Whether one name occurs below most of the members. */
function shareMember({ nodes }: PathFacts, members: readonly ShapeNode[]): boolean {
  const parents = new Set(members.map(({ id }) => id))
  const counts = new Map<string, number>()
  const holders = new Set<number>()
  for (const { parent, step } of nodes) {
    if (step.kind !== 'member' || !parents.has(parent)) continue
    holders.add(parent)
    counts.set(step.key, (counts.get(step.key) ?? 0) + 1)
  }
  return [...counts.values()].some((count) => count >= commonShare * holders.size)
}

/** Whether the path stands in the document at most once. */
export function isOnce(nodes: readonly ShapeNode[], node: number): boolean {
  for (let at = node; at > 0; at = nodes[at]!.parent) if (nodes[at]!.step.kind !== 'member') return false
  return true
}

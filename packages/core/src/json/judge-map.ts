import { Kind } from './column-batch.js'
import { emptyContainer, type Path } from './path-tree.js'
import type { ShapeNode } from './shape.js'

/** Fewer objects of a kind than this say nothing about how often a key occurs. */
const fewSiblings = 11
const rareShare = 0.1
const fixedShare = 0.5
const alikeShare = 0.9
const commonShare = 0.8
/** Keys of one object path at which it is first asked whether they are data; in a table that is too wide. */
export const firstJudgement = 65
const fewestMembers = 5
/** So many keys in few objects are data whatever they hold. */
export const manyKeys = 512
const manyKeysInFullTable = 128

type Class = 'object' | 'array' | 'text' | 'number' | 'boolean'

export interface Circumstances {
  /** The path stands in the document at most once. */
  readonly isOnce: boolean
  /** Its table has more columns than it may: objects of few members are judged too. */
  readonly isFull: boolean
}

/**
 * Whether the members of the objects at a path are data: the names of those that are not (most of the objects have
 * them, the rest are entries), or undefined when it is no map. The rule is DECISIONS' ("Tables"), made precise in
 * docs/decisions/0008-records.md.
 */
export function judgeMap(path: Path, { isOnce, isFull }: Circumstances): readonly string[] | undefined {
  if (path.members.size < (isFull ? fewestMembers : firstJudgement) || path.step.kind === 'element')
    return undefined
  const members = [...path.members.values()]
  const isEntry = path.step.kind === 'entry'
  const rare = members.filter(({ occurrences }) => occurrences < rareShare * path.instances)
  if (path.instances >= fewSiblings && rare.length * 2 > members.length) {
    // An entry is a record: members that few records have may be its fields, unless they are records themselves.
    if (isEntry && leadingClass(rare) !== 'object') return undefined
    return members.flatMap(({ step, occurrences }) =>
      step.kind === 'member' && occurrences >= fixedShare * path.instances ? [step.key] : [],
    )
  }
  const leading = leadingClass(members)
  if (isEntry && !isFull) return undefined
  if (isEntry || members.length < firstJudgement)
    return leading === 'object' ? fixedAmongAlike(path, members) : undefined
  const isMany = members.length >= (isFull ? manyKeysInFullTable : manyKeys)
  if (isMany && (isOnce || path.instances < fewSiblings)) return []
  if (leading === undefined) return undefined
  if (isOnce) return []
  return leading === 'object' ? fixedAmongAlike(path, members) : undefined
}

/** The class of nearly all values, if there is one. Nulls have none. */
function leadingClass(members: readonly Path[]): Class | undefined {
  const counts = new Map<Class, number>()
  let total = 0
  for (const member of members) {
    const found = classOf(member)
    if (found === undefined) continue
    total++
    counts.set(found, (counts.get(found) ?? 0) + 1)
  }
  return [...counts].find(([, count]) => count >= alikeShare * total)?.[0]
}

function classOf({ members, fixed, isTable, element, kinds }: Path): Class | undefined {
  if (members.size > 0 || fixed !== undefined) return 'object'
  const has = (kind: number): boolean => (kinds & (1 << kind)) !== 0
  if (isTable || element !== undefined || has(Kind.json) || has(emptyContainer)) return 'array'
  if (has(Kind.text) || has(Kind.escaped)) return 'text'
  if (has(Kind.number) || has(Kind.exact)) return 'number'
  return has(Kind.false) || has(Kind.true) ? 'boolean' : undefined
}

/**
 * Of objects of which most hold a member of one name: those that most siblings have and that hold none such.
 * Undefined when there is no such name.
 */
function fixedAmongAlike({ instances }: Path, members: readonly Path[]): readonly string[] | undefined {
  const counts = new Map<string, number>()
  let holders = 0
  for (const { members: names } of members) {
    if (names.size === 0) continue
    holders++
    for (const name of names.keys()) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const common = [...counts].filter(([, count]) => count >= commonShare * holders).map(([name]) => name)
  if (common.length === 0 || holders * 2 < members.length) return undefined
  const isAlike = ({ members: names }: Path): boolean => common.some((name) => names.has(name))
  return members.flatMap((member) =>
    member.step.kind === 'member' && member.occurrences >= fixedShare * instances && !isAlike(member)
      ? [member.step.key]
      : [],
  )
}

/** Whether the path stands in the document at most once. */
export function isOnce(nodes: readonly ShapeNode[], node: number): boolean {
  for (let at = node; at > 0; at = nodes[at]!.parent) if (nodes[at]!.step.kind !== 'member') return false
  return true
}

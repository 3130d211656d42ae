import { firstJudgement, isOnce, judgeMap, manyKeys } from './judge-map.js'
import { foldAllMaps, learnShape, leastLengths } from './learn-shape.js'
import { describePath, type Learned, type LearnedPath, type StepPath } from './learned.js'
import { buildPathTree, buildSubtree, type Path, type PathFacts, placesOf } from './path-tree.js'
import { type ScanLimits, ScanRestart } from './scanner.js'

/** A scan that will start again reads at least so far, and so far past what it found last, at most `farthestPast`. */
const leastRead = 16 * 1_048_576
const farthestPast = 64 * 1_048_576
/** Nulls where objects were before are worth a restart only here: they say no more than a missing value does. */
const nullsUntil = 64 * 1_048_576
/** Paths beyond a full table get nodes while a restart is possible, so that maps below them are found. */
const maxSpareNodes = 100_000
/** So many of them show which objects are maps, and are folded then; again when there are twice as many as were left. */
const firstFold = 16_384
/** Tables below records, more of which nobody reads. */
const maxInnerTables = 128

/** What the scan counts, and what is noted of its nodes. */
interface LearnerFacts extends PathFacts {
  /** By node: see `NodeLanes`. */
  readonly judgedAt: Int32Array
}

interface Marked {
  readonly reason: string | undefined
  readonly foundAt: number
  readonly innerTables: number
  readonly maps: number
}

/**
 * Notices what contradicts how the scan began. The scan is then lost: it goes on for a while, without handing over
 * anything, to learn what else there is, and asks to be started again with all of it at once.
 */
export class ShapeLearner {
  /** Offset up to which a restart may be asked for. */
  until = 0
  /** Offset of the block at hand. */
  offset = 0
  /** Of the first contradiction; undefined while there is none. */
  reason: string | undefined
  private foundAt = 0
  private marked: Marked = { reason: undefined, foundAt: 0, innerTables: 0, maps: 0 }
  private spareNodes = 0
  private nextFold = firstFold
  private innerTables = 0
  /** Different lengths of arrays of numbers or booleans, by node. */
  readonly lengths = new Map<number, Set<number>>()
  /** Objects that were found to be maps, with their fixed members. */
  readonly maps = new Map<number, readonly string[]>()

  constructor(
    private readonly facts: LearnerFacts,
    private readonly learned: Learned,
    private readonly tree: LearnedPath,
    private readonly limits: ScanLimits,
  ) {}

  get isActive(): boolean {
    return this.offset < this.until && !this.learned.isFinal
  }

  /** Paths beyond a full table that may still get a node. */
  get spareNodesLeft(): number {
    return this.isActive ? maxSpareNodes - this.spareNodes : 0
  }

  /** Whether a path beyond a full table gets a node. */
  takeSpareNode(): boolean {
    if (this.spareNodesLeft <= 0) return false
    this.spareNodes++
    return true
  }

  /** Asks whether the members of the node's objects are data; asks again as they grow. */
  noteKeys(node: number, keys: number, isFull: boolean): void {
    const { nodes, judgedAt } = this.facts
    if (keys < judgedAt[node]! || !this.isActive) return
    const later = Math.ceil(keys * 1.5)
    judgedAt[node] = keys < manyKeys ? Math.min(later, manyKeys) : later
    const fixed = judgeMap(buildSubtree(this.facts, node), { isOnce: isOnce(nodes, node), isFull })
    if (fixed === undefined) return
    this.maps.set(node, fixed)
    judgedAt[node] = 0
    this.found(() => `The ${keys} different keys of ${this.describe(node)} are data.`)
  }

  isFoundMap(node: number): boolean {
    return this.maps.has(node)
  }

  /** Numbers or booleans in an array that is kept whole. */
  noteLength(node: number, length: number): void {
    if (!this.isActive) return
    const lengths = this.lengths.get(node) ?? new Set()
    if (lengths.size >= leastLengths) return
    this.lengths.set(node, lengths.add(length))
    if (lengths.size === leastLengths) this.found(() => `The arrays of ${this.describe(node)} are lists.`)
  }

  /** A value where containers were taken apart before. */
  noteMixed(node: number, isNull: boolean): void {
    if (!this.isActive || (isNull && this.offset >= nullsUntil)) return
    this.found(() => `Not all values of ${this.describe(node)} are containers.`)
  }

  noteFullTable(node: number): void {
    if (this.isActive) this.found(() => `The table that holds ${this.describe(node)} is too wide.`)
  }

  noteTable(level: number): void {
    // What was learned of a part of the document keeps it near the bound; a few more are no reason to start again.
    const most = this.learned.whole.length === 0 ? maxInnerTables : 2 * maxInnerTables
    if (level > 1 && ++this.innerTables > most && this.isActive)
      this.found(() => `There are more than ${most} tables inside records.`)
  }

  mark(): void {
    this.marked = {
      reason: this.reason,
      foundAt: this.foundAt,
      innerTables: this.innerTables,
      maps: this.maps.size,
    }
  }

  /** Takes back what was found since the mark. Nodes from `count` on are gone: their ids will be given again. */
  rollback(count: number): void {
    const { reason, foundAt, innerTables, maps } = this.marked
    this.reason = reason
    this.foundAt = foundAt
    this.innerTables = innerTables
    for (const node of [...this.maps.keys()].slice(maps)) {
      this.maps.delete(node)
      this.facts.judgedAt[node] = firstJudgement
    }
    for (const node of this.lengths.keys()) if (node >= count) this.lengths.delete(node)
  }

  /** At places that do not depend on how the input is cut: throws when the scan is lost and was read far enough. */
  checkRestart(offset: number): void {
    this.offset = offset
    if (this.reason === undefined) return
    const enough = Math.max(leastRead, Math.min(2 * this.foundAt, this.foundAt + farthestPast))
    if (offset >= enough || !this.isActive || this.spareNodes >= maxSpareNodes) this.restart()
  }

  /** Whether so much is followed now that it is worth seeing which objects are maps. */
  get isFoldDue(): boolean {
    return this.reason !== undefined && this.isActive && this.spareNodes >= this.nextFold
  }

  /** Where each node belongs once what all paths together show to be maps are maps. */
  foldPaths(): readonly (Path | undefined)[] {
    const root = buildPathTree(this.facts, this, this.tree)
    foldAllMaps(root, this.limits.maxColumns)
    return placesOf(root, this.facts.nodes)
  }

  /** Forgets the nodes: others will stand for the same paths. */
  begin(): void {
    this.maps.clear()
    this.lengths.clear()
    this.foundAt = this.offset
  }

  /** So many nodes stand for them. */
  countSpare(nodes: number): void {
    this.spareNodes = nodes
    this.nextFold = Math.max(firstFold, 2 * nodes)
  }

  /** Throws when the scan is lost. */
  restart(): void {
    if (this.reason === undefined) return
    const learned = learnShape(buildPathTree(this.facts, this, this.tree), {
      maxColumns: this.limits.maxColumns,
      maxInnerTables,
    })
    throw new ScanRestart(this.reason, { learned: { ...learned, isFinal: isSame(learned, this.learned) } })
  }

  private found(describe: () => string): void {
    this.reason ??= describe()
    this.foundAt = this.offset
  }

  private describe(node: number): string {
    const { nodes } = this.facts
    const steps: StepPath[number][] = []
    for (let at = nodes[node]!; at.parent >= 0; at = nodes[at.parent]!) steps.unshift(at.step)
    return describePath(steps)
  }
}

/** Whether two scans learned the same; their lists are long, and mostly of different lengths. */
function isSame(a: Learned, b: Learned): boolean {
  const isLike = (list: keyof Omit<Learned, 'isFinal'>): boolean => a[list].length === b[list].length
  return (
    isLike('maps') &&
    isLike('lists') &&
    isLike('mixed') &&
    isLike('whole') &&
    JSON.stringify(a) === JSON.stringify(b)
  )
}

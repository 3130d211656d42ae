import { firstJudgement } from './judge-map.js'
import type { LearnedPath } from './learned.js'
import { resized } from './tape.js'

/** In `mapTable`: no map; one whose table nothing has needed yet; a container that is kept whole. */
export const noMap = -1
export const mapWithoutTable = -2
export const keptWhole = -3

/** What is known of each path of a shape, in lanes by node id: every key of the input touches them. */
export class NodeLanes {
  /** The node's parent where the node is inside a row, else -1. */
  above = new Int32Array(256)
  /** Table of the row that the node is in. */
  tableOf = new Int32Array(256)
  /** Table whose container is at the node, or -1. */
  childTable = new Int32Array(256)
  /** Table of the map whose members are below the node, `mapWithoutTable`, `keptWhole` or `noMap`. */
  mapTable = new Int32Array(256)
  /** Objects at the node; times its key came; different keys below it; the kinds of its values, a bit each. */
  instances = new Int32Array(256)
  occurrences = new Int32Array(256)
  keysBelow = new Int32Array(256)
  kinds = new Int32Array(256)
  /**
   * 1 where an array of numbers or booleans is a list: it was learned to be one, or there is no other. 2 on the way to
   * where a caller said that the records are: an array there is a table whatever it begins with.
   */
  isList = new Uint8Array(256)
  /** Length that was last noted of the node's arrays, -1 for none. */
  notedLength = new Int32Array(256)
  /** 1 where a container was taken apart and left no value of its own. */
  isBare = new Uint8Array(256)
  /** 1 where containers were learned to leave a value of their own too. */
  isMixed = new Uint8Array(256)
  /** 1 where something was learned of what is there or below. */
  isLearned = new Uint8Array(256)
  /**
   * Number of keys at which the node's objects are judged next. Where they were found to be a map 0, or -1 and minus the
   * node of all its new members.
   */
  judgedAt = new Int32Array(256)
  /** Which key came after this node's last time, and first in an object here: a guess that is checked. */
  following = new Int32Array(256)
  first = new Int32Array(256)
  /** The object in which the node's key was last seen, and the row in which a table below it got rows: serial numbers from 1, never used again. */
  seenIn = new Float64Array(256)
  rowsIn = new Float64Array(256)

  /** What was learned of a new node before; true when the lanes had to grow, to twice its id. */
  protected beginNode(id: number, learned: LearnedPath | undefined): boolean {
    const grows = id === this.childTable.length
    if (grows) this.grow(id * 2)
    this.childTable[id] = -1
    this.mapTable[id] = learned?.whole ? keptWhole : learned?.map === undefined ? noMap : mapWithoutTable
    this.instances[id] = 0
    this.occurrences[id] = 0
    this.keysBelow[id] = 0
    this.kinds[id] = 0
    this.isBare[id] = 0
    this.isMixed[id] = learned?.mixed ? 1 : 0
    this.notedLength[id] = -1
    this.isLearned[id] = learned === undefined ? 0 : 1
    this.judgedAt[id] = firstJudgement
    this.seenIn[id] = 0
    this.rowsIn[id] = 0
    this.following[id] = -1
    this.first[id] = -1
    return grows
  }

  private grow(size: number): void {
    this.above = resized(this.above, new Int32Array(size))
    this.tableOf = resized(this.tableOf, new Int32Array(size))
    this.childTable = resized(this.childTable, new Int32Array(size))
    this.mapTable = resized(this.mapTable, new Int32Array(size))
    this.instances = resized(this.instances, new Int32Array(size))
    this.occurrences = resized(this.occurrences, new Int32Array(size))
    this.keysBelow = resized(this.keysBelow, new Int32Array(size))
    this.kinds = resized(this.kinds, new Int32Array(size))
    this.isList = resized(this.isList, new Uint8Array(size))
    this.notedLength = resized(this.notedLength, new Int32Array(size))
    this.isBare = resized(this.isBare, new Uint8Array(size))
    this.isMixed = resized(this.isMixed, new Uint8Array(size))
    this.isLearned = resized(this.isLearned, new Uint8Array(size))
    this.judgedAt = resized(this.judgedAt, new Int32Array(size))
    this.following = resized(this.following, new Int32Array(size))
    this.first = resized(this.first, new Int32Array(size))
    this.seenIn = resized(this.seenIn, new Float64Array(size))
    this.rowsIn = resized(this.rowsIn, new Float64Array(size))
  }
}

import { DistinctSketch } from './distinct-sketch.js'
import { isOnce, judgeMap, manyKeys } from './judge-map.js'
import { hashKey, KeyTable } from './key-table.js'
import {
  type Learned,
  type LearnedMap,
  type LearnedPath,
  nothingLearned,
  stepName,
  toLearnedTree,
} from './learned.js'
import { type ScanLimits, ScanRestart } from './scanner.js'
import type { Shape, ShapeNode, ShapeTable, Step, TableLayout } from './shape.js'
import { resized } from './tape.js'
import { decodeWtf8, encodeText, unescapeInto } from './text.js'

interface GrowingTable extends ShapeTable {
  pathsLeftOut: number
}

/** In `mapTable`: no map, and one whose table nothing has needed yet. */
export const noMap = -1
export const mapWithoutTable = -2

/** Keys of one object path at which it is first asked whether they are data. */
const firstJudgement = 65
/** Tuples (coordinates, colours) have one length, or two; lists have many. */
const leastLengths = 3
/** While a scan may still start again, paths beyond a full table get nodes, so that maps below them are found. */
const maxSpareNodes = 100_000

/**
 * The shape while it is learned: nodes interned by (parent, key), tables, and per node what the machine must know
 * at once. Parallel arrays by node id instead of objects, because every key of the input touches them.
 */
export class ShapeBuilder implements Shape {
  readonly nodes: ShapeNode[] = []
  readonly tables: GrowingTable[] = []
  readonly keys = new KeyTable()

  /** Table whose container is at the node, or -1. */
  childTable = new Int32Array(256)
  /** Table of the map whose members are below the node, `mapWithoutTable` or `noMap`. */
  mapTable = new Int32Array(256)
  /** Objects at the node; times its key came; different keys below it; the kinds of its values, a bit each. */
  instances = new Int32Array(256)
  occurrences = new Int32Array(256)
  keysBelow = new Int32Array(256)
  kinds = new Int32Array(256)
  /** 1 where an array of numbers or booleans is a list: it was learned to be one, or there is no other. */
  isList = new Uint8Array(256)
  /** Length that was last noted of the node's arrays, -1 for none. */
  notedLength = new Int32Array(256)
  /** 1 where a value was recorded: the node is a column. */
  isColumn = new Uint8Array(256)
  /** Which key came after this node's last time, and first in an object here: a guess that is checked. */
  following = new Int32Array(256)
  first = new Int32Array(256)
  /** The object in which the node's key was last seen, and the row in which a table below it got rows: serial numbers from 1, never used again. */
  seenIn = new Float64Array(256)
  rowsIn = new Float64Array(256)
  /** Rows begun, by table. */
  rowsBegun = new Int32Array(16)
  rowNode = new Int32Array(16)
  isListTable = new Uint8Array(16)
  columnCount = new Int32Array(16)
  markedRows = new Int32Array(16)

  private columnsOverall = 0
  /** Whether what is learned may still lead to a restart. */
  learning = false
  private readonly learnedTree: LearnedPath
  private readonly learnedAt: (LearnedPath | undefined)[] = []
  /** Number of keys at which the node is judged next. */
  private readonly nextJudgement = new Map<number, number>()
  private spareNodes = 0
  /** Different lengths of arrays of numbers or booleans. */
  private readonly lengths = new Map<number, Set<number>>()
  private readonly sketches: (DistinctSketch | undefined)[] = []
  private readonly columnLog: number[] = []
  private scratch = new Uint8Array(256)
  private markedNodes = 0
  private markedTables = 0
  private markedColumns = 0

  constructor(
    private readonly limits: ScanLimits,
    private readonly learned: Learned = nothingLearned,
  ) {
    this.learnedTree = toLearnedTree(learned)
  }

  get rootIsMap(): boolean {
    return this.learnedTree.map !== undefined
  }

  /**
   * Table 0. For `single` the root is the row, otherwise its elements are. Of several documents the first makes it;
   * false when it has another layout.
   */
  addRootTable(layout: TableLayout): boolean {
    const [known] = this.tables
    if (known !== undefined) return known.layout === layout
    this.addNode(-1, { kind: 'root' }, 0, layout === 'single')
    this.keys.addUnnamed(0)
    if (layout === 'map') this.addEntries(0, -1, 0)
    else this.addTable(0, -1, layout, layout === 'single' ? 0 : this.addElement(0, 0))
    return true
  }

  /** The node of a key below `parent`, or -1 when it has none because the table is full. The span is without quotes. */
  child(parent: number, bytes: Uint8Array, start: number, end: number, escaped: boolean): number {
    if (escaped) {
      if (this.scratch.length < end - start) this.scratch = new Uint8Array(2 * (end - start))
      return this.childOf(parent, this.scratch, 0, unescapeInto(bytes, start, end, this.scratch, 0), false)
    }
    return this.childOf(parent, bytes, start, end, true)
  }

  /** Notes how many numbers or booleans an array held; asks for a restart when that shows that it is no tuple. */
  noteLength(node: number, length: number): void {
    if (!this.learning) return
    this.notedLength[node] = length
    const lengths = this.lengths.get(node) ?? new Set()
    this.lengths.set(node, lengths.add(length))
    if (lengths.size < leastLengths) return
    const path = this.stepsTo(node)
    throw new ScanRestart(`The arrays of ${this.describePath(path)} are lists.`, {
      learned: { ...this.learned, lists: [...this.learned.lists, path] },
    })
  }

  /** Makes a table of the arrays at `node`, unless there are too many tables; its id or -1. */
  addChildTable(node: number, isList: boolean): number {
    const { maxTables } = this.limits
    if (this.tables.length >= (isList ? maxTables / 2 : maxTables)) return -1
    const table = this.tables.length
    this.addTable(node, this.nodes[node]!.table, 'array', this.addElement(node, table), isList)
    this.childTable[node] = table
    return table
  }

  /** Makes a table of the map at `node`, unless there are too many tables; its id or -1. */
  addMapTable(node: number): number {
    if (this.tables.length >= this.limits.maxTables) return -1
    const table = this.tables.length
    this.addEntries(node, this.nodes[node]!.table, table)
    for (const key of this.learnedAt[node]?.map?.fixed ?? []) {
      const bytes = encodeText(key)
      const hash = hashKey(node, bytes, 0, bytes.length)
      const member = this.addNode(node, { kind: 'member', key }, this.nodes[node]!.table, false)
      this.keys.add(member, hash, node, bytes, 0, bytes.length, false)
    }
    return table
  }

  /** Node of a member of a map that is no entry, or -1. */
  fixedMember(map: number, bytes: Uint8Array, start: number, end: number, escaped: boolean): number {
    if (this.learnedAt[map]!.map!.fixed.length === 0) return -1
    if (!escaped) return this.keys.find(hashKey(map, bytes, start, end), map, bytes, start, end)
    const plain = new Uint8Array(end - start)
    const size = unescapeInto(bytes, start, end, plain, 0)
    return this.keys.find(hashKey(map, plain, 0, size), map, plain, 0, size)
  }

  /** Whether the node may hold a value; the first time it takes one of its table's columns. */
  admit(node: number): boolean {
    if (this.isColumn[node] === 1) return true
    const table = this.nodes[node]!.table
    if (this.isFull(table)) {
      this.leaveOut(table, Math.imul(node, 0x9e3779b1))
      return false
    }
    this.addColumn(node, table)
    return true
  }

  private isFull(table: number): boolean {
    return (
      this.columnCount[table]! >= this.limits.maxColumns ||
      this.columnsOverall >= this.limits.maxColumnsOverall
    )
  }

  private addColumn(node: number, table: number): void {
    this.columnCount[table]!++
    this.columnsOverall++
    this.isColumn[node] = 1
    this.columnLog.push(node)
  }

  /** Notes that a table below `node` got its first rows in the given row of the enclosing table. */
  markRows(node: number, rowSerial: number): void {
    for (let at = node; at >= 0 && !this.nodes[at]!.isRow; at = this.nodes[at]!.parent)
      this.rowsIn[at] = rowSerial
  }

  /** What follows can be taken back by `rollback`, until the next `mark`. */
  mark(): void {
    this.markedNodes = this.nodes.length
    this.markedTables = this.tables.length
    this.markedColumns = this.columnLog.length
    for (let table = 0; table < this.tables.length; table++) this.markedRows[table] = this.rowsBegun[table]!
  }

  rollback(): void {
    while (this.columnLog.length > this.markedColumns) {
      const node = this.columnLog.pop()!
      this.isColumn[node] = 0
      this.columnCount[this.nodes[node]!.table]!--
      this.columnsOverall--
    }
    while (this.tables.length > this.markedTables) {
      const table = this.tables.pop()!
      this.sketches.pop()
      const container = this.nodes[table.rowNode]!.parent
      if (table.layout === 'map') this.mapTable[container] = mapWithoutTable
      else this.childTable[container] = -1
    }
    for (let node = this.nodes.length - 1; node >= this.markedNodes; node--) {
      const { parent, step } = this.nodes[node]!
      if (step.kind === 'member' && this.mapTable[parent] === noMap) this.keysBelow[parent]!--
    }
    this.nodes.length = this.markedNodes
    this.keys.truncate(this.markedNodes)
    for (let table = 0; table < this.tables.length; table++) this.rowsBegun[table] = this.markedRows[table]!
  }

  private childOf(parent: number, bytes: Uint8Array, start: number, end: number, raw: boolean): number {
    const hash = hashKey(parent, bytes, start, end)
    const known = this.keys.find(hash, parent, bytes, start, end)
    if (known >= 0) return known
    const table = this.nodes[parent]!.table
    if (this.isFull(table) && !this.maySpare()) {
      this.leaveOut(table, hash)
      return -1
    }
    const node = this.addNode(parent, { kind: 'member', key: decodeWtf8(bytes, start, end) }, table, false)
    this.keys.add(node, hash, parent, bytes, start, end, raw)
    if (++this.keysBelow[parent]! >= firstJudgement && this.learning) this.judge(parent)
    return node
  }

  private maySpare(): boolean {
    if (!this.learning || this.spareNodes >= maxSpareNodes) return false
    this.spareNodes++
    return true
  }

  /** Asks for a restart when the members of the node's objects are data; asks again as they grow. */
  private judge(node: number): void {
    const keys = this.keysBelow[node]!
    if (keys < (this.nextJudgement.get(node) ?? 0)) return
    const later = Math.ceil(keys * 1.5)
    this.nextJudgement.set(node, keys < manyKeys ? Math.min(later, manyKeys) : later)
    const fixed = judgeMap(this, node, this.isFull(this.nodes[node]!.table))
    if (fixed === undefined) return
    const map: LearnedMap = { path: this.stepsTo(node), fixed }
    throw new ScanRestart(`The ${keys} different keys of ${this.describePath(map.path)} are data.`, {
      learned: { ...this.learned, maps: [...this.learned.maps, map] },
    })
  }

  private stepsTo(node: number): Step[] {
    const steps: Step[] = []
    for (let at = this.nodes[node]!; at.parent >= 0; at = this.nodes[at.parent]!) steps.unshift(at.step)
    return steps
  }

  private describePath(path: readonly Step[]): string {
    if (path.length === 0) return 'the document'
    return path.map((step) => `/${step.kind === 'member' ? step.key : '*'}`).join('')
  }

  /** The table of a map's members: its row node, and next to it the node of their names. */
  private addEntries(container: number, parent: number, table: number): void {
    const row = this.addNode(container, { kind: 'entry' }, table, true)
    this.keys.addUnnamed(row)
    const key = this.addNode(row, { kind: 'key' }, table, false)
    this.keys.addUnnamed(key)
    this.addTable(container, parent, 'map', row)
    this.mapTable[container] = table
    this.addColumn(key, table)
  }

  private addElement(parent: number, table: number): number {
    const node = this.addNode(parent, { kind: 'element' }, table, true)
    this.keys.addUnnamed(node)
    return node
  }

  private addNode(parent: number, step: Step, table: number, isRow: boolean): number {
    const id = this.nodes.length
    this.nodes.push({ id, parent, step, table, isRow })
    if (id === this.childTable.length) this.growNodes(id * 2)
    this.childTable[id] = -1
    this.instances[id] = 0
    this.occurrences[id] = 0
    this.keysBelow[id] = 0
    this.kinds[id] = 0
    const learned = parent < 0 ? this.learnedTree : this.learnedAt[parent]?.next.get(stepName(step))
    this.learnedAt[id] = learned
    this.mapTable[id] = learned?.map === undefined ? noMap : mapWithoutTable
    this.isList[id] = learned?.list === true || isOnce(this.nodes, id) ? 1 : 0
    this.notedLength[id] = -1
    this.isColumn[id] = 0
    this.seenIn[id] = 0
    this.rowsIn[id] = 0
    this.following[id] = -1
    this.first[id] = -1
    return id
  }

  private addTable(
    container: number,
    parent: number,
    layout: TableLayout,
    rowNode: number,
    isList = false,
  ): void {
    const id = this.tables.length
    this.tables.push({ id, rowNode, parent, layout, path: this.pathTo(container), pathsLeftOut: 0, isList })
    this.sketches.push(undefined)
    if (id === this.rowsBegun.length) this.growTables(id * 2)
    this.rowsBegun[id] = 0
    this.columnCount[id] = 0
    this.rowNode[id] = rowNode
    this.isListTable[id] = isList ? 1 : 0
  }

  /** Member names from the enclosing row down to a container. */
  private pathTo(container: number): string[] {
    const path: string[] = []
    let node = this.nodes[container]!
    while (node.step.kind === 'member') {
      path.unshift(node.step.key)
      node = this.nodes[node.parent]!
    }
    return path
  }

  private leaveOut(table: number, hash: number): void {
    const sketch = this.sketches[table] ?? new DistinctSketch()
    this.sketches[table] = sketch
    sketch.add(hash)
    this.tables[table]!.pathsLeftOut = sketch.count
  }

  private growNodes(size: number): void {
    this.childTable = resized(this.childTable, new Int32Array(size))
    this.mapTable = resized(this.mapTable, new Int32Array(size))
    this.instances = resized(this.instances, new Int32Array(size))
    this.occurrences = resized(this.occurrences, new Int32Array(size))
    this.keysBelow = resized(this.keysBelow, new Int32Array(size))
    this.kinds = resized(this.kinds, new Int32Array(size))
    this.isList = resized(this.isList, new Uint8Array(size))
    this.notedLength = resized(this.notedLength, new Int32Array(size))
    this.isColumn = resized(this.isColumn, new Uint8Array(size))
    this.following = resized(this.following, new Int32Array(size))
    this.first = resized(this.first, new Int32Array(size))
    this.seenIn = resized(this.seenIn, new Float64Array(size))
    this.rowsIn = resized(this.rowsIn, new Float64Array(size))
  }

  private growTables(size: number): void {
    this.rowsBegun = resized(this.rowsBegun, new Int32Array(size))
    this.rowNode = resized(this.rowNode, new Int32Array(size))
    this.isListTable = resized(this.isListTable, new Uint8Array(size))
    this.columnCount = resized(this.columnCount, new Int32Array(size))
    this.markedRows = resized(this.markedRows, new Int32Array(size))
  }
}

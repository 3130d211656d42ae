import { Kind } from './column-batch.js'
import { ColumnBounds } from './column-bounds.js'
import { isOnce } from './judge-map.js'
import { hashKey, KeyTable } from './key-table.js'
import { type Learned, type LearnedPath, nothingLearned, stepName, toLearnedTree } from './learned.js'
import { LeftOutKeys } from './left-out-keys.js'
import { mapWithoutTable, NodeLanes, noMap } from './node-lanes.js'
import { emptyContainer } from './path-tree.js'
import type { ScanLimits } from './scanner.js'
import type { Shape, ShapeNode, ShapeTable, Step, TableLayout } from './shape.js'
import { ShapeLearner } from './shape-learner.js'
import { resized } from './tape.js'
import { decodeWtf8, encodeText, unescapeInto } from './text.js'

interface GrowingNode extends ShapeNode {
  isVoid: boolean
}

interface GrowingTable extends ShapeTable {
  pathsLeftOut: number
}

/** Times as many tables while nothing is recorded. */
const lostTables = 4
/** Values that make a row a scalar, whatever else its table's rows are. */
const ownOfRow = ~(1 << Kind.null)

/**
 * The shape while it is learned: nodes interned by (parent, key), tables, and per node what the machine must know
 * at once. Parallel arrays by node id instead of objects, because every key of the input touches them.
 */
export class ShapeBuilder extends NodeLanes implements Shape {
  readonly nodes: GrowingNode[] = []
  readonly tables: GrowingTable[] = []
  readonly keys = new KeyTable()
  readonly leftOutKeys = new LeftOutKeys()
  readonly columns: ColumnBounds
  readonly learner: ShapeLearner

  /** Rows begun, by table. */
  rowsBegun = new Int32Array(16)
  rowNode = new Int32Array(16)
  isListTable = new Uint8Array(16)
  markedRows = new Int32Array(16)

  private readonly learnedTree: LearnedPath
  protected readonly learnedAt: (LearnedPath | undefined)[] = []
  protected readonly commonEntries = new Map<number, number>()
  /** Steps by key: many paths end in one of a few keys. */
  private readonly steps = new Map<string, Step>()
  private scratch = new Uint8Array(256)
  private isMarked = false
  /** Since the mark: nodes that became bare; kinds of nodes before they got a new one. */
  private bareLog: number[] = []
  private kindLog: { readonly node: number; readonly kinds: number }[] = []
  private markedNodes = 0
  private markedTables = 0

  constructor(
    private readonly limits: ScanLimits,
    learned: Learned = nothingLearned,
    /** Tokens to where a caller says that the records are. */
    records: readonly (readonly string[])[] = [],
  ) {
    super()
    this.learnedTree = toLearnedTree(learned, records)
    this.columns = new ColumnBounds(limits, this.tables)
    this.learner = new ShapeLearner(this, learned, toLearnedTree(learned), limits)
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

  /** Numbers or booleans in an array that is kept whole. */
  noteLength(node: number, length: number): void {
    this.notedLength[node] = length
    this.learner.noteLength(node, length)
  }

  /**
   * Whether there is room for another table; lists take at most half of it. A scan that will start again makes more, so
   * that it sees what is in those that will stay.
   */
  mayAddTable(isList: boolean): boolean {
    const { learner, limits } = this
    const isLost = learner.reason !== undefined && learner.isActive
    const most = isLost ? lostTables * limits.maxTables : limits.maxTables
    return this.tables.length < (isList ? most / 2 : most)
  }

  /** Makes a table of the arrays at `node`, unless there are too many tables; its id or -1. */
  addChildTable(node: number, isList: boolean): number {
    if (!this.mayAddTable(isList)) return -1
    const table = this.tables.length
    this.addTable(node, this.nodes[node]!.table, 'array', this.addElement(node, table), isList)
    this.childTable[node] = table
    this.learner.noteTable(this.levelOf(table))
    return table
  }

  /** Makes a table of the map at `node`, unless there are too many tables; its id or -1. */
  addMapTable(node: number): number {
    if (!this.mayAddTable(false)) return -1
    const table = this.tables.length
    this.addEntries(node, this.nodes[node]!.table, table)
    this.learner.noteTable(this.levelOf(table))
    this.addFixed(node, this.learnedAt[node]?.map?.fixed ?? [])
    return table
  }

  /** Nodes of the members of a map that are no entries. */
  protected addFixed(map: number, fixed: readonly string[]): void {
    const { table } = this.nodes[map]!
    for (const key of fixed) {
      const bytes = encodeText(key)
      const hash = hashKey(map, bytes, 0, bytes.length)
      if (this.keys.find(hash, map, bytes, 0, bytes.length) >= 0) continue
      const member = this.addNode(map, this.stepTo(key), table, false)
      this.keys.add(member, hash, map, bytes, 0, bytes.length, false)
    }
  }

  /** Node of a member of a map that is no entry, or -1. */
  fixedMember(map: number, bytes: Uint8Array, start: number, end: number, escaped: boolean): number {
    if (this.learnedAt[map]!.map!.fixed.length === 0) return -1
    if (!escaped) return this.keys.find(hashKey(map, bytes, start, end), map, bytes, start, end)
    const plain = new Uint8Array(end - start)
    const size = unescapeInto(bytes, start, end, plain, 0)
    return this.keys.find(hashKey(map, plain, 0, size), map, plain, 0, size)
  }

  /** A kind that no value of the node had before. */
  noteKind(node: number, kind: number): void {
    if (this.isMarked) this.kindLog.push({ node, kinds: this.kinds[node]! })
    this.kinds[node]! |= 1 << kind
  }

  /** Whether the node may hold a value of the kind; the first time it takes one of its table's columns. */
  admit(node: number, kind: number, isNewKind: boolean): boolean {
    if (this.columns.isColumn[node] === 1) return true
    const { table, isRow } = this.nodes[node]!
    if (this.isBare[node] === 1 && this.isMixed[node] === 0) {
      // An empty container says nothing beside others; nor does a null in place of a row.
      const isNull = kind === Kind.null
      if (isRow ? isNull : kind === emptyContainer) return false
      if (isNewKind || this.learner.reason === undefined) this.learner.noteMixed(node, isNull)
      if (!isNull) this.columns.leaveOut(table, Math.imul(node, 0x9e3779b1))
      return false
    }
    if (this.columns.isRefused(node)) return false
    if (this.columns.isFull(table)) {
      this.learner.noteFullTable(node)
      this.columns.leaveOut(table, Math.imul(node, 0x9e3779b1))
      // A scan that starts again anyway need not ask twice.
      if (!this.learner.isActive || this.learner.reason !== undefined) this.columns.refuse(node)
      return false
    }
    this.columns.add(node, table)
    return true
  }

  /**
   * Whether a container that is taken apart also leaves a value of its own: other values of its path do, so that it
   * must not look missing.
   */
  leavesItself(node: number): boolean {
    if (this.isMixed[node] === 1) return true
    if (this.columns.isColumn[node] === 1) {
      const { isRow, table } = this.nodes[node]!
      if (isRow) return (this.kinds[node]! & ownOfRow) !== 0
      if (this.kinds[node] !== 1 << emptyContainer) return true
      // Nothing but empty containers: now that they are taken apart, they leave nothing.
      this.columns.remove(node, table)
      this.readmit()
      this.nodes[node]!.isVoid = true
    }
    if (this.isMarked && this.isBare[node] === 0) this.bareLog.push(node)
    this.isBare[node] = 1
    return false
  }

  /** Notes that a table below `node` got its first rows in the given row of the enclosing table. */
  markRows(node: number, rowSerial: number): void {
    for (let at = node; at >= 0; at = this.above[at]!) this.rowsIn[at] = rowSerial
  }

  /** Tables may have room again: what was left out is asked about again. */
  private readmit(): void {
    this.columns.readmit()
    this.leftOutKeys.clear()
  }

  /** What follows can be taken back by `rollback`, until the next `mark`. */
  mark(): void {
    this.markedNodes = this.nodes.length
    this.markedTables = this.tables.length
    this.columns.mark()
    this.learner.mark()
    this.isMarked = true
    this.bareLog = []
    this.kindLog = []
    for (let table = 0; table < this.tables.length; table++) this.markedRows[table] = this.rowsBegun[table]!
  }

  rollback(): void {
    this.readmit()
    this.columns.rollback()
    for (const { node, kinds } of this.kindLog.reverse()) this.kinds[node] = kinds
    for (const node of this.bareLog) {
      this.isBare[node] = 0
      if (!this.nodes[node]!.isVoid) continue
      this.nodes[node]!.isVoid = false
      if (node < this.markedNodes) this.columns.add(node, this.nodes[node]!.table)
    }
    while (this.tables.length > this.markedTables) {
      const table = this.tables.pop()!
      const container = this.nodes[table.rowNode]!.parent
      if (table.layout === 'map') this.mapTable[container] = mapWithoutTable
      else this.childTable[container] = -1
    }
    for (let node = this.nodes.length - 1; node >= this.markedNodes; node--) {
      const { parent, step } = this.nodes[node]!
      if (step.kind === 'member' && this.mapTable[parent] === noMap) this.keysBelow[parent]!--
    }
    this.nodes.length = this.markedNodes
    this.steps.clear()
    this.keys.truncate(this.markedNodes)
    this.learner.rollback(this.markedNodes)
    for (const [map, node] of this.commonEntries)
      if (node >= this.markedNodes || !this.learner.isFoundMap(map)) {
        this.commonEntries.delete(map)
        if (this.learner.isFoundMap(map)) this.judgedAt[map] = 0
      }
    for (let table = 0; table < this.tables.length; table++) this.rowsBegun[table] = this.markedRows[table]!
  }

  private childOf(parent: number, bytes: Uint8Array, start: number, end: number, raw: boolean): number {
    const hash = hashKey(parent, bytes, start, end)
    const known = this.keys.find(hash, parent, bytes, start, end)
    if (known >= 0) return known
    const table = this.nodes[parent]!.table
    if (this.learner.isFoundMap(parent)) return this.commonEntry(parent, table)
    if (this.columns.isFull(table) && !this.learner.takeSpareNode()) {
      this.columns.leaveOut(table, hash)
      if (!this.learner.isActive) this.leftOutKeys.add(hash, parent)
      return -1
    }
    const node = this.addNode(parent, this.stepTo(decodeWtf8(bytes, start, end)), table, false)
    this.keys.add(node, hash, parent, bytes, start, end, raw)
    if (this.learner.reason !== undefined && this.columns.isFull(table)) this.passOver(node)
    this.learner.noteKeys(parent, ++this.keysBelow[parent]!, this.columns.isFull(table))
    return node
  }

  /** Counts nodes in that the kernel added in a lost scan; of those of full tables nothing more is asked. */
  takeOver(count: number): void {
    if (count === this.nodes.length) return
    for (let id = this.nodes.length; id < count; id++) this.takeOverNode(id)
    this.learnedAt.length = count
    this.keys.takeOver(count)
  }

  private takeOverNode(id: number): void {
    const step = this.stepTo(this.keys.text(id))
    this.nodes.push({
      id,
      parent: this.keys.parent[id]!,
      step,
      table: this.tableOf[id]!,
      isRow: false,
      isVoid: false,
    })
    if (!this.columns.isRefused(id)) return
    this.learner.takeSpareNode()
    this.passOver(id)
  }

  /** Of a node of a full table in a scan that will start again, nothing more is asked. */
  private passOver(node: number): void {
    this.learner.noteFullTable(node)
    this.columns.refuse(node)
  }

  private stepTo(key: string): Step {
    const known = this.steps.get(key)
    if (known !== undefined) return known
    const step: Step = { kind: 'member', key }
    this.steps.set(key, step)
    return step
  }

  /** In a scan that will start again: one node for all new members of an object that was found to be a map. */
  protected commonEntry(map: number, table: number): number {
    const known = this.commonEntries.get(map)
    if (known !== undefined) return known
    const node = this.addNode(map, { kind: 'entry' }, table, false)
    this.keys.addUnnamed(node)
    this.commonEntries.set(map, node)
    this.judgedAt[map] = -1 - node
    return node
  }

  /** The table of a map's members: its row node, and next to it the node of their names. */
  protected addEntries(container: number, parent: number, table: number): void {
    const row = this.addNode(container, { kind: 'entry' }, table, true)
    this.keys.addUnnamed(row)
    const key = this.addNode(row, { kind: 'key' }, table, false)
    this.keys.addUnnamed(key)
    this.addTable(container, parent, 'map', row)
    this.mapTable[container] = table
    this.columns.add(key, table)
  }

  protected addElement(parent: number, table: number): number {
    const node = this.addNode(parent, { kind: 'element' }, table, true)
    this.keys.addUnnamed(node)
    return node
  }

  protected addNode(parent: number, step: Step, table: number, isRow: boolean): number {
    const id = this.nodes.length
    this.nodes.push({ id, parent, step, table, isRow, isVoid: false })
    const learned = parent < 0 ? this.learnedTree : this.learnedAt[parent]?.next.get(stepName(step))
    this.learnedAt[id] = learned
    if (this.beginNode(id, learned)) this.columns.growNodes(id * 2)
    this.above[id] = isRow ? -1 : parent
    this.tableOf[id] = table
    this.isList[id] = learned?.isTable === true ? 2 : learned?.list === true || isOnce(this.nodes, id) ? 1 : 0
    this.columns.beginNode(id)
    return id
  }

  protected addTable(
    container: number,
    parent: number,
    layout: TableLayout,
    rowNode: number,
    isList = false,
  ): void {
    const id = this.tables.length
    const isRecords = layout !== 'single' && this.learnedAt[container]?.isRecords === true
    this.tables.push({
      id,
      rowNode,
      parent,
      layout,
      path: this.pathTo(container),
      pathsLeftOut: 0,
      isList,
      isRecords,
    })
    this.columns.beginTable(id)
    if (id === this.rowsBegun.length) this.growTables(id * 2)
    this.rowsBegun[id] = 0
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

  /** How many tables a table's rows are inside of. */
  private levelOf(table: number): number {
    let level = 0
    for (let at = this.tables[table]!.parent; at >= 0; at = this.tables[at]!.parent) level++
    return level
  }

  private growTables(size: number): void {
    this.rowsBegun = resized(this.rowsBegun, new Int32Array(size))
    this.rowNode = resized(this.rowNode, new Int32Array(size))
    this.isListTable = resized(this.isListTable, new Uint8Array(size))
    this.markedRows = resized(this.markedRows, new Int32Array(size))
  }
}

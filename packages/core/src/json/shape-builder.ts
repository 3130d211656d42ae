import { DistinctSketch } from './distinct-sketch.js'
import { hashKey, KeyTable } from './key-table.js'
import type { ScanLimits } from './scanner.js'
import type { Shape, ShapeNode, ShapeTable, Step, TableLayout } from './shape.js'
import { resized } from './tape.js'
import { decodeWtf8, unescapeInto } from './text.js'

interface GrowingTable extends ShapeTable {
  pathsLeftOut: number
}

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

  private columnCount = new Int32Array(16)
  private readonly sketches: (DistinctSketch | undefined)[] = []
  private readonly columnLog: number[] = []
  private scratch = new Uint8Array(256)
  private markedNodes = 0
  private markedTables = 0
  private markedColumns = 0
  private markedRows = new Int32Array(16)

  constructor(private readonly limits: ScanLimits) {}

  /** Table 0. For `single` the root is the row, otherwise its elements are. */
  addRootTable(layout: TableLayout): void {
    this.addNode(-1, { kind: 'root' }, 0, layout === 'single')
    this.keys.addUnnamed(0)
    this.addTable(0, -1, layout, layout === 'single' ? 0 : this.addElement(0, 0))
  }

  /** The node of a key below `parent`, or -1 when it has none because the table is full. The span is without quotes. */
  child(parent: number, bytes: Uint8Array, start: number, end: number, escaped: boolean): number {
    if (escaped) {
      if (this.scratch.length < end - start) this.scratch = new Uint8Array(2 * (end - start))
      return this.childOf(parent, this.scratch, 0, unescapeInto(bytes, start, end, this.scratch, 0), false)
    }
    return this.childOf(parent, bytes, start, end, true)
  }

  /** Makes a table of the arrays at `node`, unless there are too many tables; its id or -1. */
  addChildTable(node: number): number {
    if (this.tables.length >= this.limits.maxTables) return -1
    const table = this.tables.length
    this.addTable(node, this.nodes[node]!.table, 'array', this.addElement(node, table))
    this.childTable[node] = table
    return table
  }

  /** Whether the node may hold a value; the first time it takes one of its table's columns. */
  admit(node: number): boolean {
    if (this.isColumn[node] === 1) return true
    const table = this.nodes[node]!.table
    if (this.columnCount[table]! >= this.limits.maxColumns) {
      this.leaveOut(table, Math.imul(node, 0x9e3779b1))
      return false
    }
    this.columnCount[table]!++
    this.isColumn[node] = 1
    this.columnLog.push(node)
    return true
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
    }
    while (this.tables.length > this.markedTables) {
      const table = this.tables.pop()!
      this.sketches.pop()
      this.childTable[this.nodes[table.rowNode]!.parent] = -1
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
    if (this.columnCount[table]! >= this.limits.maxColumns) {
      this.leaveOut(table, hash)
      return -1
    }
    const node = this.addNode(parent, { kind: 'member', key: decodeWtf8(bytes, start, end) }, table, false)
    this.keys.add(node, hash, parent, bytes, start, end, raw)
    return node
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
    this.isColumn[id] = 0
    this.following[id] = -1
    this.first[id] = -1
    return id
  }

  private addTable(container: number, parent: number, layout: TableLayout, rowNode: number): void {
    const id = this.tables.length
    this.tables.push({ id, rowNode, parent, layout, path: this.pathTo(container), pathsLeftOut: 0 })
    this.sketches.push(undefined)
    if (id === this.rowsBegun.length) this.growTables(id * 2)
    this.rowsBegun[id] = 0
    this.columnCount[id] = 0
    this.rowNode[id] = rowNode
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
    this.isColumn = resized(this.isColumn, new Uint8Array(size))
    this.following = resized(this.following, new Int32Array(size))
    this.first = resized(this.first, new Int32Array(size))
    this.seenIn = resized(this.seenIn, new Float64Array(size))
    this.rowsIn = resized(this.rowsIn, new Float64Array(size))
  }

  private growTables(size: number): void {
    this.rowsBegun = resized(this.rowsBegun, new Int32Array(size))
    this.rowNode = resized(this.rowNode, new Int32Array(size))
    this.columnCount = resized(this.columnCount, new Int32Array(size))
    this.markedRows = resized(this.markedRows, new Int32Array(size))
  }
}

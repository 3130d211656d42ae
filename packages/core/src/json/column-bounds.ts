import { DistinctSketch } from './distinct-sketch.js'
import type { ScanLimits } from './scanner.js'
import { resized } from './tape.js'

/** In `isColumn`, for the kernel: the node is none, and asking again would change nothing. */
const leftOutColumn = 2

/** Which nodes are columns, how many each table may still have, and what was left out because it has no more room. */
export class ColumnBounds {
  /** 1 where a value was recorded: the node is a column. */
  isColumn = new Uint8Array(256)
  /** How many columns each table has, and all. */
  ofTable = new Int32Array(16)
  overall = 0
  private readonly sketches: (DistinctSketch | undefined)[] = []
  /** Columns in the order in which they came, with their tables. */
  private readonly log: { readonly node: number; readonly table: number }[] = []
  private refused: number[] = []
  private marked = 0
  private isMarked = false
  private outLog: { readonly table: number; readonly hash: number }[] = []

  constructor(
    private readonly limits: ScanLimits,
    private readonly tables: readonly { pathsLeftOut: number }[],
  ) {}

  isFull(table: number): boolean {
    return this.ofTable[table]! >= this.limits.maxColumns || this.overall >= this.limits.maxColumnsOverall
  }

  add(node: number, table: number): void {
    this.ofTable[table]!++
    this.overall++
    this.isColumn[node] = 1
    this.log.push({ node, table })
  }

  remove(node: number, table: number): void {
    if (this.isColumn[node] !== 1) return
    this.isColumn[node] = 0
    this.ofTable[table]!--
    this.overall--
  }

  /** Whether the node's values are left out until `readmit`. */
  isRefused(node: number): boolean {
    return this.isColumn[node] === leftOutColumn
  }

  /** Leaves out a node's values from now on, until `readmit`. */
  refuse(node: number): void {
    this.isColumn[node] = leftOutColumn
    this.refused.push(node)
  }

  /** Notes a path of the table, by its hash, that is no column. */
  leaveOut(table: number, hash: number): void {
    if (this.isMarked) this.outLog.push({ table, hash })
    else this.countOut(table, hash)
  }

  private countOut(table: number, hash: number): void {
    const sketch = this.sketches[table] ?? new DistinctSketch()
    this.sketches[table] = sketch
    sketch.add(hash)
    this.tables[table]!.pathsLeftOut = sketch.count
  }

  /** Forgets all columns. */
  clear(): void {
    this.ofTable.fill(0)
    this.overall = 0
    this.log.length = 0
    this.refused = []
    this.marked = 0
    this.outLog = []
  }

  beginNode(node: number): void {
    this.isColumn[node] = 0
  }

  beginTable(table: number): void {
    if (table === this.ofTable.length) this.ofTable = resized(this.ofTable, new Int32Array(table * 2))
    this.ofTable[table] = 0
    this.sketches[table] = undefined
  }

  growNodes(size: number): void {
    this.isColumn = resized(this.isColumn, new Uint8Array(size))
  }

  mark(): void {
    for (const { table, hash } of this.outLog) this.countOut(table, hash)
    this.outLog = []
    this.isMarked = true
    this.marked = this.log.length
  }

  /** Nodes that were left out are to be asked about again. */
  readmit(): void {
    for (const node of this.refused) if (this.isColumn[node] === leftOutColumn) this.isColumn[node] = 0
    this.refused = []
  }

  rollback(): void {
    this.outLog = []
    for (const { node, table } of this.log.splice(this.marked)) this.remove(node, table)
  }
}

import type { ColumnBatch, RowLanes } from './column-batch.js'

/** Values a batch holds at most, unless one line of JSON Lines must be held back as a whole. */
const tapeValues = 32_768
const tapeRows = 8_192
/** Lanes begin short and double up to that, so that a small document costs little. */
const firstValues = 256
const firstRows = 64

class RowTape implements RowLanes {
  length = 0
  table = new Int32Array(firstRows)
  row = new Int32Array(firstRows)
  parent = new Int32Array(firstRows)
  index = new Int32Array(firstRows)
  start = new Float64Array(firstRows)
  end = new Float64Array(firstRows)
}

/**
 * The lanes that a scan fills. Full lanes are handed over; while `held` is set they grow instead, so that what a
 * bad line left can be taken back by `rollback`.
 */
export class Tape implements ColumnBatch {
  bytes: Uint8Array = new Uint8Array(0)
  base = 0
  length = 0
  node = new Int32Array(firstValues)
  row = new Int32Array(firstValues)
  kind = new Uint8Array(firstValues)
  value = new Float64Array(firstValues)
  start = new Int32Array(firstValues)
  size = new Int32Array(firstValues)
  readonly rows = new RowTape()

  held = false
  /** What is recorded is dropped. */
  muted = false
  /** Values handed over so far. */
  handedOver = 0
  private markedValues = 0
  private markedRows = 0

  constructor(private readonly onBatch: (batch: ColumnBatch) => void) {}

  addValue(node: number, row: number, kind: number, value: number, start: number, size: number): void {
    if (this.length === this.node.length) this.makeRoom()
    const at = this.length++
    this.node[at] = node
    this.row[at] = row
    this.kind[at] = kind
    this.value[at] = value
    this.start[at] = start
    this.size[at] = size
  }

  addRow(table: number, row: number, parent: number, index: number, start: number, end: number): void {
    const rows = this.rows
    if (rows.length === rows.table.length) this.makeRoom()
    const at = rows.length++
    rows.table[at] = table
    rows.row[at] = row
    rows.parent[at] = parent
    rows.index[at] = index
    rows.start[at] = start
    rows.end[at] = end
  }

  flush(): void {
    if (this.length === 0 && this.rows.length === 0) return
    this.handedOver += this.length
    if (!this.muted) this.onBatch(this)
    this.length = 0
    this.rows.length = 0
  }

  /** What follows can be taken back by `rollback`, until the next `mark`. */
  mark(): void {
    if (this.length > tapeValues / 2 || this.rows.length > tapeRows / 2) this.flush()
    if (this.node.length > tapeValues || this.rows.table.length > tapeRows) this.shrink()
    this.markedValues = this.length
    this.markedRows = this.rows.length
  }

  rollback(): void {
    this.length = this.markedValues
    this.rows.length = this.markedRows
  }

  private makeRoom(): void {
    const values = this.node.length
    const rows = this.rows.table.length
    // Both may be full at once: the lane that was asked for is the one that must have room afterwards.
    const valuesFull = this.length === values
    const rowsFull = this.rows.length === rows
    if (!this.held && ((valuesFull && values >= tapeValues) || (rowsFull && rows >= tapeRows))) {
      this.flush()
      return
    }
    if (valuesFull) this.resizeValues(values * 2)
    if (rowsFull) this.resizeRows(rows * 2)
  }

  private shrink(): void {
    this.flush()
    this.resizeValues(tapeValues)
    this.resizeRows(tapeRows)
  }

  private resizeValues(size: number): void {
    this.node = resized(this.node, new Int32Array(size))
    this.row = resized(this.row, new Int32Array(size))
    this.kind = resized(this.kind, new Uint8Array(size))
    this.value = resized(this.value, new Float64Array(size))
    this.start = resized(this.start, new Int32Array(size))
    this.size = resized(this.size, new Int32Array(size))
  }

  private resizeRows(size: number): void {
    const rows = this.rows
    rows.table = resized(rows.table, new Int32Array(size))
    rows.row = resized(rows.row, new Int32Array(size))
    rows.parent = resized(rows.parent, new Int32Array(size))
    rows.index = resized(rows.index, new Int32Array(size))
    rows.start = resized(rows.start, new Float64Array(size))
    rows.end = resized(rows.end, new Float64Array(size))
  }
}

type Lane = Int32Array | Float64Array | Uint8Array

/** `to` with as much of `from` as it has room for. */
export function resized<Kind extends Lane>(from: Kind, to: Kind): Kind {
  to.set(from.length > to.length ? from.subarray(0, to.length) : from)
  return to
}

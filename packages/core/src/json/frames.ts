import { resized } from './tape.js'

/**
 * What a container is to the scan. `map`: an object of which each member is a row of a table. Objects and arrays `kept` by reference (or left out: node -1) are validated and
 * not taken apart. An array is `undecided` until its first element is seen. `rows`: each element is a row of a
 * table; the frame below all others is of this kind too when the document, or each line, is itself a row.
 */
export const Frame = { object: 0, keptObject: 1, map: 2, rows: 3, undecided: 4, keptArray: 5 } as const

/** The containers that are open, innermost last: a stack in lanes, so that depth costs no allocation. */
export class Frames {
  kind = new Uint8Array(64)
  /** Node of the container's members or of its value; -1: nothing below is recorded. */
  node = new Int32Array(64)
  /** Row that the container belongs to (`rows`: the parent row), and its serial number among all rows. */
  row = new Int32Array(64)
  rowSerial = new Float64Array(64)
  /** Absolute offset of the bracket. */
  start = new Float64Array(64)
  /** Keys or rows so far. */
  count = new Float64Array(64)
  /** `object`: node of the last key, and which object this is. */
  previous = new Int32Array(64)
  serial = new Float64Array(64)
  /** `rows` and `map`: the table, and the element at hand; `map`: -1 while the member is a fixed one. */
  table = new Int32Array(64)
  element = new Int32Array(64)
  elementStart = new Float64Array(64)
  /** `map`: rows so far. */
  entries = new Int32Array(64)

  makeRoom(depth: number): void {
    if (depth < this.kind.length) return
    const size = this.kind.length * 2
    this.kind = resized(this.kind, new Uint8Array(size))
    this.node = resized(this.node, new Int32Array(size))
    this.row = resized(this.row, new Int32Array(size))
    this.rowSerial = resized(this.rowSerial, new Float64Array(size))
    this.start = resized(this.start, new Float64Array(size))
    this.count = resized(this.count, new Float64Array(size))
    this.previous = resized(this.previous, new Int32Array(size))
    this.serial = resized(this.serial, new Float64Array(size))
    this.table = resized(this.table, new Int32Array(size))
    this.element = resized(this.element, new Int32Array(size))
    this.elementStart = resized(this.elementStart, new Float64Array(size))
    this.entries = resized(this.entries, new Int32Array(size))
  }
}

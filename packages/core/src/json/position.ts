import { Violation } from './errors.js'
import { Frame, Frames } from './frames.js'
import { depthIs, nodeIs, objectsIs, rowIs, rowSerialIs, rowsEverIs } from './kernel/memory-map.js'
import type { ScanLimits } from './scanner.js'
import type { ShapeBuilder } from './shape-builder.js'

/** Where a scan stands in the document: the containers that are open, the row at hand, where the next value goes. */
export class Position {
  readonly frames = new Frames()
  /** Open containers. */
  depth = 0
  /** Absolute offset of the window's first byte. */
  base = 0
  /** Where the next value goes (-1: nowhere), its row, and which of all rows it is. */
  protected node = -1
  protected row = -1
  protected rowSerial = 0
  private objects = 0
  private rowsEver = 0

  constructor(
    protected readonly limits: ScanLimits,
    protected readonly shape: ShapeBuilder,
  ) {}

  /** What the kernel goes on from. */
  save(integers: Int32Array, doubles: Float64Array): void {
    integers[depthIs] = this.depth
    integers[nodeIs] = this.node
    integers[rowIs] = this.row
    doubles[rowSerialIs] = this.rowSerial
    doubles[objectsIs] = this.objects
    doubles[rowsEverIs] = this.rowsEver
  }

  /** What the kernel came to. */
  restore(integers: Int32Array, doubles: Float64Array): void {
    this.depth = integers[depthIs]!
    this.node = integers[nodeIs]!
    this.row = integers[rowIs]!
    this.rowSerial = doubles[rowSerialIs]!
    this.objects = doubles[objectsIs]!
    this.rowsEver = doubles[rowsEverIs]!
  }

  /** Whether the innermost container is an object. */
  get inObject(): boolean {
    return this.frames.kind[this.depth]! <= Frame.map
  }

  protected beginRow(table: number): void {
    this.row = this.shape.rowsBegun[table]!++
    this.rowSerial = ++this.rowsEver
    this.node = this.shape.rowNode[table]!
    this.frames.element[this.depth] = this.row
  }

  protected countKey(open: number, close: number): void {
    if (++this.frames.count[this.depth]! <= this.limits.maxKeysPerObject) return
    throw new Violation('JSON_TOO_MANY_KEYS', open, '', close)
  }

  protected open(kind: number, node: number, pos: number): void {
    const depth = ++this.depth
    if (depth > this.limits.maxDepth) throw new Violation('JSON_DEPTH', pos, '')
    const frames = this.frames
    frames.makeRoom(depth)
    frames.kind[depth] = kind
    frames.node[depth] = node
    frames.row[depth] = this.row
    frames.rowSerial[depth] = this.rowSerial
    frames.start[depth] = this.base + pos
    frames.count[depth] = 0
    frames.previous[depth] = -1
    frames.element[depth] = -1
    frames.serial[depth] = ++this.objects
  }

  /** Whether the value at hand in the container at `depth` is a row of its table. */
  protected isElement(depth: number): boolean {
    const kind = this.frames.kind[depth]
    return kind === Frame.rows || (kind === Frame.map && this.frames.element[depth]! >= 0)
  }
}

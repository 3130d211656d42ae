import { Kind } from './column-batch.js'
import { Violation } from './errors.js'
import type { Moves } from './folding-shape.js'
import { Frame } from './frames.js'
import { MapKeys } from './map-keys.js'
import { keptWhole, mapWithoutTable, noMap } from './node-lanes.js'
import { emptyContainer } from './path-tree.js'
import { Position } from './position.js'
import type { ScanLimits } from './scanner.js'
import type { TableLayout } from './shape.js'
import type { ShapeBuilder } from './shape-builder.js'
import type { Tape } from './tape.js'
import { decodeText } from './text.js'

/** What a document of each layout is, for people. */
const layoutWords: Readonly<Record<TableLayout, string>> = {
  single: 'one value',
  array: 'an array',
  lines: 'JSON Lines',
  map: 'a map of records',
}

/** In a kept array's `element`: its length is of interest. */
const measured = 1

/**
 * Decides what is recorded and where: which containers are tables, which values are columns, which row is at
 * hand. The machine tells it what it read; it knows no grammar.
 */
export class Recorder extends Position {
  duplicateKeys = 0
  readonly mapKeys = new MapKeys()

  constructor(
    limits: ScanLimits,
    shape: ShapeBuilder,
    private readonly tape: Tape,
  ) {
    super(limits, shape)
  }

  /** The document is one row, or each line is. */
  beginRows(layout: 'single' | 'lines', pos: number): void {
    this.addRootTable(layout, pos)
    this.frames.kind[0] = Frame.rows
    this.frames.row[0] = -1
    this.frames.count[0] = 0
  }

  private addRootTable(layout: TableLayout, pos: number): void {
    if (!this.shape.addRootTable(layout)) throw new Violation('JSON_MIXED', pos, layoutWords[layout])
  }

  /** The array at the root: its elements are the rows of table 0. */
  beginArray(pos: number): void {
    this.addRootTable('array', pos)
    this.frames.kind[0] = Frame.keptArray
    this.open(Frame.rows, 0, pos)
    this.frames.table[1] = 0
    this.frames.row[1] = -1
  }

  /** Whether the object at the root was learned to be a map. */
  get rootIsMap(): boolean {
    return this.shape.rootIsMap
  }

  /** The object at the root: its members are the rows of table 0. */
  beginMap(pos: number): void {
    this.addRootTable('map', pos)
    this.frames.kind[0] = Frame.keptArray
    this.open(Frame.map, 0, pos)
    this.beginEntries(0)
    this.frames.row[1] = -1
  }

  /** The line at hand, counted from 0: the index of its row. */
  beginLine(line: number): void {
    this.frames.count[0] = line
  }

  /** Goes on with the nodes that those before became. */
  move({ nodes, tables }: Moves): void {
    const { frames, shape } = this
    if (this.node >= 0) this.node = nodes[this.node]!
    for (let depth = 0; depth <= this.depth; depth++) {
      const node = frames.node[depth]!
      if (node >= 0) frames.node[depth] = nodes[node]!
      const previous = frames.previous[depth]!
      if (previous >= 0) frames.previous[depth] = nodes[previous]!
      const isMap = frames.kind[depth] === Frame.map
      if (isMap && shape.mapTable[frames.node[depth]!]! < 0) frames.kind[depth] = Frame.object
      else if (isMap || frames.kind[depth] === Frame.rows) frames.table[depth] = tables[frames.table[depth]!]!
    }
  }

  resetLine(): void {
    this.depth = 0
  }

  /** Position after the closing quote when the key that opens at `open` is the one that followed last time, or -1. */
  expectedKey(bytes: Uint8Array, open: number, end: number): number {
    const { frames, depth, shape } = this
    if (frames.kind[depth] !== Frame.object) return -1
    const parent = frames.node[depth]!
    const previous = frames.previous[depth]!
    const node = previous < 0 ? shape.first[parent]! : shape.following[previous]!
    const after = shape.keys.matchEnd(node, parent, bytes, open, end)
    if (after >= 0) this.enterMember(node, bytes, open, after)
    return after
  }

  /** A key, between its quotes at `open` and `close`. */
  key(bytes: Uint8Array, open: number, close: number, escaped: boolean): void {
    const { frames, depth, shape } = this
    if (frames.kind[depth] !== Frame.object) {
      if (frames.kind[depth] === Frame.map) this.mapKey(bytes, open, close, escaped)
      else this.countKey(open, close)
      return
    }
    const parent = frames.node[depth]!
    const previous = frames.previous[depth]!
    const node = shape.child(parent, bytes, open + 1, close, escaped)
    if (node < 0) {
      this.node = node
      this.countKey(open, close)
      return
    }
    if (previous < 0) shape.first[parent] = node
    else shape.following[previous] = node
    this.enterMember(node, bytes, open, close + 1)
  }

  private enterMember(node: number, bytes: Uint8Array, open: number, after: number): void {
    const { frames, depth, shape } = this
    const serial = frames.serial[depth]!
    if (shape.seenIn[node] === serial) this.repeated(node, bytes, open, after)
    shape.seenIn[node] = serial
    shape.occurrences[node]!++
    frames.previous[depth] = node
    this.node = node
    this.countKey(open, after - 1)
  }

  /** A key of a map: a fixed member, or the name of the row that begins. */
  private mapKey(bytes: Uint8Array, open: number, close: number, escaped: boolean): void {
    const { frames, depth, shape } = this
    const fixed = shape.fixedMember(frames.node[depth]!, bytes, open + 1, close, escaped)
    if (fixed >= 0) {
      frames.element[depth] = -1
      this.row = frames.row[depth]!
      this.rowSerial = frames.rowSerial[depth]!
      this.enterMember(fixed, bytes, open, close + 1)
      return
    }
    this.countKey(open, close)
    if (!this.mapKeys.add(depth, bytes, open + 1, close, escaped)) {
      throw new Violation('JSON_DUPLICATE_KEY', open, decodeText(bytes, open + 1, close, true), close)
    }
    const table = frames.table[depth]!
    this.beginRow(table)
    if (frames.entries[depth]!++ === 0) shape.markRows(frames.node[depth]!, frames.rowSerial[depth]!)
    this.tape.addValue(
      shape.rowNode[table]! + 1,
      this.row,
      escaped ? Kind.escaped : Kind.text,
      0,
      open + 1,
      close - open - 1,
    )
  }

  /** Of a key without escapes, for the kernel: see `MapEntries`. */
  takeEntryKey(depth: number, bytes: Uint8Array, open: number, close: number): number {
    const fixed = this.shape.fixedMember(this.frames.node[depth]!, bytes, open + 1, close, false)
    if (fixed >= 0) return fixed
    return this.mapKeys.add(depth, bytes, open + 1, close, false) ? -1 : -2
  }

  private beginEntries(table: number): void {
    this.frames.table[this.depth] = table
    this.frames.entries[this.depth] = 0
    this.mapKeys.begin(this.depth)
  }

  /** The last of repeated keys counts: what the earlier one gave in this row is taken back. */
  private repeated(node: number, bytes: Uint8Array, open: number, after: number): void {
    if (this.shape.nodes[node]!.step.kind === 'entry') return
    if (this.shape.rowsIn[node] === this.rowSerial) {
      throw new Violation('JSON_DUPLICATE_KEY', open, decodeText(bytes, open + 1, after - 1, true), after - 1)
    }
    this.duplicateKeys++
    this.tape.addValue(node, this.row, Kind.retract, 0, 0, 0)
  }

  /** A scalar in `[pos, after)`. */
  scalar(kind: number, number: number, start: number, size: number, pos: number, after: number): void {
    if (this.inside(pos)) {
      const { node, shape } = this
      const isNew = (shape.kinds[node]! & (1 << kind)) === 0
      if (isNew) shape.noteKind(node, kind)
      if (shape.columns.isColumn[node] === 1 || shape.admit(node, kind, isNew))
        this.tape.addValue(node, this.row, kind, number, start, size)
    }
    this.complete(after)
  }

  openObject(pos: number): void {
    if (!this.inside(pos)) {
      this.open(Frame.keptObject, this.node, pos)
      return
    }
    const node = this.node
    const table = this.shape.mapTable[node]!
    if (table === noMap) {
      this.shape.instances[node]!++
      this.open(Frame.object, node, pos)
      return
    }
    if (table === keptWhole) {
      this.open(Frame.keptObject, node, pos)
      return
    }
    const made = table === mapWithoutTable ? this.shape.addMapTable(node) : table
    this.open(made < 0 ? Frame.keptObject : Frame.map, node, pos)
    if (made >= 0) this.beginEntries(made)
  }

  /** Whether the value at `pos` is recorded; an element of a table begins its row here. */
  private inside(pos: number): boolean {
    const frames = this.frames
    const depth = this.depth
    const kind = frames.kind[depth]!
    if (kind === Frame.object) return this.node >= 0
    if (kind === Frame.map) {
      if (frames.element[depth]! >= 0) frames.elementStart[depth] = this.base + pos
      return true
    }
    if (kind !== Frame.rows) {
      if (kind === Frame.keptArray) frames.count[depth]!++
      this.node = -1
      return false
    }
    this.beginRow(frames.table[depth]!)
    if (frames.count[depth]!++ === 0 && depth > 0)
      this.shape.markRows(frames.node[depth]!, frames.rowSerial[depth]!)
    frames.elementStart[depth] = this.base + pos
    return true
  }

  /** The first element of an array begins with this byte: an array of objects, inside a row, is a table from here on. */
  beginElements(byte: number): void {
    const frames = this.frames
    if (frames.kind[this.depth] !== Frame.undecided) return
    const table = this.tableOf(frames.node[this.depth]!, byte)
    frames.kind[this.depth] = table < 0 ? Frame.keptArray : Frame.rows
    frames.table[this.depth] = table
  }

  /** The table that an array at `node` becomes by its first element, or -1. */
  private tableOf(node: number, byte: number): number {
    if (byte === 0x7b || this.shape.isList[node] === 2) return this.shape.addChildTable(node, false)
    if (byte === 0x5b || byte === 0x6e) return -1
    const isList = byte === 0x22 || this.shape.isList[node] === 1
    if (isList) return this.shape.addChildTable(node, true)
    this.frames.element[this.depth] = measured
    return -1
  }

  openArray(pos: number): void {
    const inRows = this.frames.kind[this.depth] === Frame.rows
    if (!this.inside(pos) || inRows) {
      this.open(Frame.keptArray, this.node, pos)
      return
    }
    if (this.shape.mapTable[this.node] === keptWhole) {
      this.open(Frame.keptArray, this.node, pos)
      return
    }
    const table = this.shape.childTable[this.node]!
    this.open(table < 0 ? Frame.undecided : Frame.rows, this.node, pos)
    this.frames.table[this.depth] = table
  }

  /** The innermost container ends before `after`. */
  close(after: number): void {
    const frames = this.frames
    const depth = this.depth--
    const kind = frames.kind[depth]!
    this.row = frames.row[depth]!
    this.rowSerial = frames.rowSerial[depth]!
    if (kind === Frame.keptArray && frames.element[depth] === measured) {
      this.shape.noteLength(frames.node[depth]!, frames.count[depth]!)
    }
    const node = frames.node[depth]!
    if (node >= 0 && this.isValue(kind, depth)) this.keep(node, depth, after)
    this.complete(after)
  }

  /** Whether the container that ended, at `depth`, leaves a value of its own. */
  private isValue(kind: number, depth: number): boolean {
    const node = this.frames.node[depth]!
    const isApart = kind === Frame.object || kind === Frame.map || kind === Frame.rows
    if (!isApart || (kind === Frame.rows && this.isList(this.frames.table[depth]!))) return true
    // A member's {} is all there is; a row's is the row.
    if (kind === Frame.object && this.frames.count[depth] === 0 && !this.isElement(depth - 1)) return true
    return this.shape.leavesItself(node)
  }

  /** A container by reference. */
  private keep(node: number, depth: number, after: number): void {
    const size = this.base + after - this.frames.start[depth]!
    if (size > this.limits.maxReferenceBytes) throw new Violation('JSON_REFERENCE_TOO_LARGE', after - 1, '')
    const bit = this.frames.count[depth] === 0 ? emptyContainer : Kind.json
    const isNew = (this.shape.kinds[node]! & (1 << bit)) === 0
    if (isNew) this.shape.noteKind(node, bit)
    if (this.shape.columns.isColumn[node] === 1 || this.shape.admit(node, bit, isNew))
      this.tape.addValue(node, this.row, Kind.json, this.frames.start[depth]!, 0, size)
  }

  private isList(table: number): boolean {
    return this.shape.tables[table]!.isList
  }

  /** A value ended before `after`: an element of a table is a whole row now. */
  private complete(after: number): void {
    const frames = this.frames
    const depth = this.depth
    if (this.isElement(depth)) {
      this.tape.addRow(
        frames.table[depth]!,
        frames.element[depth]!,
        frames.row[depth]!,
        frames.count[depth]! - 1,
        frames.elementStart[depth]!,
        this.base + after,
      )
    }
  }
}

import type { Frames } from '../frames.js'
import type { KeyTable } from '../key-table.js'
import { leftOutSize } from '../left-out-keys.js'
import type { ShapeBuilder } from '../shape-builder.js'
import { resized, type Tape } from '../tape.js'
import * as map from './memory-map.js'

/** Lanes in the kernel's memory, made as they are asked for. */
class Home {
  constructor(private readonly memory: ArrayBuffer) {}

  integers(from: Int32Array<ArrayBuffer>, at: number, size: number): Int32Array<ArrayBuffer> {
    return resized(from, new Int32Array(this.memory, at, size))
  }

  doubles(from: Float64Array<ArrayBuffer>, at: number, size: number): Float64Array<ArrayBuffer> {
    return resized(from, new Float64Array(this.memory, at, size))
  }

  bytes(from: Uint8Array<ArrayBuffer>, at: number, size: number): Uint8Array<ArrayBuffer> {
    return resized(from, new Uint8Array(this.memory, at, size))
  }
}

/**
 * Moves the lanes of a scan that has read nothing yet into the kernel's memory, where both see them. A lane that
 * outgrows its place there moves back to the heap by itself, because growing makes a new array.
 */
export function shareLanes(memory: ArrayBuffer, frames: Frames, shape: ShapeBuilder): void {
  const home = new Home(memory)
  shareFrames(home, frames)
  shareNodes(home, shape)
  shareKeys(home, shape.keys)
  // Nodes of an earlier scan would look like keys of this one.
  new Int32Array(memory, map.recentAt, map.recentSlots).fill(0)
  const { leftOutKeys } = shape
  leftOutKeys.lane = home.integers(leftOutKeys.lane, map.leftOutAt, leftOutSize)
}

function shareFrames(home: Home, frames: Frames): void {
  const size = map.frameCapacity
  frames.kind = home.bytes(frames.kind, map.frameKindAt, size)
  frames.node = home.integers(frames.node, map.frameNodeAt, size)
  frames.row = home.integers(frames.row, map.frameRowAt, size)
  frames.rowSerial = home.doubles(frames.rowSerial, map.frameRowSerialAt, size)
  frames.start = home.doubles(frames.start, map.frameStartAt, size)
  frames.count = home.doubles(frames.count, map.frameCountAt, size)
  frames.previous = home.integers(frames.previous, map.framePreviousAt, size)
  frames.serial = home.doubles(frames.serial, map.frameSerialAt, size)
  frames.table = home.integers(frames.table, map.frameTableAt, size)
  frames.element = home.integers(frames.element, map.frameElementAt, size)
  frames.elementStart = home.doubles(frames.elementStart, map.frameElementStartAt, size)
  frames.entries = home.integers(frames.entries, map.frameEntriesAt, size)
}

function shareNodes(home: Home, shape: ShapeBuilder): void {
  const size = map.nodeCapacity
  shape.above = home.integers(shape.above, map.aboveAt, size)
  shape.tableOf = home.integers(shape.tableOf, map.tableOfAt, size)
  shape.childTable = home.integers(shape.childTable, map.childTableAt, size)
  shape.mapTable = home.integers(shape.mapTable, map.mapTableAt, size)
  shape.instances = home.integers(shape.instances, map.instancesAt, size)
  shape.occurrences = home.integers(shape.occurrences, map.occurrencesAt, size)
  shape.keysBelow = home.integers(shape.keysBelow, map.keysBelowAt, size)
  shape.kinds = home.integers(shape.kinds, map.kindsAt, size)
  shape.columns.isColumn = home.bytes(shape.columns.isColumn, map.isColumnAt, size)
  shape.isBare = home.bytes(shape.isBare, map.isBareAt, size)
  shape.isMixed = home.bytes(shape.isMixed, map.isMixedAt, size)
  shape.isList = home.bytes(shape.isList, map.mayBeListAt, size)
  shape.notedLength = home.integers(shape.notedLength, map.notedLengthAt, size)
  shape.isLearned = home.bytes(shape.isLearned, map.isLearnedAt, size)
  shape.judgedAt = home.integers(shape.judgedAt, map.judgedAtAt, size)
  shape.following = home.integers(shape.following, map.followingAt, size)
  shape.first = home.integers(shape.first, map.firstAt, size)
  shape.seenIn = home.doubles(shape.seenIn, map.seenInAt, size)
  shape.rowsIn = home.doubles(shape.rowsIn, map.rowsInAt, size)
  shape.rowsBegun = home.integers(shape.rowsBegun, map.rowsBegunAt, map.tableCapacity)
  shape.columns.ofTable = home.integers(shape.columns.ofTable, map.columnsOfTableAt, map.tableCapacity)
  shape.rowNode = home.integers(shape.rowNode, map.rowNodeAt, map.tableCapacity)
  shape.markedRows = home.integers(shape.markedRows, map.markedRowsAt, map.tableCapacity)
  shape.isListTable = home.bytes(shape.isListTable, map.isListTableAt, map.tableCapacity)
}

function shareKeys(home: Home, keys: KeyTable): void {
  const size = map.nodeCapacity
  keys.heads = home.integers(keys.heads, map.keyHeadsAt, size).fill(-1)
  keys.chain = home.integers(keys.chain, map.keyChainAt, size)
  keys.hash = home.integers(keys.hash, map.keyHashAt, size)
  keys.parent = home.integers(keys.parent, map.keyParentAt, size)
  keys.keyStart = home.integers(keys.keyStart, map.keyStartAt, size)
  keys.keySize = home.integers(keys.keySize, map.keySizeAt, size)
  keys.raw = home.bytes(keys.raw, map.keyIsRawAt, size)
  keys.pool = home.bytes(keys.pool, map.keyPoolAt, map.keyPoolCapacity)
}

/** Moves the tape's lanes in, with what they hold. They leave when a long line must be held back, and may return. */
export function shareTape(memory: ArrayBuffer, tape: Tape): void {
  const home = new Home(memory)
  tape.node = home.integers(tape.node, map.valueNodeAt, map.valueCapacity)
  tape.row = home.integers(tape.row, map.valueRowAt, map.valueCapacity)
  tape.kind = home.bytes(tape.kind, map.valueKindAt, map.valueCapacity)
  tape.value = home.doubles(tape.value, map.valueNumberAt, map.valueCapacity)
  tape.start = home.integers(tape.start, map.valueStartAt, map.valueCapacity)
  tape.size = home.integers(tape.size, map.valueSizeAt, map.valueCapacity)
  const { rows } = tape
  rows.table = home.integers(rows.table, map.rowTableAt, map.rowCapacity)
  rows.row = home.integers(rows.row, map.rowRowAt, map.rowCapacity)
  rows.parent = home.integers(rows.parent, map.rowParentAt, map.rowCapacity)
  rows.index = home.integers(rows.index, map.rowIndexAt, map.rowCapacity)
  rows.start = home.doubles(rows.start, map.rowStartAt, map.rowCapacity)
  rows.end = home.doubles(rows.end, map.rowEndAt, map.rowCapacity)
}

/** Whether all lanes of nodes, keys and tables still stand in this memory. */
export function isShared(memory: ArrayBuffer, shape: ShapeBuilder): boolean {
  const { keys } = shape
  return (
    shape.childTable.buffer === memory &&
    shape.rowsBegun.buffer === memory &&
    shape.columns.ofTable.buffer === memory &&
    keys.chain.buffer === memory &&
    keys.heads.buffer === memory &&
    keys.pool.buffer === memory
  )
}

// What recorder.ts does, for the cases that need no decision. Every function looks first and writes only when it can
// do all: `false` leaves everything as it was, for the recorder itself to do.
import {
  aboveAt,
  baseIs,
  childTableAt,
  columnsIs,
  columnsOfTableAt,
  depthIs,
  frameCountAt,
  frameElementAt,
  frameElementStartAt,
  frameEntriesAt,
  frameKindAt,
  frameNodeAt,
  framePreviousAt,
  frameRowAt,
  frameRowSerialAt,
  frameSerialAt,
  frameStartAt,
  frameTableAt,
  instancesAt,
  isBareAt,
  isColumnAt,
  isLearningIs,
  isLinesIs,
  isListTableAt,
  isLostIs,
  isMixedAt,
  kindsAt,
  mapTableAt,
  maxColumnsIs,
  maxColumnsOverallIs,
  maxDepthIs,
  maxReferenceBytesIs,
  mayBeListAt,
  nodeIs,
  notedLengthAt,
  objectsIs,
  rowIs,
  rowNodeAt,
  rowSerialIs,
  rowsBegunAt,
  rowsEverIs,
  rowsInAt,
  tableOfAt,
  tablesLeftIs,
  windowAt,
} from '../src/json/kernel/memory-map'
import { inKeptArray, inKeptObject, inMap, inObject, inRows, inUndecided } from './frames'
import { double, integer, setDouble, setInteger } from './registers'
import { addRow, addValue } from './tape'
import { kindJson } from './words'

const emptyContainer: i32 = 10

/** In the element of a kept array's frame: its length is of interest. */
export const isMeasured: i32 = 1
/** A node that is a column, and one that cannot be because its table is full. */
export const isColumn: i32 = 1
const isLeftOut: i32 = 2
const noMap: i32 = -1
const keptWhole: i32 = -3

/** A map opens at the depth: it has no names yet. */
declare function beginEntries(depth: i32): void

/** What the innermost container is. */
export function frameKind(): i32 {
  return load<u8>(integer(depthIs), frameKindAt)
}

export function beginRow(depth: i32, table: i32): void {
  const row = load<i32>(table << 2, rowsBegunAt)
  store<i32>(table << 2, row + 1, rowsBegunAt)
  setInteger(rowIs, row)
  const serial = double(rowsEverIs) + 1
  setDouble(rowsEverIs, serial)
  setDouble(rowSerialIs, serial)
  setInteger(nodeIs, load<i32>(table << 2, rowNodeAt))
  store<i32>(depth << 2, row, frameElementAt)
}

/** An element of a table begins at `at`. */
function beginElement(depth: i32, at: i32): void {
  beginRow(depth, load<i32>(depth << 2, frameTableAt))
  const count = load<f64>(depth << 3, frameCountAt)
  store<f64>(depth << 3, count + 1, frameCountAt)
  if (count === 0 && depth > 0) markRows(depth)
  beginMember(depth, at)
}

/** The table at this depth gets its first rows in the row around it. */
export function markRows(depth: i32): void {
  const serial = load<f64>(depth << 3, frameRowSerialAt)
  let node = load<i32>(depth << 2, frameNodeAt)
  for (; node >= 0; node = load<i32>(node << 2, aboveAt)) store<f64>(node << 3, serial, rowsInAt)
}

function beginMember(depth: i32, at: i32): void {
  store<f64>(depth << 3, double(baseIs) + <f64>(at - windowAt), frameElementStartAt)
}

/** The value at hand is not recorded. */
function passOver(kind: i32, depth: i32): void {
  if (kind === inKeptArray) store<f64>(depth << 3, load<f64>(depth << 3, frameCountAt) + 1, frameCountAt)
  setInteger(nodeIs, -1)
}

/** Whether a value that stands in a frame of this kind is recorded, once its node is known to be one. */
function isInside(kind: i32): bool {
  return kind === inObject || kind === inMap || kind === inRows
}

/** Node of the value that begins: of a table's element the row node. */
function nodeAtHand(kind: i32, depth: i32): i32 {
  return kind === inRows ? load<i32>(load<i32>(depth << 2, frameTableAt) << 2, rowNodeAt) : integer(nodeIs)
}

export function isKept(kind: i32): bool {
  return !isInside(kind)
}

/** A scalar in a container that is not taken apart. */
export function keptScalar(kind: i32): void {
  passOver(kind, integer(depthIs))
}

/** A scalar in `[at, after)`. */
export function scalar(kind: i32, what: i32, value: f64, start: i32, size: i32, at: i32, after: i32): bool {
  const depth = integer(depthIs)
  const node = nodeAtHand(kind, depth)
  if (node >= 0) {
    if (!isKnown(node, what)) return false
    if (kind === inRows) beginElement(depth, at)
    else if (kind === inMap) beginMember(depth, at)
    if (load<u8>(node, isColumnAt) === isColumn) addValue(node, integer(rowIs), what, value, start, size)
  }
  if (kind !== inObject) complete(kind, depth, after)
  return true
}

/**
 * Whether nothing is to be decided about a value: the node had its kind before, or the scan is lost and it is noted here;
 * and it is known whether it is a column. In a lost scan nothing is asked about what stands where containers were taken
 * apart, once a value of its kind did.
 */
export function isKnown(node: i32, what: i32): bool {
  const kinds = load<i32>(node << 2, kindsAt)
  const isNew = (kinds & (1 << what)) === 0
  const isLost = integer(isLostIs) !== 0
  if (isNew && !isLost) return false
  const column: i32 = load<u8>(node, isColumnAt)
  if (column !== isColumn) {
    if (load<u8>(node, isBareAt) !== 0 && (isNew || !isLost || column !== isLeftOut)) return false
    if (column !== isLeftOut && !(isLost && addColumn(node))) return false
  }
  if (isNew) store<i32>(node << 2, kinds | (1 << what), kindsAt)
  return true
}

export function isFull(table: i32): bool {
  return (
    load<i32>(table << 2, columnsOfTableAt) >= integer(maxColumnsIs) ||
    integer(columnsIs) >= integer(maxColumnsOverallIs)
  )
}

/** Takes one of the table's columns for the node, where there is one left. */
function addColumn(node: i32): bool {
  const table = load<i32>(node << 2, tableOfAt)
  if (isFull(table)) return false
  store<i32>(table << 2, load<i32>(table << 2, columnsOfTableAt) + 1, columnsOfTableAt)
  setInteger(columnsIs, integer(columnsIs) + 1)
  store<u8>(node, isColumn, isColumnAt)
  return true
}

/** Whether a container that is taken apart leaves a value too, as others there do; of rows the recorder knows. */
function leavesItself(node: i32): bool {
  if (load<u8>(node, isMixedAt) !== 0) return true
  return (
    load<u8>(node, isColumnAt) === isColumn &&
    load<i32>(node << 2, aboveAt) >= 0 &&
    load<i32>(node << 2, kindsAt) !== 1 << emptyContainer
  )
}

/** Whether containers there are taken apart and leave nothing; the first is noted where the scan is lost. */
function leavesNothing(node: i32): bool {
  if (load<u8>(node, isBareAt) !== 0) return true
  if (integer(isLostIs) === 0) return false
  if (load<u8>(node, isMixedAt) !== 0 || load<u8>(node, isColumnAt) === isColumn) return false
  store<u8>(node, 1, isBareAt)
  return true
}

export function openObject(kind: i32, at: i32): bool {
  const depth = integer(depthIs)
  if (depth >= integer(maxDepthIs)) return false
  if (!isInside(kind)) {
    passOver(kind, depth)
    open(inKeptObject, -1, depth + 1, at)
    return true
  }
  const node = nodeAtHand(kind, depth)
  if (node < 0) {
    open(inKeptObject, node, depth + 1, at)
    return true
  }
  const table = load<i32>(node << 2, mapTableAt)
  if (table < 0 && table !== noMap && table !== keptWhole) return false
  if (kind === inRows) beginElement(depth, at)
  else if (kind === inMap) beginMember(depth, at)
  if (table === noMap) {
    store<i32>(node << 2, load<i32>(node << 2, instancesAt) + 1, instancesAt)
    open(inObject, node, depth + 1, at)
  } else if (table === keptWhole) open(inKeptObject, node, depth + 1, at)
  else {
    open(inMap, node, depth + 1, at)
    store<i32>((depth + 1) << 2, table, frameTableAt)
    store<i32>((depth + 1) << 2, 0, frameEntriesAt)
    beginEntries(depth + 1)
  }
  return true
}

export function openArray(kind: i32, at: i32): bool {
  const depth = integer(depthIs)
  if (depth >= integer(maxDepthIs)) return false
  if (!isInside(kind)) {
    passOver(kind, depth)
    open(inKeptArray, -1, depth + 1, at)
    return true
  }
  const node = nodeAtHand(kind, depth)
  if (kind === inRows) {
    beginElement(depth, at)
    open(inKeptArray, node, depth + 1, at)
    return true
  }
  if (node < 0) {
    open(inKeptArray, node, depth + 1, at)
    return true
  }
  if (kind === inMap) beginMember(depth, at)
  if (load<i32>(node << 2, mapTableAt) === keptWhole) {
    open(inKeptArray, node, depth + 1, at)
    return true
  }
  const table = load<i32>(node << 2, childTableAt)
  open(table < 0 ? inUndecided : inRows, node, depth + 1, at)
  store<i32>((depth + 1) << 2, table, frameTableAt)
  return true
}

function open(kind: i32, node: i32, depth: i32, at: i32): void {
  setInteger(depthIs, depth)
  store<u8>(depth, kind, frameKindAt)
  store<i32>(depth << 2, node, frameNodeAt)
  store<i32>(depth << 2, integer(rowIs), frameRowAt)
  store<f64>(depth << 3, double(rowSerialIs), frameRowSerialAt)
  store<f64>(depth << 3, double(baseIs) + <f64>(at - windowAt), frameStartAt)
  store<f64>(depth << 3, 0, frameCountAt)
  store<i32>(depth << 2, -1, framePreviousAt)
  store<i32>(depth << 2, -1, frameElementAt)
  const serial = double(objectsIs) + 1
  setDouble(objectsIs, serial)
  store<f64>(depth << 3, serial, frameSerialAt)
}

/** What an undecided array becomes by the first byte of its first element, where that makes no new table. */
export function decide(byte: i32): bool {
  const depth = integer(depthIs)
  const isNested = byte === 0x5b || byte === 0x6e
  const mayBe: i32 = load<u8>(load<i32>(depth << 2, frameNodeAt), mayBeListAt)
  // Where a caller said that the records are, it is a table whatever it begins with.
  if (mayBe > 1) return false
  if (!isNested) {
    const left = integer(tablesLeftIs)
    if (byte === 0x7b) {
      if (left > 0) return false
    } else if (byte === 0x22 || mayBe !== 0) {
      if (left > 1) return false
    } else store<i32>(depth << 2, isMeasured, frameElementAt)
  }
  store<u8>(depth, inKeptArray, frameKindAt)
  store<i32>(depth << 2, -1, frameTableAt)
  return true
}

/** The innermost container, of this kind, ends before `after`. */
export function close(kind: i32, after: i32): bool {
  const depth = integer(depthIs)
  const node = load<i32>(depth << 2, frameNodeAt)
  // The end of the document is for the machine.
  if (depth === 1 && integer(isLinesIs) === 0) return false
  const outside = depth - 1
  const outsideKind: i32 = load<u8>(outside, frameKindAt)
  if (node >= 0) {
    if (
      kind === inKeptArray &&
      load<i32>(depth << 2, frameElementAt) === isMeasured &&
      integer(isLearningIs) !== 0
    ) {
      if (<f64>load<i32>(node << 2, notedLengthAt) !== load<f64>(depth << 3, frameCountAt)) return false
    }
    const isEmpty = load<f64>(depth << 3, frameCountAt) === 0
    const isOwn =
      kind === inObject
        ? isEmpty && !isElement(outsideKind, outside)
        : kind !== inMap &&
          (kind !== inRows || load<u8>(load<i32>(depth << 2, frameTableAt), isListTableAt) !== 0)
    const isValue = isOwn || leavesItself(node)
    if (!isValue && !leavesNothing(node)) return false
    if (isValue) {
      const start = load<f64>(depth << 3, frameStartAt)
      const size = double(baseIs) + <f64>(after - windowAt) - start
      if (size > double(maxReferenceBytesIs) || !isKnown(node, isEmpty ? emptyContainer : kindJson))
        return false
      if (load<u8>(node, isColumnAt) === isColumn) {
        addValue(node, load<i32>(depth << 2, frameRowAt), kindJson, start, 0, <i32>size)
      }
    }
  }
  setInteger(depthIs, outside)
  setInteger(rowIs, load<i32>(depth << 2, frameRowAt))
  setDouble(rowSerialIs, load<f64>(depth << 3, frameRowSerialAt))
  complete(outsideKind, outside, after)
  return true
}

function isElement(kind: i32, depth: i32): bool {
  return kind === inRows || (kind === inMap && load<i32>(depth << 2, frameElementAt) >= 0)
}

/** A value ended before `after`: an element of a table is a whole row now. */
function complete(kind: i32, depth: i32, after: i32): void {
  if (!isElement(kind, depth)) return
  addRow(
    load<i32>(depth << 2, frameTableAt),
    load<i32>(depth << 2, frameElementAt),
    load<i32>(depth << 2, frameRowAt),
    <i32>load<f64>(depth << 3, frameCountAt) - 1,
    load<f64>(depth << 3, frameElementStartAt),
    double(baseIs) + <f64>(after - windowAt),
  )
}

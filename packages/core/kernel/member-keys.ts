import {
  depthIs,
  firstAt,
  followingAt,
  frameCountAt,
  frameElementAt,
  frameEntriesAt,
  frameNodeAt,
  framePreviousAt,
  frameRowAt,
  frameRowSerialAt,
  frameSerialAt,
  frameTableAt,
  maxKeysIs,
  maxScalarBytesIs,
  nodeIs,
  occurrencesAt,
  rowIs,
  rowNodeAt,
  rowSerialIs,
  seenInAt,
  windowAt,
} from '../src/json/kernel/memory-map'
import { inMap, inObject } from './frames'
import { findKey, isLeftOut, matchEnd } from './keys'
import { addMember, newMembers } from './nodes'
import { beginRow, markRows } from './recorder'
import { double, integer, setDouble, setInteger } from './registers'
import { isEscaped, stringEnd } from './strings'
import { addValue } from './tape'
import { kindText } from './words'

/** In `takeEntryKey`: the name of a row, and one that was there before. */
const newEntry: i32 = -1

/**
 * Of a key in the window, in the map that is open at the depth: its node when it is a fixed member; otherwise
 * `newEntry`, and it is taken in as a name, or -2 when it is one already.
 */
declare function takeEntryKey(depth: i32, open: i32, close: i32): i32

/** Takes in the key that opens at `open`; its closing quote, or 0. */
export function key(kind: i32, open: i32, end: i32): i32 {
  const depth = integer(depthIs)
  const count = load<f64>(depth << 3, frameCountAt) + 1
  if (count > double(maxKeysIs)) return 0
  let close: i32
  if (kind === inObject) {
    const parent = load<i32>(depth << 2, frameNodeAt)
    const previous = load<i32>(depth << 2, framePreviousAt)
    const guess = previous < 0 ? load<i32>(parent << 2, firstAt) : load<i32>(previous << 2, followingAt)
    let node = guess
    close = matchEnd(guess, parent, open + 1, end)
    if (close === 0) {
      close = keyEnd(open, end)
      if (close === 0 || isEscaped()) return 0
      node = findKey(parent, open + 1, close)
      if (node < 0) {
        if (isLeftOut(parent)) {
          setInteger(nodeIs, -1)
          store<f64>(depth << 3, count, frameCountAt)
          return close
        }
        node = newMembers(parent)
        if (node >= 0) return enterNewMember(depth, parent, previous, node, close)
        node = addMember(parent, open + 1, close)
        if (node < 0) return 0
      }
    }
    if (!enterMember(depth, node)) return 0
    if (node !== guess) {
      if (previous < 0) store<i32>(parent << 2, node, firstAt)
      else store<i32>(previous << 2, node, followingAt)
    }
  } else {
    close = keyEnd(open, end)
    if (close === 0) return 0
    if (kind === inMap && !entryKey(depth, open, close)) return 0
  }
  store<f64>(depth << 3, count, frameCountAt)
  return close
}

function keyEnd(open: i32, end: i32): i32 {
  const close = stringEnd(open + 1, end)
  return close - open - 1 > integer(maxScalarBytesIs) ? 0 : close
}

/** A key of a map: a fixed member, or the name of the row that begins. */
function entryKey(depth: i32, open: i32, close: i32): bool {
  if (isEscaped()) return false
  const node = takeEntryKey(depth, open - windowAt, close - windowAt)
  if (node >= 0) return fixedKey(depth, node)
  if (node !== newEntry) return false
  const table = load<i32>(depth << 2, frameTableAt)
  beginRow(depth, table)
  const entries = load<i32>(depth << 2, frameEntriesAt)
  if (entries === 0) markRows(depth)
  store<i32>(depth << 2, entries + 1, frameEntriesAt)
  const name = load<i32>(table << 2, rowNodeAt) + 1
  addValue(name, integer(rowIs), kindText, 0, open + 1 - windowAt, close - open - 1)
  return true
}

function fixedKey(depth: i32, node: i32): bool {
  if (!enterMember(depth, node)) return false
  store<i32>(depth << 2, -1, frameElementAt)
  setInteger(rowIs, load<i32>(depth << 2, frameRowAt))
  setDouble(rowSerialIs, load<f64>(depth << 3, frameRowSerialAt))
  return true
}

/** A member that an object found to be a map did not have before: they have one node, and are not compared. */
function enterNewMember(depth: i32, parent: i32, previous: i32, node: i32, close: i32): i32 {
  store<f64>(node << 3, load<f64>(depth << 3, frameSerialAt), seenInAt)
  store<i32>(node << 2, load<i32>(node << 2, occurrencesAt) + 1, occurrencesAt)
  store<i32>(depth << 2, node, framePreviousAt)
  if (previous < 0) store<i32>(parent << 2, node, firstAt)
  else store<i32>(previous << 2, node, followingAt)
  setInteger(nodeIs, node)
  store<f64>(depth << 3, load<f64>(depth << 3, frameCountAt) + 1, frameCountAt)
  return close
}

/** False when the object has the member already. */
function enterMember(depth: i32, node: i32): bool {
  const serial = load<f64>(depth << 3, frameSerialAt)
  if (load<f64>(node << 3, seenInAt) === serial) return false
  store<f64>(node << 3, serial, seenInAt)
  store<i32>(node << 2, load<i32>(node << 2, occurrencesAt) + 1, occurrencesAt)
  store<i32>(depth << 2, node, framePreviousAt)
  setInteger(nodeIs, node)
  return true
}

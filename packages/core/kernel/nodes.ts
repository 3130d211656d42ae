// Nodes that are added in a scan that will start again, as shape-builder.ts adds them.
import {
  aboveAt,
  childTableAt,
  firstAt,
  followingAt,
  instancesAt,
  isBareAt,
  isColumnAt,
  isLearnedAt,
  isLostIs,
  isMixedAt,
  judgedAtAt,
  keyBytesIs,
  keyPoolCapacity,
  keysBelowAt,
  kindsAt,
  mapTableAt,
  mayBeListAt,
  nodeCapacity,
  nodesIs,
  nodesLeftIs,
  notedLengthAt,
  occurrencesAt,
  rowsInAt,
  seenInAt,
  tableOfAt,
} from '../src/json/kernel/memory-map'
import { addKey } from './keys'
import { isFull } from './recorder'
import { integer, setInteger } from './registers'

const none: i32 = -1
/** In the lane of columns: no value was there yet; nothing is asked about the node, because its table is full. */
const noColumn: i32 = 0
const isLeftOut: i32 = 2
/** `firstJudgement` of judge-map.ts. */
const firstJudgement: i32 = 65

/** The node of all new members of an object that was found to be a map, or -1. */
export function newMembers(parent: i32): i32 {
  return -1 - load<i32>(parent << 2, judgedAtAt)
}

/**
 * A node for the key in `[from, to)` below `parent`, which has none, or -1 where that needs a decision: below nodes of
 * which something was learned, and where the number of their keys is judged.
 */
export function addMember(parent: i32, from: i32, to: i32): i32 {
  const left = integer(nodesLeftIs)
  const node = integer(nodesIs)
  const used = integer(keyBytesIs)
  const size = to - from
  const keys = load<i32>(parent << 2, keysBelowAt) + 1
  const table = load<i32>(parent << 2, tableOfAt)
  const isSpare = isFull(table)
  if (
    integer(isLostIs) === 0 ||
    (isSpare && left === 0) ||
    node >= nodeCapacity ||
    used + size > keyPoolCapacity ||
    load<u8>(parent, isLearnedAt) !== 0 ||
    keys >= load<i32>(parent << 2, judgedAtAt)
  )
    return none
  if (isSpare) setInteger(nodesLeftIs, left - 1)
  setInteger(nodesIs, node + 1)
  setInteger(keyBytesIs, used + size)
  store<i32>(parent << 2, keys, keysBelowAt)
  addKey(node, parent, from, size, used)
  const lane = node << 2
  store<i32>(lane, parent, aboveAt)
  store<i32>(lane, table, tableOfAt)
  store<i32>(lane, none, childTableAt)
  store<i32>(lane, none, mapTableAt)
  store<i32>(lane, 0, instancesAt)
  store<i32>(lane, 0, occurrencesAt)
  store<i32>(lane, 0, keysBelowAt)
  store<i32>(lane, 0, kindsAt)
  store<u8>(node, isSpare ? isLeftOut : noColumn, isColumnAt)
  store<u8>(node, 0, isBareAt)
  store<u8>(node, 0, isMixedAt)
  // Whether it stands once: as its parent does.
  store<u8>(node, load<u8>(parent, mayBeListAt), mayBeListAt)
  store<i32>(lane, none, notedLengthAt)
  store<u8>(node, 0, isLearnedAt)
  store<i32>(lane, firstJudgement, judgedAtAt)
  store<i32>(lane, none, followingAt)
  store<i32>(lane, none, firstAt)
  store<f64>(node << 3, 0, seenInAt)
  store<f64>(node << 3, 0, rowsInAt)
  return node
}

// The table of keys, as key-table.ts keeps it.
import {
  keyChainAt,
  keyHashAt,
  keyHeadsAt,
  keyIsRawAt,
  keyParentAt,
  keyPoolAt,
  keySizeAt,
  keyStartAt,
  leftOutAt,
  leftOutSets,
  nodeCapacity,
  recentAt,
} from '../src/json/kernel/memory-map'

/** The closing quote of the key whose first byte is at `from`, when it is the key of `node` below `parent`; or 0. */
export function matchEnd(node: i32, parent: i32, from: i32, end: i32): i32 {
  if (node < 0 || load<i32>(node << 2, keyParentAt) !== parent || load<u8>(node, keyIsRawAt) === 0) return 0
  const size = load<i32>(node << 2, keySizeAt)
  const close = from + size
  if (close >= end || load<u8>(close) !== 0x22) return 0
  return isSame(from, keyPoolAt + load<i32>(node << 2, keyStartAt), size) ? close : 0
}

/** Of the key that was not found last. */
let hash: i32 = 0

/** Whether the key that was not found last is known to have no node below `parent`. */
export function isLeftOut(parent: i32): bool {
  const set = (hash & (leftOutSets - 1)) << 4
  return (
    (load<i32>(set, leftOutAt) === hash && load<i32>(set, leftOutAt + 4) === parent) ||
    (load<i32>(set, leftOutAt + 8) === hash && load<i32>(set, leftOutAt + 12) === parent)
  )
}

/** The node of the key in `[from, to)` below `parent`, or -1. */
export function findKey(parent: i32, from: i32, to: i32): i32 {
  const slot = recentSlot(parent, from, to)
  const recent = load<i32>(slot, recentAt)
  if (isKeyOf(recent, parent, from, to - from)) return recent
  const node = lookUp(parent, from, to)
  if (node >= 0) store<i32>(slot, node, recentAt)
  return node
}

/** Leaves the bits that number the slots; those at the top depend on all others. */
const recentShift: u64 = 52
const spread: u64 = 0x9e3779b9 * 0x100000001

/** By both ends of the key: the table's own hash reads byte after byte. */
function recentSlot(parent: i32, from: i32, to: i32): i32 {
  const size = to - from
  let start = load<u64>(from)
  let end: u64 = 0
  if (size < 8) start &= ((<u64>1) << (size << 3)) - 1
  else end = load<u64>(to - 8)
  const mixed = (start ^ rotl(end, 23) ^ <u64>(size + (parent << 8))) * spread
  return (<i32>(((mixed ^ (mixed >> 32)) * spread) >> recentShift)) << 2
}

function isKeyOf(node: i32, parent: i32, from: i32, size: i32): bool {
  return (
    load<i32>(node << 2, keyParentAt) === parent &&
    load<i32>(node << 2, keySizeAt) === size &&
    isSame(from, keyPoolAt + load<i32>(node << 2, keyStartAt), size)
  )
}

function lookUp(parent: i32, from: i32, to: i32): i32 {
  hash = 0x811c9dc5 ^ (parent * 0x9e3779b1)
  for (let at = from; at < to; at++) hash = (hash ^ <i32>load<u8>(at)) * 0x01000193
  hash ^= <i32>(<u32>hash >> 15)
  let node = load<i32>((hash & (nodeCapacity - 1)) << 2, keyHeadsAt)
  const size = to - from
  while (node >= 0) {
    if (load<i32>(node << 2, keyHashAt) === hash && isKeyOf(node, parent, from, size)) return node
    node = load<i32>(node << 2, keyChainAt)
  }
  return -1
}

/** Gives the key that was not found last, in `[from, from + size)`, to a new node, behind `used` bytes of others. */
export function addKey(node: i32, parent: i32, from: i32, size: i32, used: i32): void {
  const lane = node << 2
  memory.copy(keyPoolAt + used, from, size)
  store<i32>(lane, hash, keyHashAt)
  store<i32>(lane, parent, keyParentAt)
  store<i32>(lane, used, keyStartAt)
  store<i32>(lane, size, keySizeAt)
  store<u8>(node, 1, keyIsRawAt)
  const slot = (hash & (nodeCapacity - 1)) << 2
  store<i32>(lane, load<i32>(slot, keyHeadsAt), keyChainAt)
  store<i32>(slot, node, keyHeadsAt)
}

/** Compares by vectors; the rest of the last one does not count. */
export function isSame(a: i32, b: i32, size: i32): bool {
  let at = 0
  for (; at + 16 <= size; at += 16) {
    if (i8x16.bitmask(i8x16.eq(v128.load(a + at), v128.load(b + at))) !== 0xffff) return false
  }
  const rest = (1 << (size - at)) - 1
  return (i8x16.bitmask(i8x16.eq(v128.load(a + at), v128.load(b + at))) & rest) === rest
}

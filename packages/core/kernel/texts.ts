// Hashes of texts, of their bytes and of what folding makes of these: see text-hashes.ts.
import {
  sliceBytesAt,
  sliceCodeAt,
  sliceEndAt,
  sliceFoldedAt,
  sliceHashAt,
  windowAt,
} from '../src/json/kernel/memory-map'

const evenFactor: i32 = 0x9e3779b1
const oddFactor: i32 = 0xc2b2ae3d
const lastFactor: i32 = 0x85ebca6b

/** What folding does to a text; as `Fold` of text-hashes.ts. */
const asItIs: i32 = 0
const otherHash: i32 = 1
const unknown: i32 = 2
const blank: i32 = 3

/** `hashBytes` of byte-table.ts. */
export function hashText(from: i32, size: i32): i32 {
  let even = size * evenFactor
  let odd = size
  let at = from
  const end = from + size
  for (; at + 8 <= end; at += 8) {
    even = (even ^ load<i32>(at)) * evenFactor
    even ^= <i32>(<u32>even >> 15)
    odd = (odd ^ load<i32>(at, 4)) * oddFactor
    odd ^= <i32>(<u32>odd >> 15)
  }
  const rest = load<i64>(at) & (((<i64>1) << ((end - at) << 3)) - 1)
  even = (even ^ <i32>rest) * evenFactor
  odd = (odd ^ <i32>(rest >> 32)) * oddFactor
  const hash = (even ^ <i32>(<u32>even >> 16) ^ rotl<i32>(odd, 16)) * lastFactor
  return hash ^ <i32>(<u32>hash >> 13)
}

/** Hashes the texts that stand one after another in the window up to their ends, folded too unless longer than `most`; where the ends were, their lengths stand then, of those that folding makes others the folded ones. */
export function hashTexts(count: i32, most: i32): void {
  let from = windowAt
  for (let text = 0; text < count; text++) {
    const end = windowAt + load<i32>(text << 2, sliceEndAt)
    const hash = hashText(from, end - from)
    store<i32>(text << 2, hash, sliceHashAt)
    const fold = end - from > most ? unknown : foldOf(from, end)
    store<u16>(text << 1, fold, sliceCodeAt)
    if (fold === otherHash) {
      store<i32>(text << 2, hashText(sliceBytesAt, foldedSize), sliceFoldedAt)
      store<i32>(text << 2, foldedSize, sliceEndAt)
    } else store<i32>(text << 2, end - from, sliceEndAt)
    from = end
  }
}

/** Bytes at `sliceBytesAt` of the text that was folded last. */
let foldedSize: i32 = 0

/** `isFolded` and, for ASCII, the fold of fold-bytes.ts. */
function foldOf(from: i32, end: i32): i32 {
  if (from === end) return blank
  let before = 1
  let capitals = 0
  let blanks = 0
  for (let at = from; at < end; at += 16) {
    const bytes = v128.load(at)
    const size = end - at
    const held = size < 16 ? (1 << size) - 1 : 0xffff
    if ((i8x16.bitmask(bytes) & held) !== 0) return unknown
    capitals |= i8x16.bitmask(capitalsOf(bytes)) & held
    const others = i8x16.bitmask(i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(9)), i8x16.splat(5)))
    const spaces = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x20)))
    blanks |= (others | (spaces & ((spaces << 1) | before))) & held
    before = (spaces >> 15) & 1
  }
  if (blanks !== 0 || load<u8>(end - 1) === 0x20) {
    fold(from, end)
    return foldedSize === 0 ? blank : otherHash
  }
  if (capitals === 0) return asItIs
  lower(from, end)
  return otherHash
}

/** Which bytes are capitals. */
function capitalsOf(bytes: v128): v128 {
  return i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x41)), i8x16.splat(26))
}

/** Folds ASCII whose blanks are single spaces between others. */
function lower(from: i32, end: i32): void {
  let to = sliceBytesAt
  for (let at = from; at < end; at += 16, to += 16) {
    const bytes = v128.load(at)
    v128.store(to, v128.or(bytes, v128.and(capitalsOf(bytes), i8x16.splat(0x20))))
  }
  foldedSize = end - from
}

/** Folds ASCII: capitals become small, runs of blanks one space, those at both ends nothing. */
function fold(from: i32, end: i32): void {
  let to = sliceBytesAt
  let space = false
  for (let at = from; at < end; at++) {
    const byte: i32 = load<u8>(at)
    if (byte === 0x20 || <u32>(byte - 9) < 5) {
      space = to > sliceBytesAt
      continue
    }
    if (space) store<u8>(to++, 0x20)
    space = false
    store<u8>(to++, <u32>(byte - 0x41) < 26 ? byte + 32 : byte)
  }
  foldedSize = to - sliceBytesAt
}

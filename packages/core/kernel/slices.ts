// The values of one column in a batch, gathered from its lanes: see batch-slices.ts.
import {
  sliceByteCapacity,
  sliceBytesAt,
  sliceCodeAt,
  sliceEndAt,
  sliceHashAt,
  sliceNumberAt,
  sliceOrderAt,
  slicePlacesIs,
  slicePositionAt,
  sliceRowIs,
  sliceSlotAt,
  sliceTextsIs,
  valueKindAt,
  valueNumberAt,
  valueRowAt,
  valueSizeAt,
  valueStartAt,
  windowAt,
} from '../src/json/kernel/memory-map'
import { isSame } from './keys'
import { integer, setInteger } from './registers'
import { hashText } from './texts'
import { kindNumber, kindText } from './words'

/**
 * Gathers texts of at most `most` bytes from the places `[from, to)` of `sliceOrderAt`, in rows that ascend from behind
 * `sliceRowIs` and lie before `end`; how many, up to the first other value. `slots`, a power of two, or 0: equal texts
 * are found, and the codes say which each is; with 0 each counts as one of its own.
 */
export function takeTexts(from: i32, to: i32, base: i32, end: i32, most: i32, slots: i32): i32 {
  let last = integer(sliceRowIs)
  let texts = 0
  let used = 0
  if (slots > 0) memory.fill(sliceSlotAt, 0, slots << 1)
  const size = to - from
  const order = sliceOrderAt + (from << 2)
  let at = 0
  for (; at < size; at++) {
    const i = load<i32>(order + (at << 2))
    const row = load<i32>(i << 2, valueRowAt)
    const bytes = load<i32>(i << 2, valueSizeAt)
    if (load<u8>(i, valueKindAt) !== kindText || row >= end || row <= last || bytes > most) break
    if (used + bytes > sliceByteCapacity) break
    last = row
    store<u16>(at << 1, row - base, slicePositionAt)
    const start = windowAt + load<i32>(i << 2, valueStartAt)
    const hash = hashText(start, bytes)
    if (slots > 0) {
      let slot = hash & (slots - 1)
      let found = load<u16>(slot << 1, sliceSlotAt)
      while (found !== 0 && !isText(<i32>found - 1, hash, start, bytes)) {
        slot = (slot + 1) & (slots - 1)
        found = load<u16>(slot << 1, sliceSlotAt)
      }
      if (found !== 0) {
        store<u16>(at << 1, found - 1, sliceCodeAt)
        continue
      }
      store<u16>(slot << 1, texts + 1, sliceSlotAt)
      store<u16>(at << 1, texts, sliceCodeAt)
    }
    copy(sliceBytesAt + used, start, bytes)
    used += bytes
    store<i32>(texts << 2, hash, sliceHashAt)
    store<i32>(texts << 2, used, sliceEndAt)
    texts++
  }
  setInteger(sliceRowIs, last)
  setInteger(sliceTextsIs, texts)
  return at
}

/** As `takeTexts`, for numbers. */
export function takeNumbers(from: i32, to: i32, base: i32, end: i32): i32 {
  let last = integer(sliceRowIs)
  let most = 0
  let least = 0
  const size = to - from
  const order = sliceOrderAt + (from << 2)
  let at = 0
  for (; at < size; at++) {
    const i = load<i32>(order + (at << 2))
    const row = load<i32>(i << 2, valueRowAt)
    if (load<u8>(i, valueKindAt) !== kindNumber || row >= end || row <= last) break
    last = row
    store<u16>(at << 1, row - base, slicePositionAt)
    store<f64>(at << 3, load<f64>(i << 3, valueNumberAt), sliceNumberAt)
    const places = load<i32>(i << 2, valueStartAt)
    most = max(most, places)
    least = min(least, places)
  }
  setInteger(sliceRowIs, last)
  setInteger(slicePlacesIs, least < 0 ? -1 : most)
  return at
}

function isText(text: i32, hash: i32, from: i32, size: i32): bool {
  if (load<i32>(text << 2, sliceHashAt) !== hash) return false
  const start = text === 0 ? 0 : load<i32>((text - 1) << 2, sliceEndAt)
  return load<i32>(text << 2, sliceEndAt) - start === size && isSame(sliceBytesAt + start, from, size)
}

/** Copies whole vectors: what is behind the end is overwritten by what comes. */
function copy(to: i32, from: i32, size: i32): void {
  if (size > 64) memory.copy(to, from, size)
  else for (let at = 0; at < size; at += 16) v128.store(to + at, v128.load(from + at))
}

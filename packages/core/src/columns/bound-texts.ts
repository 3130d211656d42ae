/** Entries between two calls of a loop: it is compiled as a function, not while it runs. */
const block = 2048
const signBit = 0x80000000
const greatestWord = 0x7fffffff
/** By how many bytes of a text there are, up to eight: which bits of its first and of its second four bytes count. */
const firstMasks = Int32Array.from({ length: 9 }, (_, bytes) => maskOf(Math.min(bytes, 4)))
const secondMasks = Int32Array.from({ length: 9 }, (_, bytes) => maskOf(Math.max(bytes - 4, 0)))
/**
 * Of the least and of the greatest entry: its number, its first eight bytes behind what all share as two integers that
 * order as they do, and how many entries that came later had the same.
 */
const lane = new Int32Array(8)

/**
 * The entries of the least and of the greatest text; undefined when there is none. Entry i is
 * `heap[offsets[i] … offsets[i + 1])`; `shared`: bytes with which all of them begin.
 */
export function boundEntries(
  heap: Uint8Array,
  offsets: Uint32Array,
  size: number,
  shared = 0,
): { readonly min: number; readonly max: number } | undefined {
  if (size === 0) return undefined
  const view = new DataView(heap.buffer, heap.byteOffset, heap.byteLength)
  let at = shared
  let whole = widenAll(view, offsets, size, at)
  // Where all have the same eight bytes, the next ones tell.
  while (whole > 0 && lane[1] === lane[5] && lane[2] === lane[6] && (lane[2]! & 0xff) !== 0) {
    at += 8
    whole = widenAll(view, offsets, whole, at)
  }
  let min = lane[0]!
  let max = lane[4]!
  if (lane[3]! > 0)
    for (let from = 0; from < whole; from += block)
      min = leastAlike(view, offsets, from, Math.min(whole, from + block), at, min)
  if (lane[7]! > 0)
    for (let from = 0; from < whole; from += block)
      max = greatestAlike(view, offsets, from, Math.min(whole, from + block), at, max)
  // Behind them are fewer than eight bytes.
  for (let entry = whole; entry < size; entry++) {
    if (compareEntries(view, offsets, entry, min) < 0) min = entry
    if (compareEntries(view, offsets, entry, max) > 0) max = entry
  }
  return { min, max }
}

/** Sets `lane` by the bytes from `at` on of the entries that have eight bytes from there on, or others behind them; how many those are. */
function widenAll(view: DataView, offsets: Uint32Array, size: number, at: number): number {
  let whole = size
  while (whole > 0 && offsets[whole - 1]! + at + 8 > view.byteLength) whole--
  lane.set([0, greatestWord, greatestWord, 0, 0, ~greatestWord, ~greatestWord, 0])
  for (let from = 0; from < whole; from += block)
    widen(view, offsets, from, Math.min(whole, from + block), at)
  return whole
}

/** The same of the entries whose count is not 0. */
export function boundCounted(
  heap: Uint8Array,
  offsets: Uint32Array,
  size: number,
  counts: Uint32Array,
): { readonly min: number; readonly max: number } | undefined {
  const view = new DataView(heap.buffer, heap.byteOffset, heap.byteLength)
  let min = -1
  let max = -1
  for (let entry = 0; entry < size; entry++) {
    if (counts[entry] === 0) continue
    if (min < 0 || compareEntries(view, offsets, entry, min) < 0) min = entry
    if (max < 0 || compareEntries(view, offsets, entry, max) > 0) max = entry
  }
  return min < 0 ? undefined : { min, max }
}

// Nothing in it is done seldom: what V8 has not seen when it compiles a loop makes it compile it again.
function widen(view: DataView, offsets: Uint32Array, from: number, to: number, shared: number): void {
  let min = lane[0]!
  let minHigh = lane[1]!
  let minLow = lane[2]!
  let minAlike = lane[3]!
  let max = lane[4]!
  let maxHigh = lane[5]!
  let maxLow = lane[6]!
  let maxAlike = lane[7]!
  let at = offsets[from]! + shared
  for (let entry = from; entry < to; entry++) {
    const next = offsets[entry + 1]! + shared
    const bytes = Math.min(next - shared - at, 8)
    const high = (view.getInt32(at) & firstMasks[bytes]!) ^ signBit
    const low = (view.getInt32(at + 4) & secondMasks[bytes]!) ^ signBit
    at = next
    if (high <= minHigh) {
      const isLess = high < minHigh || low < minLow
      minAlike = isLess ? 0 : minAlike + (low === minLow ? 1 : 0)
      min = isLess ? entry : min
      minLow = isLess ? low : minLow
      minHigh = high
    }
    if (high >= maxHigh) {
      const isMore = high > maxHigh || low > maxLow
      maxAlike = isMore ? 0 : maxAlike + (low === maxLow ? 1 : 0)
      max = isMore ? entry : max
      maxLow = isMore ? low : maxLow
      maxHigh = high
    }
  }
  lane[0] = min
  lane[1] = minHigh
  lane[2] = minLow
  lane[3] = minAlike
  lane[4] = max
  lane[5] = maxHigh
  lane[6] = maxLow
  lane[7] = maxAlike
}

/** The least of an entry and those that have the same eight bytes from `shared` on. */
function leastAlike(
  view: DataView,
  offsets: Uint32Array,
  from: number,
  to: number,
  shared: number,
  entry: number,
): number {
  let least = entry
  for (let one = from; one < to; one++)
    if (isAlike(view, offsets, one, shared, 1) && compareEntries(view, offsets, one, least) < 0) least = one
  return least
}

/** The same for the greatest. */
function greatestAlike(
  view: DataView,
  offsets: Uint32Array,
  from: number,
  to: number,
  shared: number,
  entry: number,
): number {
  let most = entry
  for (let one = from; one < to; one++)
    if (isAlike(view, offsets, one, shared, 5) && compareEntries(view, offsets, one, most) > 0) most = one
  return most
}

/** Whether an entry has the bytes at a place of `lane`. */
function isAlike(
  view: DataView,
  offsets: Uint32Array,
  entry: number,
  shared: number,
  place: number,
): boolean {
  const at = offsets[entry]! + shared
  const bytes = Math.min(offsets[entry + 1]! - at, 8)
  return (
    ((view.getInt32(at) & firstMasks[bytes]!) ^ signBit) === lane[place] &&
    ((view.getInt32(at + 4) & secondMasks[bytes]!) ^ signBit) === lane[place + 1]
  )
}

/** Leaves the first so many of four bytes; at most 4. */
function maskOf(bytes: number): number {
  return bytes === 0 ? 0 : -1 << (32 - 8 * bytes)
}

function compareEntries(view: DataView, offsets: Uint32Array, a: number, b: number): number {
  const start = offsets[a]!
  const other = offsets[b]!
  const size = offsets[a + 1]! - start
  const otherSize = offsets[b + 1]! - other
  const shared = Math.min(size, otherSize)
  let at = 0
  for (; at + 4 <= shared; at += 4) {
    const difference = view.getUint32(start + at) - view.getUint32(other + at)
    if (difference !== 0) return difference
  }
  for (; at < shared; at++) {
    const difference = view.getUint8(start + at) - view.getUint8(other + at)
    if (difference !== 0) return difference
  }
  return size - otherSize
}

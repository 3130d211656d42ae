/** Entries between two calls of a loop: it is compiled as a function, not while it runs. */
const block = 2048
/** Texts of a chunk have codes of 16 bits. */
const maxTexts = 65_536
const signBit = 0x80000000
const greatestWord = 0x7fffffff
/** By how many bytes of a text there are, up to eight: which bits of its first and of its second four bytes count. */
const firstMasks = Int32Array.from({ length: 9 }, (_, bytes) => maskOf(Math.min(bytes, 4)))
const secondMasks = Int32Array.from({ length: 9 }, (_, bytes) => maskOf(Math.max(bytes - 4, 0)))
/**
 * Of the least and of the greatest entry: its first eight bytes behind what all share, as two integers that order as they
 * do, and how many entries behind the first one have the same.
 */
const lane = new Int32Array(6)
/** The entries that have them; in place 0 of both stands the first entry, when none was looked at. */
const least = new Uint16Array(maxTexts)
const greatest = new Uint16Array(maxTexts)

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
  if (size === 1) return { min: 0, max: 0 }
  const view = new DataView(heap.buffer, heap.byteOffset, heap.byteLength)
  let at = shared
  let whole = widenAll(view, offsets, size, at)
  // Where all have the same eight bytes, the next ones tell.
  while (whole > 0 && lane[0] === lane[3] && lane[1] === lane[4] && (lane[1]! & 0xff) !== 0) {
    at += 8
    whole = widenAll(view, offsets, whole, at)
  }
  let min = least[0]!
  let max = greatest[0]!
  for (let i = 1; i <= lane[2]!; i++) if (compareEntries(view, offsets, least[i]!, min) < 0) min = least[i]!
  for (let i = 1; i <= lane[5]!; i++)
    if (compareEntries(view, offsets, greatest[i]!, max) > 0) max = greatest[i]!
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
  lane.set([greatestWord, greatestWord, 0, ~greatestWord, ~greatestWord, 0])
  least[0] = 0
  greatest[0] = 0
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
  let minHigh = lane[0]!
  let minLow = lane[1]!
  let minAlike = lane[2]!
  let maxHigh = lane[3]!
  let maxLow = lane[4]!
  let maxAlike = lane[5]!
  let at = offsets[from]! + shared
  for (let entry = from; entry < to; entry++) {
    const next = offsets[entry + 1]! + shared
    const bytes = Math.min(next - shared - at, 8)
    const high = (view.getInt32(at) & firstMasks[bytes]!) ^ signBit
    const low = (view.getInt32(at + 4) & secondMasks[bytes]!) ^ signBit
    at = next
    if (high < minHigh || (high === minHigh && low <= minLow)) {
      minAlike = high === minHigh && low === minLow ? minAlike + 1 : 0
      least[minAlike] = entry
      minHigh = high
      minLow = low
    }
    if (high > maxHigh || (high === maxHigh && low >= maxLow)) {
      maxAlike = high === maxHigh && low === maxLow ? maxAlike + 1 : 0
      greatest[maxAlike] = entry
      maxHigh = high
      maxLow = low
    }
  }
  lane[0] = minHigh
  lane[1] = minLow
  lane[2] = minAlike
  lane[3] = maxHigh
  lane[4] = maxLow
  lane[5] = maxAlike
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

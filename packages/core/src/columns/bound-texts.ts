/** Entries between two calls of the loop: it is compiled as a function, not while it runs. */
const block = 2048
const signBit = 0x80000000
/** Of the least and of the greatest entry: its number, and its first eight bytes behind what all share as two integers that order as they do. */
const lane = new Int32Array(6)

/**
 * The entries of the least and of the greatest text, of those whose count is not 0 where counts are given; undefined when
 * there is none. Entry i is `heap[offsets[i] … offsets[i + 1])`; `shared`: bytes with which all of them begin.
 */
export function boundEntries(
  heap: Uint8Array,
  offsets: Uint32Array,
  size: number,
  counts?: Uint32Array,
  shared = 0,
): { readonly min: number; readonly max: number } | undefined {
  const view = new DataView(heap.buffer, heap.byteOffset, heap.byteLength)
  lane[0] = -1
  for (let from = 0; from < size; from += block)
    widen(view, offsets, from, Math.min(size, from + block), counts, shared)
  const [min, max] = [lane[0]!, lane[3]!]
  return min < 0 ? undefined : { min, max }
}

function widen(
  view: DataView,
  offsets: Uint32Array,
  from: number,
  to: number,
  counts: Uint32Array | undefined,
  shared: number,
): void {
  let min = lane[0]!
  let minHigh = lane[1]!
  let minLow = lane[2]!
  let max = lane[3]!
  let maxHigh = lane[4]!
  let maxLow = lane[5]!
  const limit = view.byteLength
  let start = offsets[from]!
  for (let entry = from; entry < to; entry++) {
    const at = start + shared
    const end = offsets[entry + 1]!
    start = end
    if (counts !== undefined && counts[entry] === 0) continue
    let high = 0
    let low = 0
    if (at + 8 <= limit) {
      high = view.getInt32(at)
      low = view.getInt32(at + 4)
      const size = end - at
      if (size <= 4) {
        high &= maskOf(size)
        low = 0
      } else if (size < 8) low &= maskOf(size - 4)
    } else {
      high = wordOf(view, at, end)
      low = wordOf(view, at + 4, end)
    }
    high ^= signBit
    low ^= signBit
    if (
      min < 0 ||
      high < minHigh ||
      (high === minHigh &&
        (low < minLow || (low === minLow && compareEntries(view, offsets, entry, min) < 0)))
    ) {
      if (min < 0) {
        max = entry
        maxHigh = high
        maxLow = low
      }
      min = entry
      minHigh = high
      minLow = low
    }
    if (
      high > maxHigh ||
      (high === maxHigh &&
        (low > maxLow || (low === maxLow && compareEntries(view, offsets, entry, max) > 0)))
    ) {
      max = entry
      maxHigh = high
      maxLow = low
    }
  }
  lane[0] = min
  lane[1] = minHigh
  lane[2] = minLow
  lane[3] = max
  lane[4] = maxHigh
  lane[5] = maxLow
}

/** Leaves the first so many of four bytes; at most 4. */
function maskOf(bytes: number): number {
  return bytes === 0 ? 0 : -1 << (32 - 8 * bytes)
}

/** Four bytes of a text; those beyond its end count as 0. */
function wordOf(view: DataView, start: number, end: number): number {
  let word = 0
  for (let at = start; at < start + 4; at++) word = (word << 8) | (at < end ? view.getUint8(at) : 0)
  return word
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

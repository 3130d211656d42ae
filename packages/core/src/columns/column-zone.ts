import { compareBytes } from './compare-bytes.js'

/** Bytes of the text bounds that a zone keeps. */
export const prefixBytes = 14

/** What is known of one chunk without reading it (docs/segment-format.md, "Chunk record"). */
export interface ColumnZone {
  readonly nulls: number
  readonly falses: number
  readonly trues: number
  readonly numbers: number
  readonly texts: number
  readonly jsons: number
  readonly exacts: number
  /** At most this many different texts. */
  readonly distinctTexts: number
  readonly minNumber: number
  readonly maxNumber: number
  /** Absent when there is no text, or one that is kept by reference. */
  readonly textBounds?: { readonly min: Uint8Array; readonly max: Uint8Array }
}

/** First bytes of the least and of the greatest of at least one entry. */
export function boundTexts(heap: Uint8Array, offsets: Uint32Array, size: number) {
  return {
    min: prefixOf(heap, offsets, leastEntry(heap, offsets, size, undefined)),
    max: prefixOf(heap, offsets, greatestEntry(heap, offsets, size, undefined)),
  }
}

/** The entry of the least text, of those whose count is not 0 where counts are given; -1 when there is none. */
export function leastEntry(
  heap: Uint8Array,
  offsets: Uint32Array,
  size: number,
  counts: Uint32Array | undefined,
): number {
  let min = -1
  let least = 0
  for (let i = 0; i < size; i++) {
    if (counts !== undefined && counts[i] === 0) continue
    const beginning = beginningOf(heap, offsets[i]!, offsets[i + 1]!)
    if (min < 0 || beginning < least || (beginning === least && compareEntries(heap, offsets, i, min) < 0)) {
      min = i
      least = beginning
    }
  }
  return min
}

/** The same for the greatest. */
export function greatestEntry(
  heap: Uint8Array,
  offsets: Uint32Array,
  size: number,
  counts: Uint32Array | undefined,
): number {
  let max = -1
  let greatest = 0
  for (let i = 0; i < size; i++) {
    if (counts !== undefined && counts[i] === 0) continue
    const beginning = beginningOf(heap, offsets[i]!, offsets[i + 1]!)
    if (
      max < 0 ||
      beginning > greatest ||
      (beginning === greatest && compareEntries(heap, offsets, i, max) > 0)
    ) {
      max = i
      greatest = beginning
    }
  }
  return max
}

const signBit = 0x80000000

/** The first four bytes as an integer that orders as they do; bytes beyond the end count as 0. */
function beginningOf(heap: Uint8Array, start: number, end: number): number {
  if (end - start >= 4)
    return (
      ((heap[start]! << 24) | (heap[start + 1]! << 16) | (heap[start + 2]! << 8) | heap[start + 3]!) ^ signBit
    )
  let beginning = 0
  for (let at = start; at < start + 4; at++) beginning = (beginning << 8) | (at < end ? heap[at]! : 0)
  return beginning ^ signBit
}

function compareEntries(heap: Uint8Array, offsets: Uint32Array, a: number, b: number): number {
  return compareBytes(heap, offsets[a]!, offsets[a + 1]!, heap, offsets[b]!, offsets[b + 1]!)
}

function prefixOf(heap: Uint8Array, offsets: Uint32Array, entry: number): Uint8Array {
  return heap.slice(offsets[entry], Math.min(offsets[entry + 1]!, offsets[entry]! + prefixBytes))
}

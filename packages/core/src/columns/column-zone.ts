import { boundEntries } from './bound-texts.js'

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
  const { min, max } = boundEntries(heap, offsets, size)!
  return { min: prefixOf(heap, offsets, min), max: prefixOf(heap, offsets, max) }
}

function prefixOf(heap: Uint8Array, offsets: Uint32Array, entry: number): Uint8Array {
  return heap.slice(offsets[entry], Math.min(offsets[entry + 1]!, offsets[entry]! + prefixBytes))
}

/** Bytes with which all texts of a chunk begin, as far as its zone tells. */
export function sharedBytes({ textBounds }: ColumnZone): number {
  if (textBounds === undefined) return 0
  const { min, max } = textBounds
  const most = Math.min(min.length, max.length)
  let shared = 0
  while (shared < most && min[shared] === max[shared]) shared++
  return shared
}

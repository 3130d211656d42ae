import { hashBytes } from '../byte-table.js'
import { viewBytes } from '../copy-bytes.js'
import { createByteFold, isFolded } from '../fold-bytes.js'
import { addLength, type LengthSet, uniteLengths } from '../length-set.js'
import type { ChunkTexts } from '../statistics/chunk-texts.js'
import { Fold, type TextHashes } from '../text-hashes.js'
import { maxIndexedBytes } from './value-index-format.js'

/**
 * Writes the hash of each text of a chunk, by its code, into a lane from an index on: that of its folded term, and any
 * where the value index leaves the text out. The lengths of the terms are added to a set.
 */
export type TextHash = (texts: ChunkTexts, lengths: LengthSet, hashes: Int32Array, at: number) => void

export function createTextHash(): TextHash {
  const folded = createByteFold()

  function hashFold(
    heap: Uint8Array,
    view: DataView,
    start: number,
    end: number,
    own: number,
    lengths: LengthSet,
  ): number {
    if (end - start > maxIndexedBytes) return own
    const isOwn = isFolded(heap, start, end)
    const length = isOwn ? end - start : folded.fold(view, start, end)
    addLength(lengths, length)
    return isOwn ? own : hashBytes(folded.bytes, 0, length)
  }

  return ({ size, heap, offsets, hashed }, lengths, into, at) => {
    const { hashes, folds } = hashed
    uniteLengths(lengths, hashed.lengths)
    if (!pickKnown(hashed, size, into, at)) return
    const view = viewBytes(heap)
    for (let code = 0; code < size; code++)
      if (folds[code] === Fold.unknown)
        into[at + code] = hashFold(heap, view, offsets[code]!, offsets[code + 1]!, hashes[code]!, lengths)
  }
}

/** Sets the hashes of the folds that are known, and a text's own where none is; true when one was not folded. */
function pickKnown(
  { hashes, folds, foldedHashes }: TextHashes,
  size: number,
  into: Int32Array,
  at: number,
): boolean {
  let kinds = 0
  for (let code = 0; code < size; code++) {
    const fold = folds[code]!
    kinds |= fold
    into[at + code] = fold === Fold.other ? foldedHashes[code]! : hashes[code]!
  }
  // Blank texts say so too, and are few.
  return (kinds & Fold.unknown) !== 0
}

import { hashBytes } from '../byte-table.js'
import { createByteFold, isFolded } from '../fold-bytes.js'
import type { ChunkTexts } from '../statistics/chunk-texts.js'
import { Fold } from '../text-hashes.js'
import { maxIndexedBytes } from './value-index-format.js'

/**
 * Writes the hash of each text of a chunk, by its code, into a lane from an index on: that of its folded term, and any
 * where the value index leaves the text out.
 */
export type TextHash = (texts: ChunkTexts, hashes: Int32Array, at: number) => void

export function createTextHash(): TextHash {
  const folded = createByteFold()

  function hashFold(heap: Uint8Array, start: number, end: number, own: number): number {
    if (end - start > maxIndexedBytes || isFolded(heap, start, end)) return own
    return hashBytes(folded.bytes, 0, folded.fold(heap, start, end))
  }

  return ({ size, heap, offsets, hashed }, into, at) => {
    const { hashes, folds, foldedHashes } = hashed
    for (let code = 0; code < size; code++) {
      const known = folds[code]!
      const own = hashes[code]!
      if (known === Fold.other) into[at + code] = foldedHashes[code]!
      else if (known !== Fold.unknown) into[at + code] = own
      else into[at + code] = hashFold(heap, offsets[code]!, offsets[code + 1]!, own)
    }
  }
}

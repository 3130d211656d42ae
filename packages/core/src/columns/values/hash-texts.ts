import { hashBytes } from '../byte-table.js'
import { createByteFold, isFolded } from '../fold-bytes.js'
import type { ChunkTexts } from '../statistics/chunk-texts.js'
import { Fold } from '../text-hashes.js'
import { maxIndexedBytes } from './value-index-format.js'

/** Tells the hash of each text of a chunk that the value index keeps: that of its folded term. */
export function createTextHash(): (texts: ChunkTexts, tell: (hash: number, code: number) => void) => void {
  const folded = createByteFold()
  return ({ size, heap, offsets, counts, hashed }, tell) => {
    const { hashes, folds, foldedHashes } = hashed
    for (let code = 0; code < size; code++) {
      const start = offsets[code]!
      const end = offsets[code + 1]!
      const known = folds[code]!
      if (counts[code] === 0 || end - start > maxIndexedBytes || known === Fold.blank) continue
      if (known === Fold.none || (known === Fold.unknown && isFolded(heap, start, end))) {
        tell(hashes[code]! >>> 0, code)
        continue
      }
      if (known === Fold.other) {
        tell(foldedHashes[code]! >>> 0, code)
        continue
      }
      const length = folded.fold(heap, start, end)
      if (length > 0) tell(hashBytes(folded.bytes, 0, length) >>> 0, code)
    }
  }
}

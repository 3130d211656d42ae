import { hashBytes } from '../byte-table.js'
import { createByteFold, isFolded } from '../fold-bytes.js'
import type { ChunkTexts } from '../statistics/chunk-texts.js'
import { Fold } from '../text-hashes.js'
import type { TextHashLanes } from './deal-hashes.js'
import { maxIndexedBytes } from './value-index-format.js'

/**
 * Writes the hash of each text of a chunk that the value index keeps, that of its folded term, into lanes from an index
 * on; gives back the index behind the last.
 */
export type TextHash = (texts: ChunkTexts, lanes: TextHashLanes, at: number) => number

export function createTextHash(): TextHash {
  const folded = createByteFold()
  return ({ size, heap, offsets, counts, hashed }, lanes, at) => {
    const { hashes, folds, foldedHashes } = hashed
    let to = at
    for (let code = 0; code < size; code++) {
      const start = offsets[code]!
      const end = offsets[code + 1]!
      const known = folds[code]!
      if (counts[code] === 0 || end - start > maxIndexedBytes || known === Fold.blank) continue
      if (known === Fold.none || (known === Fold.unknown && isFolded(heap, start, end)))
        lanes.hashes[to] = hashes[code]!
      else if (known === Fold.other) lanes.hashes[to] = foldedHashes[code]!
      else {
        const length = folded.fold(heap, start, end)
        if (length === 0) continue
        lanes.hashes[to] = hashBytes(folded.bytes, 0, length)
      }
      lanes.codes[to++] = code
    }
    return to
  }
}

import { createTextHash } from './hash-texts.js'
import type { IndexedColumn, TextIndex } from './value-index-format.js'
import type { ValueIndexWriter } from './value-index-writer.js'

/** What a value index is told of one column, as a copy that may wait or go to another thread. */
export type TextShare =
  | {
      readonly type: 'texts'
      readonly heap: Uint8Array<ArrayBuffer>
      readonly offsets: Uint32Array<ArrayBuffer>
      readonly counts: Float64Array<ArrayBuffer>
    }
  | {
      readonly type: 'hashes'
      readonly group: number
      readonly hashes: Uint32Array<ArrayBuffer>
      readonly codes: Uint16Array<ArrayBuffer>
    }

/** The buffers of a share. */
export function shareBuffers(share: TextShare): readonly ArrayBuffer[] {
  return share.type === 'texts'
    ? [share.heap.buffer, share.offsets.buffer, share.counts.buffer]
    : [share.hashes.buffer, share.codes.buffer]
}

/** An index that makes shares of what it is told. */
export function createSharingIndex(tell: (share: TextShare) => Promise<void>): TextIndex {
  const hashTexts = createTextHash()
  return {
    addTexts(_column, { size, heap, offsets, count }) {
      return tell({
        type: 'texts',
        heap: heap.slice(0, offsets[size]),
        offsets: offsets.slice(0, size + 1),
        counts: Float64Array.from({ length: size }, (_, text) => count(text)),
      })
    },
    addChunk(_column, group, texts) {
      const hashes = new Uint32Array(texts.size)
      const codes = new Uint16Array(texts.size)
      const size = hashTexts(texts, { hashes, codes }, 0)
      return tell({ type: 'hashes', group, hashes: hashes.slice(0, size), codes: codes.slice(0, size) })
    },
  }
}

export async function addShare(
  index: ValueIndexWriter,
  column: IndexedColumn,
  share: TextShare,
): Promise<void> {
  if (share.type === 'hashes') return index.addHashes(column, share.group, share)
  const { heap, offsets, counts } = share
  return index.addTexts(column, { size: counts.length, heap, offsets, count: (text) => counts[text]! })
}

import { lengthWords } from '../length-set.js'
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
      /** Pairs of a group and how many of the hashes are its. */
      readonly groups: readonly number[]
      readonly hashes: Int32Array<ArrayBuffer>
      /** `lengthWords` of each group. */
      readonly lengths: readonly number[]
    }

/** The buffers of a share. */
export function shareBuffers(share: TextShare): readonly ArrayBuffer[] {
  return share.type === 'texts'
    ? [share.heap.buffer, share.offsets.buffer, share.counts.buffer]
    : [share.hashes.buffer]
}

/** An index that makes shares of what it is told of one column after the other. */
export interface SharingIndex extends TextIndex {
  /** Shares what is left of the column. */
  endColumn(): Promise<void>
}

/** A chunk has at most as many texts as its codes can name. */
const maxChunkTexts = 65_536
/** Hashes of several chunks are one share, because each costs a message. */
const maxSharedHashes = 2 * maxChunkTexts

export function createSharingIndex(tell: (share: TextShare) => Promise<void>): SharingIndex {
  const hashTexts = createTextHash()
  let hashes: Int32Array<ArrayBuffer> | undefined
  let used = 0
  let groups: number[] = []
  let lengths: number[] = []
  const added = new Int32Array(lengthWords)

  async function endColumn(): Promise<void> {
    if (hashes === undefined) return
    const share: TextShare = { type: 'hashes', groups, hashes: hashes.subarray(0, used), lengths }
    hashes = undefined
    used = 0
    groups = []
    lengths = []
    await tell(share)
  }

  return {
    addTexts(_column, { size, heap, offsets, counts }) {
      return tell({
        type: 'texts',
        heap: heap.slice(0, offsets[size]),
        offsets: offsets.slice(0, size + 1),
        counts: counts.slice(0, size) as Float64Array<ArrayBuffer>,
      })
    },
    async addChunk(_column, group, texts) {
      hashes ??= new Int32Array(maxSharedHashes)
      hashTexts(texts, added.fill(0), hashes, used)
      lengths.push(...added)
      groups.push(group, texts.size)
      used += texts.size
      if (used > maxSharedHashes - maxChunkTexts) await endColumn()
    },
    endColumn,
  }
}

export async function addShare(
  index: ValueIndexWriter,
  column: IndexedColumn,
  share: TextShare,
): Promise<void> {
  if (share.type === 'hashes') return addHashes(index, column, share)
  const { heap, offsets, counts } = share
  return index.addTexts(column, { size: counts.length, heap, offsets, counts })
}

async function addHashes(
  index: ValueIndexWriter,
  column: IndexedColumn,
  { groups, hashes, lengths }: Extract<TextShare, { type: 'hashes' }>,
): Promise<void> {
  let from = 0
  for (let i = 0; i < groups.length; i += 2) {
    const to = from + groups[i + 1]!
    const at = (i / 2) * lengthWords
    await index.addHashes(
      column,
      groups[i]!,
      hashes.subarray(from, to),
      Int32Array.from(lengths.slice(at, at + lengthWords)),
    )
    from = to
  }
}

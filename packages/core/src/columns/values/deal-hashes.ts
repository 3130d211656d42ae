/**
 * How an entry of a run keeps hash and position in 40 bits: its block says the first `blockBits` of the hash, a word the
 * next ones above the position in the run, which takes its lowest `positionBits`, and a byte eight more.
 */
export interface EntryBits {
  readonly blockBits: number
  readonly positionBits: number
}

/** The word with 0 as the position. */
export function wordOf(hash: number, { blockBits, positionBits }: EntryBits): number {
  return (hash << blockBits) & (-1 << positionBits)
}

/** The byte. */
export function restOf(hash: number, { blockBits, positionBits }: EntryBits): number {
  return ((hash << blockBits) << (32 - positionBits)) >>> 24
}

/** Entries of a run, each block with the same room. */
export interface Blocks extends EntryBits {
  /** Entries of one block. */
  readonly room: number
  readonly words: Int32Array
  readonly rests: Uint8Array
  /** Where the next entry of each block goes. */
  readonly next: Int32Array
}

/**
 * Puts the hashes from `from` to before `to` into their blocks, numbered from `position` on, until one has no room; where
 * it stopped.
 */
export function dealHashes(
  { blockBits, positionBits, room, words, rests, next }: Blocks,
  hashes: Int32Array,
  from: number,
  to: number,
  position: number,
): number {
  const blockShift = 32 - blockBits
  const restShift = 32 - positionBits
  const mask = -1 << positionBits
  const ahead = position - from
  let i = from
  for (; i < to; i++) {
    const hash = hashes[i]!
    const block = hash >>> blockShift
    const at = next[block]!
    if (at === (block + 1) * room) break
    next[block] = at + 1
    const behind = hash << blockBits
    words[at] = (behind & mask) | (i + ahead)
    rests[at] = (behind << restShift) >>> 24
  }
  return i
}

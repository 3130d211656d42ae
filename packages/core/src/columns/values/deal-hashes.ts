/**
 * Entries as words, one entry after the other: its hash, then its place and code in one word; where places may have more
 * than 16 bits, in two.
 */
export const narrowWords = 2
export const wideWords = 3

/** Hashes with the codes of their texts, as lanes. */
export interface TextHashLanes {
  readonly hashes: Uint32Array
  readonly codes: Uint16Array
}

// One loop a function, and nothing behind it: see `encode-column.ts`.

/** Writes the first `size` of a place as entries from entry `at` on. */
export function packEntries(
  place: number,
  { hashes, codes }: TextHashLanes,
  size: number,
  entries: Int32Array,
  at: number,
  words: number,
): void {
  let word = at * words
  for (let i = 0; i < size; i++) {
    entries[word] = hashes[i]!
    if (words === narrowWords) entries[word + 1] = (place << 16) | codes[i]!
    else {
      entries[word + 1] = place
      entries[word + 2] = codes[i]!
    }
    word += words
  }
}

/** How many of the first `size` entries each partition has: a power of two of them, by the first bits of the hash. */
export function countPartitions(
  entries: Int32Array,
  size: number,
  words: number,
  partitions: number,
): Uint32Array {
  const shift = Math.clz32(partitions) + 1
  const counts = new Uint32Array(partitions)
  for (let word = 0; word < size * words; word += words) counts[entries[word]! >>> shift]!++
  return counts
}

/** Writes the first `size` entries partition by partition, those of each in the order they came. */
export function dealEntries(
  entries: Int32Array,
  size: number,
  words: number,
  counts: Uint32Array,
  into: Int32Array,
): void {
  const shift = Math.clz32(counts.length) + 1
  const next = startsOf(counts, words)
  for (let word = 0; word < size * words; word += words) {
    const hash = entries[word]!
    const partition = hash >>> shift
    const to = next[partition]!
    next[partition] = to + words
    into[to] = hash
    into[to + 1] = entries[word + 1]!
    if (words === wideWords) into[to + 2] = entries[word + 2]!
  }
}

/** Of partitions that follow each other: the word at which each begins. */
function startsOf(counts: Uint32Array, words: number): Int32Array {
  const starts = new Int32Array(counts.length)
  let start = 0
  for (let partition = 0; partition < counts.length; partition++) {
    starts[partition] = start
    start += counts[partition]! * words
  }
  return starts
}

import type { LaneScratch } from '../lane-scratch.js'

/** Entries as lanes: hash, number of the place, and code at the place. */
export interface HashLanes {
  readonly hashes: Uint32Array
  readonly places: Uint32Array
  readonly codes: Uint16Array
}

/** Bytes that lanes of so many entries take at most. */
export function laneBytes(entries: number): number {
  return 10 * entries + 24
}

export function createHashLanes(entries: number, scratch: LaneScratch): HashLanes {
  return {
    hashes: scratch.take(Uint32Array, entries),
    places: scratch.take(Uint32Array, entries),
    codes: scratch.take(Uint16Array, entries),
  }
}

/** Bytes of a slice of so many entries: its hashes, then places, then codes; a multiple of 4. */
export function sliceBytes(entries: number): number {
  return (entries * 10 + 3) & ~3
}

/** How many of the first `size` hashes each of `partitions` has: a power of two, by the first bits of the hash. */
export function countPartitions(hashes: Uint32Array, size: number, partitions: number): Uint32Array {
  const shift = Math.clz32(partitions) + 1
  const counts = new Uint32Array(partitions)
  for (let i = 0; i < size; i++) counts[hashes[i]! >>> shift]!++
  return counts
}

/** Writes the first `size` entries as slices, one after the other for each partition, each in the order they came. */
export function dealHashes(
  { hashes, places, codes }: HashLanes,
  size: number,
  counts: Uint32Array,
  bytes: Uint8Array,
): void {
  const shift = Math.clz32(counts.length) + 1
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
  const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1)
  const next = new Uint32Array(counts.length)
  // From an entry's word to the half word of its code.
  const toCode = new Uint32Array(counts.length)
  let start = 0
  for (let partition = 0; partition < counts.length; partition++) {
    const count = counts[partition]!
    next[partition] = start >> 2
    toCode[partition] = (start >> 2) + 4 * count
    start += sliceBytes(count)
  }
  for (let i = 0; i < size; i++) {
    const hash = hashes[i]!
    const partition = hash >>> shift
    const word = next[partition]!++
    words[word] = hash
    words[word + counts[partition]!] = places[i]!
    halves[word + toCode[partition]!] = codes[i]!
  }
}

/** Puts a slice of so many entries, which `bytes` begin with, at an index of lanes. */
export function takeSlice(bytes: Uint8Array, entries: number, lanes: HashLanes, at: number): void {
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  lanes.hashes.set(new Uint32Array(buffer, byteOffset, entries), at)
  lanes.places.set(new Uint32Array(buffer, byteOffset + entries * 4, entries), at)
  lanes.codes.set(new Uint16Array(buffer, byteOffset + entries * 8, entries), at)
}

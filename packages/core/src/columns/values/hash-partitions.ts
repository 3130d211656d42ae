import type { SegmentReader, SegmentWriter } from '@assay/store'
import { LaneScratch } from '../lane-scratch.js'
import {
  countPartitions,
  createHashLanes,
  dealHashes,
  type HashLanes,
  laneBytes,
  sliceBytes,
  takeSlice,
} from './deal-hashes.js'
import { sortHashes } from './sort-hashes.js'

/** Lanes whose first `size` entries count. */
export interface HashEntries extends HashLanes {
  readonly size: number
}

/** A file for what does not fit into memory. It is written once, then read, then removed. */
export interface ScratchFile {
  create(): Promise<SegmentWriter>
  open(): Promise<SegmentReader>
  remove(): Promise<void>
}

/** Powers of two: an entry's partition is the first bits of its hash, of which there is at least one. */
const minPartitions = 2
const maxPartitions = 1024
/** Runs grow so that there are no more of them, up to a factor. */
const wantedRuns = 64
const maxRunFactor = 4
/** Entries of a place: its codes have 16 bits. */
const maxAdded = 65_536

/** A run in the scratch file: a slice for each partition, of so many entries. */
interface Run {
  readonly start: number
  readonly counts: Uint32Array
}

/**
 * Sorts any number of entries by hash in one pass: runs of them are dealt out by the first bits of their hashes into
 * partitions of about `maxEntries` and go to a scratch file, from which each partition is read and sorted by itself.
 * Reads and writes are few and long, because each costs a hop to another thread.
 */
export class HashPartitions {
  readonly #partitions: number
  /** A run with more entries is written: another place might not fit. */
  readonly #full: number
  /** What entries are collected in, then sorted in: what is given up in between would not be free at once. */
  readonly #room: LaneScratch
  readonly #lanes: HashLanes
  readonly #bytes: Uint8Array
  #used = 0
  readonly #runs: Run[] = []
  #writer: SegmentWriter | undefined

  /** `expected`: at most so many entries will be added; more only make partitions larger. */
  constructor(
    private readonly scratch: ScratchFile,
    expected: number,
    maxEntries: number,
  ) {
    let partitions = minPartitions
    while (partitions < maxPartitions && expected / partitions > maxEntries) partitions *= 2
    this.#partitions = partitions
    const wanted = Math.ceil(expected / wantedRuns)
    const runEntries = Math.min(maxRunFactor * maxEntries, Math.max(maxEntries, wanted))
    const most = Math.max(runEntries, 2 * maxAdded)
    const dealt = sliceBytes(most) + 4 * partitions
    this.#room = new LaneScratch(Math.max(laneBytes(most) + dealt, sortingBytes(2 * maxEntries)))
    this.#lanes = createHashLanes(most, this.#room)
    this.#bytes = this.#room.take(Uint8Array, dealt)
    this.#full = Math.min(runEntries, most - maxAdded)
  }

  /**
   * Adds entries of a place: `write` puts up to 65,536 of hash and code into lanes, from an index on, and gives back
   * the index behind them.
   */
  async add(place: number, write: (lanes: HashLanes, at: number) => number): Promise<void> {
    const end = write(this.#lanes, this.#used)
    this.#lanes.places.fill(place, this.#used, end)
    this.#used = end
    if (end > this.#full) await this.#writeRun()
  }

  /** Calls with all entries, sorted by hash, a partition at a time; lanes are valid until the call's promise resolves. The scratch file is gone afterwards. */
  async eachSorted(call: (entries: HashEntries) => Promise<void>): Promise<void> {
    if (this.#writer === undefined) {
      const sort = createSorting(this.#used, this.#room)
      if (this.#used > 0) await call(sort(this.#lanes, this.#used))
      return
    }
    await this.#writeRun()
    await this.#writer.finish()
    this.#room.reset()
    const reader = await this.scratch.open()
    try {
      await this.#eachPartition(reader, call)
    } finally {
      await reader.close()
      await this.scratch.remove()
    }
  }

  async abort(): Promise<void> {
    await this.#writer?.abort()
  }

  async #writeRun(): Promise<void> {
    this.#writer ??= await this.scratch.create()
    const counts = countPartitions(this.#lanes.hashes, this.#used, this.#partitions)
    const length = sumOf(counts, sliceBytes)
    dealHashes(this.#lanes, this.#used, counts, this.#bytes)
    this.#runs.push({ start: this.#writer.size, counts })
    await this.#writer.append(this.#bytes.subarray(0, length))
    this.#used = 0
  }

  async #eachPartition(reader: SegmentReader, call: (entries: HashEntries) => Promise<void>): Promise<void> {
    const counts = Array.from({ length: this.#partitions }, (_, partition) =>
      this.#runs.map((run) => run.counts[partition]!),
    )
    const most = Math.max(...counts.map((ofRuns) => sumOf(ofRuns)))
    const loaded = createHashLanes(most, this.#room)
    const sort = createSorting(most, this.#room)
    const longest = Math.max(...counts.map((ofRuns) => sumOf(ofRuns, sliceBytes)))
    const bytes = this.#room.take(Uint8Array, longest)
    const starts = this.#runs.map(({ start }) => start)
    for (const ofRuns of counts) {
      const reads: Promise<Uint8Array>[] = []
      let used = 0
      for (const [run, count] of ofRuns.entries()) {
        const start = starts[run]!
        const length = sliceBytes(count)
        reads.push(reader.read(start, start + length, bytes.subarray(used, used + length)))
        starts[run] = start + length
        used += length
      }
      let size = 0
      for (const [run, slice] of (await Promise.all(reads)).entries()) {
        takeSlice(slice, ofRuns[run]!, loaded, size)
        size += ofRuns[run]!
      }
      if (size > 0) await call(sort(loaded, size))
    }
  }
}

/** Sorts lanes of up to so many entries by hash, equal ones as they came; both they and what is given back are overwritten. */
function createSorting(most: number, scratch: LaneScratch): (lanes: HashLanes, size: number) => HashEntries {
  const orders = [scratch.take(Uint32Array, most), scratch.take(Uint32Array, most)] as const
  return ({ hashes, places, codes }, size) => {
    const order = sortHashes(hashes, size, orders)
    // Each lane goes, in order, to the one that is free by then.
    const sortedHashes = order === orders[0] ? orders[1] : orders[0]
    const sortedPlaces = hashes
    const sortedCodes = new Uint16Array(places.buffer, places.byteOffset, size)
    for (let i = 0; i < size; i++) sortedHashes[i] = hashes[order[i]!]!
    for (let i = 0; i < size; i++) sortedPlaces[i] = places[order[i]!]!
    for (let i = 0; i < size; i++) sortedCodes[i] = codes[order[i]!]!
    return { size, hashes: sortedHashes, places: sortedPlaces, codes: sortedCodes }
  }
}

/** Of so many entries that are read, and what `createSorting` takes for them. */
function sortingBytes(entries: number): number {
  return laneBytes(entries) + sliceBytes(entries) + 8 * entries + 16
}

function sumOf(counts: Iterable<number>, weigh = (count: number) => count): number {
  let sum = 0
  for (const count of counts) sum += weigh(count)
  return sum
}

import type { SegmentReader, SegmentWriter } from '@assay/store'
import { LaneScratch } from '../lane-scratch.js'
import {
  countPartitions,
  dealEntries,
  narrowWords,
  packEntries,
  type TextHashLanes,
  wideWords,
} from './deal-hashes.js'
import { sortHashes } from './sort-hashes.js'

/** Sorted entries as lanes, of which the first `size` count: hash, number of the place, and code at the place. */
export interface HashEntries {
  readonly size: number
  readonly hashes: Uint32Array
  readonly places: Uint16Array | Uint32Array
  readonly codes: Uint16Array
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
/** Slices that are read at once: what waits for all of a partition's would outlive what is young. */
const readsAtOnce = 8
/** Entries of a place: its codes have 16 bits. */
const maxAdded = 65_536
/** Places that 16 bits number. */
const narrowPlaces = 65_536

/** A run in the scratch file: for each partition so many entries, one partition after the other. */
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
  readonly #words: number
  /** A run with more entries is written: another place might not fit. */
  readonly #full: number
  /** What entries are collected in, then sorted in: what is given up in between would not be free at once. */
  readonly #room: LaneScratch
  /** Of the place that is added. */
  readonly #added: TextHashLanes
  readonly #entries: Int32Array
  readonly #dealt: Int32Array
  #used = 0
  readonly #runs: Run[] = []
  #writer: SegmentWriter | undefined

  /**
   * `expected`: at most so many entries will be added; more only make partitions larger. `places`: all places are
   * below it.
   */
  constructor(
    private readonly scratch: ScratchFile,
    expected: number,
    maxEntries: number,
    places: number,
  ) {
    let partitions = minPartitions
    while (partitions < maxPartitions && expected / partitions > maxEntries) partitions *= 2
    this.#partitions = partitions
    this.#words = places > narrowPlaces ? wideWords : narrowWords
    const wanted = Math.ceil(expected / wantedRuns)
    const runEntries = Math.min(maxRunFactor * maxEntries, Math.max(maxEntries, wanted))
    const most = Math.max(runEntries, 2 * maxAdded)
    const words = Math.max(most, 2 * maxEntries) * this.#words
    this.#room = new LaneScratch(8 * words + 6 * maxAdded + 32)
    this.#entries = this.#room.take(Int32Array, most * this.#words)
    this.#dealt = this.#room.take(Int32Array, most * this.#words)
    this.#added = {
      hashes: this.#room.take(Uint32Array, maxAdded),
      codes: this.#room.take(Uint16Array, maxAdded),
    }
    this.#full = Math.min(runEntries, most - maxAdded)
  }

  /** Adds the entries of a place: `write` puts up to 65,536 of hash and code into lanes, and gives back how many. */
  async add(place: number, write: (lanes: TextHashLanes) => number): Promise<void> {
    const size = write(this.#added)
    packEntries(place, this.#added, size, this.#entries, this.#used, this.#words)
    this.#used += size
    if (this.#used > this.#full) await this.#writeRun()
  }

  /** Calls with all entries, sorted by hash, a partition at a time; lanes are valid until the call's promise resolves. The scratch file is gone afterwards. */
  async eachSorted(call: (entries: HashEntries) => Promise<void>): Promise<void> {
    if (this.#writer === undefined) {
      if (this.#used > 0) await call(this.#sort(this.#entries, this.#dealt, this.#used, 32))
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
    const counts = countPartitions(this.#entries, this.#used, this.#words, this.#partitions)
    dealEntries(this.#entries, this.#used, this.#words, counts, this.#dealt)
    this.#runs.push({ start: this.#writer.size, counts })
    await this.#writer.append(bytesOf(this.#dealt, 0, this.#used * this.#words))
    this.#used = 0
  }

  async #eachPartition(reader: SegmentReader, call: (entries: HashEntries) => Promise<void>): Promise<void> {
    const words = this.#words
    const sizes = Array.from({ length: this.#partitions }, (_, partition) =>
      this.#runs.reduce((sum, { counts }) => sum + counts[partition]!, 0),
    )
    const most = Math.max(...sizes)
    const entries = this.#room.take(Int32Array, most * words)
    const other = this.#room.take(Int32Array, most * words)
    const starts = this.#runs.map(({ start }) => start)
    for (const [partition, size] of sizes.entries()) {
      let reads: Promise<void>[] = []
      let used = 0
      for (const [run, { counts }] of this.#runs.entries()) {
        const length = counts[partition]! * words
        if (length === 0) continue
        reads.push(readInto(reader, starts[run]!, bytesOf(entries, used, length)))
        starts[run]! += 4 * length
        used += length
        if (reads.length < readsAtOnce) continue
        await Promise.all(reads)
        reads = []
      }
      await Promise.all(reads)
      if (size > 0) await call(this.#sort(entries, other, size, Math.clz32(this.#partitions) + 1))
    }
  }

  /** Of the hashes, the lowest `bits` differ. What is given back stands in one of the two lanes. */
  #sort(entries: Int32Array, other: Int32Array, size: number, bits: number): HashEntries {
    const words = this.#words
    const sorted = sortHashes(entries, other, size, words, bits)
    const { buffer, byteOffset } = sorted === entries ? other : entries
    const hashes = new Uint32Array(buffer, byteOffset, size)
    const behind = byteOffset + 4 * size
    const places =
      words === narrowWords ? new Uint16Array(buffer, behind, size) : new Uint32Array(buffer, behind, size)
    const codes = new Uint16Array(buffer, behind + places.byteLength, size)
    if (words === narrowWords) splitNarrow(sorted, size, hashes, places, codes)
    else splitWide(sorted, size, hashes, places, codes)
    return { size, hashes, places, codes }
  }
}

function bytesOf(words: Int32Array, from: number, length: number): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset + 4 * from, 4 * length)
}

async function readInto(reader: SegmentReader, start: number, bytes: Uint8Array): Promise<void> {
  const read = await reader.read(start, start + bytes.length, bytes)
  if (read.buffer !== bytes.buffer) bytes.set(read)
}

// One loop a function, and nothing behind it: see `encode-column.ts`.

type Lane = Uint16Array | Uint32Array

function splitNarrow(sorted: Int32Array, size: number, hashes: Lane, places: Lane, codes: Lane): void {
  for (let i = 0; i < size; i++) {
    const where = sorted[2 * i + 1]!
    hashes[i] = sorted[2 * i]!
    places[i] = where >>> 16
    codes[i] = where & 0xffff
  }
}

function splitWide(sorted: Int32Array, size: number, hashes: Lane, places: Lane, codes: Lane): void {
  for (let i = 0; i < size; i++) {
    hashes[i] = sorted[3 * i]!
    places[i] = sorted[3 * i + 1]!
    codes[i] = sorted[3 * i + 2]!
  }
}

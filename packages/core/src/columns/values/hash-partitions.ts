import type { SegmentReader, SegmentWriter } from '@assay/store'
import { sortHashes } from './sort-hashes.js'

/** Entries as lanes; the first `size` of each count. */
export interface HashEntries {
  readonly size: number
  readonly hashes: Uint32Array
  readonly places: Uint32Array
  readonly codes: Uint16Array
}

/** A file for what does not fit into memory. It is written once, then read, then removed. */
export interface ScratchFile {
  create(): Promise<SegmentWriter>
  open(): Promise<SegmentReader>
  remove(): Promise<void>
}

const maxPartitions = 1024
const maxPageEntries = 2048
const minPageEntries = 64
/** Of hash `u32`, place `u32`, code `u16`. */
const entryBytes = 10

interface Partition {
  readonly page: Uint8Array
  readonly hashes: Uint32Array
  readonly places: Uint32Array
  readonly codes: Uint16Array
  used: number
  /** Numbers of its full pages in the scratch file. */
  readonly pages: number[]
}

/**
 * Sorts any number of entries by hash in one pass: they are dealt out by the first bits of their hashes into
 * partitions of about `maxEntries`, whose full pages go to a scratch file, and each partition is sorted by itself.
 */
export class HashPartitions {
  readonly #shift: number
  readonly #pageEntries: number
  readonly #partitions: Partition[]
  /** Full pages that are not written yet, and pages that are free. */
  #pending: Uint8Array[] = []
  readonly #free: Uint8Array[] = []
  #writer: SegmentWriter | undefined
  #pageCount = 0

  /** `expected`: at most so many entries will be added; more only make partitions larger. */
  constructor(
    private readonly scratch: ScratchFile,
    expected: number,
    maxEntries: number,
  ) {
    let bits = 0
    while (2 ** bits < maxPartitions && expected / 2 ** bits > maxEntries) bits++
    this.#shift = 32 - bits
    // What is one partition is not paged out.
    const wanted = bits === 0 ? expected : Math.min(maxPageEntries, Math.ceil(maxEntries / 2 ** bits))
    this.#pageEntries = Math.max(minPageEntries, wanted)
    this.#partitions = Array.from({ length: 2 ** bits }, () => createPartition(this.#pageEntries))
  }

  add(hash: number, place: number, code: number): void {
    const partition = this.#partitions[this.#shift === 32 ? 0 : hash >>> this.#shift]!
    const at = partition.used++
    partition.hashes[at] = hash
    partition.places[at] = place
    partition.codes[at] = code
    if (partition.used === this.#pageEntries) this.#turnPage(partition)
  }

  /** Writes full pages; call it often. */
  async drain(): Promise<void> {
    if (this.#pending.length === 0) return
    const pages = this.#pending
    this.#pending = []
    this.#writer ??= await this.scratch.create()
    for (const page of pages) {
      await this.#writer.append(page)
      this.#free.push(page)
    }
  }

  /** Calls with all entries, sorted by hash, a partition at a time; lanes are valid until the call's promise resolves. The scratch file is gone afterwards. */
  async eachSorted(call: (entries: HashEntries) => Promise<void>): Promise<void> {
    await this.drain()
    await this.#writer?.finish()
    const reader = this.#writer === undefined ? undefined : await this.scratch.open()
    const most = Math.max(...this.#partitions.map((partition) => this.#sizeOf(partition)))
    const loaded = createLanes(most)
    const sorted = createLanes(most)
    const orders = [new Uint32Array(most), new Uint32Array(most)] as const
    try {
      for (const partition of this.#partitions) {
        const size = this.#sizeOf(partition)
        if (size === 0) continue
        await this.#load(partition, reader, loaded)
        putInOrder(loaded, sortHashes(loaded.hashes, size, orders), size, sorted)
        await call({ size, ...sorted })
      }
    } finally {
      await reader?.close()
      if (this.#writer !== undefined) await this.scratch.remove()
    }
  }

  async abort(): Promise<void> {
    await this.#writer?.abort()
  }

  #turnPage(partition: Partition): void {
    const page = this.#free.pop() ?? new Uint8Array(partition.page.length)
    page.set(partition.page)
    this.#pending.push(page)
    partition.pages.push(this.#pageCount++)
    partition.used = 0
  }

  #sizeOf({ used, pages }: Partition): number {
    return pages.length * this.#pageEntries + used
  }

  async #load(partition: Partition, reader: SegmentReader | undefined, loaded: Lanes): Promise<void> {
    const perPage = this.#pageEntries
    const put = (from: Lanes, entries: number, at: number): void => {
      loaded.hashes.set(from.hashes.subarray(0, entries), at)
      loaded.places.set(from.places.subarray(0, entries), at)
      loaded.codes.set(from.codes.subarray(0, entries), at)
    }
    put(partition, partition.used, partition.pages.length * perPage)
    // What the partition's own page held is in its place.
    const { page: into } = partition
    for (const [i, page] of partition.pages.entries()) {
      const bytes = await reader!.read(page * into.length, (page + 1) * into.length, into)
      put(lanesOf(bytes, perPage), perPage, i * perPage)
    }
  }
}

type Lanes = Pick<HashEntries, 'hashes' | 'places' | 'codes'>

function createPartition(entries: number): Partition {
  const page = new Uint8Array(entries * entryBytes)
  return { page, ...lanesOf(page, entries), used: 0, pages: [] }
}

function lanesOf(bytes: Uint8Array, entries: number): Lanes {
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  return {
    hashes: new Uint32Array(buffer, byteOffset, entries),
    places: new Uint32Array(buffer, byteOffset + entries * 4, entries),
    codes: new Uint16Array(buffer, byteOffset + entries * 8, entries),
  }
}

function createLanes(entries: number): Lanes {
  return {
    hashes: new Uint32Array(entries),
    places: new Uint32Array(entries),
    codes: new Uint16Array(entries),
  }
}

function putInOrder({ hashes, places, codes }: Lanes, order: Uint32Array, size: number, sorted: Lanes): void {
  for (let i = 0; i < size; i++) {
    const entry = order[i]!
    sorted.hashes[i] = hashes[entry]!
    sorted.places[i] = places[entry]!
    sorted.codes[i] = codes[entry]!
  }
}

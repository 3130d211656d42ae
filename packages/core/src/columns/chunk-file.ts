import type { SegmentReader, SegmentWriter } from '@assay/store'
import { crc32 } from './crc32.js'
import { columnErrors, segmentCorrupt } from './errors.js'
import { LanePool } from './lane-pool.js'
import { LaneScratch } from './lane-scratch.js'
import { aligned, type Lane } from './lanes.js'

/** A stretch of a segment file with the CRC-32 of its bytes. */
export interface ChunkRef {
  readonly offset: number
  readonly length: number
  readonly crc: number
}

const format = 4
const headerMagic = 'ASSAYSEG'
const trailerMagic = 'ASSAYEND'
const headerBytes = 16
const trailerBytes = 32
/** Less is not written by itself: a file may have 100,000 small chunks. */
const usualBlockBytes = 256 * 1024
/** More are given back when they are written, all in the end. */
const keptBlocks = 16
/** So many of the last blocks are written while more is put. */
const blocksUnderWay = 4
const padding = new Uint8Array(8)
/** Chunks of up to this many bytes are read with their neighbours. */
const smallBytes = 8 * 1024
const windowBytes = 64 * 1024
const maxWindows = 16
const minReadBytes = 256 * 1024
const encoder = new TextEncoder()

/** Writes the frame of a segment file (docs/segment-format.md): chunks in any number, then the directory. */
export interface ChunkFileWriter {
  /** Adds a chunk of lanes, each at a multiple of 8 bytes. It is copied, and written by the next `drain` that has enough. */
  put(lanes: readonly Lane[]): ChunkRef
  /**
   * Writes what was put, unless that is little; call it often, or memory grows with what is put. The last of it may still
   * be under way when this resolves: its failure is thrown by the next call, or in the end.
   */
  drain(): Promise<void>
  /** Writes the directory (plain JSON data) and the trailer, and makes the file durable. */
  finish(directory: object): Promise<void>
}

export async function createChunkFileWriter(
  writer: SegmentWriter,
  pool = new LanePool(),
  blockBytes = usualBlockBytes,
): Promise<ChunkFileWriter> {
  const blocks = [pool.take(Uint8Array, blockBytes)]
  const spare: Uint8Array<ArrayBuffer>[] = []
  let used = 0
  let written = 0
  /** When blocks that are being written are, in order. */
  const underWay: Promise<void>[] = []

  /** Copies bytes behind those that are staged. */
  function stage(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) {
      const at = used % blockBytes
      const block = blocks[(used - at) / blockBytes] ?? addBlock()
      const free = blockBytes - at
      const piece = from === 0 && bytes.length <= free ? bytes : bytes.subarray(from, from + free)
      block.set(piece, at)
      from += piece.length
      used += piece.length
    }
  }

  /** Zeros up to the next multiple of 8. */
  function pad(): void {
    if (aligned(used) > used) stage(padding.subarray(0, aligned(used) - used))
  }

  /** CRC of what is staged from `start` on. */
  function crcFrom(start: number): number {
    let state = 0
    for (let from = start; from < used; ) {
      const at = from % blockBytes
      const to = Math.min(blockBytes, at + used - from)
      state = crc32(blocks[(from - at) / blockBytes]!.subarray(at, to), state)
      from += to - at
    }
    return state
  }

  function addBlock(): Uint8Array {
    const block = spare.pop() ?? pool.take(Uint8Array, blockBytes)
    blocks.push(block)
    return block
  }

  function put(lanes: readonly Lane[]): ChunkRef {
    const start = used
    for (const lane of lanes) {
      pad()
      stage(lane instanceof Uint8Array ? lane : new Uint8Array(lane.buffer, lane.byteOffset, lane.byteLength))
    }
    const chunk = { offset: written + start, length: used - start, crc: crcFrom(start) }
    pad()
    return chunk
  }

  async function append(block: Uint8Array<ArrayBuffer>, before: Promise<void> | undefined): Promise<void> {
    await before
    await writer.append(block)
    if (spare.length < keptBlocks) spare.push(block)
    else pool.give(block)
  }

  /** Writes the blocks that are full; at most so many are under way when it resolves. */
  async function write(most: number): Promise<void> {
    const full = blocks.splice(0, Math.floor(used / blockBytes))
    written += full.length * blockBytes
    used -= full.length * blockBytes
    for (const block of full) {
      const writing = append(block, underWay.at(-1))
      // Whoever waits for it is told.
      writing.catch(() => {})
      underWay.push(writing)
    }
    while (underWay.length > most) {
      await underWay[0]
      underWay.shift()
    }
  }

  const header = new Uint8Array(headerBytes)
  header.set(encoder.encode(headerMagic))
  new DataView(header.buffer).setUint32(8, format, true)
  put([header])

  async function finish(directory: object): Promise<void> {
    const { offset, length, crc } = put([encoder.encode(JSON.stringify(directory))])
    const trailer = new Uint8Array(trailerBytes)
    const view = new DataView(trailer.buffer)
    view.setFloat64(0, offset, true)
    view.setUint32(8, length, true)
    view.setUint32(12, crc, true)
    view.setUint32(16, crc32(trailer.subarray(0, 16)), true)
    view.setUint32(20, format, true)
    trailer.set(encoder.encode(trailerMagic), 24)
    put([trailer])
    await write(0)
    const [rest] = blocks
    if (rest !== undefined) await writer.append(rest.subarray(0, used))
    for (const block of [...blocks, ...spare]) pool.give(block)
    await writer.finish()
  }

  return {
    put,
    async drain() {
      if (used >= blockBytes) await write(blocksUnderWay)
    },
    finish,
  }
}

/** Memory that one read after another uses, and what is decoded from it. */
export class ReadBuffer {
  readonly lanes: LaneScratch
  readonly #pool: LanePool
  #bytes = new Uint8Array(0)
  readonly #window: Uint8Array
  #windowBytes: Uint8Array
  #windowStart = -1
  #windowOf: object | undefined

  constructor(pool = new LanePool(0)) {
    this.#pool = pool
    this.lanes = new LaneScratch(undefined, pool)
    this.#window = pool.take(Uint8Array, windowBytes)
    this.#windowBytes = this.#window
  }

  /** Gives its memory back; nothing is read with it after that. */
  release(): void {
    this.lanes.release()
    this.#pool.give(this.#bytes)
    this.#pool.give(this.#window)
  }

  /** Room for at least so many bytes. */
  take(length: number): Uint8Array {
    const { length: before } = this.#bytes
    if (before < length) {
      this.#pool.give(this.#bytes)
      this.#bytes = this.#pool.take(Uint8Array, Math.max(minReadBytes, 2 * before, length))
    }
    return this.#bytes
  }

  /** The bytes from `start` to before `end` of what `of` reads, where they lie in the stretch that was read last. */
  held(of: object, start: number, end: number): Uint8Array | undefined {
    const from = start - this.#windowStart
    const to = end - this.#windowStart
    return this.#windowOf === of && from >= 0 && to <= this.#windowBytes.length
      ? this.#windowBytes.subarray(from, to)
      : undefined
  }

  /** The stretch of up to 64 KiB from `start` of what `of` reads, read with `read`. */
  async window(
    of: object,
    start: number,
    read: (into: Uint8Array) => Promise<Uint8Array>,
  ): Promise<Uint8Array> {
    this.#windowOf = undefined
    this.#windowBytes = await read(this.#window)
    this.#windowOf = of
    this.#windowStart = start
    return this.#windowBytes
  }
}

/** Reads the frame of a segment file; every byte it gives out has passed its CRC. */
export interface ChunkFile {
  readonly file: string
  readonly directory: unknown
  /**
   * Bytes of a chunk, starting at a multiple of 8 of their buffer. `what` names it in errors. With `into`, they may be
   * overwritten by the next read with it.
   */
  read(ref: ChunkRef, what: string, into?: ReadBuffer): Promise<Uint8Array>
  close(): Promise<void>
}

export async function openChunkFile(file: string, reader: SegmentReader): Promise<ChunkFile> {
  const { size } = reader
  if (size < headerBytes + trailerBytes) throw segmentCorrupt(file, 'the file', 0, 'is too short')
  const header = await reader.read(0, headerBytes)
  if (!startsWith(header, headerMagic))
    throw segmentCorrupt(file, 'the header', 0, 'has a wrong magic number')
  const written = viewOf(header).getUint32(8, true)
  if (written !== format) {
    throw columnErrors.create(
      'SEGMENT_FORMAT_UNKNOWN',
      `The segment file ${file} has format ${written}; this version reads format ${format}.`,
      { file, format: written },
      { hint: 'Ingest the source again with this version.' },
    )
  }
  const trailer = await reader.read(size - trailerBytes, size)
  const view = viewOf(trailer)
  const sound =
    startsWith(trailer.subarray(24), trailerMagic) &&
    view.getUint32(20, true) === format &&
    view.getUint32(16, true) === crc32(trailer.subarray(0, 16))
  if (!sound) throw segmentCorrupt(file, 'the trailer', size - trailerBytes, 'is not what was written')

  const windows = new Map<number, Promise<Uint8Array>>()

  /** The stretch of the file that a small chunk lies in, from the few that are kept. */
  function readWindow(start: number): Promise<Uint8Array> {
    const known = windows.get(start)
    if (known !== undefined) return known
    const [oldest] = windows.keys()
    if (windows.size >= maxWindows && oldest !== undefined) windows.delete(oldest)
    const reading = reader.read(start, Math.min(size, start + windowBytes))
    windows.set(start, reading)
    reading.catch(() => windows.delete(start))
    return reading
  }

  async function readRange(start: number, end: number, into?: ReadBuffer): Promise<Uint8Array> {
    const from = start - (start % windowBytes)
    if (end - start > smallBytes || end > from + windowBytes)
      return reader.read(start, end, into?.take(end - start))
    const window =
      into === undefined
        ? readWindow(from)
        : into.window(reader, from, (room) => reader.read(from, Math.min(size, from + windowBytes), room))
    return (await window).subarray(start - from, end - from)
  }

  async function read(ref: ChunkRef, what: string, into?: ReadBuffer): Promise<Uint8Array> {
    const end = ref.offset + ref.length
    if (!(ref.offset >= headerBytes && end <= size - trailerBytes)) {
      throw segmentCorrupt(file, what, ref.offset, 'lies outside the file')
    }
    const bytes = into?.held(reader, ref.offset, end) ?? (await readRange(ref.offset, end, into))
    if (crc32(bytes) !== ref.crc) throw segmentCorrupt(file, what, ref.offset, 'has a wrong CRC')
    return bytes.byteOffset % 8 === 0 ? bytes : bytes.slice()
  }

  const place = {
    offset: view.getFloat64(0, true),
    length: view.getUint32(8, true),
    crc: view.getUint32(12, true),
  }
  const directory: unknown = JSON.parse(new TextDecoder().decode(await read(place, 'the directory')))
  return { file, directory, read, close: () => reader.close() }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function startsWith(bytes: Uint8Array, magic: string): boolean {
  return [...encoder.encode(magic)].every((byte, i) => bytes[i] === byte)
}

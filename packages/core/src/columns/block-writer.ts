import type { SegmentWriter } from '@assay/store'
import { crc32 } from './crc32.js'
import type { LanePool } from './lane-pool.js'

/** Less is not written by itself: a file may have 100,000 small chunks. */
const blockBytes = 256 * 1024
/** More are given back when they are written, all in the end. */
const keptBlocks = 16
/** So many of the last blocks are written while more is put. */
const blocksUnderWay = 4

/** Bytes that follow one another in a file, written in blocks. */
export interface BlockWriter {
  /** Bytes so far, written or not. */
  readonly length: number
  /** Copies bytes behind those that are there. */
  add(bytes: Uint8Array): void
  /** CRC of what was added from this place on, since the last `drain`. */
  crcFrom(offset: number): number
  /** See `ChunkFileWriter.drain`. */
  drain(): Promise<void>
  /** Writes the rest. Nothing is added after that. */
  finish(): Promise<void>
}

export function createBlockWriter(writer: SegmentWriter, pool: LanePool): BlockWriter {
  const blocks = [pool.take(Uint8Array, blockBytes)]
  const spare: Uint8Array<ArrayBuffer>[] = []
  let used = 0
  let written = 0
  /** Blocks that are being written, and when they are. */
  let underWay: readonly Uint8Array<ArrayBuffer>[] = []
  let writing = Promise.resolve()

  function add(bytes: Uint8Array): void {
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

  function crcFrom(offset: number): number {
    let state = 0
    for (let from = offset - written; from < used; ) {
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

  async function append(some: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
    for (const block of some) await writer.append(block)
  }

  /** Writes the blocks that are full. */
  async function write(): Promise<void> {
    await settle()
    const full = blocks.splice(0, Math.floor(used / blockBytes))
    written += full.length * blockBytes
    used -= full.length * blockBytes
    const first = full.splice(0, full.length - blocksUnderWay)
    await append(first)
    keep(first)
    underWay = full
    writing = append(full)
    // Whoever waits for it is told.
    writing.catch(() => {})
  }

  async function settle(): Promise<void> {
    await writing
    keep(underWay)
    underWay = []
  }

  function keep(some: readonly Uint8Array<ArrayBuffer>[]): void {
    for (const block of some)
      if (spare.length < keptBlocks) spare.push(block)
      else pool.give(block)
  }

  return {
    get length() {
      return written + used
    },
    add,
    crcFrom,
    async drain() {
      if (used >= blockBytes) await write()
    },
    async finish() {
      await write()
      await settle()
      const [rest] = blocks
      if (rest !== undefined) await writer.append(rest.subarray(0, used))
      for (const block of [...blocks, ...spare]) pool.give(block)
    },
  }
}

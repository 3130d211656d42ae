import type { ChunkRef } from './chunk-file.js'
import { type ColumnZone, prefixBytes } from './column-zone.js'

/** A row group of a table and its row chunk. */
export interface GroupRecord {
  readonly table: number
  readonly group: number
  readonly firstRow: number
  readonly rows: number
  readonly chunk: ChunkRef
}

/** A column's chunk in one group. */
export interface ChunkRecord {
  readonly node: number
  readonly table: number
  readonly group: number
  readonly chunk: ChunkRef
  readonly zone: ColumnZone
}

const groupBytes = 40
const chunkBytes = 112
const noTextBounds = 1

/** Packed records of one size that grow at the end: one for each chunk, so that a wide file's directory stays small in memory. */
class RecordBlock {
  #bytes = new Uint8Array(4096)
  #used = 0

  constructor(readonly recordBytes: number) {}

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#used)
  }

  next(): DataView {
    if (this.#used + this.recordBytes > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    const view = new DataView(this.#bytes.buffer, this.#used, this.recordBytes)
    this.#used += this.recordBytes
    return view
  }
}

export function createGroupRecords() {
  const block = new RecordBlock(groupBytes)
  return {
    get bytes(): Uint8Array {
      return block.bytes
    },
    add(record: GroupRecord): void {
      const view = block.next()
      view.setUint32(0, record.table, true)
      view.setUint32(4, record.group, true)
      view.setFloat64(8, record.firstRow, true)
      view.setUint32(16, record.rows, true)
      view.setUint32(20, record.chunk.crc, true)
      view.setFloat64(24, record.chunk.offset, true)
      view.setFloat64(32, record.chunk.length, true)
    },
  }
}

export function readGroupRecords(bytes: Uint8Array): GroupRecord[] {
  return readRecords(bytes, groupBytes, (view) => ({
    table: view.getUint32(0, true),
    group: view.getUint32(4, true),
    firstRow: view.getFloat64(8, true),
    rows: view.getUint32(16, true),
    chunk: {
      crc: view.getUint32(20, true),
      offset: view.getFloat64(24, true),
      length: view.getFloat64(32, true),
    },
  }))
}

export function createChunkRecords() {
  const block = new RecordBlock(chunkBytes)
  return {
    get bytes(): Uint8Array {
      return block.bytes
    },
    add(record: ChunkRecord): void {
      const view = block.next()
      const { chunk, zone } = record
      view.setUint32(0, record.node, true)
      view.setUint32(4, record.table, true)
      view.setUint32(8, record.group, true)
      view.setUint32(12, chunk.crc, true)
      view.setFloat64(16, chunk.offset, true)
      view.setFloat64(24, chunk.length, true)
      const counts = [zone.nulls, zone.falses, zone.trues, zone.numbers, zone.texts, zone.jsons]
      counts.forEach((count, i) => {
        view.setUint32(32 + i * 4, count, true)
      })
      view.setUint32(56, zone.exacts, true)
      view.setUint32(60, zone.distinctTexts, true)
      view.setFloat64(64, zone.minNumber, true)
      view.setFloat64(72, zone.maxNumber, true)
      if (zone.textBounds === undefined) view.setUint8(82, noTextBounds)
      else {
        putPrefix(view, 80, 84, zone.textBounds.min)
        putPrefix(view, 81, 84 + prefixBytes, zone.textBounds.max)
      }
    },
  }
}

export function readChunkRecords(bytes: Uint8Array): ChunkRecord[] {
  return readRecords(bytes, chunkBytes, (view) => ({
    node: view.getUint32(0, true),
    table: view.getUint32(4, true),
    group: view.getUint32(8, true),
    chunk: {
      crc: view.getUint32(12, true),
      offset: view.getFloat64(16, true),
      length: view.getFloat64(24, true),
    },
    zone: {
      nulls: view.getUint32(32, true),
      falses: view.getUint32(36, true),
      trues: view.getUint32(40, true),
      numbers: view.getUint32(44, true),
      texts: view.getUint32(48, true),
      jsons: view.getUint32(52, true),
      exacts: view.getUint32(56, true),
      distinctTexts: view.getUint32(60, true),
      minNumber: view.getFloat64(64, true),
      maxNumber: view.getFloat64(72, true),
      ...(view.getUint8(82) === noTextBounds
        ? {}
        : { textBounds: { min: prefix(view, 80, 84), max: prefix(view, 81, 84 + prefixBytes) } }),
    },
  }))
}

function readRecords<Record>(bytes: Uint8Array, size: number, read: (view: DataView) => Record): Record[] {
  const records: Record[] = []
  for (let at = 0; at < bytes.length; at += size) {
    records.push(read(new DataView(bytes.buffer, bytes.byteOffset + at, size)))
  }
  return records
}

function putPrefix(view: DataView, lengthAt: number, at: number, text: Uint8Array): void {
  view.setUint8(lengthAt, text.length)
  text.forEach((byte, i) => {
    view.setUint8(at + i, byte)
  })
}

function prefix(view: DataView, lengthAt: number, at: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, view.getUint8(lengthAt))
}

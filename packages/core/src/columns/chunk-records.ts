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
  const records: GroupRecord[] = []
  for (let at = 0; at < bytes.length; at += groupBytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, groupBytes)
    records.push({
      table: view.getUint32(0, true),
      group: view.getUint32(4, true),
      firstRow: view.getFloat64(8, true),
      rows: view.getUint32(16, true),
      chunk: {
        crc: view.getUint32(20, true),
        offset: view.getFloat64(24, true),
        length: view.getFloat64(32, true),
      },
    })
  }
  return records
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

/** The chunk records of a file, found by node and group. They stay packed: a wide file has 100,000 of them. */
export interface ChunkDirectory {
  find(node: number, group: number): ChunkRecord | undefined
}

export function createChunkDirectory(bytes: Uint8Array): ChunkDirectory {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const count = bytes.length / chunkBytes
  const nodeAt = (record: number) => view.getUint32(record * chunkBytes, true)
  const groupAt = (record: number) => view.getUint32(record * chunkBytes + 8, true)
  let nodes = 0
  for (let record = 0; record < count; record++) nodes = Math.max(nodes, nodeAt(record) + 1)
  // A counting sort by node; a node's records were written in the order of its groups.
  const firstOf = new Uint32Array(nodes + 1)
  for (let record = 0; record < count; record++) firstOf[nodeAt(record) + 1]!++
  for (let node = 0; node < nodes; node++) firstOf[node + 1]! += firstOf[node]!
  const next = firstOf.slice()
  const order = new Uint32Array(count)
  for (let record = 0; record < count; record++) order[next[nodeAt(record)]!++] = record

  return {
    find(node, group) {
      if (!(node >= 0 && node < nodes)) return undefined
      let low = firstOf[node]!
      let high = firstOf[node + 1]!
      while (low < high) {
        const middle = (low + high) >>> 1
        if (groupAt(order[middle]!) < group) low = middle + 1
        else high = middle
      }
      const found = low < firstOf[node + 1]! && groupAt(order[low]!) === group
      return found
        ? readChunkRecord(new DataView(bytes.buffer, bytes.byteOffset + order[low]! * chunkBytes, chunkBytes))
        : undefined
    },
  }
}

function readChunkRecord(view: DataView): ChunkRecord {
  return {
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
  }
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

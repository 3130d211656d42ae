import type { SegmentReader, SegmentWriter } from '@assay/store'
import { crc32 } from './crc32.js'
import { columnErrors, segmentCorrupt } from './errors.js'

/** A stretch of a segment file with the CRC-32 of its bytes. */
export interface ChunkRef {
  readonly offset: number
  readonly length: number
  readonly crc: number
}

const format = 1
const headerMagic = 'ASSAYSEG'
const trailerMagic = 'ASSAYEND'
const headerBytes = 16
const trailerBytes = 32
const bufferBytes = 256 * 1024
/** Chunks of up to this many bytes are read with their neighbours. */
const smallBytes = 8 * 1024
const windowBytes = 64 * 1024
const maxWindows = 16
const encoder = new TextEncoder()

/** Writes the frame of a segment file (docs/segment-format.md): chunks in any number, then the directory. */
export interface ChunkFileWriter {
  add(bytes: Uint8Array): Promise<ChunkRef>
  /** Writes the directory (plain JSON data) and the trailer, and makes the file durable. */
  finish(directory: object): Promise<void>
}

export async function createChunkFileWriter(writer: SegmentWriter): Promise<ChunkFileWriter> {
  const buffer = new Uint8Array(bufferBytes)
  let buffered = 0
  let size = 0

  async function flush(): Promise<void> {
    if (buffered > 0) await writer.append(buffer.subarray(0, buffered))
    buffered = 0
  }

  /** Small pieces are written together: a file may have 100,000 chunks. */
  async function append(bytes: Uint8Array): Promise<void> {
    size += bytes.length
    if (buffered + bytes.length > bufferBytes) await flush()
    if (bytes.length > bufferBytes) await writer.append(bytes)
    else {
      buffer.set(bytes, buffered)
      buffered += bytes.length
    }
  }

  async function add(bytes: Uint8Array): Promise<ChunkRef> {
    const ref = { offset: size, length: bytes.length, crc: crc32(bytes) }
    await append(bytes)
    if (size % 8 !== 0) await append(new Uint8Array(8 - (size % 8)))
    return ref
  }

  const header = new Uint8Array(headerBytes)
  header.set(encoder.encode(headerMagic))
  new DataView(header.buffer).setUint32(8, format, true)
  await append(header)

  async function finish(directory: object): Promise<void> {
    const { offset, length, crc } = await add(encoder.encode(JSON.stringify(directory)))
    const trailer = new Uint8Array(trailerBytes)
    const view = new DataView(trailer.buffer)
    view.setFloat64(0, offset, true)
    view.setUint32(8, length, true)
    view.setUint32(12, crc, true)
    view.setUint32(16, crc32(trailer.subarray(0, 16)), true)
    view.setUint32(20, format, true)
    trailer.set(encoder.encode(trailerMagic), 24)
    await append(trailer)
    await flush()
    await writer.finish()
  }

  return { add, finish }
}

/** Reads the frame of a segment file; every byte it gives out has passed its CRC. */
export interface ChunkFile {
  readonly file: string
  readonly directory: unknown
  /** Bytes of a chunk, starting at a multiple of 8 of their buffer. `what` names it in errors. */
  read(ref: ChunkRef, what: string): Promise<Uint8Array>
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

  async function readRange(start: number, end: number): Promise<Uint8Array> {
    const from = start - (start % windowBytes)
    if (end - start > smallBytes || end > from + windowBytes) return reader.read(start, end)
    return (await readWindow(from)).subarray(start - from, end - from)
  }

  async function read(ref: ChunkRef, what: string): Promise<Uint8Array> {
    const end = ref.offset + ref.length
    if (!(ref.offset >= headerBytes && end <= size - trailerBytes)) {
      throw segmentCorrupt(file, what, ref.offset, 'lies outside the file')
    }
    const bytes = await readRange(ref.offset, end)
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

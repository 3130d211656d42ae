import { type ColumnBatch, Kind } from '../../json/column-batch.js'

/** A batch in one buffer that can move to another thread: lanes of 8, then 4 bytes an entry, then kinds and bytes. */
export interface PackedBatch {
  readonly buffer: ArrayBuffer
  readonly base: number
  readonly bytes: number
  readonly values: number
  readonly rows: number
}

const valueBytes = 8 + 4 * 4 + 1
const rowBytes = 2 * 8 + 4 * 4

/** Copies a batch with those of its bytes that its spans point into; `take` gives a buffer of at least so many bytes. */
export function packBatch(batch: ColumnBatch, take: (bytes: number) => ArrayBuffer): PackedBatch {
  const { length, rows } = batch
  const { first, end } = spansOf(batch)
  const buffer = take(length * valueBytes + rows.length * rowBytes + end - first)
  const packed = { buffer, base: batch.base + first, bytes: end - first, values: length, rows: rows.length }
  const to = lanesOf(packed)
  to.value.set(batch.value.subarray(0, length))
  to.rows.start.set(rows.start.subarray(0, rows.length))
  to.rows.end.set(rows.end.subarray(0, rows.length))
  to.node.set(batch.node.subarray(0, length))
  to.row.set(batch.row.subarray(0, length))
  to.start.set(batch.start.subarray(0, length))
  to.size.set(batch.size.subarray(0, length))
  to.rows.table.set(rows.table.subarray(0, rows.length))
  to.rows.row.set(rows.row.subarray(0, rows.length))
  to.rows.parent.set(rows.parent.subarray(0, rows.length))
  to.rows.index.set(rows.index.subarray(0, rows.length))
  to.kind.set(batch.kind.subarray(0, length))
  to.bytes.set(batch.bytes.subarray(first, end))
  if (first > 0) for (let i = 0; i < length; i++) if (isSpan(to.kind[i]!)) to.start[i]! -= first
  return packed
}

/** The batch that was packed, as views of the buffer. */
export function unpackBatch(packed: PackedBatch): ColumnBatch {
  return { base: packed.base, length: packed.values, ...lanesOf(packed) }
}

function isSpan(kind: number): boolean {
  return kind >= Kind.exact && kind <= Kind.escaped
}

/** Where the first span of the batch begins and the last one ends. */
function spansOf({ kind, start, size, length }: ColumnBatch): { first: number; end: number } {
  let first = Number.POSITIVE_INFINITY
  let end = 0
  for (let i = 0; i < length; i++) {
    if (!isSpan(kind[i]!)) continue
    if (start[i]! < first) first = start[i]!
    if (start[i]! + size[i]! > end) end = start[i]! + size[i]!
  }
  return first === Number.POSITIVE_INFINITY ? { first: 0, end: 0 } : { first, end }
}

function lanesOf({ buffer, values, rows, bytes }: PackedBatch) {
  let at = 0
  const doubles = (length: number): Float64Array => {
    const lane = new Float64Array(buffer, at, length)
    at += lane.byteLength
    return lane
  }
  const integers = (length: number): Int32Array => {
    const lane = new Int32Array(buffer, at, length)
    at += lane.byteLength
    return lane
  }
  const octets = (length: number): Uint8Array => {
    const lane = new Uint8Array(buffer, at, length)
    at += length
    return lane
  }
  const value = doubles(values)
  const start = doubles(rows)
  const end = doubles(rows)
  return {
    value,
    node: integers(values),
    row: integers(values),
    start: integers(values),
    size: integers(values),
    rows: {
      length: rows,
      start,
      end,
      table: integers(rows),
      row: integers(rows),
      parent: integers(rows),
      index: integers(rows),
    },
    kind: octets(values),
    bytes: octets(bytes),
  }
}

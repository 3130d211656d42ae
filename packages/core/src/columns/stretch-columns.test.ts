import { createMemorySegments, type SegmentStore } from '@assay/store'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { learnBytes } from '../json/batch-trace.js'
import type { ColumnBatch } from '../json/column-batch.js'
import { createPortableScanner, createScanner } from '../json/create-scanner.js'
import { nothingLearned } from '../json/learned.js'
import { defaultScanLimits } from '../json/limits.js'
import type { Shape } from '../json/shape.js'
import { encodeText } from '../json/text.js'
import { type ChunkRef, openChunkFile } from './chunk-file.js'
import { readGroupRecords } from './chunk-records.js'
import { createColumnBuilder, type FileColumnBuilder } from './column-builder.js'
import { CountedPool } from './counted-pool.js'
import { crc32 } from './crc32.js'
import { LanePool } from './lane-pool.js'
import { aligned, type Lane } from './lanes.js'
import { type CutSource, cutSources } from './random-stretches.js'
import type { SegmentDirectory } from './segment-directory.js'
import { createStretchBuilder, type StretchBuilder } from './stretch-builder.js'
import { buffersOf } from './stretch-columns.js'

const chunkRecordBytes = 112
/** Where chunks of a stretch stand that is built on another thread. */
class ChunkSink {
  readonly #pieces: Uint8Array[] = []
  #length = 0

  put(lanes: readonly Lane[]): ChunkRef {
    const offset = this.#length
    let crc = 0
    let end = offset
    for (const lane of lanes) {
      for (const piece of [
        new Uint8Array(aligned(end) - end),
        new Uint8Array(lane.buffer, lane.byteOffset, lane.byteLength).slice(),
      ]) {
        crc = crc32(piece, crc)
        end += piece.length
        this.#pieces.push(piece)
      }
    }
    this.#pieces.push(new Uint8Array(aligned(end) - end))
    this.#length = aligned(end)
    return { offset, length: end - offset, crc }
  }

  bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#pieces))
  }
}

/** A stretch as a scan of its own gives it: numbers of its rows, of their parents and of records begin elsewhere. */
class OwnNumbers {
  readonly firstRows: Int32Array
  private readonly open = new Set<number>()

  constructor(
    private readonly shape: Shape,
    private readonly ended: readonly number[],
    readonly records: { readonly table: number; readonly indexShift: number },
    seed: number,
  ) {
    this.firstRows = Int32Array.from(shape.tables, (_, id) => (seed + id * 3) % 7)
    for (let id = shape.tables[records.table]!.parent; id >= 0; id = shape.tables[id]!.parent)
      this.open.add(id)
  }

  /** In the batch's own lanes, where a kernel reads them, and back. */
  during({ length, node, row, rows }: ColumnBatch, use: () => void): void {
    this.move(length, node, row, rows, 1)
    use()
    this.move(length, node, row, rows, -1)
  }

  private move(
    length: number,
    node: Int32Array,
    row: Int32Array,
    rows: ColumnBatch['rows'],
    sign: number,
  ): void {
    for (let i = 0; i < length; i++) row[i]! += sign * this.shift(this.shape.nodes[node[i]!]!.table)
    for (let i = 0; i < rows.length; i++) {
      const table = rows.table[i]!
      rows.row[i]! += sign * this.shift(table)
      rows.parent[i]! += sign * this.shift(this.shape.tables[table]!.parent)
      if (table === this.records.table) rows.index[i]! -= sign * this.records.indexShift
    }
  }

  private shift(table: number): number {
    return table < 0 || this.open.has(table) ? 0 : (this.firstRows[table] ?? 0) - (this.ended[table] ?? 0)
  }
}

/** Builds the source once with cuts, and once from stretches that were built by themselves. */
async function buildBoth({ format, pieces, steps, path, ways, limits, isPortable }: CutSource) {
  const segments = createMemorySegments()
  const bytes = pieces.map(encodeText)
  const maps = [{ path: [...steps, { kind: 'member', key: 'stock' } as const], fixed: [] }]
  const learned = learnBytes(encodeText(pieces.join('')), { format, learned: { ...nothingLearned, maps } })
  const ended: number[] = []
  let lastIndex = 0
  let recordsTable = -1
  let own: OwnNumbers | undefined
  let stretch: StretchBuilder | undefined
  const made: FileColumnBuilder[] = []
  const onBatch = (batch: ColumnBatch): void => {
    const { rows } = batch
    made[0]!.append(batch)
    if (stretch === undefined) made[1]!.append(batch)
    else own!.during(batch, () => stretch!.append(batch))
    for (let i = 0; i < rows.length; i++) {
      ended[rows.table[i]!] = rows.row[i]! + 1
      if (rows.table[i] === recordsTable) lastIndex = rows.index[i]!
    }
  }
  const create = isPortable ? createPortableScanner : createScanner
  const scanner = create({ format, onBadLine: 'fail', limits: defaultScanLimits, learned, onBatch })
  const { shape } = scanner
  for (const file of ['cut.seg', 'accepted.seg'])
    made.push(
      await createColumnBuilder({
        shape,
        writer: await segments.create(file),
        limits,
        pool: new LanePool(64 * 1024),
      }),
    )
  const [cut, accepting] = made as [FileColumnBuilder, FileColumnBuilder]
  let accepted = 0
  for (const [i, piece] of bytes.entries()) {
    const isInside = i > 0 && i < bytes.length - 1
    const way = isInside && recordsTable >= 0 ? ways[i % ways.length]! : 'append'
    const sink = new ChunkSink()
    const pool = new CountedPool(64 * 1024)
    if (way !== 'append') {
      own = new OwnNumbers(shape, ended.slice(), { table: recordsTable, indexShift: lastIndex + 1 }, i)
      const put = way === 'here' ? accepting.put : (lanes: readonly Lane[]) => sink.put(lanes)
      stretch = createStretchBuilder({ shape, firstRows: own.firstRows, put, limits, pool })
    }
    scanner.push(piece)
    if (stretch === undefined) accepting.cut()
    else {
      const columns = stretch.finish()
      expect([pool.out.size, stretch.bufferedBytes]).toEqual([0, 0])
      const start = accepting.stage(sink.bytes())
      accepting.accept(structuredClone(columns, { transfer: buffersOf(columns) }), {
        records: own!.records,
        ...(way === 'elsewhere' ? { place: (offset: number) => start + offset } : {}),
      })
      accepted++
      stretch = undefined
    }
    cut.cut()
    await cut.flush()
    await accepting.flush()
    if (recordsTable < 0) {
      recordsTable = shape.tables.findIndex(
        (table) =>
          JSON.stringify(table.path) === JSON.stringify(path) && table.parent < 0 === (path.length === 0),
      )
      lastIndex = recordsTable < 0 ? 0 : (ended[recordsTable] ?? 0) - 1
    }
  }
  scanner.end()
  await cut.finish('test')
  await accepting.finish('test')
  return {
    accepted,
    cut: await readWhole(segments, 'cut.seg'),
    accepting: await readWhole(segments, 'accepted.seg'),
  }
}

/** All that a segment file says but where its chunks stand. */
async function readWhole(segments: SegmentStore, name: string) {
  const file = await openChunkFile(name, await segments.open(name))
  const directory = file.directory as SegmentDirectory
  const read = async (ref: ChunkRef) => Buffer.from(await file.read(ref, 'a chunk')).toString('hex')
  const groups = []
  for (const { chunk, ...group } of readGroupRecords(await file.read(directory.groups, 'groups')))
    groups.push({ ...group, length: chunk.length, crc: chunk.crc, bytes: await read(chunk) })
  const chunks = []
  const records = await file.read(directory.chunks, 'chunks')
  for (let at = 0; at < records.length; at += chunkRecordBytes) {
    const record = records.slice(at, at + chunkRecordBytes)
    const view = new DataView(record.buffer)
    const ref = {
      crc: view.getUint32(12, true),
      offset: view.getFloat64(16, true),
      length: view.getFloat64(24, true),
    }
    record.fill(0, 16, 24)
    chunks.push({ record: Buffer.from(record).toString('hex'), bytes: await read(ref) })
  }
  await file.close()
  return { tables: directory.tables, groups, chunks }
}

it('gives the same from stretches that were built by themselves as from batches with cuts', async () => {
  const seen = { accepted: 0, groups: 0, maps: 0, lists: 0, nested: 0 }
  await fc.assert(
    fc.asyncProperty(cutSources, async (given) => {
      const { accepted, cut, accepting } = await buildBoth(given)
      expect(accepting).toEqual(cut)
      seen.accepted += accepted
      seen.groups += cut.groups.length
      for (const { layout, isList, parent, rows } of cut.tables) {
        if (layout === 'map' && rows > 0) seen.maps++
        if (isList === true) seen.lists++
        if (parent > 0) seen.nested++
      }
    }),
    { numRuns: 60 },
  )
  expect(seen.accepted).toBeGreaterThan(30)
  expect(seen.groups).toBeGreaterThan(400)
  expect(Math.min(seen.maps, seen.lists, seen.nested)).toBeGreaterThan(10)
})

it('gives the same of many rows, with groups that end within a stretch, and texts that repeat and that do not', async () => {
  const text = (i: number) => `${(Math.imul(i, 0x9e3779b1) >>> 0).toString(36)} text`
  const write = (from: number, to: number, texts: number) =>
    Array.from({ length: to - from }, (_, at) => {
      const i = from + at
      const parts = Array.from({ length: i % 5 }, (_, p) => ({ p: text(p), of: i, w: p / 4 }))
      return `${JSON.stringify({ id: i, text: text(i % texts), kind: `k${i % 3}`, n: i / 8, parts })}\n`
    }).join('')
  const { accepted, cut, accepting } = await buildBoth({
    format: 'jsonl',
    steps: [],
    path: [],
    pieces: [
      write(0, 6000, 1e9),
      write(6000, 12_000, 40),
      write(12_000, 18_000, 1e9),
      write(18_000, 19_000, 7),
    ],
    ways: ['elsewhere', 'here'],
    limits: { maxGroupRows: 4096, maxGroupBytes: 200_000, maxBufferedBytes: 400_000 },
    isPortable: false,
  })
  expect(accepted).toBe(2)
  expect(accepting).toEqual(cut)
  expect(cut.groups.length).toBeGreaterThan(12)
})

it('refuses a stretch among rows that are open, and one in which a row goes on', async () => {
  const segments = createMemorySegments()
  const made: (FileColumnBuilder | StretchBuilder)[] = []
  const scanner = createScanner({
    format: 'json',
    onBadLine: 'fail',
    limits: defaultScanLimits,
    onBatch: (batch) => {
      for (const one of made) one.append(batch)
    },
  })
  const { shape } = scanner
  const builder = await createColumnBuilder({ shape, writer: await segments.create('a.seg') })
  const stretch = createStretchBuilder({ shape, firstRows: new Int32Array(0), put: builder.put })
  const empty = stretch.finish()
  builder.accept(empty)
  made.push(builder, stretch)
  scanner.push(encodeText('{"a":1,"records":[{"b":2},'))
  expect(() => builder.accept(empty)).toThrow(RangeError)
  builder.cut()
  builder.accept(empty)
  expect(() => stretch.finish()).toThrow('A row of table 0 goes on')
})

it('gives back at a cut what the values of an open row do not need', async () => {
  const segments = createMemorySegments()
  let builder: FileColumnBuilder | undefined
  const scanner = createScanner({
    format: 'json',
    onBadLine: 'fail',
    limits: defaultScanLimits,
    onBatch: (batch) => builder!.append(batch),
  })
  const writer = await segments.create('a.seg')
  // Groups end with each batch, and their columns keep their memory for the next one.
  builder = await createColumnBuilder({ shape: scanner.shape, writer, limits: { maxGroupBytes: 1 } })
  const rows = Array.from({ length: 2000 }, (_, i) => `{"name":"n${i}","n":${i}},`)
  scanner.push(encodeText(`[${rows.join('')}`))
  scanner.push(encodeText('{"name":"open","n":1,"items":[{"b":1},'))
  expect(builder.bufferedBytes).toBeGreaterThan(30_000)
  builder.cut()
  expect(builder.bufferedBytes).toBeLessThan(4000)
})

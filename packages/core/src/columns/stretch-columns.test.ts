import { createMemorySegments, type SegmentStore } from '@assay/store'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { learnBytes } from '../json/batch-trace.js'
import type { ColumnBatch } from '../json/column-batch.js'
import { createPortableScanner, createScanner } from '../json/create-scanner.js'
import { defaultScanLimits } from '../json/limits.js'
import { anyDocument } from '../json/random-documents.js'
import type { Shape } from '../json/shape.js'
import { encodeText } from '../json/text.js'
import { type ChunkRef, openChunkFile } from './chunk-file.js'
import { readGroupRecords } from './chunk-records.js'
import { createColumnBuilder, type FileColumnBuilder } from './column-builder.js'
import type { ColumnLimits } from './column-limits.js'
import { crc32 } from './crc32.js'
import { LanePool } from './lane-pool.js'
import { aligned, type Lane } from './lanes.js'
import type { SegmentDirectory } from './segment-directory.js'
import { createStretchBuilder, type StretchBuilder } from './stretch-builder.js'
import { buffersOf } from './stretch-columns.js'

/** How the second builder gets a stretch: built here into the file, built elsewhere and staged, or appended as the first one does. */
type Way = 'here' | 'elsewhere' | 'append'

interface CutSource {
  readonly format: 'json' | 'jsonl'
  /** The first holds what is before the border of the first two records, the last what is after that of the last two. */
  readonly pieces: readonly string[]
  /** Path of the table of the records, and of its parent; none where the records are the root table. */
  readonly path: readonly string[]
  readonly ways: readonly Way[]
  readonly limits: Partial<ColumnLimits>
  readonly isPortable: boolean
}

const chunkRecordBytes = 112

/** Where chunks of a stretch stand that is built on another thread. */
class ChunkSink {
  bytes = new Uint8Array(0)

  put(lanes: readonly Lane[]): ChunkRef {
    const offset = this.bytes.length
    for (const lane of lanes) {
      this.#pad()
      this.#add(new Uint8Array(lane.buffer, lane.byteOffset, lane.byteLength))
    }
    const chunk = { offset, length: this.bytes.length - offset, crc: crc32(this.bytes.subarray(offset)) }
    this.#pad()
    return chunk
  }

  #pad(): void {
    this.#add(new Uint8Array(aligned(this.bytes.length) - this.bytes.length))
  }

  #add(bytes: Uint8Array): void {
    const longer = new Uint8Array(this.bytes.length + bytes.length)
    longer.set(this.bytes)
    longer.set(bytes, this.bytes.length)
    this.bytes = longer
  }
}

/** A pool that knows whether all its lanes are back. */
class CountedPool extends LanePool {
  readonly out = new Set<string>()
  readonly #buffers: ArrayBufferLike[] = []

  override take: LanePool['take'] = (type, length) => {
    const lane = super.take(type, length)
    if (lane.byteLength >= 1024) this.out.add(this.#name(lane))
    return lane
  }

  override grow: LanePool['grow'] = (lane, used, length) => {
    this.out.delete(this.#name(lane))
    const larger = super.grow(lane, used, length)
    if (larger.byteLength >= 1024) this.out.add(this.#name(larger))
    return larger
  }

  override give: LanePool['give'] = (lane) => {
    this.out.delete(this.#name(lane))
    super.give(lane)
  }

  #name({ buffer, byteOffset }: Lane): string {
    if (!this.#buffers.includes(buffer)) this.#buffers.push(buffer)
    return `${this.#buffers.indexOf(buffer)} ${byteOffset}`
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
async function buildBoth({ format, pieces, path, ways, limits, isPortable }: CutSource) {
  const segments = createMemorySegments()
  const bytes = pieces.map(encodeText)
  const learned = learnBytes(encodeText(pieces.join('')), { format })
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
      const start = accepting.stage(sink.bytes)
      accepting.accept(structuredClone(columns, { transfer: buffersOf(columns) }), {
        records: own!.records,
        ...(way === 'elsewhere' ? { place: (offset: number) => start + offset } : {}),
      })
      accepted++
      stretch = undefined
    }
    cut.cut()
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

const detail = fc.record(
  {
    sku: fc.constantFrom('x-1', 'x-2', 'a long text that is kept by reference'),
    qty: fc.oneof(fc.nat(9), fc.double({ noNaN: true, noDefaultInfinity: true })),
    parts: fc.array(fc.record({ p: fc.nat(300) }), { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: ['sku'] },
)
const fields = fc.record(
  {
    name: fc.string({ maxLength: 40 }),
    kind: fc.constantFrom('new', 'open', 'done'),
    tags: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }),
    lines: fc.array(detail, { maxLength: 4 }),
    stock: fc.dictionary(fc.string({ maxLength: 3 }), fc.record({ n: fc.nat(9) }), { maxKeys: 9 }),
    box: fc.constant([[1, 2], [3]]),
    odd: anyDocument,
  },
  { requiredKeys: [] },
)
const repeated = fc.constantFrom(
  '',
  '',
  '',
  ',"n":1,"n":"two"',
  ',"o":{"x":1,"y":2},"o":{"x":3}',
  ',"n":12345678901234567890',
)
const record = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(fields, repeated) },
  { weight: 1, arbitrary: fc.constantFrom('null', '17', '"text"', '[1,{"a":2}]') },
)
const stretches = fc.array(fc.array(record, { maxLength: 20 }), { minLength: 1, maxLength: 5 })

const frames = [
  { format: 'jsonl', head: '', between: '\n', tail: '', path: [] },
  { format: 'json', head: '[', between: ',', tail: ']', path: [] },
  {
    format: 'json',
    head: '{"title":"a text","tuple":[1,2],"first":[{"a":1},{"a":2}],"records":[',
    between: ',',
    tail: '],"after":{"k":1},"first2":[{"z":1}]}',
    path: ['records'],
  },
  {
    format: 'json',
    head: '{"n":1,"groups":[{"name":"g0","items":[{"id":7,"tags":["x","y"]}],"more":"m"},{"name":"g1","n":12345678901234567890,"box":[1],"items":[',
    between: ',',
    tail: '],"last":["x"]},{"name":"g2","items":[{"id":8}]}]}',
    path: ['items'],
  },
] as const

const source: fc.Arbitrary<CutSource> = fc
  .record({
    frame: fc.constantFrom(...frames),
    stretches,
    ways: fc.array(fc.constantFrom<Way>('here', 'elsewhere', 'append'), { minLength: 1, maxLength: 4 }),
    isPortable: fc.boolean(),
    limits: fc.record({
      maxGroupRows: fc.constantFrom(1, 2, 7, 65_536),
      maxGroupBytes: fc.constantFrom(100, 1000, 100_000),
      maxSliceValues: fc.constantFrom(3, 8192),
      maxInlineTextBytes: fc.constantFrom(4, 4096),
      maxChunkBytes: fc.constantFrom(50, 5000, 4_000_000),
      maxBufferedBytes: fc.constantFrom(1, 3000, 10_000, 33_000_000),
    }),
  })
  .map(({ frame, stretches, ...rest }) => {
    let id = 0
    const write = (one: string | [object, string]): string => {
      if (typeof one === 'string') return one
      const [members, more] = one
      return `${JSON.stringify({ id: id++, ...members }).slice(0, -1)}${more}}`
    }
    const { format, head, between, tail, path } = frame
    const inside = stretches.map((records) => records.map((one) => write(one) + between).join(''))
    const first = `${head}{"id":"first"}${between}`
    return { format, path, pieces: [first, ...inside, `{"id":"last"}${tail}`], ...rest }
  })

it('gives the same from stretches that were built by themselves as from batches with cuts', async () => {
  const seen = { accepted: 0, groups: 0 }
  await fc.assert(
    fc.asyncProperty(source, async (given) => {
      const { accepted, cut, accepting } = await buildBoth(given)
      expect(accepting).toEqual(cut)
      seen.accepted += accepted
      seen.groups += cut.groups.length
    }),
    { numRuns: 80 },
  )
  expect(seen.accepted).toBeGreaterThan(40)
  expect(seen.groups).toBeGreaterThan(500)
})

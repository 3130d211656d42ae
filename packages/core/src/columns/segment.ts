import type { SegmentReader } from '@assay/store'
import { type ChunkFile, openChunkFile, type ReadBuffer } from './chunk-file.js'
import {
  type ChunkRecord,
  createChunkDirectory,
  type GroupRecord,
  readGroupRecords,
} from './chunk-records.js'
import { type DecodedColumn, decodeColumn, type Slots } from './decode-column.js'
import { segmentCorrupt } from './errors.js'
import { LaneReader } from './lanes.js'
import type { SegmentDirectory, SegmentTableEntry } from './segment-directory.js'
import { uniteEntries } from './unite-entries.js'

/** Places and parents of the rows of one group. */
export interface DecodedRows {
  readonly firstRow: number
  readonly base: number
  /** Relative to `base`. */
  readonly starts: Uint32Array | Float64Array
  readonly lengths: Uint32Array | Float64Array
  readonly parents: Int32Array | undefined
  readonly indexes: Int32Array | undefined
}

/** A table of a segment; of several that are one, `path` is what their paths begin with. */
export interface TableEntry extends SegmentTableEntry {
  /** Where the rows of each of them begin, and the path of their container. */
  readonly pieces?: readonly { readonly firstRow: number; readonly path: readonly string[] }[]
}

/** An open column segment. Whatever it gives out has passed its CRC (`SEGMENT_CORRUPT` otherwise). */
export interface Segment {
  readonly file: string
  /** In order of their ids. What the file keeps as several tables of one name is one here. */
  readonly tables: readonly TableEntry[]
  /** Row groups of a table, in row order. */
  groups(table: number): readonly GroupRecord[]
  /** The column's chunk in the group; undefined when none of its rows has a value. */
  chunk(node: number, group: number): ChunkRecord | undefined
  /** With `into`, the lanes may be overwritten by the next read with it. `slots`: for what the lanes have one. */
  readColumn(chunk: ChunkRecord, into?: ReadBuffer, slots?: Slots): Promise<DecodedColumn>
  readRows(group: GroupRecord): Promise<DecodedRows>
  close(): Promise<void>
}

/** Opens a segment file that `createColumnBuilder` wrote. */
export async function openSegment(file: string, reader: SegmentReader): Promise<Segment> {
  return uniteEntries(await openEntries(file, reader))
}

/** The tables as they are kept. */
async function openEntries(file: string, reader: SegmentReader): Promise<Segment> {
  const chunkFile = await openChunkFile(file, reader)
  const directory = chunkFile.directory as SegmentDirectory
  if (directory.content !== 'columns') throw segmentCorrupt(file, 'the directory', 0, 'is not one of columns')
  const groupsByTable = await readGroups(chunkFile, directory)
  const chunks = createChunkDirectory(await chunkFile.read(directory.chunks, 'the chunk records'))
  return {
    file,
    tables: directory.tables,
    groups: (table) => groupsByTable[table] ?? [],
    chunk: chunks.find,
    readColumn: async (chunk, into, slots) =>
      decodeColumn(
        await chunkFile.read(chunk.chunk, `the chunk of column ${chunk.node} in group ${chunk.group}`, into),
        into?.lanes,
        slots,
      ),
    readRows: async (group) =>
      decodeRows(
        await chunkFile.read(group.chunk, `the rows of table ${group.table} in group ${group.group}`),
        group.firstRow,
      ),
    close: () => chunkFile.close(),
  }
}

async function readGroups(file: ChunkFile, directory: SegmentDirectory): Promise<GroupRecord[][]> {
  const groups: GroupRecord[][] = directory.tables.map(() => [])
  for (const record of readGroupRecords(await file.read(directory.groups, 'the group records'))) {
    groups[record.table]!.push(record)
  }
  return groups
}

function decodeRows(bytes: Uint8Array, firstRow: number): DecodedRows {
  const lanes = new LaneReader(bytes)
  const [rows, startBytes, lengthBytes, hasParent, hasIndex] = lanes.take(
    Uint32Array,
    6,
  ) as unknown as readonly [number, number, number, number, number]
  const base = lanes.take(Float64Array, 1)[0]!
  const take = (width: number) =>
    width === 4 ? lanes.take(Uint32Array, rows) : lanes.take(Float64Array, rows)
  return {
    firstRow,
    base,
    starts: take(startBytes),
    lengths: take(lengthBytes),
    parents: hasParent === 1 ? lanes.take(Int32Array, rows) : undefined,
    indexes: hasIndex === 1 ? lanes.take(Int32Array, rows) : undefined,
  }
}

import type { SegmentWriter } from '@assay/store'
import type { ColumnBatch } from '../json/column-batch.js'
import type { Shape } from '../json/shape.js'
import { nameTables } from '../records/name-tables.js'
import { type ChunkRef, createChunkFileWriter } from './chunk-file.js'
import { createChunkRecords, createGroupRecords, moveChunkRecords } from './chunk-records.js'
import { type ColumnLimits, columnLimits } from './column-limits.js'
import { createGroupBuilder } from './group-builder.js'
import { LanePool } from './lane-pool.js'
import { LaneScratch } from './lane-scratch.js'
import type { Lane } from './lanes.js'
import { encodeRows, type GroupRows } from './row-chunk.js'
import type { SegmentDirectory } from './segment-directory.js'
import { type StretchColumns, unpackGroup } from './stretch-columns.js'

/** Turns the scanner's batches into one segment file. */
export interface ColumnBuilder {
  /** Memory that values of open row groups take. */
  readonly bufferedBytes: number
  /** Takes all it needs from the batch before it returns. */
  append(batch: ColumnBatch): void
  /** Writes the row groups that are full; call it after each block, or memory grows with the input. */
  flush(): Promise<void>
  /** Writes the rest and the directory; the file is durable when this resolves. */
  finish(rootName: string): Promise<void>
}

/** How a stretch follows what was built before it. */
export interface StretchPlace {
  /** The table whose rows the stretch begins between, and what is added to the position of each in its array or lines. */
  readonly records?: { readonly table: number; readonly indexShift: number }
  /** Offset in this file of the chunk that has this one in the stretch; the same if not given. */
  readonly place?: (offset: number) => number
}

/**
 * Builds the file of a source that is cut into stretches at borders between two rows of one table. Appending them, with
 * `cut` at each border, and accepting what a `StretchBuilder` made of each give the same tables, groups and chunks.
 */
export interface FileColumnBuilder extends ColumnBuilder {
  /**
   * Closes the groups of all rows that have ended: how the next ones are formed does not depend on what came before. A
   * row that is open keeps its values.
   */
  cut(): void
  /** Adds what was built elsewhere, to follow all rows so far; after `cut` or another stretch, or at the beginning. */
  accept(stretch: StretchColumns, options?: StretchPlace): void
  /** Copies a chunk into the file: for a stretch that is built on this thread. */
  put(lanes: readonly Lane[]): ChunkRef
  /** Copies chunks of a stretch, each padded to a multiple of 8 bytes; where the first begins in the file. */
  stage(bytes: Uint8Array): number
}

export async function createColumnBuilder(options: {
  readonly shape: Shape
  readonly writer: SegmentWriter
  readonly limits?: Partial<ColumnLimits>
  /** Where lanes come from, and go in the end. */
  readonly pool?: LanePool
}): Promise<FileColumnBuilder> {
  const { shape, pool = new LanePool() } = options
  const limits = { ...columnLimits, ...options.limits }
  const file = await createChunkFileWriter(options.writer, pool)
  const groupRecords = createGroupRecords()
  const chunkRecords = createChunkRecords()
  const scratch = new LaneScratch(undefined, pool)
  const groups = createGroupBuilder({
    shape,
    limits,
    pool,
    scratch,
    sink: {
      put: file.put,
      addGroup({ table, group, firstRow, rows }) {
        scratch.reset()
        addGroup(table, group, firstRow, rows)
      },
      addChunk: chunkRecords.add,
    },
  })
  /** Nodes that held a value in a stretch. */
  const accepted = new Set<number>()
  /** No row that has ended is open. */
  let isCut = true

  function addGroup(table: number, group: number, firstRow: number, rows: GroupRows): void {
    const chunk = file.put(encodeRows(rows, firstRow, scratch))
    groupRecords.add({ table, group, firstRow, rows: rows.parents.length, chunk })
  }

  function cut(): void {
    for (const { id } of shape.tables) groups.close(id)
    groups.begin()
    isCut = true
  }

  function accept(stretch: StretchColumns, { records, place = (offset) => offset }: StretchPlace = {}): void {
    if (!isCut) throw new RangeError('A stretch follows a cut.')
    const before = shape.tables.map(({ id }) => groups.closed(id))
    const made = before.slice()
    for (const group of stretch.groups) {
      const { table, rows } = group
      const parent = shape.tables[table]!.parent
      // Where no row of the parent begins in the stretch, the parent is one that is open, by its final number.
      const isInside = parent >= 0 && stretch.rows[parent]! > 0
      const shifts = {
        parent: isInside ? before[parent]!.rows - (stretch.firstRows[parent] ?? 0) : 0,
        index: table === records?.table ? records.indexShift : 0,
      }
      scratch.reset()
      const at = made[table]!
      addGroup(table, at.groups, at.rows, unpackGroup(group, shifts, scratch))
      made[table] = { rows: at.rows + rows, groups: at.groups + 1 }
    }
    made.forEach(({ rows, groups: count }, id) => {
      const { rows: from, groups: first } = before[id]!
      if (rows > from) groups.skip(id, rows - from, count - first)
    })
    chunkRecords.addPacked(moveChunkRecords(stretch.chunks, (table) => before[table]!.groups, place))
    for (const node of stretch.columns) accepted.add(node)
  }

  async function finish(rootName: string): Promise<void> {
    for (const { id } of shape.tables) {
      groups.close(id)
      await file.drain()
    }
    const isColumn = (node: number) => groups.columns.has(node) || accepted.has(node)
    const named = nameTables(shape, rootName, isColumn)
    const directory: SegmentDirectory = {
      content: 'columns',
      tables: shape.tables.map(({ id, layout, path, parent, rowNode, pathsLeftOut, isList, isRecords }) => ({
        id,
        name: named[id]!.name,
        layout,
        path,
        parent,
        rows: groups.closed(id).rows,
        columns: named[id]!.columns,
        columnsLeftOut: pathsLeftOut,
        ...(isList ? { isList } : {}),
        ...(isRecords ? { isRecords } : {}),
        ...(layout === 'map' ? { keyNode: rowNode + 1 } : {}),
        ...(named[id]!.key === undefined ? {} : { key: named[id]!.key }),
      })),
      groups: file.put([groupRecords.bytes]),
      chunks: file.put([chunkRecords.bytes]),
    }
    scratch.release()
    await file.finish(directory)
  }

  return {
    get bufferedBytes() {
      return groups.bufferedBytes
    },
    append(batch) {
      isCut = false
      groups.append(batch)
    },
    flush: file.drain,
    cut,
    accept,
    put: file.put,
    stage: file.stage,
    finish,
  }
}

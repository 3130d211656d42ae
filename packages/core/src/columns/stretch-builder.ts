import type { ColumnBatch } from '../json/column-batch.js'
import type { Shape } from '../json/shape.js'
import type { ChunkRef } from './chunk-file.js'
import { createChunkRecords } from './chunk-records.js'
import { type ColumnLimits, columnLimits } from './column-limits.js'
import { createGroupBuilder } from './group-builder.js'
import { LanePool } from './lane-pool.js'
import { LaneScratch } from './lane-scratch.js'
import type { Lane } from './lanes.js'
import { packGroup, type StretchColumns } from './stretch-columns.js'

/** Builds the columns of a stretch of the source, on any thread; `FileColumnBuilder.accept` adds them to the file. */
export interface StretchBuilder {
  /** Memory that values of open row groups take. */
  readonly bufferedBytes: number
  /**
   * Takes all it needs from the batch before it returns. Rows and parents have the numbers of the stretch's own scan,
   * offsets are those in the source.
   */
  append(batch: ColumnBatch): void
  /** Closes all groups and gives all lanes back to the pool. All rows have ended. */
  finish(): StretchColumns
}

export function createStretchBuilder(options: {
  readonly shape: Shape
  /** By table: the number of its first row in the stretch; 0 where it is not there. */
  readonly firstRows: Int32Array
  /** Takes a chunk; it copies the lanes. */
  readonly put: (lanes: readonly Lane[]) => ChunkRef
  readonly limits?: Partial<ColumnLimits>
  readonly pool?: LanePool
}): StretchBuilder {
  const { shape, put, pool = new LanePool() } = options
  const firstRows = options.firstRows.slice()
  const groups: StretchColumns['groups'][number][] = []
  const chunkRecords = createChunkRecords()
  const scratch = new LaneScratch(undefined, pool)
  const builder = createGroupBuilder({
    shape,
    limits: { ...columnLimits, ...options.limits },
    pool,
    scratch,
    firstRows,
    sink: {
      put,
      addGroup: ({ table, rows }) => groups.push(packGroup(table, rows)),
      addChunk: chunkRecords.add,
    },
  })
  return {
    get bufferedBytes() {
      return builder.bufferedBytes
    },
    append: builder.append,
    finish() {
      const rows = new Int32Array(shape.tables.length)
      for (let id = 0; id < rows.length; id++) {
        if (builder.close(id)) throw new RangeError(`A row of table ${id} goes on where the stretch ends.`)
        rows[id] = builder.closed(id).rows - (firstRows[id] ?? 0)
      }
      scratch.release()
      return {
        firstRows,
        rows,
        groups,
        chunks: chunkRecords.bytes.slice(),
        columns: Int32Array.from(builder.columns),
      }
    },
  }
}

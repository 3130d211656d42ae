import type { ColumnAccumulator } from './column-accumulator.js'
import type { ColumnLimits } from './column-limits.js'
import type { LaneScratch } from './lane-scratch.js'

/** Whether the chunks of a group that is open have become too large. A column that seems so is settled first. */
export interface ChunkSizes {
  /** Together. */
  areFull(columns: readonly ColumnAccumulator[]): boolean
  /** By itself, with one more value. */
  isLarge(column: ColumnAccumulator): boolean
}

export function createChunkSizes(limits: ColumnLimits, scratch: LaneScratch): ChunkSizes {
  const most = limits.maxChunkBytes - limits.maxInlineTextBytes
  return {
    areFull(columns) {
      if (bytesOf(columns) < limits.maxGroupBytes) return false
      for (const column of columns) column.settle(scratch, true)
      return bytesOf(columns) >= limits.maxGroupBytes
    },
    isLarge(column) {
      if (column.chunkBytes < most) return false
      column.settle(scratch, false)
      return column.chunkBytes >= most
    },
  }
}

function bytesOf(columns: readonly ColumnAccumulator[]): number {
  let bytes = 0
  for (const column of columns) bytes += column.chunkBytes
  return bytes
}

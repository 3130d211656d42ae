import type { ColumnBatch } from '../json/column-batch.js'
import type { BatchSlices } from './batch-slices.js'

/** Values of one node in a batch: `batch` at `order[from]` up to `order[to]`, of which rows before `end` are taken; `base` is row 0 of the group. */
export interface ValueRun {
  batch: ColumnBatch
  /** Where a kernel gathers the values; `order` is its lane. */
  slices: BatchSlices | undefined
  order: Int32Array
  to: number
  base: number
  end: number
}

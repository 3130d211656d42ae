/** Bounds of a segment and of the memory in which it is built. Bytes unless named otherwise. */
export interface ColumnLimits {
  readonly maxGroupRows: number
  /** Of a row group's column chunks together; passed by at most what one batch adds. */
  readonly maxGroupBytes: number
  readonly maxChunkBytes: number
  /** Of all values that are not written yet; passed by at most what one batch adds. */
  readonly maxBufferedBytes: number
  /** Longer texts are kept by reference. */
  readonly maxInlineTextBytes: number
  /** Values that are taken column by column at once: their bytes stay in the cache. */
  readonly maxSliceValues: number
}

/** What a segment is built within, unless a test says otherwise. */
export const columnLimits: ColumnLimits = {
  maxGroupRows: 65_536,
  maxGroupBytes: 3 * 1024 * 1024,
  maxChunkBytes: 4 * 1024 * 1024,
  maxBufferedBytes: 16 * 1024 * 1024,
  maxInlineTextBytes: 4096,
  maxSliceValues: 8192,
}

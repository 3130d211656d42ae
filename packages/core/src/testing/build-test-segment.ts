import { createMemorySegments, type SegmentStore } from '@assay/store'
import { buildCatalog } from '../catalog/build-catalog.js'
import { type ColumnBuilder, createColumnBuilder } from '../columns/column-builder.js'
import type { ColumnLimits } from '../columns/column-limits.js'
import { openSegment, type Segment } from '../columns/segment.js'
import { createSegmentTable } from '../columns/segment-table.js'
import { describeSegment } from '../columns/statistics/describe-segment.js'
import type { Table } from '../columns/table.js'
import { learnBytes } from '../json/batch-trace.js'
import { createScanner } from '../json/create-scanner.js'
import { defaultScanLimits } from '../json/limits.js'
import type { ScanLimits } from '../json/scanner.js'
import { encodeText } from '../json/text.js'

export interface TestSegmentOptions {
  readonly format?: 'json' | 'jsonl'
  readonly rootName?: string
  readonly columnLimits?: Partial<ColumnLimits>
  readonly scanLimits?: Partial<ScanLimits>
  /** Sizes of the pieces that the bytes are pushed in, taken in turn; all at once when empty. */
  readonly pieces?: readonly number[]
  readonly segments?: SegmentStore
}

/** A segment of a JSON text, by the scanner and the column builder, in the shape that is learned of it, with the source it refers to. */
export async function buildTestSegment(
  source: string | Uint8Array,
  options: TestSegmentOptions = {},
): Promise<{
  segment: Segment
  source: Uint8Array
  readSource: (start: number, end: number) => Promise<Uint8Array>
}> {
  const bytes = typeof source === 'string' ? encodeText(source) : source
  const segments = options.segments ?? createMemorySegments()
  const file = 'test.seg'
  let builder: ColumnBuilder | undefined
  const format = options.format ?? 'json'
  const limits = { ...defaultScanLimits, ...options.scanLimits }
  const scanner = createScanner({
    format,
    onBadLine: 'fail',
    limits,
    learned: learnBytes(bytes, { format, limits }),
    onBatch: (batch) => builder?.append(batch),
  })
  builder = await createColumnBuilder({
    shape: scanner.shape,
    writer: await segments.create(file),
    ...(options.columnLimits === undefined ? {} : { limits: options.columnLimits }),
  })
  const pieces = options.pieces ?? []
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, pieces[i % pieces.length] ?? bytes.length)
    scanner.push(bytes.slice(at, at + size))
    await builder.flush()
    at += size
  }
  scanner.end()
  await builder.finish(options.rootName ?? 'test')
  const segment = await openSegment(file, await segments.open(file))
  return { segment, source: bytes, readSource: async (start, end) => bytes.slice(start, end) }
}

/** The tables of a JSON text, as the pipeline makes them. */
export async function buildTestTables(
  source: string | Uint8Array,
  options: TestSegmentOptions = {},
): Promise<Table[]> {
  const { segment, readSource } = await buildTestSegment(source, options)
  const { tables } = buildCatalog(await describeSegment(segment))
  return tables.map((schema) => createSegmentTable({ segment, schema, version: 'test', readSource }))
}

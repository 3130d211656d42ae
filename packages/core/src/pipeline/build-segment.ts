import type { Store } from '@assay/store'
import { AssayError, isAssayError } from '@assay/store/error'
import { buildCatalog } from '../catalog/build-catalog.js'
import type { Catalog } from '../catalog/catalog.js'
import { openSegment, type Segment } from '../columns/segment.js'
import { describeSegment } from '../columns/statistics/describe-segment.js'
import type { ColumnDescriber } from '../columns/statistics/share-columns.js'
import type { BlockRunner } from '../columns/threads/block-runner.js'
import { createValueIndexWriter } from '../columns/values/value-index-writer.js'
import type { ColumnBatch } from '../json/column-batch.js'
import { createScanner } from '../json/create-scanner.js'
import type { Learned } from '../json/learned.js'
import { defaultScanLimits } from '../json/limits.js'
import { type JsonFormat, type ScanOptions, ScanRestart, type ScanSummary } from '../json/scanner.js'
import { toRootName } from '../records/name-tables.js'
import { parsePointer } from '../records/pointer.js'
import { createContentHasher, uniteContentIds } from '../source/content-id.js'
import { type BlockThreads, openThreads } from './block-threads.js'
import { checkRecords } from './check-records.js'
import type { PreparedSource } from './prepare-source.js'

interface BuildOptions {
  /** Of this ingest; names its files. */
  readonly id: string
  /** From which the root table gets its name. */
  readonly rootName: string
  readonly format: JsonFormat
  readonly onBadLine: 'fail' | 'skip'
  /** JSON Pointers of the records; none: they are found. */
  readonly records: readonly string[]
  readonly signal: AbortSignal | undefined
  /** Gives threads; they are `threads` with the calling one. */
  readonly runner: BlockRunner | undefined
  readonly threads: number
  readonly onThreadsRefused: (reason: string) => void
  readonly onProgress: (bytes: number, records: number) => void
  readonly onRestart: (reason: string) => void
  /** Columns that are described and indexed. */
  readonly onIndexed: (columns: number, total: number) => void
}

/** The files of one version, complete on the disk, and what is known of it. */
export interface BuiltSegment {
  readonly contentId: string
  /** Of each source, in order. */
  readonly files: readonly BuiltFile[]
  readonly segment: string
  readonly valueSegment: string
  readonly catalog: Catalog
  readonly bytes: number
  readonly records: number
  readonly storedBytes: number
  readonly badLines: number
  readonly warnings: readonly string[]
  /** Removes the files. */
  discard(): Promise<void>
}

interface BuiltFile {
  readonly start: number
  readonly bytes: number
  readonly contentId: string
  readonly badLines: number
}

/** What is scanned between two writes. */
const maxPieceBytes = 1024 * 1024
/** Restarts of one ingest, and bytes that are read again in all of them. */
const maxRestarts = 8
const maxRepeatedBytes = 512 * 1024 * 1024

/**
 * Scans sources, one after another, into a column segment, then derives catalog and value index from the segment. A scan that learns
 * that it began wrongly is started again with what it learned, as long as that stays cheap; after that, shapes that
 * would need one more restart are taken as they were first seen.
 */
export async function buildSegment(
  store: Store,
  sources: readonly PreparedSource[],
  options: BuildOptions,
): Promise<BuiltSegment> {
  const threads = await openThreads(options)
  try {
    return await buildUntilLearned(store, sources, threads, options)
  } finally {
    await threads.end()
  }
}

async function buildUntilLearned(
  store: Store,
  sources: readonly PreparedSource[],
  threads: BlockThreads,
  options: BuildOptions,
): Promise<BuiltSegment> {
  let learned: Partial<Pick<ScanOptions, 'format' | 'learned'>> = {}
  let repeated = 0
  for (let restarts = 0; ; restarts++) {
    let bytes = 0
    try {
      return await buildOnce(store, sources, threads, {
        ...options,
        ...learned,
        learnUntil: restarts < maxRestarts ? maxRepeatedBytes - repeated : 0,
        onProgress: (read, records) => {
          bytes = read
          options.onProgress(read, records)
        },
      })
    } catch (error) {
      if (!(error instanceof ScanRestart)) throw error
      options.onRestart(error.reason)
      learned = { ...learned, ...error.options }
      repeated += bytes
    }
  }
}

interface ScanStart extends BuildOptions {
  readonly learned?: Learned
  readonly learnUntil: number
}

async function buildOnce(
  store: Store,
  sources: readonly PreparedSource[],
  threads: BlockThreads,
  options: ScanStart,
): Promise<BuiltSegment> {
  const { id, signal } = options
  const segment = `${id}.seg`
  const valueSegment = `${id}.1.seg`
  const discard = async (): Promise<void> => {
    await store.segments.remove(segment)
    await store.segments.remove(valueSegment)
  }
  try {
    const scanned = await writeColumns(store, sources, segment, threads, options)
    signal?.throwIfAborted()
    const reader = await store.segments.open(segment, { fresh: true })
    const columns = await openSegment(segment, reader)
    try {
      const others = threads.createDescribers({ file: segment, reader })
      const catalog = await describe(store, { columns, others }, valueSegment, threads, options)
      return {
        ...scanned,
        segment,
        valueSegment,
        catalog,
        warnings: [...scanned.warnings, ...warnOfBounds(catalog)],
        records: catalog.tables.reduce((sum, { rows }) => sum + rows, 0),
        storedBytes: await sizeOf(store, [segment, valueSegment]),
        discard,
      }
    } finally {
      await columns.close()
    }
  } catch (error) {
    await discard()
    throw error
  }
}

/** The catalog; the texts are written to the value index on the way. */
async function describe(
  store: Store,
  { columns, others }: { readonly columns: Segment; readonly others: readonly ColumnDescriber[] },
  name: string,
  threads: BlockThreads,
  { signal, onIndexed }: BuildOptions,
): Promise<Catalog> {
  const { pool } = threads
  const isShared = others.length > 0
  const index = await createValueIndexWriter({ writer: await store.segments.create(name), pool, isShared })
  try {
    const statistics = await describeSegment(columns, { signal, index, others, pool, onColumn: onIndexed })
    const described = buildCatalog(statistics)
    const links = await threads.findLinks(columns, described, index.finish, signal)
    return { ...described, links }
  } catch (error) {
    await index.abort()
    throw error
  }
}

/** The one pass over the bytes: hashed, scanned and written as columns, block by block. */
async function writeColumns(
  store: Store,
  sources: readonly PreparedSource[],
  segment: string,
  threads: BlockThreads,
  options: ScanStart,
): Promise<Pick<BuiltSegment, 'contentId' | 'files' | 'bytes' | 'badLines' | 'warnings'>> {
  const { format, onBadLine, signal, onProgress, learned, learnUntil } = options
  const writer = await store.segments.create(segment)
  try {
    let records = 0
    let append: (batch: ColumnBatch) => void = () => {}
    const scanner = createScanner({
      format,
      onBadLine,
      limits: defaultScanLimits,
      ...(learned === undefined ? {} : { learned }),
      records: options.records.map(parsePointer),
      learnUntil,
      onBatch: (batch) => {
        records += batch.rows.length
        append(batch)
      },
    })
    const builder = await threads.createColumnBuilder({ shape: scanner.shape, writer })
    append = builder.append
    let bytes = 0
    const read: Omit<BuiltFile, 'badLines'>[] = []
    for (const source of sources) {
      const hasher = createContentHasher()
      const start = bytes
      await inSource(source, sources, async () => {
        if (read.length > 0) scanner.beginDocument()
        for await (const given of source.stream(signal)) {
          for (let from = 0; from < given.length; from += maxPieceBytes) {
            const piece = given.subarray(from, from + maxPieceBytes)
            // Of bytes that will be read again, nobody asks for the content id.
            const hashed = scanner.isLost ? undefined : hasher.update(piece)
            scanner.push(piece)
            if (!scanner.isLost) await builder.flush()
            await hashed
            bytes += piece.length
            onProgress(bytes, records)
          }
        }
        scanner.endDocument()
      })
      read.push({ start, bytes: bytes - start, contentId: await hasher.digest() })
    }
    const summary = scanner.end()
    checkRecords(scanner.shape, options.records)
    await builder.finish(toRootName(options.rootName))
    return {
      contentId: await uniteContentIds(read.map(({ contentId }) => contentId)),
      files: read.map((file, at) => ({ ...file, badLines: summary.documents[at]!.badLineCount })),
      bytes,
      badLines: summary.badLineCount,
      warnings: toWarnings(summary, sources),
    }
  } catch (error) {
    await writer.abort()
    throw error
  }
}

/** Of several sources, an error of the JSON says in which it is. */
async function inSource(
  { source }: PreparedSource,
  sources: readonly PreparedSource[],
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (sources.length === 1 || !isAssayError(error) || !error.code.startsWith('JSON_')) throw error
    const { code, message, details, traits, hint } = error
    throw new AssayError({
      code,
      message: `${source.name}: ${message}`,
      details: { ...details, source: source.location },
      traits,
      hint,
      cause: error,
    })
  }
}

function toWarnings(summary: ScanSummary, sources: readonly PreparedSource[]): string[] {
  const { badLines, badLineCount, documents, duplicateKeys, loneSurrogates } = summary
  const warnings: string[] = []
  const nameOf = (document: number): string => sources[document]!.source.name
  const [first] = badLines
  if (first !== undefined) {
    const skipped = badLineCount === 1 ? '1 bad line was skipped' : `${badLineCount} bad lines were skipped`
    const where = sources.length === 1 ? '' : ` of ${nameOf(first.document)}`
    const files = documents.filter((document) => document.badLineCount > 0).length
    const among = files > 1 ? ` in ${files} files` : ''
    warnings.push(`${skipped}${among}; the first is at byte ${first.offset}${where}: ${first.message}`)
  }
  const blank = documents.flatMap(({ isBlank }, document) => (isBlank ? [nameOf(document)] : []))
  if (blank.length > 0) {
    const more = blank.length > 1 ? ` and ${blank.length - 1} more` : ''
    warnings.push(`${blank[0]}${more} ${blank.length > 1 ? 'hold' : 'holds'} no JSON value.`)
  }
  if (duplicateKeys > 0)
    warnings.push(`Keys repeated in one object: ${duplicateKeys}; the last value counts.`)
  if (loneSurrogates > 0)
    warnings.push(`Escapes that are half of a surrogate pair: ${loneSurrogates}; kept as they are.`)
  return warnings
}

/** What a bound on tables and columns left out: never silent, because a question about it would find nothing. */
function warnOfBounds({ tables }: Catalog): string[] {
  const warnings: string[] = []
  const bounded = tables.filter(({ columnsLeftOut }) => columnsLeftOut > 0)
  const [first] = bounded
  if (first !== undefined) {
    const where = bounded.length === 1 ? first.name : `${first.name} and ${bounded.length - 1} more tables`
    const paths = bounded.reduce((sum, { columnsLeftOut }) => sum + columnsLeftOut, 0)
    warnings.push(
      `About ${paths} paths of ${where} have no column: its columns are too many, or its values turn late from containers to scalars.`,
    )
  }
  if (tables.length >= defaultScanLimits.maxTables - 1)
    warnings.push(
      `The bound of ${defaultScanLimits.maxTables} tables was reached; further arrays are kept as JSON or left out.`,
    )
  return warnings
}

async function sizeOf(store: Store, names: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    names.map(async (name) => {
      const reader = await store.segments.open(name)
      await reader.close()
      return reader.size
    }),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

import type { CatalogTable } from '../catalog/catalog.js'
import type { ReadingRule } from '../catalog/column-reading.js'
import type { ChunkRecord, GroupRecord } from './chunk-records.js'
import { ChunkVector, missingVector } from './chunk-vector.js'
import { type CachedColumn, type ColumnCache, toCached } from './column-cache.js'
import { columnErrors } from './errors.js'
import { createLocator } from './locate-rows.js'
import { createZoneMatcher } from './match-zone.js'
import { type ReadSource, readReferences, referencedBytes, withoutReading } from './read-references.js'
import { createReadingVectors, type ReadingVectors } from './readings/create-reading-vector.js'
import { withRowLinks } from './row-links.js'
import type { Segment } from './segment.js'
import type { Batch, Table, Vector, ZonePredicate } from './table.js'

/** Source bytes that one batch may refer to, unless one row alone has more. */
const maxReferencedBytes = 4 * 1024 * 1024

/** One reader of each rule: what it read of texts that a cache keeps, later scans have. */
const readers = new WeakMap<ReadingRule, ReadingVectors>()

function readerOf(rule: ReadingRule): ReadingVectors {
  const known = readers.get(rule) ?? createReadingVectors(rule)
  readers.set(rule, known)
  return known
}

interface LoadedColumn {
  readonly name: string
  readonly cached: CachedColumn
  readonly referenced: ((row: number) => number) | undefined
  readonly reading: ReadingVectors | undefined
}

/**
 * One table of a segment behind the Table port. `readSource` gives what is kept by reference; without it such columns
 * fail. `cache` keeps what scans decode, for later ones.
 */
export function createSegmentTable(options: {
  readonly segment: Segment
  readonly schema: CatalogTable
  readonly version: string
  readonly readSource?: ReadSource | undefined
  readonly cache?: ColumnCache | undefined
}): Table {
  const { segment, schema, version, cache } = options
  const entry = segment.tables.find((table) => table.name === schema.name)
  if (entry === undefined) throw new RangeError(`The segment ${segment.file} has no table ${schema.name}.`)
  const nodeOf = new Map(entry.columns.map((column) => [column.name, column.node]))
  const readings = new Map(
    schema.columns.flatMap(({ name, reading }) =>
      reading === undefined ? [] : [[reading.column, { of: name, rule: reading }]],
    ),
  )

  function sourceOf(column: string): ReadSource {
    if (options.readSource !== undefined) return options.readSource
    return () => {
      throw columnErrors.create(
        'SEGMENT_SOURCE_MISSING',
        `Values of ${column} stand in the source only, and the source is not at hand.`,
        { file: segment.file, column },
        { hint: 'Put the source back where it was, or ingest it again.' },
      )
    }
  }

  async function read(chunk: ChunkRecord): Promise<CachedColumn> {
    const decode = () => segment.readColumn(chunk)
    if (cache === undefined) return toCached(await decode())
    return cache.get(`${segment.file}:${chunk.node}:${chunk.group}`, chunk.chunk.length, decode)
  }

  async function load(name: string, group: GroupRecord): Promise<LoadedColumn | undefined> {
    const derived = readings.get(name)
    const chunk = segment.chunk(nodeOf.get(derived?.of ?? name) ?? -1, group.group)
    if (chunk === undefined) return undefined
    const whole = await read(chunk)
    if (derived === undefined)
      return { name, cached: whole, referenced: referencedBytes(whole.column), reading: undefined }
    return { name, cached: withoutReferences(whole), referenced: undefined, reading: readerOf(derived.rule) }
  }

  async function vectorOf(loaded: LoadedColumn, from: number, to: number): Promise<Vector> {
    const { name, cached, reading } = loaded
    const { column, dictionary } = cached
    const references =
      withoutReading(column, dictionary) ??
      (await readReferences(column, from, to, dictionary, sourceOf(name)))
    const vector = new ChunkVector(cached, from, to, references)
    return reading === undefined ? vector : reading(vector)
  }

  async function* scan(
    columns: readonly string[],
    predicate: ZonePredicate = [],
    signal?: AbortSignal,
  ): AsyncGenerator<Batch> {
    // The zones of a text column say nothing about what its texts read as.
    const tests = predicate
      .filter((test) => !readings.has(test.column))
      .map((test) => ({ node: nodeOf.get(test.column) ?? -1, matches: createZoneMatcher(test) }))
    for (const group of segment.groups(entry!.id)) {
      signal?.throwIfAborted()
      if (!tests.every(({ node, matches }) => matches(segment.chunk(node, group.group)?.zone))) continue
      const loaded = new Map<string, LoadedColumn | undefined>()
      for (const name of columns) if (!loaded.has(name)) loaded.set(name, await load(name, group))
      for (const [from, to] of pieces(group.rows, [...loaded.values()])) {
        const vectors = new Map<string, Vector>()
        for (const [name, column] of loaded) {
          vectors.set(
            name,
            column === undefined ? missingVector(to - from) : await vectorOf(column, from, to),
          )
        }
        yield { firstRow: group.firstRow + from, length: to - from, columns: vectors }
      }
    }
  }

  const locate = createLocator(segment, entry, options.readSource)
  return withRowLinks({ schema, version, scan, locate }, segment, entry)
}

/** What stands in the source only is longer than any number or date: a reading does without it. */
function withoutReferences(cached: CachedColumn): CachedColumn {
  const { rows, kind, kinds, mantissas, scale, doubles, codes, texts, exacts } = cached.column
  const own = { rows, kind, kinds, mantissas, scale, doubles, codes, texts, exacts }
  return {
    column: { ...own, longTexts: [], references: 0, jsons: new Map() },
    dictionary: cached.dictionary,
    get numbers() {
      return cached.numbers
    },
  }
}

/** Row ranges of a group of which none refers to more of the source than a batch may hold. */
function* pieces(
  rows: number,
  columns: readonly (LoadedColumn | undefined)[],
): Generator<[from: number, to: number]> {
  const referenced = columns.flatMap((column) => column?.referenced ?? [])
  let from = 0
  if (referenced.length > 0) {
    let bytes = 0
    for (let row = 0; row < rows; row++) {
      const more = referenced.reduce((sum, bytesOf) => sum + bytesOf(row), 0)
      if (row > from && bytes + more > maxReferencedBytes) {
        yield [from, row]
        from = row
        bytes = 0
      }
      bytes += more
    }
  }
  yield [from, rows]
}

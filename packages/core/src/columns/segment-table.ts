import type { CatalogTable } from '../catalog/catalog.js'
import { ChunkDictionary } from './chunk-dictionary.js'
import type { GroupRecord } from './chunk-records.js'
import { ChunkVector, missingVector } from './chunk-vector.js'
import type { DecodedColumn } from './decode-column.js'
import { columnErrors } from './errors.js'
import { createLocator } from './locate-rows.js'
import { createZoneMatcher } from './match-zone.js'
import { type ReadSource, readReferences, referencedBytes } from './read-references.js'
import type { Segment } from './segment.js'
import type { Batch, Dictionary, Table, Vector, ZonePredicate } from './table.js'

/** Source bytes that one batch may refer to, unless one row alone has more. */
const maxReferencedBytes = 4 * 1024 * 1024

interface LoadedColumn {
  readonly name: string
  readonly column: DecodedColumn
  readonly dictionary: Dictionary | undefined
  readonly referenced: ((row: number) => number) | undefined
}

/** One table of a segment behind the Table port. `readSource` gives what is kept by reference; without it such columns fail. */
export function createSegmentTable(options: {
  readonly segment: Segment
  readonly schema: CatalogTable
  readonly version: string
  readonly readSource?: ReadSource | undefined
}): Table {
  const { segment, schema, version } = options
  const entry = segment.tables.find((table) => table.name === schema.name)
  if (entry === undefined) throw new RangeError(`The segment ${segment.file} has no table ${schema.name}.`)
  const nodeOf = new Map(entry.columns.map((column) => [column.name, column.node]))

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

  async function load(name: string, group: GroupRecord): Promise<LoadedColumn | undefined> {
    const chunk = segment.chunk(nodeOf.get(name) ?? -1, group.group)
    if (chunk === undefined) return undefined
    const column = await segment.readColumn(chunk)
    const dictionary = column.codes === undefined ? undefined : new ChunkDictionary(column.texts)
    return { name, column, dictionary, referenced: referencedBytes(column) }
  }

  async function vectorOf(loaded: LoadedColumn, from: number, to: number): Promise<Vector> {
    const { name, column, dictionary } = loaded
    return new ChunkVector(
      column,
      from,
      to,
      await readReferences(column, from, to, dictionary, sourceOf(name)),
    )
  }

  async function* scan(
    columns: readonly string[],
    predicate: ZonePredicate = [],
    signal?: AbortSignal,
  ): AsyncGenerator<Batch> {
    const tests = predicate.map((test) => ({
      node: nodeOf.get(test.column) ?? -1,
      matches: createZoneMatcher(test),
    }))
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

  return { schema, version, scan, locate: createLocator(segment, entry, options.readSource) }
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

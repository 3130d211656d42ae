import type { Store } from '@assay/store'
import type { Catalog, ValueIndex } from '../catalog/catalog.js'
import type { ColumnCache } from '../columns/column-cache.js'
import { openSegment, type Segment } from '../columns/segment.js'
import { createSegmentTable } from '../columns/segment-table.js'
import type { Table } from '../columns/table.js'
import { openValueIndex } from '../columns/value-index.js'
import type { StoredVersion } from './stored-version.js'

/** Open versions that are kept between calls. */
const maxKept = 16

/** One version, open for reading. Its files stay readable until `release`, whatever happens to the dataset. */
export interface OpenDataset {
  readonly version: StoredVersion
  readonly catalog: Catalog
  readonly values: ValueIndex
  /** The version's tables; `readSource` gives what is kept by reference. */
  tables(readSource: ((start: number, end: number) => Promise<Uint8Array>) | undefined): readonly Table[]
  release(): Promise<void>
}

/** Opens versions and keeps the latest ones open: a second question pays neither for the catalog nor for the directory. */
export interface OpenDatasets {
  open(version: StoredVersion, readCatalog: () => Promise<Catalog>): Promise<OpenDataset>
  /** Closes a version as soon as nothing uses it. */
  forget(version: StoredVersion): Promise<void>
  close(): Promise<void>
}

interface Entry {
  readonly version: StoredVersion
  readonly catalog: Catalog
  readonly values: ValueIndex
  readonly segment: Segment
  readonly closeFiles: () => Promise<void>
  users: number
  forgotten: boolean
}

export function createOpenDatasets(store: Store, cache: ColumnCache): OpenDatasets {
  const entries = new Map<string, Promise<Entry>>()

  async function load(version: StoredVersion, readCatalog: () => Promise<Catalog>): Promise<Entry> {
    const catalog = await readCatalog()
    const segment = await openSegment(version.segment, await store.segments.open(version.segment))
    try {
      const values = await openValueIndex(
        version.valueSegment,
        await store.segments.open(version.valueSegment),
        segment,
      )
      const closeFiles = async (): Promise<void> => {
        await values.close()
        await segment.close()
      }
      return { version, catalog, values, segment, closeFiles, users: 0, forgotten: false }
    } catch (error) {
      await segment.close()
      throw error
    }
  }

  async function closeIfUnused(entry: Entry): Promise<void> {
    if (entry.forgotten && entry.users === 0) await entry.closeFiles()
  }

  async function forgetKey(key: string): Promise<void> {
    const entry = await entries.get(key)
    entries.delete(key)
    if (entry === undefined || entry.forgotten) return
    entry.forgotten = true
    await closeIfUnused(entry)
  }

  return {
    async open(version, readCatalog) {
      const key = version.segment
      const loading = entries.get(key) ?? load(version, readCatalog)
      entries.delete(key)
      entries.set(key, loading)
      const entry = await loading.catch((error: unknown) => {
        entries.delete(key)
        throw error
      })
      entry.users += 1
      const [oldest] = entries.keys()
      if (entries.size > maxKept && oldest !== undefined) await forgetKey(oldest)
      const { catalog, values, segment } = entry
      let released = false
      return {
        version: entry.version,
        catalog,
        values,
        tables: (readSource) =>
          catalog.tables.map((schema) =>
            createSegmentTable({ segment, schema, version: version.version, readSource, cache }),
          ),
        async release() {
          if (released) return
          released = true
          entry.users -= 1
          await closeIfUnused(entry)
        },
      }
    },
    forget: (version) => forgetKey(version.segment),
    async close() {
      for (const key of [...entries.keys()]) await forgetKey(key)
    },
  }
}

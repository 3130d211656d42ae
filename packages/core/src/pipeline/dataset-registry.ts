import type { SqlDriver, SqlRow, SqlStatement } from '@assay/store'
import { and, asc, eq, queries, toStatement } from '@assay/store/schema'
import type { Catalog } from '../catalog/catalog.js'
import { catalogPieces, datasets } from './dataset-tables.js'
import { pipelineErrors } from './errors.js'
import type { StoredFile, StoredVersion } from './stored-version.js'

/** UTF-16 units; at most three bytes each, so a piece stays well below any driver's bound on a row. */
const pieceLength = 200_000

/** What is there, by tenant and name. Only complete versions are ever seen. */
export interface DatasetRegistry {
  find(tenant: string, name: string): Promise<StoredVersion | undefined>
  list(tenant: string): Promise<StoredVersion[]>
  /** Rejects with DATASET_REPLACED when another version has replaced this one meanwhile. */
  readCatalog(version: StoredVersion): Promise<Catalog>
  /** Makes a version the current one, atomically and durably. */
  replace(version: StoredVersion, catalog: Catalog, signal: AbortSignal | null): Promise<void>
  remove(tenant: string, name: string): Promise<boolean>
  /** Names of all files that a version needs, of every tenant. */
  files(): Promise<{ readonly segments: ReadonlySet<string>; readonly spool: ReadonlySet<string> }>
}

export function createDatasetRegistry(driver: SqlDriver): DatasetRegistry {
  const whereDataset = (tenant: string, name: string) =>
    and(eq(datasets.tenant, tenant), eq(datasets.name, name))
  const removal = (tenant: string, name: string): SqlStatement[] => [
    toStatement(
      queries
        .delete(catalogPieces)
        .where(and(eq(catalogPieces.tenant, tenant), eq(catalogPieces.name, name))),
    ),
    toStatement(queries.delete(datasets).where(whereDataset(tenant, name))),
  ]

  return {
    async find(tenant, name) {
      const [row] = await driver.read(
        toStatement(queries.select().from(datasets).where(whereDataset(tenant, name))),
      )
      return row === undefined ? undefined : toVersion(row)
    },
    async list(tenant) {
      const query = queries
        .select()
        .from(datasets)
        .where(eq(datasets.tenant, tenant))
        .orderBy(asc(datasets.name))
      return (await driver.read(toStatement(query))).map(toVersion)
    },
    async readCatalog({ tenant, name, version }) {
      const query = queries
        .select({ piece: catalogPieces.piece })
        .from(catalogPieces)
        .where(
          and(
            eq(catalogPieces.tenant, tenant),
            eq(catalogPieces.name, name),
            eq(catalogPieces.version, version),
          ),
        )
        .orderBy(asc(catalogPieces.position))
      const rows = await driver.read(toStatement(query))
      if (rows.length === 0)
        throw pipelineErrors.create('DATASET_REPLACED', `The dataset "${name}" was just replaced.`, {
          dataset: name,
        })
      return JSON.parse(rows.map(({ piece }) => String(piece)).join('')) as Catalog
    },
    async replace(version, catalog, signal) {
      const { tenant, name, files, warnings, ...rest } = version
      const row = {
        ...rest,
        tenant,
        name,
        files: JSON.stringify(files),
        warnings: JSON.stringify(warnings),
      }
      const pieces = cut(JSON.stringify(catalog)).map((piece, position) =>
        toStatement(
          queries.insert(catalogPieces).values({ tenant, name, version: version.version, position, piece }),
        ),
      )
      await driver.write(
        [...removal(tenant, name), toStatement(queries.insert(datasets).values(row)), ...pieces],
        signal ?? undefined,
      )
    },
    async remove(tenant, name) {
      const changed = await driver.write(removal(tenant, name))
      return (changed[1] ?? 0) > 0
    },
    async files() {
      const rows = await driver.read(
        toStatement(
          queries
            .select({ segment: datasets.segment, values: datasets.valueSegment, files: datasets.files })
            .from(datasets),
        ),
      )
      return {
        segments: new Set(rows.flatMap((row) => [String(row['segment']), String(row['value_segment'])])),
        spool: new Set(rows.flatMap(({ files }) => spooledFiles(parseFiles(files)))),
      }
    },
  }
}

function toVersion(row: SqlRow): StoredVersion {
  const text = (column: string): string => String(row[column])
  const { ingest_cpu_us: ingestCpuUs = null } = row
  return {
    tenant: text('tenant'),
    name: text('name'),
    version: text('version'),
    contentId: text('content_id'),
    options: text('options'),
    engineVersion: Number(row['engine_version']),
    source: text('source_location'),
    files: parseFiles(row['files']),
    segment: text('segment'),
    valueSegment: text('value_segment'),
    bytes: Number(row['bytes']),
    records: Number(row['records']),
    storedBytes: Number(row['stored_bytes']),
    badLines: Number(row['bad_lines']),
    warnings: JSON.parse(text('warnings')) as string[],
    createdAt: text('created_at'),
    ingestCpuUs: ingestCpuUs === null ? null : Number(ingestCpuUs),
  }
}

function parseFiles(files: unknown): StoredFile[] {
  return JSON.parse(String(files)) as StoredFile[]
}

/** Names of the spooled copies among files. */
export function spooledFiles(files: readonly StoredFile[]): string[] {
  return files.flatMap(({ spool }) => spool ?? [])
}

/** Pieces of a text; a surrogate pair is never parted, because each half alone has no UTF-8 form. */
function cut(text: string): string[] {
  const pieces: string[] = []
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + pieceLength, text.length)
    const last = text.charCodeAt(end - 1)
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end -= 1
    pieces.push(text.slice(start, end))
    start = end
  }
  return pieces
}

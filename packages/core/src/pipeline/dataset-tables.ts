import { integer, primaryKey, sqliteTable, text } from '@assay/store/schema'

/** The complete current version of each dataset. A row appears, or is replaced, in one batch at the end of an ingest. */
export const datasets = sqliteTable(
  'datasets',
  {
    tenant: text('tenant').notNull(),
    name: text('name').notNull(),
    version: text('version').notNull(),
    contentId: text('content_id').notNull(),
    options: text('options').notNull(),
    engineVersion: integer('engine_version').notNull(),
    source: text('source_location').notNull(),
    segment: text('segment').notNull(),
    valueSegment: text('value_segment').notNull(),
    bytes: integer('bytes').notNull(),
    records: integer('records').notNull(),
    storedBytes: integer('stored_bytes').notNull(),
    badLines: integer('bad_lines').notNull(),
    /** JSON array of sentences. */
    warnings: text('warnings').notNull(),
    createdAt: text('created_at').notNull(),
    ingestCpuUs: integer('ingest_cpu_us'),
    /** JSON array of `StoredFile`. */
    files: text('files').notNull(),
  },
  ({ tenant, name }) => [primaryKey({ columns: [tenant, name] })],
)

/** A catalog as JSON, cut into pieces that any driver takes as one value. */
export const catalogPieces = sqliteTable(
  'catalog_pieces',
  {
    tenant: text('tenant').notNull(),
    name: text('name').notNull(),
    version: text('version').notNull(),
    position: integer('position').notNull(),
    piece: text('piece').notNull(),
  },
  ({ tenant, name, position }) => [primaryKey({ columns: [tenant, name, position] })],
)

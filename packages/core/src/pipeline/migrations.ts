/** Schema of the metadata database, in order. Published steps never change; a new one is added at the end. */
export const migrations: readonly { readonly name: string; readonly statements: readonly string[] }[] = [
  {
    name: '0001-datasets',
    statements: [
      `CREATE TABLE datasets (
        tenant TEXT NOT NULL,
        name TEXT NOT NULL,
        version TEXT NOT NULL,
        content_id TEXT NOT NULL,
        options TEXT NOT NULL,
        engine_version INTEGER NOT NULL,
        source_name TEXT NOT NULL,
        source_location TEXT NOT NULL,
        identity TEXT,
        segment TEXT NOT NULL,
        value_segment TEXT NOT NULL,
        spool TEXT,
        bytes INTEGER NOT NULL,
        records INTEGER NOT NULL,
        stored_bytes INTEGER NOT NULL,
        bad_lines INTEGER NOT NULL,
        warnings TEXT NOT NULL,
        created_at TEXT NOT NULL,
        PRIMARY KEY (tenant, name)
      ) STRICT`,
      `CREATE TABLE catalog_pieces (
        tenant TEXT NOT NULL,
        name TEXT NOT NULL,
        version TEXT NOT NULL,
        position INTEGER NOT NULL,
        piece TEXT NOT NULL,
        PRIMARY KEY (tenant, name, position),
        FOREIGN KEY (tenant, name) REFERENCES datasets (tenant, name) ON DELETE CASCADE
      ) STRICT`,
    ],
  },
  { name: '0002-ingest-cpu', statements: ['ALTER TABLE datasets ADD COLUMN ingest_cpu_us INTEGER'] },
  {
    name: '0003-dataset-files',
    statements: [
      "ALTER TABLE datasets ADD COLUMN files TEXT NOT NULL DEFAULT '[]'",
      `UPDATE datasets SET files = json_array(json_object(
        'name', source_name, 'location', source_location, 'identity', json(identity), 'spool', spool,
        'start', 0, 'bytes', bytes, 'contentId', content_id, 'badLines', bad_lines))`,
      'ALTER TABLE datasets DROP COLUMN source_name',
      'ALTER TABLE datasets DROP COLUMN identity',
      'ALTER TABLE datasets DROP COLUMN spool',
    ],
  },
]

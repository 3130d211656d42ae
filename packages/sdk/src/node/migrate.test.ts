import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@assay/store/node'
import { expect, it } from 'vitest'
import { storeMigrations } from '../index.js'
import { createAssay, fromFile } from './index.js'

it('keeps the datasets of a store that was made before datasets had several files', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-migrate-'))
  try {
    const path = join(folder, 'old.json')
    writeFileSync(path, '[1,2,3]')
    const { metadata, ledger } = storeMigrations
    const before = metadata.findIndex(({ name }) => name.endsWith('dataset-files'))
    const migrations = { metadata: metadata.slice(0, before), ledger }
    const store = await openStore({ folder: join(folder, 'store'), migrations })
    await store.metadata.write([
      {
        sql: `INSERT INTO datasets (tenant, name, version, content_id, options, engine_version, source_name,
          source_location, identity, segment, value_segment, spool, bytes, records, stored_bytes, bad_lines, warnings,
          created_at) VALUES ('local', 'old', 'v', 'c', '{"format":"auto","onBadLine":"fail"}', 1, 'old.json', ?,
          '{"size":7,"modifiedMs":1,"inode":"2"}', 's.seg', 's.1.seg', NULL, 7, 3, 100, 2, '[]', '2026-01-01')`,
        args: [path],
      },
    ])
    await store.close()
    const assay = await createAssay({ store: join(folder, 'store') })
    expect(await assay.datasets()).toMatchObject([
      { name: 'old', source: path, files: [path], bytes: 7, badLines: 2, badLinesByFile: { [path]: 2 } },
    ])
    // An earlier engine made it: it is read anew.
    expect(await assay.ingest(await fromFile(path), { name: 'old' })).toMatchObject({
      unchanged: false,
      records: 3,
    })
    await assay.close()
  } finally {
    rmSync(folder, { recursive: true })
  }
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemorySegments } from '@assay/store'
import { createSegmentStoreChecks, createSqlDriverChecks } from '@assay/store/testing'
import { afterAll, describe, it } from 'vitest'
import { createFileSegments } from './file-segments.js'
import { openDatabase } from './open-database.js'

const root = mkdtempSync(join(tmpdir(), 'assay-conformance-'))
const createFolder = () => mkdtempSync(join(root, 'x-'))
afterAll(() => rmSync(root, { recursive: true }))

describe('segments in memory', () => {
  for (const { name, run } of createSegmentStoreChecks(async () => createMemorySegments())) it(name, run)
})

describe('segments in files', () => {
  for (const { name, run } of createSegmentStoreChecks(async () =>
    createFileSegments({ folder: createFolder() }),
  ))
    it(name, run)
})

describe('libSQL driver', () => {
  const create = () => openDatabase({ path: join(createFolder(), 'a.db'), migrations: [] })
  for (const { name, run } of createSqlDriverChecks(create)) it(name, run)
})

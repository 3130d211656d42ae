import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Assay, createAssay, fromFile } from './index.js'

const rows = 150_000
const document = (value: number): string => `[${`{"v":${value}},`.repeat(rows - 1)}{"v":${value}}]`

let folder: string
let assay: Assay
let other: Assay
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-reingest-'))
  assay = await createAssay({ store: join(folder, 'store') })
  other = await createAssay({ store: join(folder, 'store') })
})
afterAll(async () => {
  await assay.close()
  await other.close()
  rmSync(folder, { recursive: true })
})

it('answers from one version or the next, never from both, while a changed file is ingested', async () => {
  const path = join(folder, 'rows.json')
  writeFileSync(path, document(1))
  const first = await assay.ingest(await fromFile(path), { name: 'rows' })
  // The first question loads what answers it, which may take as long as the ingest.
  expect((await assay.query('rows', 'SELECT sum(v) AS s FROM rows')).value).toBe(rows)
  const next = join(folder, 'next.json')
  writeFileSync(next, document(2))
  renameSync(next, path)

  let ingesting = true
  const ingested = other.ingest(await fromFile(path), { name: 'rows' }).finally(() => {
    ingesting = false
  })
  const started = assay.query('rows', 'SELECT sum(v) AS s FROM rows')
  const answers = [await started]
  while (ingesting) answers.push(await assay.query('rows', 'SELECT sum(v) AS s FROM rows'))
  const second = await ingested
  answers.push(await assay.query('rows', 'SELECT sum(v) AS s FROM rows'))

  expect(second.version).not.toBe(first.version)
  for (const { dataset, value } of answers)
    expect(value).toBe(dataset.version === first.version ? rows : 2 * rows)
  expect(answers[0]?.dataset.version).toBe(first.version)
  expect(answers.at(-1)?.dataset.version).toBe(second.version)
  expect(await assay.verify(answers.at(-1)!)).toMatchObject({ ok: true, checked: 100 })
})

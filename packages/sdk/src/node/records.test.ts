import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { IngestOptions } from '../index.js'
import { type Assay, createAssay, fromText } from './index.js'

let folder: string
let assay: Assay
const phases: string[] = []
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-records-'))
  assay = await createAssay({
    store: join(folder, 'store'),
    onEvent: (event) => {
      if (event.type === 'ingest-indexed') phases.push(`${event.columns}/${event.totalColumns}`)
    },
  })
})
afterAll(async () => {
  await assay.close()
  rmSync(folder, { recursive: true })
})

/** Tables with their rows and, after a colon, their columns; the one that is also called records with a star. */
async function tablesOf(document: unknown, options: IngestOptions = {}): Promise<string[]> {
  const text = typeof document === 'string' ? document : JSON.stringify(document)
  await assay.ingest(fromText('doc.json', text), {
    name: 'doc',
    format: 'auto',
    records: [],
    ...options,
  })
  const { catalog } = await assay.schema('doc')
  return catalog.tables.map(
    ({ name, rows, aliases, columns }) =>
      `${name}${aliases.includes('records') ? '*' : ''} ${rows}: ${columns.map((column) => column.name).join(' ')}`,
  )
}

const groups = {
  log: [{ at: 1 }, { at: 2 }, { at: 3 }],
  people: { ann: { age: 30 }, bob: { age: 40 } },
  groups: { north: { items: [{ v: 1 }] }, south: { items: [{ v: 2 }, { v: 3 }], note: 'x' } },
}

it('makes the records of what a pointer names', async () => {
  expect(await tablesOf(groups)).toEqual([
    'doc 1: people.ann.age people.bob.age groups.south.note',
    'log* 3: at',
    'items 1: v',
    'items_2 2: v',
  ])
  expect(await tablesOf(groups, { records: '/people' })).toContain('people* 2: key age')
  expect(await tablesOf(groups, { records: ['/groups/*/items'] })).toEqual([
    'doc 1: people.ann.age people.bob.age',
    'log 3: at',
    'groups 2: key note',
    'groups_items* 3: v',
  ])
  const answer = await assay.query('doc', 'SELECT v FROM records WHERE v > 1')
  expect(answer.evidence.map(({ pointer }) => pointer)).toEqual([
    '/groups/south/items/0',
    '/groups/south/items/1',
  ])
})

it('takes whatever is there: arrays of arrays, of numbers, of nulls, maps of scalars, the document itself', async () => {
  expect(await tablesOf({ a: [[1, 2], [3]] }, { records: '/a' })).toEqual(['a* 2: value'])
  expect(await tablesOf([{ p: [1, 2] }, { p: [3, 4] }], { records: '/*/p' })).toEqual([
    'doc 2: ',
    'doc_p* 4: value',
  ])
  expect(await tablesOf({ a: [null, { b: 1 }] }, { records: '/a' })).toEqual(['a* 2: value b'])
  expect(await tablesOf({ x: 1, y: 'two' }, { records: '' })).toEqual(['doc* 2: key value'])
  expect(await tablesOf({ 'a/b': { '~': { k: { v: 1 } } } }, { records: '/a~1b/~0' })).toEqual([
    '~* 1: key v',
  ])
  expect(await tablesOf('{"m":{"a":1}}\n{"m":{"b":2}}', { records: '/*/m', format: 'jsonl' })).toEqual([
    'doc 2: ',
    'doc_m* 2: key value',
  ])
})

it('names arrays side by side alone', async () => {
  const rows = [{ a: 1, b: 2, c: 3 }]
  expect(await tablesOf({ x: rows, y: rows, z: rows })).toEqual(['doc* 3: key a b c'])
  expect(await tablesOf({ x: rows, y: rows, z: rows }, { records: '/y' })).toEqual([
    'doc 2: key a b c',
    'y* 1: a b c',
  ])
})

it('says what is near when a pointer leads nowhere', async () => {
  await tablesOf(groups)
  const refusal = (records: string) => tablesOf(groups, { records }).catch((error: unknown) => error)
  expect(await refusal('/groups/north/item')).toMatchObject({
    code: 'RECORDS_NOT_FOUND',
    details: { pointer: '/groups/north/item', nearest: expect.arrayContaining(['/groups/north/items']) },
  })
  expect(await refusal('/log/0')).toMatchObject({ code: 'RECORDS_NOT_FOUND' })
  expect(await refusal('log')).toMatchObject({ code: 'INPUT_INVALID' })
  // The earlier version still answers.
  expect((await assay.query('doc', 'SELECT count(*) FROM records')).value).toBe(3)
})

it('is part of what a version is, and stays until another is named', async () => {
  const ingest = (options: IngestOptions) =>
    assay.ingest(fromText('kept.json', JSON.stringify(groups)), { name: 'kept', ...options })
  const plain = await ingest({})
  const named = await ingest({ records: '/people' })
  expect(named.version).not.toBe(plain.version)
  expect((await ingest({})).version).toBe(named.version)
  expect((await ingest({ records: [] })).version).toBe(plain.version)
})

it('tells how far the index is', async () => {
  phases.length = 0
  await tablesOf([{ a: 1, b: 2 }])
  expect(phases).toEqual(['0/2', '1/2'])
})

import { mkdtemp, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { isAssayError } from '@assay/store/error'
import type { AssayEvent } from '@assay/store/event'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Assay, createAssay, fromFile, fromStream, fromText } from './index.js'

let folder: string
let store: string
let assay: Assay
let events: AssayEvent[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-sdk-'))
  store = join(folder, 'store')
  events = []
  assay = await createAssay({ store, onEvent: (event) => events.push(event) })
})
afterEach(async () => {
  await assay.close()
  await rm(folder, { recursive: true, force: true })
})

const parts = [
  { id: 1, type: 'door', width: 0.9, storey: { name: 'Level 1' } },
  { id: 2, type: 'door', width: 1.2, storey: { name: 'Level 2' }, rating: 'T30' },
  { id: 3, type: 'window', width: null, storey: { name: 'Level 1' } },
  { id: 4, type: 'door', storey: { name: 'Level 1' }, rating: 'T90' },
]

async function write(name: string, text: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

async function files(): Promise<string[]> {
  const lists = await Promise.all(['segments', 'spool'].map((name) => readdir(join(store, name))))
  return lists.flat()
}

async function codeOf(run: Promise<unknown>): Promise<string> {
  return run.then(
    () => 'no error',
    (error: unknown) => (isAssayError(error) ? error.code : String(error)),
  )
}

describe('ingest and query', () => {
  it.each([
    ['json', JSON.stringify({ model: 'm', data: parts }, null, 1), 'data'],
    ['json', JSON.stringify(parts), 'parts'],
    ['jsonl', parts.map((part) => JSON.stringify(part)).join('\r\n'), 'parts'],
  ])('answers over %s with evidence that verifies', async (extension, text, table) => {
    const dataset = await assay.ingest(await fromFile(await write(`parts.${extension}`, text)))
    const answer = await assay.query(
      dataset,
      `SELECT count(*) AS n, sum(width) AS w FROM ${table} WHERE type = 'door'`,
    )
    expect(answer.rows).toEqual([[3, 2.1]])
    expect(answer.status).toBe('answered')
    expect(answer.cost).toMatchObject({ nanoUsd: '0', calls: [] })
    const { considered, used, skipped } = answer.coverage
    expect(considered).toBe(4)
    expect(used + skipped.reduce((sum, { records }) => sum + records, 0)).toBe(4)
    expect(answer.evidence.length).toBe(answer.evidenceTotal)
    for (const { span } of answer.evidence) {
      expect(
        JSON.parse(
          Buffer.from(text)
            .subarray(...span)
            .toString(),
        ),
      ).toMatchObject({ type: 'door' })
    }
    expect(await assay.verify(answer)).toMatchObject({
      ok: true,
      checked: answer.evidence.length,
      unverifiable: 0,
    })
    expect(await assay.verify(JSON.parse(JSON.stringify(answer)))).toMatchObject({ ok: true })
  })

  it('asks in English and refuses what is not in the data', async () => {
    const dataset = await assay.ingest(fromText('parts.json', JSON.stringify(parts)))
    const answer = await assay.ask(dataset, 'How many doors are on Level 1?')
    expect(answer).toMatchObject({ status: 'answered', value: 2, language: 'en' })
    expect(await assay.verify(answer)).toMatchObject({ ok: true, checked: 2 })
    const refused = await assay.ask(dataset, 'How many doors are made of oak?')
    expect(refused).toMatchObject({ status: 'unsupported', value: null, evidence: [] })
    expect(refused.text).toMatch(/oak/)
  })

  it('counts what a superlative over groups leaves out', async () => {
    const authors = ['unknown', 'unknown', 'Ann', '', null, 'Ann', 'Bob']
    const books = authors.map((author, index) => ({ author, pages: index }))
    const dataset = await assay.ingest(fromText('books.json', JSON.stringify(books)))
    const answer = await assay.ask(dataset, 'Which author has the most books?')
    expect(answer.rows).toEqual([['Ann', 2]])
    expect(answer.coverage).toMatchObject({
      considered: 7,
      used: 3,
      skipped: [{ reason: 'blank: author', records: 4 }],
    })
    expect(answer.text).toMatch(/4 of 7 have no author/)
  })

  it('reads a stream and gzip by way of the spool, and cites places in what was decoded', async () => {
    const text = JSON.stringify(parts)
    const stream = new Blob([gzipSync(text)]).stream()
    const dataset = await assay.ingest(fromStream('parts.json.gz', stream), { name: 'parts' })
    expect(dataset.bytes).toBe(Buffer.byteLength(text))
    const answer = await assay.query('parts', "SELECT id FROM parts WHERE rating = 'T30'")
    expect(answer.value).toBe(2)
    expect(JSON.parse(text.slice(...answer.evidence[0]!.span))).toEqual(parts[1])
    expect(await assay.verify(answer)).toMatchObject({ ok: true, checked: 1 })
  })
})

describe('versions', () => {
  it('does not read an unchanged file twice, and notices a changed one', async () => {
    const path = await write('parts.json', JSON.stringify(parts))
    const first = await assay.ingest(await fromFile(path))
    expect(first.unchanged).toBe(false)
    events.length = 0
    expect(await assay.ingest(await fromFile(path))).toMatchObject({
      unchanged: true,
      version: first.version,
    })
    expect(events.map(({ type }) => type)).toEqual(['ingest-unchanged'])
    await writeFile(path, JSON.stringify(parts.slice(1)))
    const second = await assay.ingest(await fromFile(path))
    expect(second).toMatchObject({ unchanged: false, records: 3 })
    expect(second.version).not.toBe(first.version)
    expect(await files()).toHaveLength(2)
  })

  it('has the same version for the same content under another name', async () => {
    const text = JSON.stringify(parts)
    const a = await assay.ingest(await fromFile(await write('a.json', text)))
    const b = await assay.ingest(await fromFile(await write('b.json', text)))
    expect(b.contentId).toBe(a.contentId)
    expect(b.version).toBe(a.version)
    expect(b.name).not.toBe(a.name)
  })

  it('keeps answering from the version before when the next one is broken', async () => {
    const path = await write('parts.json', JSON.stringify(parts))
    const dataset = await assay.ingest(await fromFile(path))
    const next = await write('next.json', `${JSON.stringify(parts).slice(0, -1)},{"id":5`)
    await rename(next, path)
    expect(await codeOf(assay.ingest(await fromFile(path)))).toBe('JSON_UNEXPECTED_END')
    const answer = await assay.query(dataset, 'SELECT count(*) AS n FROM parts')
    expect(answer.value).toBe(4)
    expect(answer.warnings.join()).toMatch(/SOURCE_CHANGED/)
    expect(answer.evidence[0]).not.toHaveProperty('digest')
    expect(await files()).toHaveLength(2)
  })

  it('says when evidence does not match any more', async () => {
    const text = JSON.stringify(parts)
    const path = await write('parts.json', text)
    const dataset = await assay.ingest(await fromFile(path))
    const answer = await assay.query(dataset, 'SELECT count(*) AS n FROM parts')
    await writeFile(path, text.replace('window', 'windoW'))
    const verification = await assay.verify(answer)
    expect(verification).toMatchObject({ ok: false, checked: 4 })
    expect(verification.mismatches.map(({ pointer }) => pointer)).toEqual(['/2'])
  })

  it('does not take changed bytes for the ingested ones, though size and modification time are put back', async () => {
    const text = JSON.stringify(parts)
    const path = await write('parts.json', text)
    const before = await stat(path)
    const dataset = await assay.ingest(await fromFile(path))
    await writeFile(path, text.replace('window', 'windoW'))
    await utimes(path, before.atime, before.mtime)
    const answer = await assay.query(dataset, 'SELECT count(*) AS n FROM parts')
    expect(answer.warnings.join()).toMatch(/SOURCE_CHANGED/)
    expect(answer.evidence[0]).not.toHaveProperty('digest')
  })

  it('leaves nothing behind when it is interrupted', async () => {
    const path = await write('big.json', `[${'{"a":1},'.repeat(400_000)}{"a":1}]`)
    const abort = new AbortController()
    const running = createAssay({
      store: join(folder, 'other'),
      onEvent: ({ type }) => type === 'ingest-progressed' && abort.abort(),
    })
    await using other = await running
    expect(await codeOf(other.ingest(await fromFile(path), { signal: abort.signal }))).toBe('ABORTED')
    expect(await other.datasets()).toEqual([])
    expect(await readdir(join(folder, 'other', 'segments'))).toEqual([])
  })
})

describe('bad input', () => {
  it.each([
    ['nothing', '', 'JSON_EMPTY'],
    ['a cut array', '[1,2', 'JSON_UNEXPECTED_END'],
    ['two documents', '{"a":1}{"b":2}', 'JSON_TRAILING_DATA'],
    ['a wrong escape', '{"a":"\\x"}', 'JSON_SYNTAX'],
    ['no UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 'JSON_INVALID_UTF8'],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x5b, 0x00, 0x5d, 0x00), 'JSON_ENCODING'],
    ['a million brackets', '['.repeat(1_000_000), 'JSON_DEPTH'],
  ])('refuses %s, with its place, and leaves nothing', async (_, text, code) => {
    const path = await write('bad.json', text)
    const error = await assay.ingest(await fromFile(path)).catch((caught: unknown) => caught)
    expect(isAssayError(error) && error.code).toBe(code)
    if (code !== 'JSON_EMPTY') expect(isAssayError(error) && error.details).toHaveProperty('offset')
    expect(await files()).toEqual([])
    expect(await assay.datasets()).toEqual([])
  })

  it('names what is missing', async () => {
    expect(await codeOf(fromFile(join(folder, 'none.json')))).toBe('SOURCE_MISSING')
    expect(await codeOf(fromFile(folder).then((source) => assay.ingest(source)))).toBe('SOURCE_DIRECTORY')
    await assay.ingest(fromText('parts.json', '[{"a":1}]'), { name: 'parts' })
    const error = await assay.query('part', 'SELECT 1').catch((caught: unknown) => caught)
    expect(isAssayError(error) && error).toMatchObject({
      code: 'DATASET_UNKNOWN',
      details: { nearest: ['parts'] },
    })
  })

  it('counts bad lines when told to skip them, and calls the answer partial', async () => {
    const path = await write('log.jsonl', '{"a":1}\n{"a":\n{"a":3}\n')
    expect(await codeOf(assay.ingest(await fromFile(path), { format: 'jsonl' }))).toBe('JSON_SYNTAX')
    const dataset = await assay.ingest(await fromFile(path), { onBadLine: 'skip' })
    expect(dataset.badLines).toBe(1)
    const answer = await assay.query(dataset, 'SELECT sum(a) AS s FROM log')
    expect(answer).toMatchObject({ status: 'partial', value: 4 })
    expect(answer.coverage).toMatchObject({
      considered: 3,
      used: 2,
      skipped: [{ reason: 'bad-line', records: 1 }],
    })
    expect(answer.evidence.map(({ pointer }) => pointer)).toEqual(['/0', '/2'])
  })

  it('says when a bound on columns left something out', async () => {
    const wide = `[{${Array.from({ length: 600 }, (_, index) => `"k${index}":1`).join(',')}}]`
    const dataset = await assay.ingest(fromText('wide.json', wide))
    expect(dataset.warnings.join()).toMatch(/paths of wide have no column/)
  })

  it('keeps the options of a dataset when they are not named again', async () => {
    const path = await write('log.jsonl', '{"a":1}\n{"a":\n{"a":3}\n')
    await assay.ingest(await fromFile(path), { onBadLine: 'skip' })
    expect(await assay.ingest(await fromFile(path))).toMatchObject({ unchanged: true, badLines: 1 })
    expect(await codeOf(assay.ingest(await fromFile(path), { onBadLine: 'fail' }))).toBe('JSON_SYNTAX')
  })

  it('refuses a path that could not be named again', async () => {
    const path = await write('e\u001b[31m.json', '[1]')
    expect(await codeOf(fromFile(path).then((source) => assay.ingest(source)))).toBe('INPUT_INVALID')
    expect(await assay.ingest(await fromFile(path), { name: 'e' })).toMatchObject({ name: 'e' })
  })

  it('is closed once', async () => {
    await assay.close()
    await assay.close()
    expect(await codeOf(assay.datasets())).toBe('ENGINE_CLOSED')
  })
})

it('keeps tenants apart', async () => {
  await assay.ingest(fromText('a.json', '[1]'), { name: 'a', tenant: 'one' })
  expect((await assay.datasets({ tenant: 'one' })).map(({ name }) => name)).toEqual(['a'])
  expect(await assay.datasets({ tenant: 'two' })).toEqual([])
  expect(await codeOf(assay.query('a', 'SELECT 1', { tenant: 'two' }))).toBe('DATASET_UNKNOWN')
  expect(await assay.remove('a', { tenant: 'two' })).toBe(false)
  expect(await assay.remove('a', { tenant: 'one' })).toBe(true)
  expect(await files()).toEqual([])
})

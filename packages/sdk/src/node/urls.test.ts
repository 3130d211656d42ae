import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Assay, createAssay, fromUrl } from './index.js'

let folder: string
let assay: Assay
let server: Server
let base: string
let bytes: Buffer
let etag: string
let sendsParts: boolean
let isGone: boolean
let requests: (string | undefined)[]

const rows = (count: number): Buffer =>
  Buffer.from(JSON.stringify(Array.from({ length: count }, (_, i) => ({ id: i, type: `type ${i % 3}` }))))

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-urls-'))
  assay = await createAssay({ store: join(folder, 'store') })
  bytes = rows(20_000)
  etag = '"1"'
  sendsParts = true
  isGone = false
  requests = []
  server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  await assay.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true })
})

function answer(request: IncomingMessage, response: ServerResponse): void {
  requests.push(request.headers.range)
  const found = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')
  const condition = request.headers['if-range']
  if (isGone) return void response.writeHead(404).end()
  if (!sendsParts || found === null || (condition !== undefined && condition !== etag))
    return void response.writeHead(200, { etag, 'content-length': bytes.length }).end(bytes)
  const start = Number(found[1])
  const last = Math.min(Number(found[2]), bytes.length - 1)
  response
    .writeHead(206, {
      etag,
      'content-length': last + 1 - start,
      'content-range': `bytes ${start}-${last}/${bytes.length}`,
    })
    .end(bytes.subarray(start, last + 1))
}

const spooled = () => readdirSync(join(folder, 'store', 'spool'))

describe('a dataset of an address', () => {
  it('stays where it is: evidence is read and verified there', async () => {
    const address = `${base}/parts.json`
    const dataset = await assay.ingest(fromUrl(address))
    expect(dataset).toMatchObject({ name: address, source: address, records: 20_000, unchanged: false })
    expect(spooled()).toEqual([])
    const result = await assay.query(address, "SELECT id FROM records WHERE type = 'type 1' LIMIT 3")
    expect(result.evidence).toHaveLength(3)
    const [item] = result.evidence
    expect(item).toMatchObject({ digest: expect.stringMatching(/^sha256:/) })
    expect(await assay.verify(result)).toMatchObject({ ok: true })
    expect(await assay.verify(result, { full: true })).toMatchObject({ ok: true })
    const before = requests.length
    expect(await assay.ingest(fromUrl(address))).toMatchObject({ unchanged: true })
    expect(requests.slice(before)).toEqual(['bytes=0-0'])
  })

  it('says so when the content is another, or gone, and answers from its columns', async () => {
    const dataset = await assay.ingest(fromUrl(`${base}/parts.json`))
    const sql = 'SELECT count(*) FROM records'
    etag = '"2"'
    bytes = rows(10)
    const changed = await assay.query(dataset, sql)
    expect(changed.value).toBe(20_000)
    expect(changed.warnings.join()).toContain('SOURCE_CHANGED')
    expect(await assay.ingest(fromUrl(`${base}/parts.json`))).toMatchObject({ unchanged: false, records: 10 })
    isGone = true
    const gone = await assay.query(dataset, sql)
    expect(gone.value).toBe(10)
    expect(gone.warnings.join()).toContain('SOURCE_MISSING')
  })

  it('is spooled once where the server sends no parts, and not read again while it is the same', async () => {
    sendsParts = false
    const dataset = await assay.ingest(fromUrl(`${base}/parts.json`))
    expect(spooled()).toHaveLength(1)
    expect(await assay.ingest(fromUrl(`${base}/parts.json`))).toMatchObject({ unchanged: true })
    isGone = true
    const result = await assay.query(dataset, 'SELECT id FROM records LIMIT 2')
    expect(await assay.verify(result)).toMatchObject({ ok: true })
  })

  it('of gzip is spooled decoded', async () => {
    const text = bytes
    bytes = gzipSync(text)
    const dataset = await assay.ingest(fromUrl(`${base}/parts.json.gz`), { name: 'parts' })
    expect(dataset).toMatchObject({ bytes: text.length, records: 20_000 })
    expect(spooled()).toHaveLength(1)
    expect((await assay.query('parts', 'SELECT id FROM records LIMIT 2')).evidence).toHaveLength(2)
  })

  it('of several is one', async () => {
    const dataset = await assay.ingest([fromUrl(`${base}/a.json`), fromUrl(`${base}/b.json`)], {
      name: 'both',
    })
    expect(dataset).toMatchObject({ records: 40_000, files: [`${base}/a.json`, `${base}/b.json`] })
  })
})

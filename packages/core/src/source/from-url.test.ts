import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { fromUrl } from './from-url.js'
import { readWhole } from './read-whole.js'
import type { UrlOptions } from './url/url-options.js'

type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** A server and the requests that it got. */
async function serve(handle: Handler) {
  const requests: { method: string; url: string; headers: IncomingMessage['headers'] }[] = []
  const server = createServer((request, response) => {
    requests.push({ method: request.method!, url: request.url!, headers: request.headers })
    handle(request, response, requests.length)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { base: `http://127.0.0.1:${port}`, requests }
}

const content = Buffer.from(
  JSON.stringify(Array.from({ length: 60_000 }, (_, i) => ({ id: i, name: `name ${i}` }))),
)

interface Kept {
  readonly body?: Buffer
  readonly etag?: string | undefined
  readonly modified?: string
}

/** Answers a range as RFC 9110 says; the first `send` bytes of it, then the connection is cut. */
function sendRange(request: IncomingMessage, response: ServerResponse, kept: Kept = {}, send = Infinity) {
  const { body = content, etag = '"v1"', modified } = kept
  if (etag !== '') response.setHeader('etag', etag)
  if (modified !== undefined) response.setHeader('last-modified', modified)
  response.setHeader('accept-ranges', 'bytes')
  const found = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
  const condition = request.headers['if-range']
  const isSame = condition === undefined || condition === etag || condition === modified
  if (found === null || !isSame) {
    response.setHeader('content-length', body.length)
    response.end(body)
    return
  }
  const start = Number(found[1])
  if (start >= body.length) {
    response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end()
    return
  }
  const last = Math.min(body.length - 1, found[2] === '' ? Infinity : Number(found[2]))
  response.writeHead(206, {
    'content-range': `bytes ${start}-${last}/${body.length}`,
    'content-length': last + 1 - start,
  })
  const part = body.subarray(start, last + 1)
  if (send >= part.length) response.end(part)
  else response.write(part.subarray(0, send), () => setTimeout(() => response.destroy(), 20))
}

const quick: UrlOptions = { retryMs: 1, stallMs: 5_000 }

async function readAll(address: string, options: UrlOptions = quick, signal?: AbortSignal): Promise<Buffer> {
  const handle = await fromUrl(address, options).open()
  try {
    const pieces: Buffer[] = []
    for await (const piece of readWhole(handle, address, signal)) pieces.push(Buffer.from(piece))
    return Buffer.concat(pieces)
  } finally {
    await handle.close()
  }
}

describe('an address', () => {
  it('is read by parts where its server sends them, and says what it is', async () => {
    const modified = 'Wed, 21 Oct 2026 07:28:00 GMT'
    const { base, requests } = await serve((request, response) => sendRange(request, response, { modified }))
    const source = fromUrl(`${base}/folder/t%C3%BCren.json?a=1#part`, quick)
    expect(source).toMatchObject({ name: 'türen.json', location: `${base}/folder/t%C3%BCren.json?a=1` })
    const handle = await source.open()
    expect(handle).toMatchObject({
      size: content.length,
      identity: { size: content.length, modifiedMs: Date.parse(modified), inode: 'etag "v1"' },
    })
    expect((await readAll(source.location)).equals(content)).toBe(true)
    for (const [start, end] of [
      [0, 2],
      [65_530, 65_540],
      [content.length - 3, content.length],
      [1_000, 900_000],
      [7, 7],
    ] as const)
      expect(Buffer.compare(await handle.read!(start, end), content.subarray(start, end))).toBe(0)
    const before = requests.length
    await handle.read!(100, 200)
    expect(requests).toHaveLength(before)
    await handle.close()
    expect(requests.every(({ headers }) => /^identity\b/.test(headers['accept-encoding']!))).toBe(true)
  })

  it('goes on where it broke off', async () => {
    let left = 4
    const { base, requests } = await serve((request, response, count) => {
      if (count > 1 && left-- > 0) sendRange(request, response, {}, 300_000)
      else sendRange(request, response)
    })
    expect((await readAll(`${base}/a.json`)).equals(content)).toBe(true)
    const ranges = requests.slice(1).map(({ headers }) => headers.range)
    expect(ranges[0]).toBe(`bytes=0-${content.length - 1}`)
    expect(new Set(ranges).size).toBe(ranges.length)
    expect(requests.slice(1).every(({ headers }) => headers['if-range'] === '"v1"')).toBe(true)
  })

  it('gives up after as many attempts that bring nothing', async () => {
    const { base, requests } = await serve((request, response, count) => {
      if (count === 1) sendRange(request, response)
      else response.destroy()
    })
    await expect(readAll(`${base}/a.json`)).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      details: { location: `${base}/a.json` },
    })
    expect(requests).toHaveLength(6)
  })

  it('breaks off when no byte comes, and goes on', async () => {
    const { base } = await serve((request, response, count) => {
      if (count === 2) {
        response.writeHead(206, {
          etag: '"v1"',
          'content-range': `bytes 0-${content.length - 1}/${content.length}`,
        })
        response.write(content.subarray(0, 1_000))
      } else sendRange(request, response)
    })
    expect((await readAll(`${base}/a.json`, { retryMs: 1, stallMs: 300 })).equals(content)).toBe(true)
  })

  it.each<[string, (request: IncomingMessage, response: ServerResponse) => void]>([
    ['another tag', (request, response) => sendRange(request, response, { etag: '"v2"' })],
    [
      'another length',
      (request, response) => sendRange(request, response, { body: content.subarray(0, 1_000_000) }),
    ],
    [
      'fewer bytes than where it was',
      (_, response) => {
        response.writeHead(416, { etag: '"v1"', 'content-range': 'bytes */10' }).end()
      },
    ],
    [
      'a part of another content under a weak tag',
      (request, response) => sendRange(request, response, { etag: 'W/"v2"' }),
    ],
  ])('is refused when it changed meanwhile: %s', async (_, change) => {
    const { base } = await serve((request, response, count) => {
      if (count === 1) sendRange(request, response)
      else if (count === 2) sendRange(request, response, {}, 500_000)
      else change(request, response)
    })
    await expect(readAll(`${base}/a.json`)).rejects.toMatchObject({ code: 'SOURCE_CHANGED' })
  })

  it('is never taken from a server that sends other parts than it was asked for', async () => {
    const { base } = await serve((request, response, count) => {
      if (count === 1) sendRange(request, response)
      else {
        request.headers.range = 'bytes=5-99'
        sendRange(request, response)
      }
    })
    await expect(readAll(`${base}/a.json`)).rejects.toMatchObject({
      details: { reason: 'the server does not send the part that was asked for' },
    })
  })

  it('is not put together from two answers where nothing tells that they are of one content', async () => {
    const { base } = await serve((request, response, count) =>
      sendRange(request, response, { etag: '' }, count === 1 ? Infinity : 500_000),
    )
    const handle = await fromUrl(`${base}/a.json`, quick).open()
    expect(handle.identity).toBe(null)
    await handle.close()
    await expect(readAll(`${base}/a.json`)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' })
  })

  it('is read once where its server sends no parts', async () => {
    const { base, requests } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': content.length, etag: '"v1"' }).end(content)
    })
    const handle = await fromUrl(`${base}/a.json`, quick).open()
    expect(handle).toMatchObject({ size: content.length, identity: { inode: 'etag "v1"' } })
    expect(handle.read).toBe(undefined)
    await handle.close()
    expect((await readAll(`${base}/a.json`)).equals(content)).toBe(true)
    expect(requests).toHaveLength(2)
  })

  it('of a cut whole answer is an error, never a shorter file', async () => {
    for (const length of [true, false]) {
      const { base } = await serve((_, response) => {
        response.writeHead(200, length ? { 'content-length': content.length } : {})
        response.write(content.subarray(0, 400_000), () => setTimeout(() => response.destroy(), 20))
      })
      await expect(readAll(`${base}/a.json`)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' })
    }
  })

  it('is read once where what comes is encoded on the way', async () => {
    const { base } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', etag: '"v1"' }).end(gzipSync(content))
    })
    const handle = await fromUrl(`${base}/a.json`, quick).open()
    expect(handle.size).toBe(null)
    expect(handle.read).toBe(undefined)
    await handle.close()
    expect((await readAll(`${base}/a.json`)).equals(content)).toBe(true)
  })

  it('may be empty', async () => {
    const { base } = await serve((request, response) =>
      sendRange(request, response, { body: Buffer.alloc(0) }),
    )
    expect(await readAll(`${base}/a.json`)).toHaveLength(0)
  })

  it.each([
    [404, 'SOURCE_MISSING', 1],
    [410, 'SOURCE_MISSING', 1],
    [401, 'SOURCE_UNREADABLE', 1],
    [403, 'SOURCE_UNREADABLE', 1],
    [418, 'SOURCE_UNREADABLE', 1],
    [500, 'SOURCE_UNREADABLE', 5],
    [503, 'SOURCE_UNREADABLE', 5],
  ])('answered with %i is %s after %i requests', async (status, code, attempts) => {
    const { base, requests } = await serve((_, response) => void response.writeHead(status).end('no'))
    await expect(fromUrl(`${base}/a.json`, quick).open()).rejects.toMatchObject({ code })
    expect(requests).toHaveLength(attempts)
  })

  it('is asked again when the server says, unless that is too late', async () => {
    const { base, requests } = await serve((request, response, count) => {
      if (count < 3) response.writeHead(429, { 'retry-after': '0' }).end()
      else sendRange(request, response)
    })
    expect((await readAll(`${base}/a.json`)).equals(content)).toBe(true)
    expect(requests).toHaveLength(4)
    const late = await serve((_, response) => void response.writeHead(429, { 'retry-after': '3600' }).end())
    await expect(fromUrl(late.base, quick).open()).rejects.toMatchObject({
      details: { reason: 'HTTP 429' },
    })
    expect(late.requests).toHaveLength(1)
  })

  it('follows redirects within the web, a few, and leaves headers behind', async () => {
    const target = await serve((request, response) => sendRange(request, response))
    const { base, requests } = await serve((request, response) => {
      const to: Record<string, string> = {
        '/a': '/b',
        '/b': `${target.base}/c.json`,
        '/loop': '/loop',
        '/file': 'file:///etc/passwd',
      }
      response.writeHead(302, { location: to[request.url!] }).end()
    })
    const headers = { authorization: 'Bearer secret' }
    expect((await readAll(`${base}/a`, { ...quick, headers })).equals(content)).toBe(true)
    expect(requests[0]!.headers.authorization).toBe('Bearer secret')
    expect(target.requests.every(({ headers: got }) => got.authorization === undefined)).toBe(true)
    await expect(readAll(`${base}/loop`)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' })
    await expect(readAll(`${base}/file`)).rejects.toMatchObject({ code: 'SOURCE_ADDRESS_REFUSED' })
    const allow = (url: URL) => url.origin === base
    await expect(readAll(`${base}/a`, { ...quick, allow })).rejects.toMatchObject({
      code: 'SOURCE_ADDRESS_REFUSED',
      details: { problem: `${target.base} is not allowed` },
    })
  })

  it('that needs headers has no identity: it cannot be read again without them', async () => {
    const { base } = await serve((request, response) => sendRange(request, response))
    const handle = await fromUrl(base, { ...quick, headers: { 'x-key': '1' } }).open()
    expect(handle.identity).toBe(null)
    expect(handle.read).toBe(undefined)
    await handle.close()
  })

  it.each(['file:///etc/passwd', 'ftp://example.com/a', 'https://user:secret@example.com/a', 'a.json'])(
    'of another kind is refused: %s',
    (address) => {
      let error: unknown
      try {
        fromUrl(address)
      } catch (problem) {
        error = problem
      }
      expect(error).toMatchObject({ code: 'SOURCE_ADDRESS_REFUSED' })
      expect(JSON.stringify(error)).not.toContain('secret')
    },
  )

  it('stops when the caller gives up, also between attempts', async () => {
    const { base } = await serve((request, response, count) =>
      sendRange(request, response, {}, count === 1 ? Infinity : 10_000),
    )
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 100)
    await expect(readAll(`${base}/a.json`, { retryMs: 60_000 }, abort.signal)).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
    })
    const second = new AbortController()
    setTimeout(() => second.abort(), 100)
    await expect(readAll(`${base}/a.json`, { retryMs: 10_000 }, second.signal)).rejects.toMatchObject({
      code: 'ABORTED',
    })
  })
})

import { gzipSync } from 'node:zlib'
import { isAssayError } from '@assay/store/error'
import { describe, expect, it } from 'vitest'
import type { ByteSource } from './byte-source.js'
import { fromBlob } from './from-blob.js'
import { fromBytes, fromText } from './from-bytes.js'
import { fromStream } from './from-stream.js'
import { decodeGzip, defaultDecodeLimits } from './gzip.js'
import { readWhole } from './read-whole.js'

const one = gzipSync('{"a":1}\n')
const two = gzipSync('{"b":2}\n')

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  // One buffer for all pieces, as a source may: whoever keeps a piece sees it change.
  const buffer = new Uint8Array(Math.max(1, Math.min(size, bytes.length)))
  for (let from = 0; from < bytes.length; from += size) {
    const piece = bytes.subarray(from, from + size)
    buffer.set(piece)
    yield buffer.subarray(0, piece.length)
  }
}

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of pieces) text += decoder.decode(piece, { stream: true })
  return text
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no error',
    (problem: unknown) => (isAssayError(problem) ? problem.code : `not ours: ${String(problem)}`),
  )
}

function altered(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[at < 0 ? copy.length + at : at]! ^= 1
  return copy
}

describe.each([1, 7, 1_000_000])('gzip in pieces of %i bytes', (size) => {
  it('leaves plain bytes alone', async () => {
    for (const text of ['', '1', '{"a":1}', '\u001f']) {
      expect(await textOf(decodeGzip(cut(new TextEncoder().encode(text), size)))).toBe(text)
    }
  })

  it('unpacks one member, two members, and zeros after them', async () => {
    expect(await textOf(decodeGzip(cut(one, size)))).toBe('{"a":1}\n')
    expect(await textOf(decodeGzip(cut(Buffer.concat([one, two]), size)))).toBe('{"a":1}\n{"b":2}\n')
    expect(await textOf(decodeGzip(cut(Buffer.concat([one, Buffer.alloc(99)]), size)))).toBe('{"a":1}\n')
  })

  it.each([
    ['a wrong CRC', altered(one, -6)],
    ['a wrong length', altered(one, -1)],
    ['a cut trailer', one.subarray(0, -3)],
    ['a cut header', one.subarray(0, 5)],
    ['something behind it', Buffer.concat([one, Buffer.from('{"b":2}')])],
    ['a cut second member', Buffer.concat([one, two.subarray(0, -9)])],
    ['a wrong CRC in the second member', Buffer.concat([one, altered(two, -6)])],
  ])('refuses %s', async (_, bytes) => {
    expect(await codeOf(textOf(decodeGzip(cut(bytes, size))))).toBe('GZIP_INVALID')
  })

  it('refuses gzip in gzip', async () => {
    expect(await codeOf(textOf(decodeGzip(cut(gzipSync(one), size))))).toBe('GZIP_NESTED')
  })
})

describe('limits', () => {
  it('stops early at 10 GB of zeros, with flat memory', async () => {
    const zeros = gzipSync(Buffer.alloc(50_000_000))
    let taken = 0
    async function* bomb() {
      for (; taken < 200; taken++) yield zeros
    }
    const before = process.memoryUsage()
    let unpacked = 0
    const reading = (async () => {
      for await (const block of decodeGzip(bomb())) unpacked += block.length
    })()
    expect(await codeOf(reading)).toBe('GZIP_RATIO')
    const after = process.memoryUsage()
    expect(unpacked).toBeLessThan(100_000_000)
    expect(taken).toBeLessThan(3)
    expect(after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed).toBeLessThan(
      64_000_000,
    )
  })

  it('lets ordinary files expand, and small ones as far as they like', async () => {
    const megabyte = gzipSync(Buffer.alloc(1_000_000, 0x20))
    expect(1_000_000 / megabyte.length).toBeGreaterThan(200)
    expect((await textOf(decodeGzip(cut(megabyte, 100)))).length).toBe(1_000_000)
  })

  it('stops at the size limit', async () => {
    const limits = { ...defaultDecodeLimits, maxBytes: 7 }
    expect(await codeOf(textOf(decodeGzip(cut(one, 9), 'x', limits)))).toBe('SOURCE_TOO_LARGE')
    expect(await textOf(decodeGzip(cut(one, 9), 'x', { ...limits, maxBytes: 8 }))).toBe('{"a":1}\n')
  })

  it('tells a source that fails from bad gzip', async () => {
    async function* broken() {
      yield one.subarray(0, 12)
      throw new Error('the disk is gone')
    }
    await expect(textOf(decodeGzip(broken()))).rejects.toThrow('the disk is gone')
  })

  it('closes the source when the reader leaves early', async () => {
    let closed = false
    async function* endless() {
      try {
        for (;;) yield gzipSync(Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 7919) % 251)))
      } finally {
        closed = true
      }
    }
    for await (const _ of decodeGzip(endless())) break
    await expect.poll(() => closed).toBe(true)
  })
})

describe('blocks', () => {
  it.each([1_000, 300_000, 1_048_576, 5_000_000])(
    'have 256 KiB to 1 MiB, from pieces of %i bytes',
    async (size) => {
      const bytes = Uint8Array.from({ length: 6_000_000 }, (_, at) => (at * at) >> 5)
      const sizes: number[] = []
      const joined: Buffer[] = []
      for await (const block of decodeGzip(cut(bytes, size))) {
        sizes.push(block.length)
        joined.push(Buffer.from(block))
      }
      expect(Buffer.concat(joined).equals(bytes)).toBe(true)
      expect(Math.max(...sizes)).toBeLessThanOrEqual(1_048_576)
      expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThanOrEqual(262_144)
    },
  )
})

describe('sources', () => {
  const sources: [string, () => ByteSource, boolean][] = [
    ['bytes', () => fromBytes('a.json', new TextEncoder().encode('{"é":1}')), true],
    ['text', () => fromText('a.json', '{"é":1}'), true],
    ['a Blob', () => fromBlob('a.json', new Blob(['{"é":1}'])), true],
    ['a stream', () => fromStream('a.json', new Blob(['{"é":1}']).stream()), false],
  ]

  it.each(sources)('read %s', async (_, make, again) => {
    const source = make()
    const handle = await source.open()
    expect(source.name).toBe('a.json')
    expect(await textOf(readWhole(handle, source.location))).toBe('{"é":1}')
    if (again) {
      expect(handle.size).toBe(8)
      expect(new TextDecoder().decode(await handle.read!(2, 4))).toBe('é')
      expect(await textOf(handle.stream())).toBe('{"é":1}')
    } else {
      expect(handle.read).toBeUndefined()
      expect(await codeOf(source.open())).toBe('SOURCE_UNREADABLE')
    }
    await handle.close()
  })

  it.each(sources)('stop when the caller withdraws: %s', async (_, make) => {
    const handle = await make().open()
    expect(await codeOf(textOf(handle.stream(AbortSignal.abort())))).toBe('ABORTED')
    await handle.close()
  })

  it('withdraws while a stream says nothing', async () => {
    const silent = new ReadableStream<Uint8Array>({})
    const controller = new AbortController()
    const handle = await fromStream('pipe', silent).open()
    const reading = codeOf(textOf(handle.stream(controller.signal)))
    setTimeout(() => controller.abort(), 5)
    expect(await reading).toBe('ABORTED')
  })

  it('says that a stream broke off', async () => {
    const broken = new ReadableStream<Uint8Array>({ pull: (control) => control.error(new Error('reset')) })
    const handle = await fromStream('pipe', broken).open()
    expect(await codeOf(textOf(handle.stream()))).toBe('SOURCE_UNREADABLE')
  })

  it('notices a source that is shorter or longer than it was', async () => {
    const handle = await fromText('a', 'abcdef').open()
    const lying = (size: number) => ({
      ...handle,
      size,
      stream: () => handle.stream(),
      close: async () => {},
    })
    expect(await codeOf(textOf(readWhole(lying(7), 'a')))).toBe('SOURCE_TRUNCATED')
    expect(await codeOf(textOf(readWhole(lying(5), 'a')))).toBe('SOURCE_CHANGED')
  })

  it('refuses text that UTF-8 cannot hold', () => {
    expect(() => fromText('a', 'x\ud800')).toThrow('surrogate')
    expect(() => fromText('a', '\u{1f600}')).not.toThrow()
  })
})

import { gzipSync } from 'node:zlib'
import { createMemorySegments, type SegmentStore } from '@assay/store'
import { describe, expect, it } from 'vitest'
import type { ByteHandle, ByteSource, SourceIdentity } from '../source/byte-source.js'
import { fromBytes } from '../source/from-bytes.js'
import { type PreparedSource, prepareSource } from './prepare-source.js'

const content = Uint8Array.from({ length: 3_500_000 }, (_, at) => at >> 3)

/** A file that can change and counts its handles. */
class FakeFile implements ByteSource {
  readonly name = 'a.json'
  readonly location = '/a.json'
  identity: SourceIdentity | null = { size: content.length, modifiedMs: 1, inode: '1' }
  handles = 0

  constructor(private readonly bytes: Uint8Array) {}

  async open(): Promise<ByteHandle> {
    this.handles++
    const handle = await fromBytes(this.name, this.bytes).open()
    return {
      size: this.bytes.length,
      identity: this.identity,
      path: this.location,
      stream: (signal, from) => handle.stream(signal, from),
      read: (start, end) => handle.read!(start, end),
      close: async () => void this.handles--,
    }
  }
}

async function prepare(source: ByteSource, spool = createMemorySegments()): Promise<PreparedSource> {
  return prepareSource(source, await source.open(), {
    store: { spool },
    spoolName: 'x.json',
    signal: undefined,
    onSpooled: () => {},
  })
}

/** Each piece is copied before the next one is asked for. */
async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const piece of pieces) all.push(Buffer.from(piece))
  return Buffer.concat(all)
}

/** Files of the disk have a path; those of memory have none. */
function withPaths(store: SegmentStore): SegmentStore {
  return { ...store, open: async (name) => ({ ...(await store.open(name)), path: `/spool/${name}` }) }
}

describe('a prepared source', () => {
  const kinds: [string, () => ByteSource, string | null][] = [
    ['a file', () => new FakeFile(content), '/a.json'],
    ['a compressed file', () => new FakeFile(gzipSync(content)), '/spool/x.json'],
    ['memory', () => fromBytes('a.json', content), '/spool/x.json'],
  ]

  it.each(kinds)('is read from anywhere, and nothing stays open: %s', async (_, make, path) => {
    const source = make()
    const prepared = await prepare(source, withPaths(createMemorySegments()))
    expect(prepared.size).toBe(content.length)
    expect(prepared.path).toBe(path)
    for (const from of [undefined, 0, 1_048_576, 2_097_153, content.length]) {
      const bytes = await bytesOf(prepared.stream(undefined, from))
      expect(bytes.equals(content.subarray(from ?? 0))).toBe(true)
    }
    for (const [start, end] of [
      [0, 5],
      [1_048_570, 1_048_580],
      [3_499_999, 3_500_000],
      [7, 7],
    ] as const) {
      expect(await prepared.read(start, end)).toEqual(content.subarray(start, end))
    }
    if (source instanceof FakeFile) expect(source.handles).toBe(0)
  })

  it('has no path where its spool has none', async () => {
    expect((await prepare(fromBytes('a.json', content))).path).toBeNull()
  })

  it('that changed is refused', async () => {
    const source = new FakeFile(content)
    const prepared = await prepare(source)
    source.identity = { size: content.length, modifiedMs: 2, inode: '1' }
    await expect(bytesOf(prepared.stream(undefined, 1_048_576))).rejects.toMatchObject({
      code: 'SOURCE_CHANGED',
    })
    await expect(prepared.read(0, 1)).rejects.toMatchObject({ code: 'SOURCE_CHANGED' })
    expect(source.handles).toBe(0)
  })

  it('that is shorter than it says is refused, from the middle too', async () => {
    const source = new FakeFile(content)
    const prepared = await prepare(source)
    const whole = await source.open()
    source.open = async () => ({
      ...whole,
      stream: async function* () {
        yield content.subarray(0, 10)
      },
    })
    await expect(bytesOf(prepared.stream(undefined, 3_000_000))).rejects.toMatchObject({
      code: 'SOURCE_TRUNCATED',
      details: { expected: content.length, actual: 3_000_010 },
    })
  })
})

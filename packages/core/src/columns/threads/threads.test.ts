import { createMemorySegments } from '@assay/store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createScanner } from '../../json/create-scanner.js'
import { defaultScanLimits } from '../../json/limits.js'
import { anyDocument } from '../../json/random-documents.js'
import { ScanRestart } from '../../json/scanner.js'
import { type ColumnBuilder, createColumnBuilder } from '../column-builder.js'
import { openSegment } from '../segment.js'
import { ColumnLine } from '../statistics/column-line.js'
import { describeSegment } from '../statistics/describe-segment.js'
import { createValueIndexWriter } from '../values/value-index-writer.js'
import type { BlockThread } from './block-runner.js'
import { callThread } from './call-thread.js'
import { serveBlocks } from './serve-blocks.js'
import { createThreadColumnBuilder } from './thread-column-builder.js'
import { createThreadDescriber } from './thread-describer.js'

/** The other end is in this thread too, but all that passes is cloned or moved as between threads. */
function createLocalThread(): BlockThread {
  const { port1, port2 } = new MessageChannel()
  serveBlocks({
    post: (message, moved = []) => port2.postMessage(message, [...moved]),
    listen: (listener) => void port2.on('message', listener),
  })
  let close = (): void => {}
  const ended = new Promise<undefined>((resolve) => {
    close = () => resolve(undefined)
  })
  return {
    post: (message, moved = []) => port1.postMessage(message, [...moved]),
    listen: (listener) => void port1.on('message', listener),
    ended,
    async end() {
      port1.close()
      close()
    },
  }
}

interface Built {
  readonly segment: Uint8Array
  readonly index: Uint8Array
  readonly statistics: unknown
}

/** Segment, value index and statistics of a text that is scanned in pieces; `threads` beside this one. */
async function build(
  text: string,
  format: 'json' | 'jsonl',
  pieceBytes: number,
  threads: number,
  minSharedTextBytes?: number,
): Promise<Built> {
  const segments = createMemorySegments()
  const calls = Array.from({ length: threads }, () => callThread(createLocalThread()))
  const readAll = async (name: string) => {
    const reader = await segments.open(name)
    return reader.read(0, reader.size)
  }
  try {
    let builder: ColumnBuilder | undefined
    const scanner = createScanner({
      format,
      onBadLine: format === 'jsonl' ? 'skip' : 'fail',
      limits: defaultScanLimits,
      onBatch: (batch) => builder?.append(batch),
    })
    const target = { shape: scanner.shape, writer: await segments.create('a.seg') }
    builder =
      calls[0] === undefined ? await createColumnBuilder(target) : createThreadColumnBuilder(calls[0], target)
    const bytes = new TextEncoder().encode(text)
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      scanner.push(bytes.subarray(at, at + pieceBytes))
      await builder.flush()
    }
    scanner.end()
    await builder.finish('test')
    const reader = await segments.open('a.seg')
    // Others get their turn, as they do where a file is read.
    const read: typeof reader.read = async (...range) => {
      await new Promise((resolve) => setImmediate(resolve))
      return reader.read(...range)
    }
    const segment = await openSegment('a.seg', { ...reader, read, size: reader.size })
    const index = await createValueIndexWriter({
      writer: await segments.create('b.seg'),
      isShared: threads > 0,
    })
    const others = calls.map((call) => createThreadDescriber(call, { file: 'a.seg', reader }))
    const statistics = await describeSegment(segment, { index, others, minSharedTextBytes })
    await index.finish()
    return { segment: await readAll('a.seg'), index: await readAll('b.seg'), statistics }
  } finally {
    for (const call of calls) await call.end()
  }
}

async function expectSame(
  text: string,
  format: 'json' | 'jsonl',
  pieceBytes: number,
  counts = [1, 2],
): Promise<void> {
  const one = await build(text, format, pieceBytes, 0)
  for (const threads of counts) {
    const more = await build(text, format, pieceBytes, threads, 0)
    expect(Buffer.compare(more.segment, one.segment)).toBe(0)
    expect(Buffer.compare(more.index, one.index)).toBe(0)
    expect(more.statistics).toEqual(one.statistics)
  }
}

describe('columns on other threads', () => {
  it('are byte for byte those of one thread, whatever the document', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDocument, { maxLength: 12 }), fc.nat(), async (records, cut) => {
        await expectSame(JSON.stringify(records), 'json', 1 + (cut % 300)).catch((problem: unknown) => {
          // Begun again with what was learned; that is the same with any number of threads.
          if (!(problem instanceof ScanRestart)) throw problem
        })
      }),
      { numRuns: 20 },
    )
  })

  it('also where keys repeat and lines are skipped', async () => {
    const lines = Array.from({ length: 3_000 }, (_, i) =>
      i % 7 === 0
        ? `{"a":${i},"b":{"c":"x${i}"},"a":"again ${i}","b":{"d":[{"e":${i}}]}}`
        : i % 11 === 0
          ? `{"new${i}":[{"x":1}],"a":`
          : `{"a":${i},"late${i % 13}":"${'text '.repeat(i % 5)}","n":12345678901234567890}`,
    )
    await expectSame(lines.join('\n'), 'jsonl', 10_000)
  })

  it('over several row groups, tables, crowded columns and texts by reference', async () => {
    const records = Array.from({ length: 102_000 }, (_, i) => ({
      id: `id-${i}-${(i * 2_654_435_761) % 1_000_003}`,
      kind: `Kind ${i % 7}`,
      code: `${i % 1_009}:${i}`,
      Größe: i / 8,
      ...(i % 1_000 === 0 ? { note: 'long '.repeat(1_200) } : {}),
      ...(i % 9 === 0 ? { parts: [{ part: i }, { part: `Teil ${i}` }] } : {}),
    }))
    await expectSame(JSON.stringify({ records }), 'json', 1_048_576, [2])
  })

  it('keep the code and the place of what is wrong with a segment', async () => {
    const segments = createMemorySegments()
    const scanner = createScanner({
      format: 'json',
      onBadLine: 'fail',
      limits: defaultScanLimits,
      onBatch: (batch) => builder.append(batch),
    })
    const builder = await createColumnBuilder({
      shape: scanner.shape,
      writer: await segments.create('a.seg'),
    })
    scanner.push(new TextEncoder().encode(JSON.stringify([{ a: 'x'.repeat(3000) }, { a: 'y' }])))
    scanner.end()
    await builder.finish('test')
    const reader = await segments.open('a.seg')
    const broken = {
      ...reader,
      read: async (start: number, end: number) => {
        const bytes = await reader.read(start, end)
        if (start < 3000 && end > 2000) bytes[2500 - start]! ^= 1
        return bytes
      },
    }
    const call = callThread(createLocalThread())
    const describer = createThreadDescriber(call, { file: 'a.seg', reader: broken })
    const line = new ColumnLine([{ at: 0, table: 0, column: 0 }])
    await expect(describer.describe([line], { texts: undefined, described: () => {} })).rejects.toMatchObject(
      {
        code: 'SEGMENT_CORRUPT',
        details: { file: 'a.seg' },
      },
    )
    await call.end()
  })
})

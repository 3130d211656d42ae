import { afterEach, describe, expect, it, vi } from 'vitest'
import { traceScan } from '../batch-trace.js'
import { createPortableScanner, createScanner } from '../create-scanner.js'
import { nothingLearned } from '../learned.js'
import { defaultScanLimits } from '../limits.js'
import { Machine } from '../machine.js'
import type { ScanOptions } from '../scanner.js'
import { windowBytes } from '../window.js'
import {
  frameCapacity,
  memoryEnd,
  memoryPages,
  nodeCapacity,
  pageBytes,
  tableCapacity,
  windowCapacity,
} from './memory-map.js'

const encoder = new TextEncoder()
const here: { Module: new (bytes: Uint8Array) => object; Memory: unknown; Instance: unknown } = Reflect.get(
  globalThis,
  'WebAssembly',
)
const options: ScanOptions = {
  format: 'json',
  onBadLine: 'fail',
  limits: defaultScanLimits,
  onBatch: () => {},
}

function record(at: number): object {
  return {
    id: `record ${at}`,
    size: at / 4,
    open: at % 2 === 0,
    note: at % 3 === 0 ? null : 'line\nfeed',
    place: { floor: at % 7, at: [at, at + 0.5, -1] },
    parts: [
      { name: 'a', count: at },
      { name: 'é', count: 1e300 },
    ],
    tags: ['x', 'y'],
  }
}

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  vi.resetModules()
})

describe('the kernel', () => {
  it('is what reads here', () => {
    expect(createScanner(options).reader).toBe('kernel')
    expect(createPortableScanner(options).reader).toBe('portable')
  })

  it.each<[string, string, Partial<ScanOptions>]>([
    ['records', JSON.stringify(Array.from({ length: 5_000 }, (_, at) => record(at))), {}],
    [
      'lines',
      Array.from({ length: 5_000 }, (_, at) => `${JSON.stringify(record(at))}\r\n`).join(''),
      { format: 'jsonl' },
    ],
    [
      'maps',
      JSON.stringify({
        data: Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`entry-${at}`, { a: at }])),
      }),
      { learned: { ...nothingLearned, maps: [{ path: [{ kind: 'member', key: 'data' }], fixed: [] }] } },
    ],
    ['lists', JSON.stringify({ list: Array.from({ length: 5_000 }, (_, at) => `text ${at}`) }), {}],
    [
      'geometry',
      JSON.stringify({ points: Array.from({ length: 5_000 }, (_, at) => [at, [at / 8, 1e-7]]) }),
      {},
    ],
  ])('reads %s itself once their shape is known', (_, text, more) => {
    const run = vi.spyOn(Machine.prototype, 'run')
    const scanner = createScanner({ ...options, ...more })
    scanner.push(encoder.encode(text))
    scanner.end()
    // A turn for whatever is new, and for a batch that is full.
    expect(run.mock.calls.length).toBeLessThan(60)
  })

  it('finds a line too long where the machine last read in an earlier window', () => {
    const bytes = encoder.encode(`{"ab":[[${'12,'.repeat(30)}1]]}\n`)
    // In the midst of a number, which is the machine's; behind it; and in bytes that the kernel reads alone.
    const ends = [0, 69, 71, 95, bytes.length]
    const pieces = ends.slice(1).map((end, at) => bytes.subarray(ends[at], end))
    expect(() => traceScan(pieces, { format: 'jsonl', limits: { maxLineBytes: 90 } })).toThrow(
      expect.objectContaining({ details: { offset: 0, line: 1, column: 1, limit: 90 } }),
    )
  })

  it('serves one scan after another, and several at once', () => {
    const texts = ['[{"a":1},{"a":2}]', '{"b":[{"c":"x"}],"b2":{"d":0.5}}', '[[1,2],{"a":{}}]']
    const alone = texts.map((text) => traceScan([encoder.encode(text)]))
    const scanners = texts.map((text) => ({ text, values: 0, scanner: createScanner(options) }))
    for (let at = 0; at < 40; at++) {
      for (const { scanner, text } of scanners) scanner.push(encoder.encode(text.slice(at, at + 1)))
    }
    expect(scanners.map(({ scanner }) => scanner.end().values)).toEqual(
      alone.map(({ values }) => values.length),
    )
    expect(texts.map((text) => traceScan([encoder.encode(text)]))).toEqual(alone)
  })

  it('takes nothing over from the scan that had its memory before', () => {
    const names = Array.from({ length: 500 }, (_, at) => `a longer key ${(at * 7) % 500}`)
    // In another order each time, so that the kernel must look for them.
    const toBytes = (list: readonly string[]) =>
      encoder.encode(
        JSON.stringify(
          [1, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43].map((step) =>
            Object.fromEntries(list.map((_, at) => [list[(at * step) % list.length], at])),
          ),
        ),
      )
    const backwards = toBytes([...names].reverse())
    const portable = traceScan([backwards], { reader: 'portable' })
    traceScan([toBytes(names)])
    expect(traceScan([backwards])).toEqual(portable)
  })

  it.each<[string, string]>([
    [
      'more nodes than it has room for',
      JSON.stringify(Array.from({ length: 40_000 }, (_, at) => ({ [`k${at}`]: {} }))),
    ],
    ['longer keys than it has room for', JSON.stringify([{ ['k'.repeat(1_100_000)]: 1 }, { a: 1 }])],
    [
      'a longer text than its window',
      JSON.stringify(['x'.repeat(5_000_000), 'é', ...Array(100).fill({ a: 1 })]),
    ],
    [
      'as many tables as it has room for',
      JSON.stringify(Array.from({ length: 900 }, (_, at) => ({ [`t${at}`]: [{}] }))),
    ],
  ])('hands over %s', (_, text) => {
    const bytes = encoder.encode(text)
    const portable = traceScan([bytes], { reader: 'portable' })
    const kernel = traceScan([bytes])
    expect(kernel.summary).toEqual(portable.summary)
    expect(JSON.stringify(kernel)).toBe(JSON.stringify(portable))
  })

  it('is left out where depth may be more than its stack holds', () => {
    const limits = { ...defaultScanLimits, maxDepth: frameCapacity }
    expect(createScanner({ ...options, limits }).reader).toBe('portable')
  })

  it('is left out where there is no WebAssembly, or none of this kind', async () => {
    vi.stubGlobal('WebAssembly', undefined)
    vi.resetModules()
    const without = await import('../create-scanner.js')
    expect(without.createScanner(options).reader).toBe('portable')
    vi.unstubAllGlobals()
    class Refusing {
      constructor() {
        throw new Error('Wasm code generation disallowed by embedder')
      }
    }
    vi.stubGlobal('WebAssembly', { Memory: here.Memory, Instance: here.Instance, Module: Refusing })
    vi.resetModules()
    const refusing = await import('../create-scanner.js')
    expect(refusing.createScanner(options).reader).toBe('portable')
    const { kernelBytes, useKernelModule } = await import('./kernel.js')
    useKernelModule(new here.Module(kernelBytes()))
    expect(refusing.createScanner(options).reader).toBe('kernel')
  })

  it('shares every lane of nodes and tables, because they grow together', () => {
    const lanes = Object.entries(createScanner(options).shape).filter(
      ([name, lane]) => ArrayBuffer.isView(lane) && name !== 'scratch',
    )
    expect(lanes.length).toBeGreaterThan(15)
    for (const [name, { length }] of lanes) {
      expect([nodeCapacity, tableCapacity], name).toContain(length)
    }
  })

  it('has room in its memory for all lanes, and in the window for what the scan takes at once', () => {
    expect(memoryEnd).toBeLessThanOrEqual(memoryPages * pageBytes)
    expect(memoryPages * pageBytes).toBeLessThanOrEqual(32 * 1_048_576)
    expect(windowCapacity).toBe(windowBytes)
  })
})

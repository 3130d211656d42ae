import { isAssayError } from '@assay/store/error'
import { describe, expect, it } from 'vitest'
import { traceScan } from './batch-trace.js'
import { createScanner } from './create-scanner.js'
import { defaultScanLimits } from './limits.js'
import type { ScanOptions } from './scanner.js'

const encoder = new TextEncoder()
const megabyte = 1_048_576

interface Run {
  readonly error: { readonly code: string; readonly offset: unknown } | undefined
  readonly milliseconds: number
  readonly grownBytes: number
  readonly pushed: number
}

function memory(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function run(pieces: Iterable<Uint8Array>, options: Partial<ScanOptions> = {}): Run {
  const scanner = createScanner({
    format: 'json',
    onBadLine: 'fail',
    limits: defaultScanLimits,
    onBatch: () => {},
    ...options,
  })
  const from = performance.now()
  const before = memory()
  let most = before
  let pushed = 0
  let error: Run['error']
  try {
    for (const piece of pieces) {
      scanner.push(piece)
      pushed += piece.length
      if (piece.length > 1_000) most = Math.max(most, memory())
    }
    scanner.end()
  } catch (problem) {
    if (!isAssayError(problem)) throw problem
    error = { code: problem.code, offset: problem.details['offset'] }
  }
  return { error, milliseconds: performance.now() - from, grownBytes: most - before, pushed }
}

function* repeat(first: string, piece: Uint8Array, times: number, last: string): Generator<Uint8Array> {
  yield encoder.encode(first)
  for (let at = 0; at < times; at++) yield piece
  yield encoder.encode(last)
}

describe('hard cases', () => {
  it('a million opening brackets are a depth error, at once and with flat memory', () => {
    const brackets = new Uint8Array(1_000_000).fill(0x5b)
    const { error, milliseconds, grownBytes } = run([brackets])
    expect(error).toEqual({ code: 'JSON_DEPTH', offset: 1_024 })
    expect(milliseconds).toBeLessThan(50)
    expect(grownBytes).toBeLessThan(8 * megabyte)
  })

  it('a string of 1 GB is a scalar error at its start, long before its end', () => {
    const piece = new Uint8Array(megabyte).fill(0x78)
    const { error, grownBytes, pushed } = run(repeat('{"a":"', piece, 1_024, '"}'))
    expect(error).toEqual({ code: 'JSON_SCALAR_TOO_LARGE', offset: 5 })
    expect(pushed).toBeLessThan(18 * megabyte)
    expect(grownBytes).toBeLessThan(100 * megabyte)
  })

  it('a line of 200 MB is dropped with flat memory where bad lines are skipped', () => {
    const piece = encoder.encode('1,'.repeat(megabyte / 2))
    const { error, grownBytes, pushed } = run(repeat('[', piece, 200, '1]\n{"a":1}\n'), {
      format: 'jsonl',
      onBadLine: 'skip',
    })
    expect(error).toBeUndefined()
    expect(pushed).toBeGreaterThan(200 * megabyte)
    expect(grownBytes).toBeLessThan(260 * megabyte)
  })

  it('long strings in small pieces take linear time', () => {
    const text = encoder.encode(`["${'x'.repeat(4_000_000)}é\\n"]`)
    const pieces = function* () {
      for (let from = 0; from < text.length; from += 16) yield text.subarray(from, from + 16)
    }
    const { error, milliseconds } = run(pieces())
    expect(error).toBeUndefined()
    expect(milliseconds).toBeLessThan(5_000)
  })

  it('an object with two million different keys does not grow the shape', () => {
    const pieces = function* () {
      yield encoder.encode('{"k":0')
      for (let at = 0; at < 2_000; at++) {
        yield encoder.encode(
          Array.from({ length: 1_000 }, (_, n) => `,"key-${at * 1_000 + n}":{"a":${n}}`).join(''),
        )
      }
      yield encoder.encode('}')
    }
    const { error, grownBytes } = run(pieces())
    expect(error).toBeUndefined()
    expect(grownBytes).toBeLessThan(64 * megabyte)
  })

  it('a character cut by the end of a read is whole again', () => {
    const bytes = encoder.encode('["😀é€"]')
    for (let cut = 0; cut <= bytes.length; cut++) {
      const trace = traceScan([bytes.subarray(0, cut), bytes.subarray(cut)])
      expect(trace.values.map(({ value }) => value)).toEqual(['😀é€'])
    }
  })

  it.each<[string, Uint8Array, string, number]>([
    ['UTF-16 with a mark', Uint8Array.from(Buffer.from('\ufeff{"a":1}', 'utf16le')), 'JSON_ENCODING', 0],
    ['UTF-16 without', Uint8Array.from(Buffer.from('{"a":1}', 'utf16le')), 'JSON_ENCODING', 1],
    ['UTF-32', Uint8Array.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x31]), 'JSON_ENCODING', 0],
    ['NUL', encoder.encode('{"a":\0}'), 'JSON_SYNTAX', 5],
    ['NUL in a string', encoder.encode('["\0"]'), 'JSON_SYNTAX', 2],
    ['a form feed', encoder.encode('[1\f]'), 'JSON_SYNTAX', 2],
    ['an overlong slash', Uint8Array.from([0x22, 0xc0, 0xaf, 0x22]), 'JSON_INVALID_UTF8', 1],
    [
      'an overlong NUL of three bytes',
      Uint8Array.from([0x22, 0xe0, 0x80, 0x80, 0x22]),
      'JSON_INVALID_UTF8',
      2,
    ],
    ['an encoded surrogate', Uint8Array.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'JSON_INVALID_UTF8', 2],
    [
      'a character above U+10FFFF',
      Uint8Array.from([0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]),
      'JSON_INVALID_UTF8',
      2,
    ],
    ['a cut character', Uint8Array.from([0x22, 0xe5, 0x22]), 'JSON_INVALID_UTF8', 2],
    ['a cut mark', Uint8Array.from([0xef, 0xbb, 0x7b, 0x7d]), 'JSON_SYNTAX', 2],
    ['half a mark', Uint8Array.from([0xef, 0xbb]), 'JSON_UNEXPECTED_END', 2],
    ['a mark alone', Uint8Array.from([0xef, 0xbb, 0xbf]), 'JSON_EMPTY', 3],
  ])('%s', (_, bytes, code, offset) => {
    expect(run([bytes]).error).toEqual({ code, offset })
    expect(run([...bytes].map((byte) => Uint8Array.of(byte))).error).toEqual({ code, offset })
  })
})

import { isDeepStrictEqual } from 'node:util'
import { isAssayError } from '@assay/store/error'
import { describe, expect, it } from 'vitest'
import { rebuildDocument, type Trace, type TraceOptions, traceScan } from '../batch-trace.js'
import { cutEvery, cutRandomly } from '../cuts.js'
import { withoutEmpty } from '../random-documents.js'
import { ScanRestart } from '../scanner.js'
import { writeRandomDocument } from './random-documents.js'

/** `npm run test:kernel` sets a million. */
const runs = Number(process.env['ASSAY_KERNEL_RUNS'] ?? 10_000)
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

type Outcome = Trace | { readonly error: unknown } | { readonly restart: ScanRestart['options'] }

function outcomeOf(pieces: Iterable<Uint8Array>, options: TraceOptions): Outcome {
  try {
    return traceScan(pieces, options)
  } catch (problem) {
    if (problem instanceof ScanRestart) return { restart: problem.options }
    if (!isAssayError(problem)) throw problem
    return { error: problem.toJSON() }
  }
}

/** What the portable scanner gives, after checking that the kernel gives the same, whole and cut. */
function sameOutcome(bytes: Uint8Array, seed: number, options: TraceOptions): Outcome {
  const portable = outcomeOf([bytes], { ...options, reader: 'portable' })
  for (const cut of [[bytes], seed % 5 === 0 ? cutEvery(bytes, 1 + (seed % 70)) : cutRandomly(bytes, seed)]) {
    const kernel = outcomeOf(cut, { ...options, reader: 'kernel' })
    if (!isDeepStrictEqual(kernel, portable)) {
      throw new Error(
        `seed ${seed}, ${JSON.stringify(options)}: ${JSON.stringify(decoder.decode(bytes))}\n` +
          `${JSON.stringify(kernel)}\n${JSON.stringify(portable)}`,
      )
    }
  }
  return portable
}

function toOptions(seed: number, isLines: boolean): TraceOptions {
  return {
    format: isLines ? 'jsonl' : seed % 7 === 0 ? 'auto' : 'json',
    onBadLine: seed % 2 === 0 ? 'skip' : 'fail',
    learnUntil: seed % 3 === 0 ? 0 : 1_000_000,
    limits:
      seed % 11 === 0
        ? {
            maxDepth: 3,
            maxScalarBytes: 30,
            maxLineBytes: 90,
            maxKeysPerObject: 3,
            maxReferenceBytes: 50,
            maxColumns: 4,
          }
        : {},
  }
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** What `JSON.parse` makes of the bytes, `undefined` when it refuses them. */
function reference(bytes: Uint8Array, isLines: boolean): { readonly value: unknown } | undefined {
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    return undefined
  }
  if (!isLines) return parsed(text)
  const lines = text.split('\n').filter((line) => /[^ \t\r]/.test(line))
  const values = lines.map(parsed)
  return values.length === 0 || values.includes(undefined)
    ? undefined
    : { value: values.map((line) => line!.value) }
}

describe('kernel ≡ portable ≡ JSON.parse', () => {
  it(`for ${runs} documents, a third of them broken, whole and cut`, { timeout: 7_200_000 }, () => {
    let accepted = 0
    let refused = 0
    for (let seed = 1; seed <= runs; seed++) {
      const { bytes, isLines } = writeRandomDocument(seed)
      const options = toOptions(seed, isLines)
      let outcome = sameOutcome(bytes, seed, options)
      for (let again = 0; 'restart' in outcome && again < 5; again++) {
        outcome = sameOutcome(bytes, seed, { ...options, ...outcome.restart })
      }
      if ('restart' in outcome || options.format === 'auto' || seed % 11 === 0) continue
      const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
      const isRefused = 'error' in outcome || (outcome.summary.badLineCount > 0 && isLines)
      if (isMarked || JSON.stringify(outcome).includes('JSON_DUPLICATE_KEY')) continue
      const expected = reference(bytes, isLines)
      if (isRefused !== (expected === undefined)) throw new Error(`seed ${seed}: ${JSON.stringify(outcome)}`)
      if (isRefused) refused++
      else accepted++
      // What is not learned may be left out.
      if (!('values' in outcome) || expected === undefined || seed % 8 !== 0 || !options.learnUntil) continue
      expect(withoutEmpty(rebuildDocument(outcome, bytes))).toEqual(withoutEmpty(expected.value))
    }
    expect(Math.min(accepted, refused)).toBeGreaterThan(runs / 20)
  })

  it.each<[string, (size: number) => string]>([
    [
      'escape runs over the ends of blocks',
      (size) => `["${'\\\\'.repeat(size)}","${'\\\\'.repeat(size)}\\""]`,
    ],
    ['an escape run that swallows the quote', (size) => `["${'\\'.repeat(size)}"]`],
    ['quotes in every lane', (size) => `["${'x'.repeat(size)}","${'"'.repeat(size % 3)}"]`],
    ['one-letter texts side by side', (size) => `[${'"",'.repeat(size)}""]`],
    ['a form feed beside structure', (size) => `{"${'k'.repeat(size)}":\f1}`],
    ['a form feed for a comma', (size) => `[${'1,'.repeat(size)}1\f2]`],
    ['a substitute for a colon', (size) => `{"${'k'.repeat(size)}"\u001a1}`],
    ['a control character in a text', (size) => `["${'x'.repeat(size)}\u001f${'x'.repeat(20)}"]`],
    ['a tab in a text', (size) => `["${'x'.repeat(size)}\t"]`],
    ['a delete in a text', (size) => `["${'x'.repeat(size)}\u007f"]`],
    ['characters across the ends of blocks', (size) => `["${'x'.repeat(size)}é€😀${'é'.repeat(40)}"]`],
    ['a number that ends at every place', (size) => `[${' '.repeat(size)}-12.5e2,1]`],
    ['a number without its fraction', (size) => `[${' '.repeat(size)}1.]`],
    ['a number with many digits', (size) => `{"a":1${'0'.repeat(size)}.5}`],
    ['zeros before and after', (size) => `{"a":0.${'0'.repeat(size)}1${'0'.repeat(size)}}`],
    ['a word that ends at every place', (size) => `[${' '.repeat(size)}true,false,null]`],
    ['a word cut short', (size) => `[${' '.repeat(size)}tru]`],
    ['a word with a letter more', (size) => `[${' '.repeat(size)}nulll]`],
    ['an escape cut by the end', (size) => `["${'x'.repeat(size)}\\u00e`],
    ['half a pair', (size) => `["${'x'.repeat(size)}\\ud83d","\\ude00\\ud83d\\ude00"]`],
    ['a hexadecimal digit that is none', (size) => `["${'x'.repeat(size)}\\u00g0"]`],
    [
      'keys longer than a vector',
      (size) => `[${`{"${'k'.repeat(size)}":1},`.repeat(3)}{"${'k'.repeat(size)}x":2}]`,
    ],
    ['keys that differ in one byte', (size) => `[{"${'k'.repeat(size)}a":1},{"${'k'.repeat(size)}b":1}]`],
    ['two closing brackets', (size) => `{"a":[${'1,'.repeat(size)}1]]`],
    ['a comma too many', (size) => `{"a":[${'1,'.repeat(size)}]}`],
    ['a quote in a key that had it escaped', (size) => `[${'{"a\\"b":1},'.repeat(size)}{"a"b":1}]`],
    ['a letter for a quote', (size) => `[${'{"a":1, "b":2},'.repeat(1 + size)}{"a":1, xb":2}]`],
    ['a key that comes again', (size) => `[${'{"a":1,"b":2},'.repeat(size)}{"a":1,"b":2,"a":3,"b":4}]`],
    ['a zero before other digits', (size) => `{"a":[[1,2${',12'.repeat(size)},01,2]]}`],
    ['a zero alone', (size) => `{"a":[[1,2${',12'.repeat(size)},0,-0.5]]}`],
    ['a number with two points', (size) => `{"a":[[1,2${'1'.repeat(size)}.2${'3'.repeat(size)}.4,5]]}`],
    ['a number with two points near the end', (size) => `{"a":[[1,2${',12'.repeat(size)},1.2.3,5]]}`],
    ['a long fraction', (size) => `{"a":[[1,2],[0.${'25'.repeat(size)},-3],[],4]}`],
    ['a bare minus', (size) => `{"a":[[1,2${',-3'.repeat(size)},-,4]]}`],
    ['two commas', (size) => `{"a":[[1,2${', 3'.repeat(size)},,4]]}`],
    ['a comma too few', (size) => `{"a":[[1,2]${',[32]'.repeat(size)}[4]]}`],
    ['digits behind a bracket', (size) => `{"a":[[1,2]${',[32]'.repeat(size)}4]}`],
    ['arrays that end together', (size) => `{"a":[[1,2],${'['.repeat(size)}1.5${']'.repeat(size)},[],3]}`],
    ['a bracket too few', (size) => `{"a":[[1,2],${'['.repeat(size + 1)}1.5${']'.repeat(size)},3]}`],
    ['a key without a value', (size) => `{"${'k'.repeat(size)}"}`],
    [
      'an end at every place',
      (size) => '[{"id":12,"name":"Façade \\"x\\"","tags":[true,null]},{"id":-0.5e1}]'.slice(0, size),
    ],
  ])('%s', (_, write) => {
    for (let size = 0; size <= 80; size++) {
      for (const shift of [0, 15, 63]) {
        const text = ' '.repeat(shift) + write(size)
        const bytes = encoder.encode(text)
        const outcome = sameOutcome(bytes, size * 64 + shift, {})
        if (outcome !== undefined && 'error' in outcome !== (parsed(text) === undefined))
          throw new Error(text)
      }
    }
  })

  it.each<[string, NonNullable<TraceOptions['limits']>, (size: number) => string]>([
    [
      'depth',
      { maxDepth: 6 },
      (size) => `{"a":[[1,2${',12'.repeat(size)},${'['.repeat(size % 9)}1${']'.repeat(size % 9)}],3]}`,
    ],
    ['texts', { maxScalarBytes: 40 }, (size) => `[{"a":"x"},{"a":"y"},{"a":"${'x'.repeat(size)}"}]`],
    [
      'numbers',
      { maxScalarBytes: 40 },
      (size) => `[{"a":0.12345678901234567},{"a":2},{"a":1.${'5'.repeat(size + 1)}}]`,
    ],
    [
      'keys',
      { maxKeysPerObject: 30 },
      (size) => {
        const members = (from: number, to: number) =>
          Array.from({ length: to - from }, (_, at) => `"k${from + at}":1`).join(',')
        return `[{${members(0, 30)}},{${members(29, 59)}},{${members(0, size % 60)}}]`
      },
    ],
    ['digits', { maxScalarBytes: 130 }, (size) => `{"a":[[1,2,${'1'.repeat(60 + size)}],3]}`],
    ['digits behind a point', { maxScalarBytes: 130 }, (size) => `{"a":[[1,0.${'25'.repeat(30 + size)}],3]}`],
  ])('keeps to the limit of %s', (_, limits, write) => {
    const outcomes = Array.from({ length: 81 }, (_, size) =>
      sameOutcome(encoder.encode(write(size)), size, { limits }),
    )
    expect(new Set(outcomes.map((outcome) => 'error' in outcome)).size).toBe(2)
  })

  it('hands over full batches in the midst of wide records', () => {
    const wide = `{${Array.from({ length: 300 }, (_, at) => `"k${at}":${at}`).join(',')}}`
    const bytes = encoder.encode(`[${Array(250).fill(wide).join(',')}]`)
    expect(sameOutcome(bytes, 1, {})).not.toHaveProperty('error')
  })

  it.each<[string, number[]]>([
    ['an overlong slash', [0xc0, 0xaf]],
    ['an overlong character of three bytes', [0xe0, 0x9f, 0xbf]],
    ['an overlong character of four bytes', [0xf0, 0x8f, 0xbf, 0xbf]],
    ['an encoded surrogate', [0xed, 0xa0, 0x80]],
    ['a character above U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a first byte alone', [0xe2]],
    ['two of three bytes', [0xe2, 0x82]],
    ['three of four bytes', [0xf0, 0x9f, 0x98]],
    ['a continuation alone', [0x80]],
    ['a continuation too many', [0xc3, 0xa9, 0xa9]],
    ['a byte that never occurs', [0xff]],
    ['a good character', [0xf0, 0x9f, 0x98, 0x80]],
  ])('%s in every lane, among ASCII and among other characters', (name, sequence) => {
    for (let at = 0; at <= 140; at++) {
      for (const filler of ['x', 'é', '€', '😀']) {
        const before = encoder.encode(`["${filler.repeat(at)}`)
        const after = encoder.encode(`${filler.repeat(at % 70)}",1]`)
        const bytes = Uint8Array.from([...before, ...sequence, ...after])
        const outcome = sameOutcome(bytes, at, {})
        expect('error' in outcome).toBe(name !== 'a good character')
        if ('error' in outcome) expect(outcome.error).toMatchObject({ code: 'JSON_INVALID_UTF8' })
      }
    }
  })
})

import { isDeepStrictEqual } from 'node:util'
import { isAssayError } from '@assay/store/error'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { learnBytes, rebuildDocument, type Trace, type TraceOptions, traceScan } from './batch-trace.js'
import { cutEvery, cutRandomly } from './cuts.js'
import { anyDocument, withoutEmpty } from './random-documents.js'
import { longestViablePrefix } from './viable-prefix.js'

const encoder = new TextEncoder()
const runs = Number(process.env['ASSAY_FUZZ_RUNS'] ?? 10_000)

function scanned(pieces: Iterable<Uint8Array>, options: TraceOptions = {}): Trace | Record<string, unknown> {
  try {
    return traceScan(pieces, options)
  } catch (problem) {
    if (!isAssayError(problem)) throw problem
    return { error: problem.code, details: problem.details, message: problem.message }
  }
}

/** JSON text of a value: now and then with escapes and space that `JSON.stringify` would not write. */
const text = fc
  .tuple(anyDocument, fc.nat(3), fc.constantFrom('', ' ', '\t', '  '))
  .map(([value, style, indent]) => {
    const plain = JSON.stringify(value, null, indent)
    if (style === 0) return plain.replace(/[i_]/g, (letter) => (letter === 'i' ? '\\u0069' : '\\u005F'))
    if (style === 1)
      return plain.replace(
        /[^\x00-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
    return style === 2 ? `\r\n ${plain}\n` : plain
  })

describe('scan ≡ JSON.parse', () => {
  it('for random documents, put together again from the tape', () => {
    fc.assert(
      fc.property(text, (json) => {
        const bytes = encoder.encode(json)
        const learned = learnBytes(bytes)
        const value = withoutEmpty(JSON.parse(json))
        return (['kernel', 'portable'] as const).every((reader) =>
          isDeepStrictEqual(
            withoutEmpty(rebuildDocument(traceScan([bytes], { learned, reader }), bytes)),
            value,
          ),
        )
      }),
      { numRuns: Math.ceil(runs / 5) },
    )
  })

  it('for the same document cut anywhere', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), fc.nat(), (json, size, seed) => {
        const bytes = encoder.encode(json)
        const whole = scanned([bytes], { reader: 'portable' })
        return [cutEvery(bytes, size), cutRandomly(bytes, seed)].every((cut) =>
          isDeepStrictEqual(scanned(cut), whole),
        )
      }),
      { numRuns: Math.ceil(runs / 20) },
    )
  })

  it('spans of rows and of values by reference are exactly their JSON', () => {
    fc.assert(
      fc.property(fc.array(anyDocument, { maxLength: 5 }), (list) => {
        const bytes = encoder.encode(JSON.stringify(list, null, 1))
        const trace = traceScan([bytes])
        const roots = trace.rows.filter(({ table }) => table === 0)
        expect(
          roots.map(({ row, index, start, end }) => [
            row,
            index,
            JSON.parse(new TextDecoder().decode(bytes.subarray(start, end))),
          ]),
        ).toEqual(list.map((value, at) => [at, at, JSON.parse(JSON.stringify(value))]))
      }),
      { numRuns: Math.ceil(runs / 20) },
    )
  })
})

const bytesToInsert = [...'{}[],:"\\u0019eE+-. \n\t\r/nulltrefas'].map((letter) => letter.charCodeAt(0))
bytesToInsert.push(
  0,
  1,
  0x0c,
  0x1a,
  0x1f,
  0x7f,
  0x80,
  0xbf,
  0xc0,
  0xc3,
  0xe0,
  0xed,
  0xa0,
  0xef,
  0xbb,
  0xf0,
  0xf4,
  0x90,
  0xff,
)

interface Mutation {
  readonly at: number
  readonly what: number
  readonly how: number
}
const mutations = fc.array(fc.record<Mutation>({ at: fc.nat(), what: fc.nat(), how: fc.nat(3) }), {
  minLength: 1,
  maxLength: 3,
})

function mutate(bytes: Uint8Array, list: readonly Mutation[]): Uint8Array {
  const mutated = [...bytes]
  for (const { at, what, how } of list) {
    const place = at % (mutated.length + 1)
    const byte = bytesToInsert[what % bytesToInsert.length]!
    if (how === 0) mutated.splice(place, 1)
    else if (how === 1) mutated.splice(place, 1, byte)
    else if (how === 2) mutated.splice(place, 0, byte)
    else mutated.length = place
  }
  return Uint8Array.from(mutated)
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) }
  } catch {
    return undefined
  }
}

/** What JSON.parse refuses and Assay does not, or the other way. */
function isDeclaredDifference(bytes: Uint8Array, outcome: Trace | Record<string, unknown>): boolean {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return marked || ('error' in outcome && outcome['error'] === 'JSON_DUPLICATE_KEY')
}

describe('mutated documents', () => {
  it('are accepted and refused as by JSON.parse with fatal UTF-8, whatever the cuts', () => {
    let accepted = 0
    let refused = 0
    fc.assert(
      fc.property(text, mutations, fc.nat(), (json, list, seed) => {
        const bytes = mutate(encoder.encode(json), list)
        const outcome = scanned([bytes])
        if (isDeclaredDifference(bytes, outcome)) return true
        const reference = parsed(bytes)
        if (reference === undefined) refused++
        else accepted++
        if ('error' in outcome !== (reference === undefined)) return false
        return isDeepStrictEqual(scanned(cutRandomly(bytes, seed), { reader: 'portable' }), outcome)
      }),
      { numRuns: runs },
    )
    expect(Math.min(accepted, refused)).toBeGreaterThan(runs / 50)
  })

  it('are refused at the longest viable prefix', () => {
    fc.assert(
      fc.property(text, mutations, (json, list) => {
        const bytes = mutate(encoder.encode(json), list)
        const outcome = scanned([bytes])
        if (!('error' in outcome) || isDeclaredDifference(bytes, outcome)) return
        expect(outcome).toMatchObject({ details: { offset: longestViablePrefix(bytes) } })
      }),
      { numRuns: Math.ceil(runs / 20) },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rebuildDocument } from './batch-trace.js'
import { Kind } from './column-batch.js'
import { createScanner } from './create-scanner.js'
import { describeTrace, failEveryCut, scanEveryCut } from './cut-scans.js'
import { defaultScanLimits } from './limits.js'

const encoder = new TextEncoder()

describe('tables', () => {
  it('an object at the root is one row, arrays of objects in it are child tables at any depth', () => {
    expect(
      describeTrace(
        scanEveryCut('{"type":"x","data":[{"id":1,"in":{"parts":[{"n":2}]}},{"id":3}],"o":{"k":null}}'),
      ),
    ).toEqual([
      't0 single < -1 /',
      't1 array < 0 /data',
      't2 array < 1 /in/parts',
      't0.type text "x" @0',
      't1.id number 1 @0',
      't2.n number 2 @0',
      't1.id number 3 @1',
      't0.o.k null null @0',
      't2[0] < 0 #0',
      't1[0] < 0 #0',
      't1[1] < 0 #1',
      't0[0] < -1 #0',
    ])
  })

  it('an array at the root gives rows; scalars and inner arrays are values of the row itself, and objects beside them', () => {
    expect(describeTrace(scanEveryCut('[{"a":1},"s",[1,[2]],{},null]'))).toEqual([
      't0 array < -1 /',
      't0.a number 1 @0',
      't0 json [1,8] @0',
      't0 text "s" @1',
      't0 json [13,20] @2',
      't0 json [21,23] @3',
      't0 null null @4',
      ...[0, 1, 2, 3, 4].map((row) => `t0[${row}] < -1 #${row}`),
    ])
    expect(describeTrace(scanEveryCut('[]'))).toEqual(['t0 array < -1 /'])
    expect(describeTrace(scanEveryCut(' 7 '))).toEqual([
      't0 single < -1 /',
      't0 number 7 @0',
      't0[0] < -1 #0',
    ])
    expect(describeTrace(scanEveryCut('{}'))).toEqual(['t0 single < -1 /', 't0[0] < -1 #0'])
  })

  it('other arrays and empty objects are kept by reference', () => {
    expect(
      describeTrace(scanEveryCut('{"a":[[],{"b":2}],"c":[],"d":{},"e":[[{"f":1}]],"g":{"h":[ ] }}')),
    ).toEqual([
      't0 single < -1 /',
      't0.a json [5,17] @0',
      't0.c json [22,24] @0',
      't0.d json [29,31] @0',
      't0.e json [36,47] @0',
      't0.g.h json [57,60] @0',
      't0[0] < -1 #0',
    ])
  })

  it('arrays of texts are tables of their values, and kept by reference as well', () => {
    expect(describeTrace(scanEveryCut('[{"a":["x",null,{"b":2}]},{"a":[]},{"a":[7]}]'))).toEqual([
      't0 array < -1 /',
      't1 array < 0 /a',
      't1 text "x" @0',
      't1 null null @1',
      't1.b number 2 @2',
      't1 json [16,23] @2',
      't0.a json [6,24] @0',
      't0.a json [31,33] @1',
      't1 number 7 @3',
      't0.a json [40,43] @2',
      't1[0] < 0 #0',
      't1[1] < 0 #1',
      't1[2] < 0 #2',
      't0[0] < -1 #0',
      't0[1] < -1 #1',
      't1[3] < 2 #0',
      't0[2] < -1 #2',
    ])
  })

  it('an array of numbers that stands once is a table, one in each record is kept by reference', () => {
    const tables = (text: string) => scanEveryCut(text).shape.tables.map(({ path }) => path.join('/'))
    expect(tables('{"width":2,"values":[1,2,3]}')).toEqual(['', 'values'])
    expect(tables('[{"xy":[1,2]},{"xy":[3,4]}]')).toEqual([''])
  })

  it('a path is a table from its first array of objects on: arrays before it stay, all later ones give rows', () => {
    expect(
      describeTrace(scanEveryCut('[{"a":[1]},{"a":[{"x":1},2,[3]]},{"a":[4,{"x":5}]},{"a":[]},{"a":"s"}]')),
    ).toEqual([
      't0 array < -1 /',
      't1 array < 0 /a',
      't0.a json [6,9] @0',
      't1.x number 1 @0',
      't1 json [17,24] @0',
      't1 number 2 @1',
      't1 json [27,30] @2',
      't0.a json [16,31] @1',
      't1 number 4 @3',
      't1.x number 5 @4',
      't1 json [41,48] @4',
      't0.a json [38,49] @2',
      't0.a json [56,58] @3',
      't0.a text "s" @4',
      't0[0] < -1 #0',
      't1[0] < 1 #0',
      't1[1] < 1 #1',
      't1[2] < 1 #2',
      't0[1] < -1 #1',
      't1[3] < 2 #0',
      't1[4] < 2 #1',
      't0[2] < -1 #2',
      't0[3] < -1 #3',
      't0[4] < -1 #4',
    ])
  })

  it('keys are told apart by what they mean, not by how they are spelled', () => {
    const trace = scanEveryCut(
      '[{"type":1,"\\"":2,"":3},{"ty\\u0070e":4,"\\u0022":5,"":6},{"\\ud800":7},{"\\uD800":8}]',
    )
    expect(trace.shape.nodes.flatMap(({ step }) => (step.kind === 'member' ? [step.key] : []))).toEqual([
      'type',
      '"',
      '',
      '\ud800',
    ])
    expect(trace.summary.loneSurrogates).toBe(2)
    expect(
      failEveryCut(
        Uint8Array.from([
          ...encoder.encode('[{"\\ud800":1},{"'),
          0xed,
          0xa0,
          0x80,
          ...encoder.encode('":2}]'),
        ]),
      ).code,
    ).toBe('JSON_INVALID_UTF8')
  })

  it('names of Object.prototype are keys like any other', () => {
    const text = '[{"__proto__":{"polluted":1},"constructor":2,"hasOwnProperty":3},{"__proto__":4}]'
    const trace = scanEveryCut(text)
    expect(rebuildDocument(trace, encoder.encode(text))).toEqual(JSON.parse(text))
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    expect(trace.shape.tables[0]?.path).toEqual([])
  })
})

describe('lone surrogates', () => {
  it('are counted as they stand in the text', () => {
    const piece = fc.constantFrom('\\ud83d', '\\uDE00', '\\ude01', '😀', 'a', '\\n', '\\ud83d\\ude00')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), fc.array(piece, { maxLength: 3 }), (value, key) => {
        const json = `[{"${key.join('')}":"${value.join('')}"}]`
        const strings = Object.entries(JSON.parse(json)[0]).flat().join(' ')
        const lone = strings.match(/[\ud800-\udfff]/gu)?.length ?? 0
        return scanEveryCut(json).summary.loneSurrogates === lone
      }),
      { numRuns: 500 },
    )
  })
})

describe('repeated keys', () => {
  it('the last one counts, and each is counted', () => {
    const text = '[{"a":1,"b":{"x":1,"y":2},"a":"z","b":{"y":3}},{"a":1}]'
    const trace = scanEveryCut(text)
    expect(trace.summary).toMatchObject({ duplicateKeys: 2, values: 6 })
    expect(trace.values.filter(({ kind }) => kind === Kind.retract)).toHaveLength(2)
    expect(rebuildDocument(trace, encoder.encode(text))).toEqual(JSON.parse(text))
  })

  it('unless the earlier value became rows', () => {
    expect(failEveryCut('[{"a":{"b":[{"x":1}]},"a":2}]')).toMatchObject({
      code: 'JSON_DUPLICATE_KEY',
      offset: 22,
      key: 'a',
      line: 1,
      column: 23,
    })
    expect(failEveryCut('{"r":[{"a":[{"x":1}]},{"a":1,"a":[{"x":2}]}]}').code).toBe('accepted')
    expect(failEveryCut('{"r":[{"a":[{"x":1}]},{"a":[],"a":[{"x":2}]}]}').code).toBe('accepted')
    expect(failEveryCut('{"r":[{"a":[{"x":1}],"b":[{"a":1,"a":2}],"\\u0061":0}]}')).toMatchObject({
      code: 'JSON_DUPLICATE_KEY',
      offset: 41,
    })
  })
})

describe('places', () => {
  it('lines and columns count bytes, outside and inside of values', () => {
    expect(failEveryCut('\ufeff{\r\n "a": [1,\n\n  "é", x]}')).toMatchObject({
      code: 'JSON_SYNTAX',
      offset: 25,
      line: 4,
      column: 9,
      found: "'x'",
    })
    expect(failEveryCut('\n\n{"a":1')).toMatchObject({
      code: 'JSON_UNEXPECTED_END',
      offset: 8,
      line: 3,
      column: 7,
      expected: "',' or '}'",
    })
    expect(failEveryCut(' \n ')).toMatchObject({ code: 'JSON_EMPTY', offset: 3, line: 2, column: 2 })
  })

  it('rows and values follow each other as promised when batches are full', () => {
    const text = `[${Array.from({ length: 40_000 }, (_, at) => `{"a":${at},"b":[{"c":1}]}`).join(',')}]`
    const next = [0, 0]
    const seen = new Set<number>()
    let batches = 0
    let misplaced = 0
    const scanner = createScanner({
      format: 'json',
      onBadLine: 'fail',
      limits: defaultScanLimits,
      onBatch: (batch) => {
        batches++
        for (let at = 0; at < batch.length; at++) if (batch.node[at] === 2) seen.add(batch.row[at]!)
        for (let at = 0; at < batch.rows.length; at++) {
          const table = batch.rows.table[at]!
          if (batch.rows.row[at] !== next[table]!++) misplaced++
          if (table === 0 && !seen.has(batch.rows.row[at]!)) misplaced++
        }
      },
    })
    scanner.push(encoder.encode(text))
    expect(scanner.end().values).toBe(80_000)
    expect(next).toEqual([40_000, 40_000])
    expect(misplaced).toBe(0)
    expect(batches).toBeGreaterThan(4)
  })
})

import { isAssayError } from '@assay/store/error'
import { describe, expect, it } from 'vitest'
import { rebuildDocument, type Trace, type TraceOptions, traceScan } from './batch-trace.js'
import { Kind } from './column-batch.js'
import { createScanner } from './create-scanner.js'
import { cutEvery, cutRandomly } from './cuts.js'
import { defaultScanLimits } from './limits.js'

const encoder = new TextEncoder()

function scan(text: string, options: TraceOptions = {}): Trace {
  const bytes = encoder.encode(text)
  const whole = traceScan([bytes], options)
  expect(traceScan(cutEvery(bytes, 1), options)).toEqual(whole)
  expect(traceScan(cutRandomly(bytes, 5), options)).toEqual(whole)
  return whole
}

interface Failure {
  readonly code: string
  readonly [detail: string]: unknown
}

function failure(content: string | Uint8Array, options: TraceOptions = {}): Failure {
  const bytes = typeof content === 'string' ? encoder.encode(content) : content
  const attempt = (pieces: Iterable<Uint8Array>): Failure => {
    try {
      traceScan(pieces, options)
    } catch (problem) {
      if (isAssayError(problem)) return { code: problem.code, message: problem.message, ...problem.details }
      throw problem
    }
    return { code: 'accepted' }
  }
  const whole = attempt([bytes])
  for (const cut of [cutEvery(bytes, 1), cutEvery(bytes, 7), cutRandomly(bytes, 5)])
    expect(attempt(cut)).toEqual(whole)
  return whole
}

/** Values as `path kind value @row`, and rows as `table[row] < parent #index`. */
function describeTrace(trace: Trace): string[] {
  const { nodes, tables } = trace.shape
  const kinds = Object.keys(Kind)
  const path = (id: number): string => {
    const { step, parent, isRow, table } = nodes[id]!
    if (isRow || step.kind !== 'member') return `t${table}`
    return `${path(parent)}.${step.key}`
  }
  return [
    ...tables.map(
      ({ id, layout, parent, path: names }) => `t${id} ${layout} < ${parent} /${names.join('/')}`,
    ),
    ...trace.values.map(
      ({ node, row, kind, value }) => `${path(node)} ${kinds[kind]} ${JSON.stringify(value)} @${row}`,
    ),
    ...trace.rows.map(({ table, row, parent, index }) => `t${table}[${row}] < ${parent} #${index}`),
  ]
}

describe('tables', () => {
  it('an object at the root is one row, arrays of objects in it are child tables at any depth', () => {
    expect(
      describeTrace(scan('{"type":"x","data":[{"id":1,"in":{"parts":[{"n":2}]}},{"id":3}],"o":{"k":null}}')),
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

  it('an array at the root gives rows; scalars and inner arrays are values of the row itself', () => {
    expect(describeTrace(scan('[{"a":1},"s",[1,[2]],{},null]'))).toEqual([
      't0 array < -1 /',
      't0.a number 1 @0',
      't0 text "s" @1',
      't0 json [13,20] @2',
      't0 null null @4',
      ...[0, 1, 2, 3, 4].map((row) => `t0[${row}] < -1 #${row}`),
    ])
    expect(describeTrace(scan('[]'))).toEqual(['t0 array < -1 /'])
    expect(describeTrace(scan(' 7 '))).toEqual(['t0 single < -1 /', 't0 number 7 @0', 't0[0] < -1 #0'])
    expect(describeTrace(scan('{}'))).toEqual(['t0 single < -1 /', 't0[0] < -1 #0'])
  })

  it('other arrays and empty objects are kept by reference', () => {
    expect(describeTrace(scan('{"a":[1,{"b":2}],"c":[],"d":{},"e":[[{"f":1}]],"g":{"h":[ ] }}'))).toEqual([
      't0 single < -1 /',
      't0.a json [5,16] @0',
      't0.c json [21,23] @0',
      't0.d json [28,30] @0',
      't0.e json [35,46] @0',
      't0.g.h json [56,59] @0',
      't0[0] < -1 #0',
    ])
  })

  it('a path is a table from its first array of objects on: arrays before it stay, all later ones give rows', () => {
    expect(
      describeTrace(scan('[{"a":[1]},{"a":[{"x":1},2,[3]]},{"a":[4,{"x":5}]},{"a":[]},{"a":"s"}]')),
    ).toEqual([
      't0 array < -1 /',
      't1 array < 0 /a',
      't0.a json [6,9] @0',
      't1.x number 1 @0',
      't1 number 2 @1',
      't1 json [27,30] @2',
      't1 number 4 @3',
      't1.x number 5 @4',
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
    const trace = scan(
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
      failure(
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
    const trace = scan(text)
    expect(rebuildDocument(trace, encoder.encode(text))).toEqual(JSON.parse(text))
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    expect(trace.shape.tables[0]?.path).toEqual([])
  })
})

describe('repeated keys', () => {
  it('the last one counts, and each is counted', () => {
    const text = '[{"a":1,"b":{"x":1,"y":2},"a":"z","b":{"y":3}},{"a":1}]'
    const trace = scan(text)
    expect(trace.summary).toMatchObject({ duplicateKeys: 2, values: 6 })
    expect(trace.values.filter(({ kind }) => kind === Kind.retract)).toHaveLength(2)
    expect(rebuildDocument(trace, encoder.encode(text))).toEqual(JSON.parse(text))
  })

  it('unless the earlier value became rows', () => {
    expect(failure('[{"a":{"b":[{"x":1}]},"a":2}]')).toMatchObject({
      code: 'JSON_DUPLICATE_KEY',
      offset: 22,
      key: 'a',
      line: 1,
      column: 23,
    })
    expect(failure('{"r":[{"a":[{"x":1}]},{"a":1,"a":[{"x":2}]}]}').code).toBe('accepted')
    expect(failure('{"r":[{"a":[{"x":1}]},{"a":[],"a":[{"x":2}]}]}').code).toBe('accepted')
    expect(failure('{"r":[{"a":[{"x":1}],"b":[{"a":1,"a":2}],"\\u0061":0}]}')).toMatchObject({
      code: 'JSON_DUPLICATE_KEY',
      offset: 41,
    })
  })
})

describe('limits', () => {
  const limits = (part: TraceOptions['limits']): TraceOptions => ({ limits: part ?? {} })

  it('depth', () => {
    expect(failure('[[{"a":[1]}]]', limits({ maxDepth: 4 })).code).toBe('accepted')
    expect(failure('[[{"a":[1]}]]', limits({ maxDepth: 3 }))).toMatchObject({
      code: 'JSON_DEPTH',
      offset: 7,
      limit: 3,
    })
  })

  it('length of strings, keys and numbers', () => {
    const four = limits({ maxScalarBytes: 4 })
    expect(failure('{"1234":"é12","a":1234}', four).code).toBe('accepted')
    expect(failure('{\n"a":"12345"}', four)).toMatchObject({
      code: 'JSON_SCALAR_TOO_LARGE',
      offset: 6,
      line: 2,
      column: 5,
      limit: 4,
    })
    expect(failure('{"12345":1}', four)).toMatchObject({ code: 'JSON_SCALAR_TOO_LARGE', offset: 1 })
    expect(failure('[1,12345]', four)).toMatchObject({ code: 'JSON_SCALAR_TOO_LARGE', offset: 3 })
    expect(failure('["12345\\x"]', four)).toMatchObject({ code: 'JSON_SCALAR_TOO_LARGE', offset: 1 })
    expect(failure('["123\\x"]', four)).toMatchObject({ code: 'JSON_SYNTAX', offset: 6 })
    expect(failure('["12345', four)).toMatchObject({ code: 'JSON_SCALAR_TOO_LARGE', offset: 1 })
    expect(failure('[1234e]', four)).toMatchObject({ code: 'JSON_SCALAR_TOO_LARGE', offset: 1 })
  })

  it('keys of an object, also where nothing is recorded', () => {
    expect(failure('[[{"a":1,"b":2}]]', limits({ maxKeysPerObject: 2 })).code).toBe('accepted')
    expect(failure('[[{"a":1,"b":2,"c":3}]]', limits({ maxKeysPerObject: 2 }))).toMatchObject({
      code: 'JSON_TOO_MANY_KEYS',
      offset: 15,
    })
    expect(failure('[{"a":1,"b":2,"c":3}]', limits({ maxKeysPerObject: 2 }))).toMatchObject({
      code: 'JSON_TOO_MANY_KEYS',
      offset: 14,
    })
  })

  it('length of a line, and what comes first when several are passed', () => {
    const lines: TraceOptions = { format: 'jsonl', limits: { maxLineBytes: 9, maxScalarBytes: 20 } }
    expect(failure('{"a":123}\r\n', { ...lines, limits: { maxLineBytes: 10 } }).code).toBe('accepted')
    expect(failure('1\n{"a":1234}\n', lines)).toMatchObject({
      code: 'JSON_LINE_TOO_LARGE',
      offset: 2,
      line: 2,
      column: 1,
      limit: 9,
    })
    expect(failure('{"a":1x34567890', lines)).toMatchObject({ code: 'JSON_SYNTAX', offset: 6 })
    expect(failure('{"a":1234567x90', lines)).toMatchObject({ code: 'JSON_LINE_TOO_LARGE', offset: 0 })
    expect(failure(`"${'x'.repeat(40)}`, lines)).toMatchObject({ code: 'JSON_LINE_TOO_LARGE', offset: 0 })
    expect(failure(' '.repeat(12), lines)).toMatchObject({ code: 'JSON_LINE_TOO_LARGE' })
  })

  it('size of what is kept by reference', () => {
    expect(failure('{"a":[1,2]}', limits({ maxReferenceBytes: 5 })).code).toBe('accepted')
    expect(failure('{"a":[1,22]}', limits({ maxReferenceBytes: 5 }))).toMatchObject({
      code: 'JSON_REFERENCE_TOO_LARGE',
      offset: 10,
    })
  })

  it('columns: further paths are validated, left out and counted', () => {
    const text = '[{"a":1,"b":{"c":2,"d":3},"e":[1],"f":[{"x":1}],"g":{"h":{}}},{"e":9,"a":{"z":1},"b":4}]'
    const trace = scan(text, limits({ maxColumns: 3 }))
    expect(describeTrace(trace)).toEqual([
      't0 array < -1 /',
      't0.a number 1 @0',
      't0.b.c number 2 @0',
      't0.b.d number 3 @0',
      't0[0] < -1 #0',
      't0[1] < -1 #1',
    ])
    // e, f, g; a.z; b itself. What is below them is not looked at.
    expect(trace.shape.tables[0]?.pathsLeftOut).toBe(5)
    expect(failure(text.replace('"x":1', '"x":01'), limits({ maxColumns: 3 }))).toMatchObject({
      code: 'JSON_SYNTAX',
      offset: 45,
    })
  })

  it('tables: further arrays of objects are kept by reference', () => {
    expect(describeTrace(scan('[{"a":[{"x":1}],"b":[{"y":1}]}]', limits({ maxTables: 2 })))).toEqual([
      't0 array < -1 /',
      't1 array < 0 /a',
      't1.x number 1 @0',
      't0.b json [20,29] @0',
      't1[0] < 0 #0',
      't0[0] < -1 #0',
    ])
  })

  it('what was left out in great numbers is estimated', () => {
    const paths = 200_000
    const scanner = createScanner({
      format: 'json',
      onBadLine: 'fail',
      limits: defaultScanLimits,
      onBatch: () => {},
    })
    scanner.push(encoder.encode('{"a":0'))
    for (let at = 0; at < paths; at++) scanner.push(encoder.encode(`,"key ${at}":{"x":[${at}]}`))
    scanner.push(encoder.encode('}'))
    scanner.end()
    expect(scanner.shape.nodes.length).toBeLessThan(1_100)
    expect(Math.abs((scanner.shape.tables[0]?.pathsLeftOut ?? 0) / (paths - 511) - 1)).toBeLessThan(0.1)
  })
})

describe('places', () => {
  it('lines and columns count bytes, outside and inside of values', () => {
    expect(failure('\ufeff{\r\n "a": [1,\n\n  "é", x]}')).toMatchObject({
      code: 'JSON_SYNTAX',
      offset: 25,
      line: 4,
      column: 9,
      found: "'x'",
    })
    expect(failure('\n\n{"a":1')).toMatchObject({
      code: 'JSON_UNEXPECTED_END',
      offset: 8,
      line: 3,
      column: 7,
      expected: "',' or '}'",
    })
    expect(failure(' \n ')).toMatchObject({ code: 'JSON_EMPTY', offset: 3, line: 2, column: 2 })
  })

  it('rows and values follow each other as promised when batches are full', () => {
    const text = `[${Array.from({ length: 40_000 }, (_, at) => `{"a":${at},"b":[{"c":1}]}`).join(',')}]`
    const next = [0, 0]
    const seen = new Set<number>()
    let batches = 0
    const scanner = createScanner({
      format: 'json',
      onBadLine: 'fail',
      limits: defaultScanLimits,
      onBatch: (batch) => {
        batches++
        for (let at = 0; at < batch.length; at++) if (batch.node[at] === 2) seen.add(batch.row[at]!)
        for (let at = 0; at < batch.rows.length; at++) {
          const table = batch.rows.table[at]!
          expect(batch.rows.row[at]).toBe(next[table]!++)
          if (table === 0) expect(seen.has(batch.rows.row[at]!)).toBe(true)
        }
      },
    })
    scanner.push(encoder.encode(text))
    expect(scanner.end().values).toBe(80_000)
    expect(next).toEqual([40_000, 40_000])
    expect(batches).toBeGreaterThan(4)
  })
})

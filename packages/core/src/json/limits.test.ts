import { describe, expect, it } from 'vitest'
import type { TraceOptions } from './batch-trace.js'
import { createScanner } from './create-scanner.js'
import { describeTrace, failEveryCut, scanEveryCut } from './cut-scans.js'
import { nothingLearned } from './learned.js'
import { defaultScanLimits } from './limits.js'

const encoder = new TextEncoder()

describe('limits', () => {
  const limits = (part: TraceOptions['limits']): TraceOptions => ({ limits: part ?? {} })

  it('depth', () => {
    expect(failEveryCut('[[{"a":[1]}]]', limits({ maxDepth: 4 })).code).toBe('accepted')
    expect(failEveryCut('[[{"a":[1]}]]', limits({ maxDepth: 3 }))).toMatchObject({
      code: 'JSON_DEPTH',
      offset: 7,
      limit: 3,
    })
  })

  it('length of strings, keys and numbers', () => {
    const four = limits({ maxScalarBytes: 4 })
    expect(failEveryCut('{"1234":"é12","a":1234}', four).code).toBe('accepted')
    expect(failEveryCut('{\n"a":"12345"}', four)).toMatchObject({
      code: 'JSON_SCALAR_TOO_LARGE',
      offset: 6,
      line: 2,
      column: 5,
      limit: 4,
    })
    expect(failEveryCut('{"12345":1}', four)).toMatchObject({ code: 'JSON_SCALAR_TOO_LARGE', offset: 1 })
    expect(failEveryCut('[1,12345]', four)).toMatchObject({ code: 'JSON_SCALAR_TOO_LARGE', offset: 3 })
    expect(failEveryCut('["12345\\x"]', four)).toMatchObject({ code: 'JSON_SCALAR_TOO_LARGE', offset: 1 })
    expect(failEveryCut('["123\\x"]', four)).toMatchObject({ code: 'JSON_SYNTAX', offset: 6 })
    expect(failEveryCut('["12345', four)).toMatchObject({ code: 'JSON_SCALAR_TOO_LARGE', offset: 1 })
    expect(failEveryCut('[1234e]', four)).toMatchObject({ code: 'JSON_SCALAR_TOO_LARGE', offset: 1 })
  })

  it('keys of an object, also where nothing is recorded', () => {
    expect(failEveryCut('[[{"a":1,"b":2}]]', limits({ maxKeysPerObject: 2 })).code).toBe('accepted')
    expect(failEveryCut('[[{"a":1,"b":2,"c":3}]]', limits({ maxKeysPerObject: 2 }))).toMatchObject({
      code: 'JSON_TOO_MANY_KEYS',
      offset: 15,
    })
    expect(failEveryCut('[{"a":1,"b":2,"c":3}]', limits({ maxKeysPerObject: 2 }))).toMatchObject({
      code: 'JSON_TOO_MANY_KEYS',
      offset: 14,
    })
  })

  it('length of a line, and what comes first when several are passed', () => {
    const lines: TraceOptions = { format: 'jsonl', limits: { maxLineBytes: 9, maxScalarBytes: 20 } }
    expect(failEveryCut('{"a":123}\r\n', { ...lines, limits: { maxLineBytes: 10 } }).code).toBe('accepted')
    expect(failEveryCut('1\n{"a":1234}\n', lines)).toMatchObject({
      code: 'JSON_LINE_TOO_LARGE',
      offset: 2,
      line: 2,
      column: 1,
      limit: 9,
    })
    expect(failEveryCut('{"a":1x34567890', lines)).toMatchObject({ code: 'JSON_SYNTAX', offset: 6 })
    expect(failEveryCut('{"a":1234567x90', lines)).toMatchObject({ code: 'JSON_LINE_TOO_LARGE', offset: 0 })
    expect(failEveryCut(`"${'x'.repeat(40)}`, lines)).toMatchObject({
      code: 'JSON_LINE_TOO_LARGE',
      offset: 0,
    })
    expect(failEveryCut(' '.repeat(12), lines)).toMatchObject({ code: 'JSON_LINE_TOO_LARGE' })
  })

  it('size of what is kept by reference', () => {
    expect(failEveryCut('{"a":[1,2]}', limits({ maxReferenceBytes: 5 })).code).toBe('accepted')
    expect(failEveryCut('{"a":[1,22]}', limits({ maxReferenceBytes: 5 }))).toMatchObject({
      code: 'JSON_REFERENCE_TOO_LARGE',
      offset: 10,
    })
  })

  it('columns: further paths are validated, left out and counted', () => {
    const text = '[{"a":1,"b":{"c":2,"d":3},"e":[1],"f":[{"x":1}],"g":{"h":{}}},{"e":9,"a":{"z":1},"b":4}]'
    const trace = scanEveryCut(text, { ...limits({ maxColumns: 3 }), learned: nothingLearned })
    expect(describeTrace(trace)).toEqual([
      't0 array < -1 /',
      't0.a number 1 @0',
      't0.b.c number 2 @0',
      't0.b.d number 3 @0',
      't0.a json [73,80] @1',
      't0[0] < -1 #0',
      't0[1] < -1 #1',
    ])
    // e, f, g; a.z; b itself. What is below them is not looked at.
    expect(trace.shape.tables[0]?.pathsLeftOut).toBe(5)
    expect(failEveryCut(text.replace('"x":1', '"x":01'), limits({ maxColumns: 3 }))).toMatchObject({
      code: 'JSON_SYNTAX',
      offset: 45,
    })
  })

  it('tables: further arrays of objects are kept by reference', () => {
    expect(describeTrace(scanEveryCut('[{"a":[{"x":1}],"b":[{"y":1}]}]', limits({ maxTables: 2 })))).toEqual([
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
    for (let at = 0; at < paths; at++) scanner.push(encoder.encode(`,"key ${at}":{"x":[[${at}]]}`))
    scanner.push(encoder.encode('}'))
    scanner.end()
    expect(scanner.shape.nodes.length).toBeLessThan(1_100)
    expect(Math.abs((scanner.shape.tables[0]?.pathsLeftOut ?? 0) / (paths - 511) - 1)).toBeLessThan(0.1)
  })
})

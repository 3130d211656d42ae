import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rebuildDocument, type Trace, type TraceOptions, traceScan } from './batch-trace.js'
import { describeTrace, failEveryCut, scanEveryCut } from './cut-scans.js'
import { cutEvery, cutRandomly } from './cuts.js'
import { ScanRestart } from './scanner.js'

const encoder = new TextEncoder()
const lines: TraceOptions = { format: 'jsonl' }
const skipping: TraceOptions = { format: 'jsonl', onBadLine: 'skip' }

function toBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? encoder.encode(content) : content
}

function failure(content: string | Uint8Array, options: TraceOptions): unknown {
  try {
    return failEveryCut(content, options)
  } catch (problem) {
    if (problem instanceof ScanRestart) return { restart: problem.options }
    throw problem
  }
}

describe('JSON Lines', () => {
  it('reads a value a line: CRLF, blank lines, a byte order mark, no last newline, U+2028 in a string', () => {
    const text = '\ufeff{"a":1}\r\n\r\n  \n\t{"a":"x\u2028y"}\r\n[1,2]\n"s"\n7\nnull'
    const trace = scanEveryCut(text, lines)
    expect(rebuildDocument(trace, toBytes(text))).toEqual([{ a: 1 }, { a: 'x\u2028y' }, [1, 2], 's', 7, null])
    expect(trace.shape.tables).toMatchObject([{ layout: 'lines', parent: -1, path: [], rowNode: 1 }])
    expect(trace.rows.map(({ row, index, start }) => [row, index, start])).toEqual([
      [0, 0, 3],
      [1, 1, 18],
      [2, 2, 33],
      [3, 3, 39],
      [4, 4, 43],
      [5, 5, 45],
    ])
  })

  it('makes child tables as elsewhere', () => {
    const text = '{"id":1,"parts":[{"n":1},{"n":2}]}\n{"id":2,"parts":[]}\n{"id":3,"parts":[{"n":3}]}\n'
    const trace = scanEveryCut(text, lines)
    expect(trace.shape.tables).toMatchObject([
      { layout: 'lines' },
      { layout: 'array', parent: 0, path: ['parts'] },
    ])
    expect(
      trace.rows.filter(({ table }) => table === 1).map(({ row, parent, index }) => [row, parent, index]),
    ).toEqual([
      [0, 0, 0],
      [1, 0, 1],
      [2, 2, 0],
    ])
  })

  it.each<[string, string, object]>([
    [
      'a second value on a line',
      '{"a":1}{"b":2}',
      { code: 'JSON_TRAILING_DATA', offset: 7, line: 1, column: 8 },
    ],
    [
      'a value over two lines',
      '{"a":1}\n{"b":\n2}',
      { code: 'JSON_SYNTAX', offset: 13, line: 2, column: 6, found: 'end of line' },
    ],
    ['a cut last line', '{"a":1}\n{"b":', { code: 'JSON_UNEXPECTED_END', offset: 13, line: 2, column: 6 }],
    ['a record separator', '\x1e{"a":1}\n', { code: 'JSON_SYNTAX', offset: 0 }],
    ['a second byte order mark', '1\n\ufeff2\n', { code: 'JSON_SYNTAX', offset: 2 }],
    ['nothing', '', { code: 'JSON_EMPTY', offset: 0 }],
    ['blank lines alone', '\n \r\n\n', { code: 'JSON_EMPTY', offset: 5 }],
  ])('refuses %s', (_, text, error) => {
    expect(failure(text, lines)).toMatchObject(error)
  })
})

describe('the format is found out', () => {
  it('by a second value on a new line', () => {
    const restart = { restart: { format: 'jsonl' } }
    expect(failure('{"a":1}\n{"b":2}', { format: 'auto' })).toEqual(restart)
    expect(failure('\n[1] \r\n\n[2]\n', { format: 'auto' })).toEqual(restart)
    expect(failure('1\n2', { format: 'auto' })).toEqual(restart)
    expect(scanEveryCut('{"a":1}\n\n', { format: 'auto' }).summary.format).toBe('json')
  })

  it('but not by one on the same line, after a value over several lines, or by anything else', () => {
    for (const format of ['auto', 'json'] as const) {
      expect(failure('{"a":1}{"b":2}', { format })).toMatchObject({
        code: 'JSON_TRAILING_DATA',
        offset: 7,
        hint: expect.stringContaining('JSON Lines'),
      })
      expect(failure('{"a":1}\n}', { format })).toMatchObject({
        code: 'JSON_TRAILING_DATA',
        offset: 8,
        hint: undefined,
      })
    }
    expect(failure('{\n"a":1}\n{"b":2}', { format: 'auto' })).toMatchObject({
      code: 'JSON_TRAILING_DATA',
      offset: 9,
    })
    expect(failure('{"a":1\n{"b":2}', { format: 'auto' })).toMatchObject({
      code: 'JSON_SYNTAX',
      offset: 7,
      hint: expect.stringContaining('JSON Lines'),
    })
    expect(failure('{"a":1}\n{"b":2}', { format: 'json' })).toMatchObject({
      code: 'JSON_TRAILING_DATA',
      offset: 8,
    })
  })
})

describe('bad lines that are skipped', () => {
  it('leave nothing, are counted, and keep the numbers of the others', () => {
    const bad = [
      ...encoder.encode('{"a":1,"new":{"deep":[{"x":1},{"x":"'),
      0xff,
      ...encoder.encode('"}]}}\n'),
    ]
    const bytes = Uint8Array.from([
      ...encoder.encode('{"a":0}\n\n'),
      ...bad,
      ...encoder.encode('{"a":2,"b":[{"x":"y"}]}\n{"a":\n{"a":3,"b":[{"x":"z"}]}'),
    ])
    const trace = scanEveryCut(bytes, skipping)
    expect(rebuildDocument(trace, bytes)).toEqual([
      { a: 0 },
      { a: 2, b: [{ x: 'y' }] },
      { a: 3, b: [{ x: 'z' }] },
    ])
    expect(trace.rows.filter(({ table }) => table === 0).map(({ row, index }) => [row, index])).toEqual([
      [0, 0],
      [1, 2],
      [2, 4],
    ])
    expect(trace.summary).toMatchObject({
      badLineCount: 2,
      badLines: [
        { line: 1, offset: 9 + 36, code: 'JSON_INVALID_UTF8' },
        { line: 3, code: 'JSON_SYNTAX' },
      ],
      values: 5,
    })
    expect(trace.shape.nodes.map(({ step }) => (step.kind === 'member' ? step.key : step.kind))).toEqual([
      'root',
      'element',
      'a',
      'b',
      'element',
      'x',
    ])
  })

  it('whatever is wrong with them', () => {
    const limits = { maxDepth: 4, maxScalarBytes: 10, maxLineBytes: 60, maxKeysPerObject: 3 }
    const bad: [string, string][] = [
      ['[[[[[1]]]]]', 'JSON_DEPTH'],
      ['{"a":"12345678901"}', 'JSON_SCALAR_TOO_LARGE'],
      [`{"a":${'[1],'.repeat(20)}}`, 'JSON_LINE_TOO_LARGE'],
      [`[${'1,'.repeat(40)}1]`, 'JSON_LINE_TOO_LARGE'],
      ['{"a":1,"b":2,"c":3,"d":4}', 'JSON_TOO_MANY_KEYS'],
      ['{"a":[{"x":1}],"a":2}', 'JSON_DUPLICATE_KEY'],
      ['{"a":1} {"a":2}', 'JSON_TRAILING_DATA'],
      ['{"a":1,"a":2]', 'JSON_SYNTAX'],
      ['"\\ud800', 'JSON_SYNTAX'],
      [' '.repeat(61), 'JSON_LINE_TOO_LARGE'],
    ]
    const text = bad.map(([line]) => `{"k":"v"}\n${line}\n`).join('')
    const trace = scanEveryCut(text, { ...skipping, limits })
    expect(trace.summary.badLines.map(({ code, line }) => [code, line])).toEqual(
      bad.map(([, code], at) => [code, 2 * at + 1]),
    )
    expect(trace.summary).toMatchObject({ duplicateKeys: 0, loneSurrogates: 0, values: bad.length })
    expect(rebuildDocument(trace, toBytes(text))).toEqual(bad.map(() => ({ k: 'v' })))
  })

  it('take up no columns and make no tables', () => {
    const text = '{"a":[1]}\n{"b":1,"c":2,"a":[{"x":1}],}\n{"a":[2],"d":3}\n{"a":[{"x":4}]}'
    const trace = scanEveryCut(text, { ...skipping, limits: { maxColumns: 2 } })
    expect(describeTrace(trace)).toEqual([
      't0 lines < -1 /',
      't1 array < 0 /a',
      't0.a json [5,8] @0',
      't0.a json [44,47] @1',
      't0.d number 3 @1',
      't1.x number 4 @0',
      't0.a json [60,69] @2',
      't0[0] < -1 #0',
      't0[1] < -1 #2',
      't1[0] < 2 #0',
      't0[2] < -1 #3',
    ])
  })

  it('the first hundred are listed, all are counted', () => {
    const { summary } = scanEveryCut('x\n'.repeat(1_000), skipping)
    expect(summary.badLineCount).toBe(1_000)
    expect(summary.badLines).toHaveLength(100)
    expect(summary.badLines[99]).toMatchObject({ line: 99, offset: 198 })
  })

  it('a file in another encoding is not a file of bad lines', () => {
    expect(failure(Uint8Array.from(Buffer.from('{"a":1}\n{"a":2}\n', 'utf16le')), skipping)).toMatchObject({
      code: 'JSON_ENCODING',
    })
  })

  it('a line with more values than a batch holds can still be taken back', () => {
    const many = `{"list":[${'{"x":1},'.repeat(50_000)}{"x":1}]`
    const text = `{"a":1}\n${many}\n{"a":2}\n${many}}\n{"a":3}`
    const bytes = toBytes(text)
    const trace = traceScan(cutEvery(bytes, 100_000), skipping)
    expect(trace.rows).toHaveLength(50_001 + 4)
    expect(trace.summary).toMatchObject({ badLineCount: 1, values: 50_001 + 3 })
  })

  const line = fc.oneof(
    fc.constantFrom(
      '{"a":1}',
      '{"b":[{"c":"x"},{"c":2}],"d":{"e":null}}',
      '{"f":[],"g":{}}',
      '"text"',
      '[1,{"a":2}]',
      '{"a":1,"a":{"b":2}}',
    ),
    fc.json({ maxDepth: 3 }),
  )
  const broken = fc.tuple(line, fc.nat(), fc.constantFrom(...'}]x",:0')).map(([text, at, byte]) => {
    const place = at % (text.length + 1)
    return text.slice(0, place) + byte + text.slice(place)
  })

  it('a file with bad lines gives what it gives without them', () => {
    const isGood = (text: string) => {
      try {
        JSON.parse(text)
        return !/"b":\[\{.*"b":/.test(text)
      } catch {
        return false
      }
    }
    const unplaced = ({ values, rows, shape }: Trace) => ({
      values: values.map(({ value, ...rest }) => ({
        ...rest,
        value: Array.isArray(value) ? value[1] - value[0] : value,
      })),
      rows: rows.map(({ table, row, parent, start, end }) => ({ table, row, parent, size: end - start })),
      shape,
    })
    fc.assert(
      fc.property(fc.array(fc.oneof(line, broken), { maxLength: 12 }), fc.nat(), (all, seed) => {
        const good = all.filter(isGood)
        fc.pre(good.length > 0)
        const bytes = toBytes(all.join('\n'))
        const skipped = traceScan([bytes], skipping)
        const clean = traceScan([toBytes(good.join('\n'))], lines)
        return (
          isDeepStrictEqual(unplaced(skipped), unplaced(clean)) &&
          skipped.summary.badLineCount === all.filter((text) => text.trim() !== '' && !isGood(text)).length &&
          isDeepStrictEqual(traceScan(cutRandomly(bytes, seed), skipping), skipped)
        )
      }),
      { numRuns: 1_000 },
    )
  })
})

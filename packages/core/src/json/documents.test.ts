import { isAssayError } from '@assay/store/error'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { type TraceOptions, traceScan } from './batch-trace.js'
import { cutEvery } from './cuts.js'
import { ScanRestart } from './scanner.js'
import { encodeText } from './text.js'

/** Scans texts as documents of one scan, each pushed in pieces of `size` bytes. */
function traceDocuments(texts: readonly string[], options: TraceOptions = {}, size = 3) {
  function* pieces() {
    for (const [at, text] of texts.entries()) {
      if (at > 0) yield 'next' as const
      yield* cutEvery(encodeText(text), size)
    }
  }
  return traceScan(pieces(), options)
}

function failure(texts: readonly string[], options: TraceOptions = {}) {
  try {
    traceDocuments(texts, options)
  } catch (error) {
    if (isAssayError(error)) return { code: error.code, ...error.details }
    if (error instanceof ScanRestart) return error.options
    throw error
  }
  return 'accepted'
}

/** Rows and values without the offsets, which differ by what stands between the records. */
function contentOf(trace: ReturnType<typeof traceDocuments>) {
  const named = (id: number): string => {
    const { step, parent } = trace.shape.nodes[id]!
    return parent < 0 ? '' : `${named(parent)}/${step.kind === 'member' ? step.key : '*'}`
  }
  return {
    values: trace.values.map(({ node, row, kind, value }) => [
      named(node),
      row,
      kind,
      Array.isArray(value) ? 'span' : value,
    ]),
    rows: trace.rows.map(({ table, row, parent }) => [table, row, parent]),
  }
}

const record = fc.record(
  {
    a: fc.oneof(fc.integer(), fc.string(), fc.constant(null)),
    b: fc.array(fc.record({ c: fc.integer() }), { maxLength: 3 }),
    d: fc.dictionary(fc.string({ maxLength: 3 }), fc.boolean(), { maxKeys: 3 }),
    e: fc.array(fc.string(), { maxLength: 2 }),
  },
  { requiredKeys: [] },
)

it('reads the records of several arrays, or files of lines, as those of one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(record, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 20 }),
      (parts, size) => {
        const all = contentOf(traceDocuments([JSON.stringify(parts.flat())]))
        expect(
          contentOf(
            traceDocuments(
              parts.map((part) => JSON.stringify(part)),
              {},
              size,
            ),
          ),
        ).toEqual(all)
        const lines = parts.map((part) => part.map((one) => JSON.stringify(one)).join('\n'))
        expect(contentOf(traceDocuments(lines, { format: 'jsonl' }, size))).toEqual(all)
      },
    ),
    { numRuns: 200 },
  )
})

it('counts positions in each document, and offsets through all', () => {
  const trace = traceDocuments(['[{"a":1},{"a":2}]', '\ufeff[{"a":3}]'])
  expect(trace.rows).toMatchObject([
    { row: 0, index: 0, start: 1, end: 8 },
    { row: 1, index: 1, start: 9, end: 16 },
    { row: 2, index: 0, start: 21, end: 28 },
  ])
  const lines = traceDocuments(['{"a":1}\n{"a":2}', '\n{"a":3}\n'], { format: 'jsonl' })
  expect(lines.rows.map(({ row, index, start }) => [row, index, start])).toEqual([
    [0, 0, 0],
    [1, 1, 8],
    [2, 0, 16],
  ])
  expect(traceDocuments(['{"a":1}', '{"a":2}']).rows.map(({ row, index }) => [row, index])).toEqual([
    [0, 0],
    [1, 0],
  ])
})

it('says where in its document an error is', () => {
  expect(failure(['[1,\n2]', '[3,\n x]'])).toMatchObject({
    code: 'JSON_SYNTAX',
    offset: 5,
    line: 2,
    column: 2,
  })
  expect(failure(['[1]', '[2'])).toMatchObject({ code: 'JSON_UNEXPECTED_END', offset: 2 })
  expect(failure(['[1', ']'])).toMatchObject({ code: 'JSON_UNEXPECTED_END', offset: 2 })
})

it('refuses documents that are not alike', () => {
  expect(failure(['[1]', '{"a":1}'])).toMatchObject({ code: 'JSON_MIXED', found: 'one value' })
  expect(failure(['{"a":1}', '[1]'])).toMatchObject({ code: 'JSON_MIXED', found: 'an array' })
  expect(failure(['[1]', '{"a":1}\n{"a":2}'], { format: 'auto' })).toMatchObject({ code: 'JSON_MIXED' })
  expect(failure(['{"a":\n1}', '2\n3'], { format: 'auto' })).toMatchObject({
    code: 'JSON_MIXED',
    found: 'JSON Lines',
  })
})

it('takes single lines for lines when a later document has several', () => {
  expect(failure(['{"a":1}', '', '{"a":1}\n{"a":2}'], { format: 'auto' })).toEqual({ format: 'jsonl' })
  expect(failure(['{"a":1}', '{"a":2}'], { format: 'auto' })).toBe('accepted')
})

it('lets documents be blank unless all are', () => {
  const { summary } = traceDocuments(['', '[1]', ' \n'])
  expect(summary.documents.map(({ isBlank }) => isBlank)).toEqual([true, false, true])
  expect(failure(['', ' '])).toMatchObject({ code: 'JSON_EMPTY' })
})

it('counts the bad lines of each document', () => {
  const { summary, rows } = traceDocuments(['{"a":1}\nx', '{"a":2}\n\n{"a"\ny\n{"a":3}'], {
    format: 'jsonl',
    onBadLine: 'skip',
  })
  expect(rows.map(({ row, index }) => [row, index])).toEqual([
    [0, 0],
    [1, 0],
    [2, 3],
  ])
  expect(summary.documents.map(({ badLineCount }) => badLineCount)).toEqual([1, 2])
  expect(summary.badLines.map(({ document, line, offset }) => [document, line, offset])).toEqual([
    [0, 1, 8],
    [1, 1, 13],
    [1, 2, 14],
  ])
})

import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createPortableScanner, createScanner } from './create-scanner.js'
import { defaultScanLimits } from './limits.js'
import type { Scanner, ScanOptions } from './scanner.js'
import { encodeText } from './text.js'

type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value }

/** Tables, values and rows that a scan gives when a caller has said where the records are. */
function scan(create: (options: ScanOptions) => Scanner, text: string, records: readonly string[]) {
  const seen: unknown[] = []
  const scanner = create({
    format: 'json',
    onBadLine: 'fail',
    limits: defaultScanLimits,
    records: [records],
    onBatch: ({ length, node, row, kind, rows }) => {
      for (let at = 0; at < length; at++) seen.push([node[at], row[at], kind[at]])
      for (let at = 0; at < rows.length; at++)
        seen.push([rows.table[at], rows.row[at], rows.parent[at], rows.start[at], rows.end[at]])
    },
  })
  scanner.push(encodeText(text))
  scanner.end()
  return { seen, tables: scanner.shape.tables, nodes: scanner.shape.nodes }
}

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Value>(null, true, 1, 'x'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
  ),
}))

it('takes what is at a pointer for records, on the kernel as in portable code', () => {
  fc.assert(
    fc.property(
      fc.oneof(value, fc.record({ a: value, b: fc.array(fc.record({ a: value })) })),
      fc.constantFrom<readonly string[]>([], ['a'], ['b', '*', 'a'], ['*', 'a'], ['*', '*'], ['a', 'a']),
      (document, records) => {
        const text = JSON.stringify(document)
        const portable = scan(createPortableScanner, text, records)
        expect(scan(createScanner, text, records)).toEqual(portable)
        const rows = recordsAt(document, records)
        const ids = portable.tables.filter(({ isRecords }) => isRecords).map(({ id }) => id)
        const found = portable.seen.filter(
          (one) => Array.isArray(one) && one.length === 5 && ids.includes(one[0]),
        )
        expect(found).toHaveLength(rows)
      },
    ),
    { numRuns: 500 },
  )
})

/** How many members all containers at the tokens have, counted in the document. An array in an array is kept whole. */
function recordsAt(document: Value, tokens: readonly string[]): number {
  if (typeof document !== 'object' || document === null) return 0
  const isList = Array.isArray(document)
  const members: [string, Value][] = Object.entries(document)
  const [token, ...rest] = tokens
  if (token === undefined) return members.length
  return members
    .filter(
      ([key, member]) => (token === '*' || (!isList && key === token)) && !(isList && Array.isArray(member)),
    )
    .reduce((sum, [, member]) => sum + recordsAt(member, rest), 0)
}

it('keeps arrays whole where nothing was said', () => {
  const { tables } = scan(createScanner, '{"a":[[1],[2]],"b":[null]}', ['c'])
  expect(tables).toHaveLength(1)
})

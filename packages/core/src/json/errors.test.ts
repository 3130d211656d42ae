import { expect, it } from 'vitest'
import { failEveryCut } from './cut-scans.js'

it.each([
  ['a,b\n1,2\n', 0, /such as CSV/u],
  ['<a/>', 0, /such as CSV/u],
  [`{'a':1}`, 1, /double quotes/u],
  [`{"a":'x'}`, 5, /double quotes/u],
  ['[1,NaN]', 3, /write null/u],
  ['[Infinity]', 1, /write null/u],
])('%s: says at byte %i what to write instead', (text, offset, hint) => {
  expect(failEveryCut(text)).toMatchObject({
    code: 'JSON_SYNTAX',
    offset,
    hint: expect.stringMatching(hint),
  })
})

it('says nothing of other formats where a comma or a digit is wrong', () => {
  for (const text of ['[1,]', '{"a":1 "b":2}', '[01]', '[-x]']) {
    expect(failEveryCut(text)).toMatchObject({ code: 'JSON_SYNTAX', hint: undefined })
  }
})

it.each([
  ['JSON_DEPTH', '[[{"a":[1]}]]', { limits: { maxDepth: 3 } }, /records that name their parent/u],
  ['JSON_SCALAR_TOO_LARGE', '["12345"]', { limits: { maxScalarBytes: 4 } }, /beside the JSON/u],
  ['JSON_LINE_TOO_LARGE', '{"a":1234}\n', { format: 'jsonl', limits: { maxLineBytes: 9 } }, /format: json/u],
  ['JSON_TOO_MANY_KEYS', '{"a":1,"b":2}', { limits: { maxKeysPerObject: 1 } }, /array of records/u],
] as const)('%s: says how the data may be written instead', (code, text, options, hint) => {
  expect(failEveryCut(text, options)).toMatchObject({ code, hint: expect.stringMatching(hint) })
})

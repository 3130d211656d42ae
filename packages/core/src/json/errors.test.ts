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

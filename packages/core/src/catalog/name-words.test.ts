import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldText } from './fold-text.js'
import { splitWords } from './name-words.js'

/** The rule as expressions over Unicode's classes. */
function splitByRule(text: string): string[] {
  return text
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}\p{M}²³$€£%°#]+/u)
    .map(foldText)
    .filter((word) => word !== '')
}

describe('splitWords', () => {
  it('cuts plain names as it cuts others', () => {
    const letters = fc.constantFrom(...'aBcDxYZ019 _-.$%#/[]@~')
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 12 }), (text) => {
        expect(splitWords(text)).toEqual(splitByRule(text))
        expect(splitWords(`${text} Größe`)).toEqual([...splitByRule(text), 'grosse'])
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['HTTPServer2Go', ['http', 'server2', 'go']],
    ['aB1C$d', ['a', 'b1', 'c$d']],
    ['  ', []],
  ])('%s', (text, expected) => {
    expect(splitWords(text)).toEqual(expected)
  })
})

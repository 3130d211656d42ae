import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitWords } from '../catalog/name-words.js'
import { languages } from './languages/index.js'
import { readNumberText } from './number-text.js'
import { formatLiteral } from './restate.js'
import { stemsOf } from './stems.js'
import { readTokens } from './tokens.js'

const texts = (question: string) => readTokens(question).map(({ text }) => text)

describe('readTokens', () => {
  it.each([
    ['delay>=60, origin = "O R D"?', ['delay', '>=', '60', 'origin', '=', 'O R D']],
    ["the director's films, aren't they", ['the', 'director', 'films', "aren't", 'they']],
    ['PG-13 (R) 12.5% of $5', ['PG-13', 'R', '12.5', '%', 'of', '$', '5']],
    ['„Typ A“ und «Typ B» ≠ x', ['Typ A', 'und', 'Typ B', '≠', 'x']],
    ['REI 60 – W_035_2OG', ['REI', '60', 'W_035_2OG']],
  ])('%s', (question, expected) => {
    expect(texts(question)).toEqual(expected)
  })

  it('keeps signs apart that folding would make alike', () => {
    expect(readTokens('a ≠ b = c').map(({ fold }) => fold)).toEqual(['a', '≠', 'b', '=', 'c'])
  })

  it('leaves out nothing but space and punctuation, and says where each token stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (question) => {
        const tokens = readTokens(question)
        const letters = (text: string) => text.match(/[\p{L}\p{N}]/gu)?.join('') ?? ''
        const kept = tokens.map(({ start, end }) => question.slice(start, end)).join('')
        expect(letters(kept)).toBe(letters(question))
        for (const [i, token] of tokens.entries())
          expect(token.start).toBeGreaterThanOrEqual(tokens[i - 1]?.end ?? 0)
      }),
    )
  })
})

describe('readNumberText', () => {
  it.each([
    ['1,000', 'en', '1000'],
    ['1.000', 'de', '1000'],
    ['1.000', 'en', '1'],
    ['1,000', 'de', '1'],
    ['12,5', 'en', '12.5'],
    ['12.5', 'de', '12.5'],
    ['1.234.567,25', 'de', '1234567.25'],
    ['1,234,567.25', 'en', '1234567.25'],
    ['-5', 'en', '-5'],
    ["1'000", 'en', '1000'],
    ['0.125', 'en', '0.125'],
    ['9007199254740993', 'en', '9007199254740993'],
    ['1,00,000', 'en', undefined],
    ['1.2.3', 'en', undefined],
    ['2OG', 'de', undefined],
    ['5.', 'en', undefined],
  ] as const)('%s in %s is %s', (text, language, expected) => {
    expect(readNumberText(text, languages[language])).toBe(expected)
  })

  it('moves the point exactly', () => {
    expect(readNumberText('1.5', languages.en, 6)).toBe('1500000')
    expect(readNumberText('0,3', languages.de, 3)).toBe('300')
    expect(readNumberText('0', languages.de, 3)).toBe('0')
  })

  it('reads back what is written for people', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom('en' as const, 'de' as const), (value, language) => {
        expect(readNumberText(formatLiteral(String(value), language), languages[language])).toBe(
          String(value),
        )
      }),
    )
  })
})

describe('words of names and their stems', () => {
  it.each([
    ['fireRating', ['fire', 'rating']],
    ['IfcWallStandardCase', ['ifc', 'wall', 'standard', 'case']],
    ['Feuerwiderstandsklasse (DIN EN 13501)', ['feuerwiderstandsklasse', 'din', 'en', '13501']],
    ['U-Wert', ['u', 'wert']],
  ])('%s', (name, expected) => {
    expect(splitWords(name)).toEqual(expected)
  })

  it.each([
    ['delayed', 'en', 'delay'],
    ['countries', 'en', 'country'],
    ['rated', 'en', 'rate'],
    ['planned', 'en', 'plan'],
    ['langen', 'de', 'lange'],
    ['bauteilen', 'de', 'bauteil'],
    ['schwellen', 'de', 'schwelle'],
    ['tragende', 'de', 'tragend'],
  ] as const)('%s comes from %s', (word, language, stem) => {
    expect(stemsOf(word, languages[language])).toContain(stem)
  })
})

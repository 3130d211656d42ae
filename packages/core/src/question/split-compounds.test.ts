import { describe, expect, it } from 'vitest'
import { splitCompound } from './split-compounds.js'
import { readTokens } from './tokens.js'

const splitsOf = (word: string) =>
  splitCompound(readTokens(word)[0]!, 'de').map(([head, tail]) => [head.fold, tail.fold])

describe('splitCompound', () => {
  it('takes a word apart at every place, with and without letters that join', () => {
    expect(splitsOf('Fichtenständer')).toContainEqual(['fichte', 'stander'])
    expect(splitsOf('Haustür')).toContainEqual(['haus', 'tur'])
  })

  it('leaves words of a length that nobody writes whole', () => {
    expect(splitsOf('Rindfleischetikettierungsüberwachungsaufgaben').length).toBeGreaterThan(0)
    expect(splitsOf('Donau'.repeat(400))).toEqual([])
  })
})

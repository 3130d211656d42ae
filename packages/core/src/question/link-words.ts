import type { Element, ElementOf } from './elements.js'
import { type Language, languages } from './languages/index.js'
import { type LexiconIndex, lexiconOf, phraseOf } from './lexicon-index.js'
import type { Token } from './tokens.js'

/** Words and phrases of the grammar. */
export function linkWords(tokens: readonly Token[], lexicon: LexiconIndex): ElementOf<'word'>[] {
  const elements: ElementOf<'word'>[] = []
  for (let start = 0; start < tokens.length; start++) {
    for (let end = start + 1; end <= Math.min(tokens.length, start + lexicon.maxPhraseWords); end++) {
      const phrase = phraseOf(tokens, start, end)
      const meanings = phrase === undefined ? undefined : lexicon.phrases.get(phrase)
      for (const meaning of meanings ?? []) {
        if (meaning.kind === 'ask' && meaning.form === 'list' && !begins(tokens, start, lexicon)) continue
        elements.push({ kind: 'word', start, end, cost: 0, meaning })
      }
    }
  }
  return elements
}

/** `the last show`: what asks for a list stands first, or behind politeness, a comma or a word of the grammar. */
function begins(
  tokens: readonly Token[],
  start: number,
  { reserved, functionWords, known }: LexiconIndex,
): boolean {
  if (start === 0 || tokens[start - 1]!.trail !== '') return true
  const before = tokens.slice(0, start)
  const isAsked = before.some(({ fold }) => reserved.has(fold) && !functionWords.has(fold))
  return !isAsked && before.every(({ fold }) => known.has(fold))
}

/** `second highest`, `zweithöchste`, `2. höchste`: a superlative behind its place, or in one word with it. */
export function linkOrdinals(
  tokens: readonly Token[],
  words: readonly Element[],
  language: Language,
): Element[] {
  const { ordinals } = languages[language].numbers
  const superlatives = words.flatMap((element) => {
    if (element.kind !== 'word') return []
    const { meaning, end } = element
    const isRank = meaning.kind === 'superlative' || meaning.kind === 'frequent' || meaning.kind === 'most'
    return isRank ? [{ ...element, meaning, end }] : []
  })
  const before = superlatives.flatMap((element): Element[] => {
    const token = tokens[element.start - 1]
    const isDigit = token?.trail === '.' && /^[2-9]$/u.test(token.text)
    const place = isDigit ? Number(token.text) : placeOf(token?.fold ?? '', ordinals)
    if (place === undefined) return []
    return [{ ...element, start: element.start - 1, meaning: { ...element.meaning, place } }]
  })
  const { phrases } = lexiconOf(language)
  const inOne = tokens.flatMap(({ fold, kind }, start): Element[] => {
    if (kind !== 'word') return []
    return Object.entries(ordinals).flatMap(([stem, place]) =>
      (fold.startsWith(stem) ? (phrases.get(fold.slice(stem.length)) ?? []) : []).flatMap(
        (meaning): Element[] =>
          meaning.kind === 'superlative' || meaning.kind === 'frequent'
            ? [{ kind: 'word', start, end: start + 1, cost: 0, meaning: { ...meaning, place } }]
            : [],
      ),
    )
  })
  return [...before, ...inOne]
}

/** An ordinal may have an ending (`zweiten`). */
function placeOf(fold: string, ordinals: Readonly<Record<string, number>>): number | undefined {
  const stem = Object.keys(ordinals).find(
    (one) => fold === one || (/^(?:e|er|es|en|em)$/u.test(fold.slice(one.length)) && fold.startsWith(one)),
  )
  return stem === undefined ? undefined : ordinals[stem]
}

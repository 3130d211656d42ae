import { type Language, languageCodes, languages } from './languages/index.js'
import type { Meaning } from './languages/language.js'
import type { Token } from './tokens.js'

/** A language's words, ready to be looked up by folded phrase. */
export interface LexiconIndex {
  readonly functionWords: ReadonlySet<string>
  readonly innerFunctionWords: ReadonlySet<string>
  readonly presenceWords: ReadonlySet<string>
  readonly lightWords: ReadonlySet<string>
  readonly lightVerbs: ReadonlySet<string>
  readonly eventVerbs: ReadonlySet<string>
  readonly nextWords: ReadonlySet<string>
  readonly kindNouns: ReadonlySet<string>
  readonly fillers: ReadonlySet<string>
  readonly phrases: ReadonlyMap<string, readonly Meaning[]>
  /** What data may call a phrase. */
  readonly aliases: ReadonlyMap<string, readonly string[]>
  readonly maxAliasWords: number
  /** Words that the grammar uses, on their own or in a phrase: they are values only when written as such. */
  readonly reserved: ReadonlySet<string>
  /** These, and the words of what is passed over: a question that has them is in this language. */
  readonly known: ReadonlySet<string>
  readonly maxPhraseWords: number
}

const indexes = new Map<Language, LexiconIndex>()

export function lexiconOf(language: Language): LexiconIndex {
  const known = indexes.get(language)
  if (known !== undefined) return known
  const index = buildIndex(language)
  indexes.set(language, index)
  return index
}

function buildIndex(language: Language): LexiconIndex {
  const data = languages[language]
  const phrases = new Map<string, Meaning[]>()
  for (const { phrases: list, meaning } of data.lexicon) {
    for (const phrase of list) phrases.set(phrase, [...(phrases.get(phrase) ?? []), meaning])
  }
  const words = [...phrases.keys()].flatMap((phrase) => phrase.split(' '))
  const grammar = [
    ...data.functionWords,
    ...data.innerFunctionWords,
    ...Object.keys(data.numbers.words),
    ...Object.keys(data.numbers.magnitudes),
  ]
  const lengths = [...phrases.keys(), ...data.fillers].map((phrase) => phrase.split(' ').length)
  return {
    functionWords: new Set(data.functionWords),
    innerFunctionWords: new Set(data.innerFunctionWords),
    presenceWords: new Set(data.presenceWords),
    lightWords: new Set(data.lightWords),
    lightVerbs: new Set(data.lightVerbs),
    eventVerbs: new Set(data.eventVerbs),
    nextWords: new Set(data.nextWords),
    kindNouns: new Set(data.kindNouns),
    fillers: new Set(data.fillers),
    phrases,
    maxAliasWords: Math.max(
      0,
      ...data.aliases.flatMap(({ words: list }) => list.map((word) => word.split(' ').length)),
    ),
    aliases: new Map(data.aliases.flatMap(({ words: list, names }) => list.map((word) => [word, names]))),
    known: new Set([...words, ...grammar, ...data.fillers.flatMap((phrase) => phrase.split(' '))]),
    reserved: new Set([...words, ...grammar]),
    maxPhraseWords: Math.max(...lengths),
  }
}

/** Folded text of the tokens `[start, end)`, or undefined when one of them is quoted. */
export function phraseOf(tokens: readonly Token[], start: number, end: number): string | undefined {
  const part = tokens.slice(start, end)
  return part.some((token) => token.kind === 'quoted') ? undefined : part.map(({ fold }) => fold).join(' ')
}

/** A yes/no question, politeness before it left out. */
export function beginsWithVerb(tokens: readonly Token[], language: Language): boolean {
  const { fillers, maxPhraseWords } = lexiconOf(language)
  let first = 0
  for (let end = Math.min(tokens.length, maxPhraseWords); end > first; end--) {
    if (!fillers.has(phraseOf(tokens, first, end) ?? '')) continue
    first = end
    end = Math.min(tokens.length, first + maxPhraseWords) + 1
  }
  return languages[language].questionVerbs.includes(tokens[first]?.fold ?? '')
}

/** Languages by how many of the words are theirs, those with the most first; several when they tie. */
export function guessLanguages(tokens: readonly Token[]): readonly Language[] {
  const scores = languageCodes.map((code) => ({ code, score: scoreLanguage(tokens, lexiconOf(code)) }))
  const best = Math.max(...scores.map(({ score }) => score))
  return scores.filter(({ score }) => score === best).map(({ code }) => code)
}

function scoreLanguage(tokens: readonly Token[], index: LexiconIndex): number {
  return tokens.filter(({ kind, fold }) => kind === 'word' && index.known.has(fold)).length
}

/** A content word follows at once: the words before it may only say which of its kind. */
export function describesNext(tokens: readonly Token[], end: number, lexicon: LexiconIndex): boolean {
  const after = tokens[end]
  if (after === undefined || tokens[end - 1]!.trail !== '') return false
  const { reserved, eventVerbs, lightVerbs, lightWords } = lexicon
  const isContent = ![reserved, eventVerbs, lightVerbs, lightWords].some((words) => words.has(after.fold))
  return after.kind === 'word' && isContent
}

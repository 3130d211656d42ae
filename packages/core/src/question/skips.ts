import type { Element } from './elements.js'
import { type Language, languages } from './languages/index.js'
import { type LexiconIndex, lexiconOf, phraseOf } from './lexicon-index.js'
import { linkWords } from './link-words.js'
import type { Token } from './tokens.js'

/** What is left out where: a light word only where the data has nothing that it could mean. */
export function skipsAt(
  tokens: readonly Token[],
  start: number,
  isKnown: boolean,
  language: Language,
): number[] {
  const lexicon = lexiconOf(language)
  const { fold, kind } = tokens[start]!
  if (kind === 'quoted' || isAcronym(tokens, start)) return []
  const ends: number[] = []
  if (beginsComparison(tokens, start, lexicon)) return ends
  if (lexicon.functionWords.has(fold) || (start > 0 && lexicon.innerFunctionWords.has(fold)))
    ends.push(start + 1)
  else if (!isKnown && kind === 'word' && lexicon.lightWords.has(fold)) ends.push(start + 1)
  else if (start === tokens.length - 1 && start > 0 && kind === 'word' && lexicon.lightWords.has(fold))
    ends.push(start + 1)
  else if (!isKnown && isSubject(tokens, start, language, lexicon)) ends.push(start + 1)
  else if (!isKnown && staysSomewhere(tokens, start, language)) ends.push(start + 1)
  else if (lexicon.nextWords.has(fold) && hasBeside(tokens, lexicon)) ends.push(start + 1)
  else if (isPlainWord(tokens, start, language)) ends.push(start + 1)
  for (let end = start + 1; end <= Math.min(tokens.length, start + lexicon.maxPhraseWords); end++) {
    const phrase = phraseOf(tokens, start, end)
    if (phrase !== undefined && lexicon.fillers.has(phrase)) ends.push(end)
  }
  return ends
}

/** `who lives in Bern`, `Wer arbeitet im Lager`: the preposition says the same. */
function staysSomewhere(tokens: readonly Token[], at: number, language: Language): boolean {
  const { stayVerbs, relations } = languages[language]
  const next = tokens[at + 1]?.fold ?? ''
  const isPlace = relations.some(({ words, opposites }) => opposites.length === 0 && words.includes(next))
  return isPlace && stayVerbs.includes(tokens[at]!.fold)
}

/** `in IT`, `in the US`: written as a name, unless the whole question is in capitals. */
function isAcronym(tokens: readonly Token[], at: number): boolean {
  const { kind, text } = tokens[at]!
  return kind === 'word' && /^\p{Lu}{2,}$/u.test(text) && tokens.some((one) => /\p{Ll}/u.test(one.text))
}

/** `the year column`, `Spalte Jahr`: beside its name. */
export function skipColumnNoun(
  tokens: readonly Token[],
  start: number,
  elements: readonly Element[],
  language: Language,
): number[] {
  if (!languages[language].columnNouns.includes(tokens[start]!.fold)) return []
  const isBeside = elements.some(
    (one) =>
      one.kind === 'column' && (one.end === start || one.start === start + 1) && one.called === undefined,
  )
  return isBeside ? [start + 1] : []
}

/** `which type of competition`: the column says of what, and holds the types. */
export function skipKind(
  tokens: readonly Token[],
  start: number,
  elements: readonly Element[],
  language: Language,
): number[] {
  const { kindNouns, functionWords } = lexiconOf(language)
  if (!kindNouns.has(tokens[start]!.fold)) return []
  const isColumn = (at: number) => elements.some((one) => one.kind === 'column' && one.start === at)
  const isAsked = elements.some(
    (one) => one.kind === 'word' && one.meaning.kind === 'ask' && one.end === start && one.start < start,
  )
  if (!isAsked || isColumn(start) || !functionWords.has(tokens[start + 1]?.fold ?? '')) return []
  return isColumn(start + 2) ? [start + 1] : []
}

/** `how often did the team win`, `the year the team moved`: not the one that is asked for, but whom all rows are of. */
function isSubject(
  tokens: readonly Token[],
  start: number,
  language: Language,
  { functionWords, reserved }: LexiconIndex,
): boolean {
  const { subjectNouns, definites, haveVerbs } = languages[language]
  const [before, article] = [tokens[start - 2]?.fold, tokens[start - 1]?.fold ?? '']
  if (!subjectNouns.includes(tokens[start]!.fold) || !definites.includes(article) || before === undefined)
    return false
  return haveVerbs.includes(before) || !(functionWords.has(before) || reserved.has(before))
}

/** `under the publisher` bounds nothing, and `only two` are two. */
function isPlainWord(tokens: readonly Token[], start: number, language: Language): boolean {
  const { plainPrepositions, exactWords, definites } = languages[language]
  const { fold } = tokens[start]!
  const isNumber = /^\d/u.test(tokens[start + 1]?.text ?? '')
  const isAmount = isNumber || Object.hasOwn(languages[language].numbers.words, tokens[start + 1]?.fold ?? '')
  if (plainPrepositions.includes(fold)) return definites.includes(tokens[start + 1]?.fold ?? '')
  const isNamed = definites.includes(tokens[start - 1]?.fold ?? '')
  return exactWords.includes(fold) && isAmount && !isNamed
}

function hasBeside(tokens: readonly Token[], lexicon: LexiconIndex): boolean {
  return linkWords(tokens, lexicon).some(({ meaning }) => meaning.kind === 'beside' && meaning.after)
}

/** The first word of `at least` is no function word, or what is left would be `least`. */
function beginsComparison(tokens: readonly Token[], start: number, lexicon: LexiconIndex): boolean {
  for (let end = start + 2; end <= Math.min(tokens.length, start + lexicon.maxPhraseWords); end++) {
    const meanings = lexicon.phrases.get(phraseOf(tokens, start, end) ?? '') ?? []
    if (meanings.some(({ kind }) => kind === 'compare')) return true
  }
  return false
}

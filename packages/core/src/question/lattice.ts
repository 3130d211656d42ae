import type { CatalogTable } from '../catalog/catalog.js'
import { splitWords } from '../catalog/name-words.js'
import { depthCost, isCopy } from './column-roles.js'
import type { Element, ElementOf, Lattice } from './elements.js'
import { partnersOf } from './joined-columns.js'
import { type Language, languages } from './languages/index.js'
import { describesNext, type LexiconIndex, lexiconOf, phraseOf } from './lexicon-index.js'
import { linkAcronyms } from './link-acronyms.js'
import { linkContained } from './link-contained.js'
import { linkDates } from './link-dates.js'
import { linkNumbers } from './link-numbers.js'
import { linkPlaces } from './link-places.js'
import { linkRoles } from './link-roles.js'
import { linkCalledLabel, linkCalledRows, linkRowNouns } from './link-row-nouns.js'
import { linkSplitNames } from './link-split-names.js'
import { linkTimes } from './link-times.js'
import { linkValueWords } from './link-value-words.js'
import { type FoundValues, linkValues } from './link-values.js'
import { createNameIndex, matchTableName, type NameIndex } from './name-index.js'
import type { Cells } from './read-cells.js'
import type { Token } from './tokens.js'

const maxNameTokens = 8
const partnerCost = 0.05
const reservedNameCost = 0.1
const rowsCost = 0.02
const tableNameCost = 0.15
const lightCost = 0.02
/** From here on a column is called by less than its name. */
const looseNameCost = 0.05
/** From here on a column is met by a part of its name only. */
const farCost = 0.15
/** The verb is a form of a column's name, too. */
const unheededCost = 0.15

const indexes = new WeakMap<CatalogTable, Map<Language, NameIndex>>()

/** Everything the words of a question may be in a table. */
export function buildLattice(
  tokens: readonly Token[],
  table: CatalogTable,
  found: readonly FoundValues[],
  language: Language,
  now: Date,
  cells?: Cells,
): Lattice {
  const names = nameIndexOf(table, language)
  const named = linkNames(tokens, names, language)
  const dates = linkDates(tokens, language, now)
  const words = linkWords(tokens, lexiconOf(language))
  const split = linkSplitNames(tokens, table, language)
  const linked: Element[] = [
    ...words,
    ...linkOrdinals(tokens, words, language),
    ...dates,
    ...linkNumbers(tokens, language),
    ...named.filter((one) => !isSplitAway(one, split)),
    ...linkRowNouns(tokens, table, language),
    ...linkPartners(tokens, table, language),
    ...linkPlaces(tokens, table, language),
    ...preferTable(
      withoutCopies([
        ...withoutDates(linkValues(found, table, tokens, language), dates),
        ...linkValueWords(tokens, table, language),
        ...linkAcronyms(tokens, table, language),
      ]),
      named,
    ),
  ]
  const contained = cells === undefined ? [] : linkContained(tokens, table, cells, linked, language)
  const known = [...linked, ...contained]
  const elements = [
    ...known,
    ...linkRoles(tokens, table, language),
    ...split,
    ...linkTimes(tokens, table, known, language),
    ...linkCalledRows(tokens, table, known, language),
    ...linkCalledLabel(tokens, table, known, language),
  ]
  const light = linkLightVerbs(tokens, elements, language)
  const isKnown = tokens.map((_, at) => elements.some(({ start, end }) => start <= at && at < end))
  return {
    tokens,
    table,
    names,
    language,
    at: tokens.map((_, start) => [...elements, ...light].filter((element) => element.start === start)),
    skips: tokens.map((_, start) => [
      ...skipsAt(tokens, start, isKnown[start] ?? false, language),
      ...skipKind(tokens, start, elements, language),
    ]),
    dateUnits: tokens.map(({ fold }) => Object.hasOwn(languages[language].dates.units, fold)),
    kindNouns: tokens.map(({ kind, fold }) => kind === 'word' && lexiconOf(language).kindNouns.has(fold)),
  }
}

/** `lost the most games`: the noun alone is not the games that were played, where the verb names another column with it. */
function isSplitAway({ kind, start, end, cost }: Element, split: readonly Element[]): boolean {
  if (kind !== 'column' || cost < looseNameCost) return false
  return split.some((one) => one.kind === 'column' && one.start === start && one.end === end)
}

/** Of columns that are copies of each other the first is meant, unless it is merely the key of the rows' container. */
function withoutCopies(values: readonly ElementOf<'value'>[]): readonly Element[] {
  return values.filter(
    (value, i) =>
      !values.some(
        (other, j) =>
          other.start === value.start &&
          other.end === value.end &&
          isCopy(other.column, value.column) &&
          (value.column.name === 'key' || (j < i && other.column.name !== 'key')),
      ),
  )
}

/** A date is no text of a column that is read as dates. */
function withoutDates(
  values: readonly ElementOf<'value'>[],
  dates: readonly ElementOf<'date'>[],
): ElementOf<'value'>[] {
  return values.filter(
    ({ column, start, end }) =>
      column.reading?.kind !== 'date' || !dates.some((date) => date.start === start && date.end === end),
  )
}

/** What names the table names its rows, before it is one of their values. */
function preferTable(values: readonly Element[], named: readonly Element[]): Element[] {
  return values.map((value) => {
    const isTable = named.some(
      ({ kind, start, end }) => kind === 'rows' && start === value.start && end === value.end,
    )
    return isTable ? { ...value, cost: value.cost + tableNameCost } : value
  })
}

function nameIndexOf(table: CatalogTable, language: Language): NameIndex {
  const byLanguage = indexes.get(table) ?? new Map<Language, NameIndex>()
  indexes.set(table, byLanguage)
  const index = byLanguage.get(language) ?? createNameIndex(table, language)
  byLanguage.set(language, index)
  return index
}

/** What is left out where: a light word only where the data has nothing that it could mean. */
function skipsAt(tokens: readonly Token[], start: number, isKnown: boolean, language: Language): number[] {
  const lexicon = lexiconOf(language)
  const { fold, kind } = tokens[start]!
  if (kind === 'quoted') return []
  const ends: number[] = []
  if (beginsComparison(tokens, start, lexicon)) return ends
  if (lexicon.functionWords.has(fold) || (start > 0 && lexicon.innerFunctionWords.has(fold)))
    ends.push(start + 1)
  else if (!isKnown && kind === 'word' && lexicon.lightWords.has(fold)) ends.push(start + 1)
  else if (start === tokens.length - 1 && start > 0 && kind === 'word' && lexicon.lightWords.has(fold))
    ends.push(start + 1)
  else if (!isKnown && isSubject(tokens, start, language, lexicon)) ends.push(start + 1)
  else if (lexicon.nextWords.has(fold) && hasBeside(tokens, lexicon)) ends.push(start + 1)
  else if (isPlainWord(tokens, start, language)) ends.push(start + 1)
  for (let end = start + 1; end <= Math.min(tokens.length, start + lexicon.maxPhraseWords); end++) {
    const phrase = phraseOf(tokens, start, end)
    if (phrase !== undefined && lexicon.fillers.has(phrase)) ends.push(end)
  }
  return ends
}

/** `which type of competition`: the column says of what, and holds the types. */
function skipKind(
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

function linkLightVerbs(tokens: readonly Token[], known: readonly Element[], language: Language): Element[] {
  const { lightVerbs, eventVerbs } = lexiconOf(language)
  return tokens.flatMap(({ kind, fold }, at): Element[] => {
    const here = known.filter(({ start, end }) => start <= at && at < end)
    const isKnown = here.some(
      ({ kind, cost, start, end }) => kind !== 'column' || end - start > 1 || cost < farCost,
    )
    const isEvent = eventVerbs.has(fold) || isPassive(tokens, at, known, language)
    if (kind !== 'word' || isKnown || !(isEvent || lightVerbs.has(fold))) return []
    const cost = here.length > 0 ? lightCost + unheededCost : lightCost
    return [{ kind: 'light', start: at, end: at + 1, cost, isEvent }]
  })
}

/** `were held`, `wurden in Rom abgehalten`: German puts what it is said of between. */
function isPassive(
  tokens: readonly Token[],
  at: number,
  known: readonly Element[],
  language: Language,
): boolean {
  const { passives, inflection } = languages[language]
  const isAuxiliary = ({ fold }: Token) => passives.auxiliaries.includes(fold)
  const before = inflection.compounds ? tokens.slice(0, at) : tokens.slice(Math.max(0, at - 1), at)
  if (!passives.verbs.includes(tokens[at]!.fold)) return false
  return before.some(isAuxiliary) || isReduced(tokens, at, known, language)
}

/** `competitions held in 2003`: behind what is counted, and before where or when. */
function isReduced(
  tokens: readonly Token[],
  at: number,
  known: readonly Element[],
  language: Language,
): boolean {
  const { functionWords } = lexiconOf(language)
  const isNoun = known.some(({ kind, end }) => (kind === 'column' || kind === 'rows') && end === at)
  const counts = known.some(({ kind, end }) => kind === 'word' && end < at)
  return isNoun && counts && functionWords.has(tokens[at + 1]?.fold ?? '')
}

function linkWords(tokens: readonly Token[], lexicon: LexiconIndex): ElementOf<'word'>[] {
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
function linkOrdinals(tokens: readonly Token[], words: readonly Element[], language: Language): Element[] {
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

/** Columns, the table, and compounds of an operation and a column. Function words inside a name are passed over. */
function linkNames(tokens: readonly Token[], names: NameIndex, language: Language): Element[] {
  const lexicon = lexiconOf(language)
  const elements: Element[] = []
  for (let start = 0; start < tokens.length; start++) {
    if (lexicon.functionWords.has(tokens[start]!.fold)) continue
    elements.push(...linkCompound(tokens[start]!, start, names, language))
    const words: string[] = []
    for (let end = start + 1; end <= Math.min(tokens.length, start + maxNameTokens); end++) {
      const { fold, text, kind } = tokens[end - 1]!
      if (kind === 'quoted' && end > start + 1) break
      if (kind !== 'quoted' && lexicon.functionWords.has(fold)) continue
      const more = splitWords(text)
      if (more.length === 0) break
      words.push(...more)
      const isReserved = kind !== 'quoted' && words.every((word) => lexicon.reserved.has(word))
      const doubt = isReserved ? reservedNameCost : 0
      for (const { named, cost, derived, inner } of names.columns(words)) {
        if (inner && describesNext(tokens, end, lexicon)) continue
        elements.push({
          kind: 'column',
          start,
          end,
          cost: cost + doubt + depthCost(named),
          column: named,
          derived,
        })
      }
      const rows = isReserved ? undefined : names.table(words)
      if (rows !== undefined) elements.push({ kind: 'rows', start, end, cost: rows.cost + rowsCost })
      if (kind === 'quoted') break
    }
  }
  return elements
}

/** Nouns of the tables that a table is linked with. */
function linkPartners(tokens: readonly Token[], table: CatalogTable, language: Language): Element[] {
  const { reserved } = lexiconOf(language)
  return partnersOf(table).flatMap((partner) =>
    tokens.flatMap(({ kind, text, fold }, start): Element[] => {
      if (kind !== 'word' || reserved.has(fold)) return []
      const match = matchTableName(splitWords(text), partner, language)
      return match === undefined
        ? []
        : [{ kind: 'partner', start, end: start + 1, cost: match.cost + partnerCost, table: partner }]
    }),
  )
}

function linkCompound(token: Token, start: number, names: NameIndex, language: Language): Element[] {
  return languages[language].operationPrefixes.flatMap(({ prefix, fn }) => {
    const rest = token.fold.slice(prefix.length)
    if (token.kind !== 'word' || !token.fold.startsWith(prefix) || rest.length < 4) return []
    return names
      .columns([rest])
      .map(
        ({ named, cost }): Element => ({ kind: 'measured', start, end: start + 1, cost, fn, column: named }),
      )
  })
}

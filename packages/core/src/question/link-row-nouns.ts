import type { CatalogTable } from '../catalog/catalog.js'
import { splitWords } from '../catalog/name-words.js'
import { isGenericLabel, pickLabel, pickName, repeats } from './column-roles.js'
import type { Element, ElementOf } from './elements.js'
import { type Language, languages } from './languages/index.js'
import type { Meaning } from './languages/language.js'
import { describesNext, lexiconOf } from './lexicon-index.js'
import { isPlainTableName } from './plain-names.js'
import { stemsOf } from './stems.js'
import type { Token } from './tokens.js'

const rowNounCost = 0.1
const otherRowNounCost = 0.15
const calledCost = 0.15
const calledLabelCost = 0.2

/** "Records" and the like mean the largest table rather than another, and never the document itself. */
export function linkRowNouns(tokens: readonly Token[], table: CatalogTable, language: Language): Element[] {
  if (table.layout === 'single') return []
  const { rowNouns, inflection } = languages[language]
  const cost = table.aliases.includes('records') ? rowNounCost : otherRowNounCost
  return tokens.flatMap(({ fold, kind }, start): Element[] => {
    // `recorded` is no record.
    const isVerb = inflection.verbSuffixes.some((suffix) => fold.endsWith(suffix))
    const noun = stemsOf(fold, languages[language]).find((stem) => rowNouns.includes(stem))
    const isNoun = kind === 'word' && !isVerb && noun !== undefined && !isCountedIn(noun, table)
    return isNoun ? [{ kind: 'rows', start, end: start + 1, cost }] : []
  })
}

/** `Stück` beside `Stückzahl`: each row is of as many. */
function isCountedIn(noun: string, { columns }: CatalogTable): boolean {
  return columns.some(({ path, type, reading }) => {
    const [word = ''] = splitWords(path.at(-1) ?? '')
    return (type === 'number' || reading?.kind === 'number') && word.startsWith(noun) && word !== noun
  })
}

/**
 * Rows of a table without a telling name may be called anything: a plural behind "how many" that means nothing else
 * here is taken for them, which is said.
 */
export function linkCalledRows(
  tokens: readonly Token[],
  table: CatalogTable,
  known: readonly Element[],
  language: Language,
): Element[] {
  if (table.layout === 'single' || !isPlainTableName(table.name)) return []
  const { functionWords } = lexiconOf(language)
  const counts = known.flatMap((element) =>
    element.kind === 'word' && (element.meaning.kind === 'count' || element.meaning.kind === 'most')
      ? [element.end]
      : [],
  )
  const described = counts.flatMap((end) =>
    known.flatMap((element) =>
      element.kind === 'value' && element.start === end && describesRows(element, table) ? [element.end] : [],
    ),
  )
  return [...new Set([...counts, ...described])].flatMap((position): Element[] => {
    let start = position
    while (start < tokens.length && functionWords.has(tokens[start]!.fold)) start++
    const token = tokens[start]
    const isKnown = known.some((element) => element.start <= start && start < element.end)
    if (token === undefined || isKnown || !isPlural(token, language) || isAmount(token, language)) return []
    // `Germans` are the rows of which something says so, or none.
    if (namesPeople(token, language)) return []
    const { text } = token
    return [{ kind: 'rows', start, end: start + 1, cost: calledCost, called: text }]
  })
}

/** Of a value that is what a row is called, what stands behind it is something of that row. */
function describesRows({ column }: ElementOf<'value'>, table: CatalogTable): boolean {
  return repeats(column, table) && column !== pickLabel(table)
}

/**
 * What tells rows apart may be asked for by any noun (`which ship was the first`): one that means nothing else here,
 * behind a word that asks for one of them.
 */
export function linkCalledLabel(
  tokens: readonly Token[],
  table: CatalogTable,
  known: readonly Element[],
  language: Language,
): Element[] {
  if (table.layout === 'single' || !isPlainTableName(table.name)) return []
  const label = pickName(table)
  const { functionWords } = lexiconOf(language)
  const asks = known.flatMap((element) => {
    if (element.kind !== 'word' || !asksForOne(element.meaning)) return []
    const before = tokens.slice(0, element.start)
    const begins = before.every(({ fold }) => functionWords.has(fold))
    return begins || element.meaning.kind !== 'ask' ? [element.end] : []
  })
  return [...new Set(asks)].flatMap((position): Element[] => {
    let start = position
    while (start < tokens.length && functionWords.has(tokens[start]!.fold)) start++
    const token = tokens[start]
    const isKnown = known.some((element) => element.start <= start && start < element.end)
    if (token === undefined || isKnown || !isNoun(token, language) || namesPeople(token, language)) return []
    const isPlace = stemsOf(token.fold, languages[language]).some((stem) =>
      languages[language].placeNouns.includes(stem),
    )
    if (isPlace && !(label !== undefined && isGenericLabel(label))) return []
    if (describesNext(tokens, start + 1, lexiconOf(language)) || isGenitive(token)) return []
    const place = { start, end: start + 1 }
    return [
      ...(label !== undefined
        ? [
            {
              kind: 'column',
              ...place,
              cost: calledLabelCost,
              column: label,
              derived: false,
              called: token.text,
            } as const,
          ]
        : []),
      { kind: 'rows', ...place, cost: calledCost, called: token.text },
    ]
  })
}

const minPeopleStem = 4

/** `Germans`, and `Norweger` beside the known `norwegische`: people of a country, who are some of the rows or none. */
function namesPeople({ fold }: Token, language: Language): boolean {
  const { aliases } = lexiconOf(language)
  if (aliases.has(fold)) return true
  const { inflection } = languages[language]
  if (!inflection.compounds) return false
  return [...aliases.keys()].some((word) => {
    const stem = /^(.+)ischer?$/u.exec(word)?.[1]
    return stem !== undefined && stem.length >= minPeopleStem && fold.startsWith(stem)
  })
}

function asksForOne(meaning: Meaning): boolean {
  const { kind } = meaning
  return kind === 'ask' || kind === 'end' || kind === 'only' || kind === 'superlative'
}

/** `Spain's`: whose ending the token has lost. */
function isGenitive({ text, start, end }: Token): boolean {
  return end - start > text.length
}

function isNoun({ kind, fold }: Token, language: Language): boolean {
  const { inflection, propertyNouns, adjectiveSuffixes } = languages[language]
  return (
    kind === 'word' &&
    /^\p{L}{3,}$/u.test(fold) &&
    !lexiconOf(language).lightWords.has(fold) &&
    !lexiconOf(language).lightVerbs.has(fold) &&
    !lexiconOf(language).eventVerbs.has(fold) &&
    ![...inflection.verbSuffixes, ...adjectiveSuffixes].some((suffix) => fold.endsWith(suffix)) &&
    !stemsOf(fold, languages[language]).some((stem) => propertyNouns.includes(stem))
  )
}

function isAmount({ fold }: Token, language: Language): boolean {
  const { amountNouns } = languages[language]
  return stemsOf(fold, languages[language]).some((stem) => amountNouns.includes(stem))
}

function isPlural({ kind, fold, text }: Token, language: Language): boolean {
  if (kind !== 'word' || !/^\p{L}{3,}$/u.test(fold)) return false
  const { plurals, irregular } = languages[language].inflection
  if (Object.hasOwn(irregular, fold)) return irregular[fold] !== fold
  return plurals.some(({ suffix, capital }) => fold.endsWith(suffix) && (!capital || /^\p{Lu}/u.test(text)))
}

import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { splitWords } from '../catalog/name-words.js'
import type { Expression } from '../plan/algebra.js'
import type { Element } from './elements.js'
import { expressionOf } from './joined-columns.js'
import { type Language, languageCodes, languages } from './languages/index.js'
import { describesNext, lexiconOf, phraseOf } from './lexicon-index.js'
import { rememberFor } from './remember.js'
import { stemsOf } from './stems.js'
import type { Token } from './tokens.js'

const placeCost = 0.1
/** `1`, `1st`, `1.`, `T3`, `2nd (q)`: a place with what may be written at it. */
const placeText = /^[T=]?0*(\d{1,3})(?:st|nd|rd|th|\.|=)?(?:$|\s|\()/u
/** What part of a column's texts must be places. */
const placeShare = 0.5
/** Numbers between these may be years. */
const earliestYear = 1000
const latestYear = 2100

/** `finished second`, `in 2nd place`, `came first`, `auf dem zweiten Platz`: the rows with that place in the column of places. */
export function linkPlaces(tokens: readonly Token[], table: CatalogTable, language: Language): Element[] {
  const said = tokens.flatMap((_, start) => readPlace(tokens, start, language))
  const best = tokens.flatMap((_, start) => readBest(tokens, start, language))
  const first = said.flatMap((one) => readFirstIn(tokens, one, table, language))
  if (said.length + best.length === 0 || namesAlternatives(tokens, language)) return []
  const column = placesOf(table)
  if (column === undefined) return first
  const toElement = ({ start, end }: SaidPlace, where: Expression | undefined): Element[] =>
    where === undefined ? [] : [{ kind: 'place', start, end, cost: placeCost, column, where }]
  return [
    ...first,
    ...said.flatMap((one) => {
      const { start, end, place } = one
      if (place !== lastPlace) return toElement(one, isPlace(column, table, place))
      const meaning = { kind: 'end', last: true, by: 'place' } as const
      return [{ kind: 'word', start, end, cost: placeCost, meaning } as const]
    }),
    ...best.flatMap((one) => toElement(one, isAmong(column, table, one.place))),
  ]
}

/** The one column that states the place which a row came in. */
export const placesOf = rememberFor((table: CatalogTable): CatalogColumn | undefined => {
  const [column, ...others] = table.columns.filter(holdsPlaces)
  return others.length === 0 ? column : undefined
})

/** `who came first, Bo or Cy`: the first of them, not the one with the first place of all. */
function namesAlternatives(tokens: readonly Token[], language: Language): boolean {
  const { phrases } = lexiconOf(language)
  return tokens.some(({ fold }) => (phrases.get(fold) ?? []).some(({ kind }) => kind === 'or'))
}

/** Stands for the place behind all others. */
const lastPlace = Number.POSITIVE_INFINITY

interface SaidPlace {
  readonly start: number
  readonly end: number
  readonly place: number
}

/** A verb before the place, or a noun behind it, says that it is one. */
function readPlace(tokens: readonly Token[], start: number, language: Language): SaidPlace[] {
  const { placeVerbs, placeSpots } = languages[language]
  const lexicon = lexiconOf(language)
  const isVerb = placeVerbs.includes(tokens[start]!.fold)
  let at = isVerb ? start + 1 : start
  while (isVerb && at < tokens.length && lexicon.functionWords.has(tokens[at]!.fold)) at++
  const place = placeAt(tokens[at], language)
  if (place === undefined) return []
  const noun = tokens[at + 1]
  if (noun !== undefined && placeSpots.includes(noun.fold)) {
    const isVerbBehind = placeVerbs.includes(tokens[at + 2]?.fold ?? '')
    return [{ start, end: at + 2, place }, ...(isVerbBehind ? [{ start, end: at + 3, place }] : [])]
  }
  return isVerb && !describesNext(tokens, at + 1, lexicon) ? [{ start, end: at + 1, place }] : []
}

/** `ranked first in population`: the most of it, but where the first has the least. */
function readFirstIn(
  tokens: readonly Token[],
  { start, end, place }: SaidPlace,
  table: CatalogTable,
  language: Language,
): Element[] {
  const { relations, lesserNouns } = languages[language]
  const isIn = relations.some(({ words }) => words.includes('in') && words.includes(tokens[end]?.fold ?? ''))
  const said = tokens.slice(end).flatMap(({ fold }) => [fold, ...stemsOf(fold, languages[language])])
  const isLess = said.some((word) => lesserNouns.some((noun) => word.startsWith(noun)))
  if (place !== 1 || !isIn || isLess || saysTime(said, table)) return []
  return [{ kind: 'word', start, end: end + 1, cost: 0, meaning: { kind: 'superlative', descending: true } }]
}

/** Words of a column of dates or years, of which neither end is the better one. */
function saysTime(said: readonly string[], { columns }: CatalogTable): boolean {
  return columns.some(
    (column) =>
      holdsTimes(column) && splitWords(column.path.at(-1) ?? '').some((word) => said.includes(word)),
  )
}

function holdsTimes({ type, reading, minNumber, maxNumber }: CatalogColumn): boolean {
  if (reading?.kind === 'date') return true
  const [min, max] = reading?.kind === 'number' ? [reading.min, reading.max] : [minNumber, maxNumber]
  const isNumber = type === 'number' || reading?.kind === 'number'
  return isNumber && Number(min) >= earliestYear && Number(max) <= latestYear
}

/** `finished in the top ten`, `unter den ersten drei`: places up to one. */
function readBest(tokens: readonly Token[], start: number, language: Language): SaidPlace[] {
  const { placeVerbs, placeSpots, placeBounds, numbers } = languages[language]
  const lexicon = lexiconOf(language)
  const from = placeVerbs.includes(tokens[start]!.fold) ? start + 1 : start
  return placeBounds.flatMap((phrase): SaidPlace[] => {
    const at = from + phrase.split(' ').length
    const token = tokens[at]
    if (token?.kind !== 'word' || phraseOf(tokens, from, at) !== phrase) return []
    const digits = Object.hasOwn(numbers.words, token.fold) ? numbers.words[token.fold]! : token.text
    if (!/^[1-9]\d{0,2}$/u.test(digits)) return []
    const hasSpot = placeSpots.includes(tokens[at + 1]?.fold ?? '')
    if (!hasSpot && describesNext(tokens, at + 1, lexicon)) return []
    return [{ start, end: at + (hasSpot ? 2 : 1), place: Number(digits) }]
  })
}

function placeAt(token: Token | undefined, language: Language): number | undefined {
  if (token?.kind !== 'word') return undefined
  const { fold, text, trail } = token
  const digits =
    /^(\d{1,3})(?:st|nd|rd|th)$/u.exec(fold)?.[1] ??
    (trail === '.' ? /^\d{1,3}$/u.exec(text)?.[0] : undefined)
  if (digits !== undefined) return Number(digits)
  const ends = (lexiconOf(language).phrases.get(fold) ?? []).flatMap((meaning) =>
    meaning.kind === 'end' && meaning.by === undefined ? [meaning] : [],
  )
  if (ends[0] !== undefined) return ends[0].last ? lastPlace : 1
  const { ordinals } = languages[language].numbers
  const stem = Object.keys(ordinals).find(
    (one) => fold === one || (fold.startsWith(one) && /^(?:e|er|es|en|em)$/u.test(fold.slice(one.length))),
  )
  return stem === undefined ? undefined : ordinals[stem]
}

const placeNames = languageCodes.flatMap((code) => languages[code].placeNames)

function holdsPlaces(column: CatalogColumn): boolean {
  const { path, derivedFrom, frequent, minText, maxText } = column
  if (derivedFrom !== undefined || expressionOf(column) !== undefined) return false
  const isNamed = splitWords(path.at(-1) ?? '').some((word) => placeNames.includes(word))
  if (!isNamed) return false
  if (column.type === 'number') return column.integer && Number(column.minNumber) >= 1
  if (column.reading?.kind === 'number') return column.reading.integer && Number(column.reading.min) >= 1
  const listed = frequent.flatMap(({ value }) => (value === '' ? [] : [value]))
  const texts = [...(listed.length > 0 ? listed : [minText, maxText])].flatMap((text) =>
    typeof text === 'string' && text.trim() !== '' ? [text] : [],
  )
  return texts.length > 0 && texts.filter((text) => placeText.test(text)).length >= texts.length * placeShare
}

/** By the number that the column holds or reads as, else by the texts that say the place. */
export function isPlace(column: CatalogColumn, table: CatalogTable, place: number): Expression | undefined {
  const { frequent, distinct, reading } = column
  const isAllListed = distinct.exact && frequent.length >= Math.min(distinct.count, table.rows)
  const number =
    column.type === 'number' ? column.name : reading?.kind === 'number' ? reading.column : undefined
  if (number !== undefined) {
    const value: Expression = { op: 'number', value: String(place) }
    return { op: 'eq', args: [{ op: 'column', name: number }, value] }
  }
  const texts = isAllListed
    ? frequent.flatMap(({ value }) => (typeof value === 'string' ? [value] : []))
    : [writtenAs(place, column.maxText ?? '')]
  const [first, ...others] = texts
    .filter((text) => Number(placeText.exec(text)?.[1]) === place)
    .sort()
    .map((value): Expression => ({ op: 'text', value }))
  const name: Expression = { op: 'column', name: column.name }
  if (first === undefined) return undefined
  return others.length === 0
    ? { op: 'eq', args: [name, first] }
    : { op: 'in', args: [name, first, ...others] }
}

/** By the numbers that the column holds or reads as, where no place is written otherwise; else by all its texts. */
function isAmong(column: CatalogColumn, table: CatalogTable, last: number): Expression | undefined {
  const { frequent, reading, distinct } = column
  const listed = frequent.flatMap(({ value }) => (typeof value === 'string' ? [value] : []))
  const number =
    column.type === 'number' ? column.name : reading?.kind === 'number' ? reading.column : undefined
  const isRead = [...listed, column.minText ?? '', column.maxText ?? ''].every((text) => !isShared(text))
  if (number !== undefined && isRead) {
    // Blank cells where the first ones should be: there they may be pictures of medals.
    const least = Number(column.type === 'number' ? column.minNumber : reading?.min)
    if (least > 1 && column.minText?.trim() === '') return undefined
    const value: Expression = { op: 'number', value: String(last) }
    return { op: 'le', args: [{ op: 'column', name: number }, value] }
  }
  if (!distinct.exact || listed.length < Math.min(distinct.count, table.rows)) return undefined
  const texts = listed
    .filter((text) => Number(placeText.exec(text)?.[1] ?? last + 1) <= last)
    .sort()
    .map((value): Expression => ({ op: 'text', value }))
  const name: Expression = { op: 'column', name: column.name }
  if (texts.length === 0) return undefined
  return texts.length === 1 ? { op: 'eq', args: [name, texts[0]!] } : { op: 'in', args: [name, ...texts] }
}

/** `T3`, `=3`, `3rd`: a place that is not written as a number alone. */
function isShared(text: string): boolean {
  return !/^\d+\.?$/u.test(text) && placeText.test(text)
}

/** A place as another of its column is written: `2nd` beside `9th`, `2.` beside `9.`. */
function writtenAs(place: number, other: string): string {
  if (other.endsWith('.')) return `${place}.`
  if (!/\d(?:st|nd|rd|th)/u.test(other)) return String(place)
  const isTeen = place % 100 > 10 && place % 100 < 14
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th')
  return `${place}${ending}`
}

import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { splitWords } from '../catalog/name-words.js'
import type { Expression } from '../plan/algebra.js'
import type { ElementOf } from './elements.js'
import { expressionOf } from './joined-columns.js'
import { type Language, languages } from './languages/index.js'
import { describesNext, lexiconOf } from './lexicon-index.js'
import type { Token } from './tokens.js'

const placeCost = 0.1
/** `1`, `1st`, `1.`, `T3`, `2nd (q)`: a place with what may be written at it. */
const placeText = /^[T=]?0*(\d{1,3})(?:st|nd|rd|th|\.|=)?(?:$|\s|\()/u
/** What part of a column's texts must be places. */
const placeShare = 0.5

/** `finished second`, `in 2nd place`, `came first`, `auf dem zweiten Platz`: the rows with that place in the column of places. */
export function linkPlaces(
  tokens: readonly Token[],
  table: CatalogTable,
  language: Language,
): ElementOf<'place'>[] {
  const said = tokens.flatMap((_, start) => readPlace(tokens, start, language))
  if (said.length === 0 || namesAlternatives(tokens, language)) return []
  const [column, ...others] = table.columns.filter((one) => holdsPlaces(one, language))
  if (column === undefined || others.length > 0) return []
  return said.flatMap(({ start, end, place }): ElementOf<'place'>[] => {
    const where = isPlace(column, table, place)
    return where === undefined ? [] : [{ kind: 'place', start, end, cost: placeCost, column, where }]
  })
}

/** `who came first, Bo or Cy`: the first of them, not the one with the first place of all. */
function namesAlternatives(tokens: readonly Token[], language: Language): boolean {
  const { phrases } = lexiconOf(language)
  return tokens.some(({ fold }) => (phrases.get(fold) ?? []).some(({ kind }) => kind === 'or'))
}

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

function placeAt(token: Token | undefined, language: Language): number | undefined {
  if (token?.kind !== 'word') return undefined
  const { fold, text, trail } = token
  const digits =
    /^(\d{1,3})(?:st|nd|rd|th)$/u.exec(fold)?.[1] ??
    (trail === '.' ? /^\d{1,3}$/u.exec(text)?.[0] : undefined)
  if (digits !== undefined) return Number(digits)
  const isFirst = (lexiconOf(language).phrases.get(fold) ?? []).some(
    (meaning) => meaning.kind === 'end' && !meaning.last && meaning.by === undefined,
  )
  if (isFirst) return 1
  const { ordinals } = languages[language].numbers
  const stem = Object.keys(ordinals).find(
    (one) => fold === one || (fold.startsWith(one) && /^(?:e|er|es|en|em)$/u.test(fold.slice(one.length))),
  )
  return stem === undefined ? undefined : ordinals[stem]
}

function holdsPlaces(column: CatalogColumn, language: Language): boolean {
  const { path, derivedFrom, frequent, minText, maxText } = column
  if (derivedFrom !== undefined || expressionOf(column) !== undefined) return false
  const isNamed = splitWords(path.at(-1) ?? '').some((word) => languages[language].placeNames.includes(word))
  if (!isNamed) return false
  if (column.type === 'number') return column.integer && Number(column.minNumber) >= 1
  if (column.reading?.kind === 'number') return column.reading.integer && Number(column.reading.min) >= 1
  const listed = frequent.map(({ value }) => value)
  const texts = [...(listed.length > 0 ? listed : [minText, maxText])].filter(
    (text) => typeof text === 'string',
  )
  return texts.length > 0 && texts.filter((text) => placeText.test(text)).length >= texts.length * placeShare
}

/** By the number that the column holds or reads as, else by the texts that say the place. */
function isPlace(column: CatalogColumn, table: CatalogTable, place: number): Expression | undefined {
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

/** A place as another of its column is written: `2nd` beside `9th`, `2.` beside `9.`. */
function writtenAs(place: number, other: string): string {
  if (other.endsWith('.')) return `${place}.`
  if (!/\d(?:st|nd|rd|th)/u.test(other)) return String(place)
  const isTeen = place % 100 > 10 && place % 100 < 14
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th')
  return `${place}${ending}`
}

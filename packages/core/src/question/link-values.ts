import type { CatalogColumn, CatalogTable, ValueIndex, ValueMatch } from '../catalog/catalog.js'
import { depthCost, looksNumeric, repeats } from './column-roles.js'
import type { ElementOf } from './elements.js'
import { joinedFrom } from './joined-columns.js'
import { type Language, languages } from './languages/index.js'
import { lexiconOf, phraseOf } from './lexicon-index.js'
import { isOpposed, relationBefore, relationCost } from './relations.js'
import { rememberFor } from './remember.js'
import { stemsOf } from './stems.js'
import type { Token } from './tokens.js'

type ValueElement = ElementOf<'value'>

/** Texts of the data that the tokens `[start, end)` mean, in whatever table. */
export interface FoundValues {
  readonly start: number
  readonly end: number
  /** As the question writes it. */
  readonly raw: string
  readonly matches: readonly ValueMatch[]
  readonly inflected: boolean
  readonly quoted: boolean
  /** The data calls it by another name. */
  readonly isAlias?: true
}

const maxWords = 8
const maxMatches = 64
const manyValues = 1000
const foldCost = 0.03
const lemmaCost = 0.1
const aliasCost = 0.06
const rareCost = 0.2
const looseCost = 0.05

/** Looks up every stretch of words that may be a value. */
export async function findValues(
  question: string,
  tokens: readonly Token[],
  values: ValueIndex,
  language: Language,
): Promise<FoundValues[]> {
  const found: FoundValues[] = []
  for (let start = 0; start < tokens.length; start++) {
    for (let end = start + 1; end <= Math.min(tokens.length, start + maxWords); end++) {
      const part = tokens.slice(start, end)
      if (part.length > 1 && part.some(({ kind }) => kind === 'quoted')) break
      found.push(...(await findAt(question, part, start, values, language)))
      if (!(await mayGoOn(question, part, values))) break
    }
    found.push(...(await findAliases(tokens, start, values, language)))
  }
  return found
}

/** Whether texts of the data begin with these words: else longer stretches are looked up in vain. */
async function mayGoOn(question: string, part: readonly Token[], values: ValueIndex): Promise<boolean> {
  const written = question.slice(part[0]!.start, part.at(-1)!.end)
  const joined = part.map(({ text }) => text).join(' ')
  return (await values.mayBegin(joined)) || (written !== joined && (await values.mayBegin(written)))
}

async function findAt(
  question: string,
  part: readonly Token[],
  start: number,
  values: ValueIndex,
  language: Language,
): Promise<FoundValues[]> {
  const lexicon = lexiconOf(language)
  const end = start + part.length
  const first = part[0]!
  const last = part.at(-1)!
  const quoted = first.kind === 'quoted'
  const written = quoted ? first.text : question.slice(first.start, last.end)
  const raws = new Set([written, part.map(({ text }) => text).join(' ')])
  if (!quoted && last.trail !== '') raws.add(written + last.trail[0]!)
  const reserved = !quoted && part.every(({ fold }) => lexicon.reserved.has(fold))
  const found: FoundValues[] = []
  for (const raw of raws) {
    const matches = await values.find(raw, maxMatches)
    const kept = matches.filter(({ value }) => value === raw || isFreeMatch(reserved, raw))
    if (kept.length > 0 && !(reserved && !isWrittenAsName(raw, start))) {
      found.push({ start, end, raw, matches: kept, inflected: false, quoted })
    }
  }
  if (found.length > 0 || quoted || reserved || /\d/u.test(last.fold)) return found
  const head = part.slice(0, -1).map(({ fold }) => fold)
  for (const stem of stemsOf(last.fold, languages[language]).slice(1)) {
    const matches = await values.find([...head, stem].join(' '), maxMatches)
    if (matches.length > 0) return [{ start, end, raw: written, matches, inflected: true, quoted }]
  }
  return []
}

/** What the data calls by another name (`American`: `USA`). A word of the grammar (`us`) must follow one of its words. */
async function findAliases(
  tokens: readonly Token[],
  start: number,
  values: ValueIndex,
  language: Language,
): Promise<FoundValues[]> {
  const { aliases, maxAliasWords, reserved, functionWords } = lexiconOf(language)
  const found: FoundValues[] = []
  for (let end = start + 1; end <= Math.min(tokens.length, start + maxAliasWords); end++) {
    const phrase = phraseOf(tokens, start, end) ?? ''
    const names = aliases.get(phrase)
    const isGrammar = reserved.has(phrase) && !functionWords.has(tokens[start - 1]?.fold ?? '')
    if (names === undefined || isGrammar) continue
    const others = names.filter((name) => name !== phrase)
    const matches = (await Promise.all(others.map((name) => values.find(name, maxMatches)))).flat()
    if (matches.length > 0)
      found.push({ start, end, raw: phrase, matches, inflected: false, quoted: false, isAlias: true })
  }
  return found
}

/** Words of the grammar and single letters must stand in the question exactly as in the data. */
function isFreeMatch(reserved: boolean, raw: string): boolean {
  return !reserved && raw.length > 1
}

function isWrittenAsName(raw: string, start: number): boolean {
  return start > 0 && /^\p{Lu}/u.test(raw)
}

/** The values of one table as elements, each with its doubt. */
export function linkValues(
  found: readonly FoundValues[],
  table: CatalogTable,
  tokens: readonly Token[],
  language: Language,
): ValueElement[] {
  return found.flatMap((item) => toElements(item, table, tokens, language))
}

function toElements(
  { start, end, raw, matches, inflected, quoted, isAlias }: FoundValues,
  table: CatalogTable,
  tokens: readonly Token[],
  language: Language,
): ValueElement[] {
  const isIn = (column: CatalogColumn, match: ValueMatch) => {
    const { table: name, column: of } = joinedFrom(column) ?? { table: table.name, column: column.name }
    return match.table === name && match.column === of
  }
  const own = matches.filter((match) => match.table === table.name)
  const total = Math.max(...own.map(({ count }) => count), 0)
  const relation = relationBefore(tokens, start, language)
  const places = columnsByPlace(table)
  const found = matches.flatMap((match) => places.get(match.table)?.get(match.column) ?? [])
  const columns = [...new Set(found)].sort((a, b) => a.order - b.order)
  return columns.flatMap(({ column }) => {
    const inColumn = matches.filter((match) => isIn(column, match))
    const exact = inColumn.filter(({ value }) => value === raw)
    const texts = (exact.length > 0 ? exact : inColumn).map(({ value }) => value)
    if (isOpposed(relation, column, table)) return []
    if (inflected && !repeats(column, table)) return []
    const single = end - start === 1 && !quoted && !isAlias
    const isLoose =
      exact.length === 0 && single && (column.distinct.count > manyValues || !repeats(column, table))
    if (
      isLoose &&
      (hasCapitals(tokens) || column.distinct.count > manyValues) &&
      !followsFunctionWord(tokens, start, language)
    ) {
      return []
    }
    const numeric = single && /^[+-]?[\d.,]+%?$/u.test(raw)
    if (numeric && column.reading?.kind !== 'number' && !looksNumeric(column)) return []
    const count = Math.max(...inColumn.map((match) => match.count))
    const cost =
      (isAlias ? aliasCost : inflected ? lemmaCost : exact.length > 0 ? 0 : foldCost) +
      (isLoose ? looseCost : 0) +
      (count * 10 <= total ? rareCost : 0) +
      relationCost(relation, column) +
      depthCost(column)
    return [
      {
        kind: 'value',
        start,
        end,
        cost,
        column,
        texts: texts.sort(),
        numeric,
        rows: inColumn.reduce((sum, match) => sum + match.count, 0),
      },
    ]
  })
}

/** The columns that a table sees, by where they really stand. */
const columnsByPlace = rememberFor((table: CatalogTable) => {
  const places = new Map<string, Map<string, { readonly order: number; readonly column: CatalogColumn }[]>>()
  for (const [order, column] of table.columns.entries()) {
    const { table: name, column: of } = joinedFrom(column) ?? { table: table.name, column: column.name }
    const columns = places.get(name) ?? new Map()
    places.set(name, columns.set(of, [...(columns.get(of) ?? []), { order, column }]))
  }
  return places
})

/** Who writes names with capitals does not mean a name by a word without. The first letter says nothing. */
function hasCapitals(tokens: readonly Token[]): boolean {
  return tokens.some(({ text }, i) => /\p{Lu}/u.test(i === 0 ? text.slice(1) : text))
}

function followsFunctionWord(tokens: readonly Token[], start: number, language: Language): boolean {
  return start > 0 && lexiconOf(language).functionWords.has(tokens[start - 1]!.fold)
}

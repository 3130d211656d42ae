import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { splitWords } from '../catalog/name-words.js'
import { depthCost, isCopy } from './column-roles.js'
import type { Element, ElementOf, Lattice } from './elements.js'
import { partnersOf } from './joined-columns.js'
import { type Language, languages } from './languages/index.js'
import { describesNext, lexiconOf } from './lexicon-index.js'
import { linkAcronyms } from './link-acronyms.js'
import { linkContained } from './link-contained.js'
import { linkDates } from './link-dates.js'
import { linkLightVerbs } from './link-light-verbs.js'
import { linkNumbers } from './link-numbers.js'
import { linkPlaces } from './link-places.js'
import { linkRoles } from './link-roles.js'
import { linkCalledLabel, linkCalledRows, linkRowNouns } from './link-row-nouns.js'
import { linkSplitNames } from './link-split-names.js'
import { isTime, linkTimes } from './link-times.js'
import { linkValueWords } from './link-value-words.js'
import { type FoundValues, linkValues } from './link-values.js'
import { linkOrdinals, linkWords } from './link-words.js'
import { kelvin } from './name-forms.js'
import { createNameIndex, matchTableName, type NameIndex } from './name-index.js'
import type { Cells } from './read-cells.js'
import { skipColumnNoun, skipKind, skipsAt } from './skips.js'
import { nameStemsOf } from './stems.js'
import type { Token } from './tokens.js'
import { isVerbForm } from './verb-forms.js'

const maxNameTokens = 8
const partnerCost = 0.05
const reservedNameCost = 0.1
const rowsCost = 0.02
const tableNameCost = 0.15
/** From here on a column is called by less than its name. */
const looseNameCost = 0.05

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
    ...linkNumbers(tokens, language, () => table.columns.some((one) => names.unitOf(one) === kelvin)),
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
      words,
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
      ...skipColumnNoun(tokens, start, elements, language),
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
function preferTable(
  values: readonly Element[],
  named: readonly Element[],
  words: readonly Element[],
): Element[] {
  return values.flatMap((value) => {
    const isTable = named.some(
      ({ kind, start, end }) => kind === 'rows' && start === value.start && end === value.end,
    )
    if (!isTable) return [value]
    // What is counted by the table's own noun are its rows.
    const isCounted = words.some(
      (word) => word.kind === 'word' && word.meaning.kind === 'count' && word.end === value.start,
    )
    return isCounted ? [] : [{ ...value, cost: value.cost + tableNameCost }]
  })
}

function nameIndexOf(table: CatalogTable, language: Language): NameIndex {
  const byLanguage = indexes.get(table) ?? new Map<Language, NameIndex>()
  indexes.set(table, byLanguage)
  const index = byLanguage.get(language) ?? createNameIndex(table, language)
  byLanguage.set(language, index)
  return index
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
      const rows = isReserved ? undefined : names.table(words)
      for (const { named, cost, derived, inner } of names.columns(words)) {
        if (inner && describesNext(tokens, end, lexicon)) continue
        if (isOfRows(tokens[start]!, end - start, named, rows !== undefined, language)) continue
        elements.push({
          kind: 'column',
          start,
          end,
          cost: cost + doubt + depthCost(named),
          column: named,
          derived,
        })
      }
      const isDone = end === start + 1 && isVerbOfQuestion(tokens, start, rows?.named.name, language)
      if (rows !== undefined && !isDone && !isVerb(tokens[start]!, end - start, rows.named, language))
        elements.push({ kind: 'rows', start, end, cost: rows.cost + rowsCost })
      if (kind === 'quoted') break
    }
  }
  return elements
}

/** `orders` beside `ordered_at`: the things that were ordered, and not when. */
function isOfRows(
  { fold }: Token,
  words: number,
  column: CatalogColumn,
  isTable: boolean,
  language: Language,
): boolean {
  if (words > 1 || !isTime(column)) return false
  const verbs = splitWords(column.path.at(-1) ?? '').filter(isVerbForm)
  if (verbs.includes(fold) || isVerbForm(fold)) return false
  const stems = nameStemsOf(fold)
  if (!verbs.some((verb) => nameStemsOf(verb).some((stem) => stems.includes(stem)))) return false
  const isPlural = languages[language].inflection.plurals.some(({ suffix }) => fold.endsWith(suffix))
  return isTable || isPlural
}

/** `released` beside a table of releases, `arbeiten` beside one of Mitarbeiter: a verb names no rows. */
function isVerb(
  { text, fold }: Token,
  words: number,
  { name, aliases }: CatalogTable,
  language: Language,
): boolean {
  const { verbSuffixes, compounds } = languages[language].inflection
  if (words > 1 || [name, ...aliases].some((one) => splitWords(one).includes(fold))) return false
  const isLower = compounds && text === text.toLowerCase() && fold.endsWith('en')
  return isLower || verbSuffixes.some((suffix) => fold.endsWith(suffix))
}

/** `how often did Kim log in` beside a table of logs: behind "did" and whoever did it. */
function isVerbOfQuestion(
  tokens: readonly Token[],
  at: number,
  name: string | undefined,
  language: Language,
): boolean {
  const { doVerbs } = languages[language]
  const { functionWords, reserved } = lexiconOf(language)
  const before = tokens[at - 1]?.fold ?? ''
  if (name === undefined || splitWords(name).includes(tokens[at]!.fold)) return false
  const isSubject = !functionWords.has(before) && !reserved.has(before)
  return isSubject && tokens.slice(0, at - 1).some(({ fold }) => doVerbs.includes(fold))
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

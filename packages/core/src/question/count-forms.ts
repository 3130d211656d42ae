import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { splitWords } from '../catalog/name-words.js'
import type { Expression } from '../plan/algebra.js'
import {
  areKinds,
  areRows,
  holdsDigits,
  holdsLists,
  holdsScores,
  isAmount,
  isKey,
  isYear,
  looksNumeric,
  numbersRows,
} from './column-roles.js'
import type { Lattice } from './elements.js'
import { type Formed, formed, isRowNoun } from './formed.js'
import { joinedFrom } from './joined-columns.js'
import { languageCodes, languages } from './languages/index.js'
import { lexiconOf, phraseOf } from './lexicon-index.js'
import { numbersOf } from './number-column.js'
import type { PartOutline } from './outline-parts.js'
import { isPlainTableName } from './plain-names.js'
import { rememberFor } from './remember.js'
import { nameStemsOf, stemsOf } from './stems.js'
import type { Target } from './target.js'

/** How many rows; of different values, when a column is what is counted (or either, when they are not clearly the ones). */
export function formCount(outline: PartOutline, lattice: Lattice): Formed[] {
  const { table } = lattice
  const { filters, groups, columns, ordered } = outline
  if (outline.ask?.form === 'which' || countsCompared(outline, lattice)) return []
  const base = { table, filters }
  if (columns.length === 0) {
    const named = outline.rows || outline.hasNoun || filters.length > 0
    const isVague = outline.light && !filters.some(isComparison) && !saysWhose(outline, lattice)
    if (!named || outline.distinct || !isCountable(outline, table)) return []
    if (isVague && (!outline.rows || isPlainTableName(table.name))) return []
    return [formed({ ...base, select: { kind: 'measure', measure: { fn: 'count' }, groups } })]
  }
  const [column] = columns
  const nouns = ordered.filter(
    (part, i) => part.kind === 'column' || (isRowNoun(part) && !isBeforeNoun(outline, lattice, i)),
  )
  if (column === undefined || columns.length > 1 || nouns[0]?.kind !== 'column') return []
  if (joinedFrom(column) !== undefined) return []
  const { texts } = languages[lattice.language]
  const amount = outline.distinct ? undefined : numbersOf(lattice, column)
  if (
    (outline.total || (filters.length === 0 && asksTotal(lattice))) &&
    groups.length === 0 &&
    amount !== undefined &&
    isSummed(amount.column, column, lattice)
  ) {
    const added = { fn: 'sum', column: amount.column } as const
    return [formed({ ...base, select: { kind: 'measure', measure: added, groups } }, amount.assumptions)]
  }
  if (amount !== undefined && filters.length > 0 && groups.length === 0)
    return [formAmount(outline, table, column, amount.assumptions)]
  const isVague = outline.light && !filters.some(isComparison) && !saysWhose(outline, lattice)
  if (isVague || filters.some((filter) => isKeyed(filter, table))) return []
  const measure = { fn: 'count-distinct', column } as const
  const target: Target = { ...base, select: { kind: 'measure', measure, groups } }
  if (holdsLists(column)) return []
  if (outline.distinct) return [formed(target)]
  if (holdsScores(column) || (filters.length > 0 && holdsDigits(column) && !isKey(column, table))) return []
  if (column.type !== 'text' || looksNumeric(column)) {
    return [
      { ...formed(target), objection: { reason: 'ambiguous', text: texts.countOfNumbers(column.name) } },
    ]
  }
  if (outline.times)
    return filters.length > 0
      ? [formed({ ...base, select: { kind: 'measure', measure: { fn: 'count' }, groups } })]
      : []
  const distinct = formed(target, [texts.differentValues(column.name)], 0.05)
  if (filters.length === 0 && (areKinds(column, table) || namesGroups(column))) return [distinct]
  const given: Expression = {
    op: 'not',
    args: [{ op: 'is-blank', args: [{ op: 'column', name: column.name }] }],
  }
  const rows = {
    ...base,
    filters: [...filters, given],
    select: { kind: 'measure', measure: { fn: 'count' }, groups },
  } as const
  const isFixed = outline.fixedColumns.includes(column)
  if (isFixed || (filters.length === 0 && areRows(column, table))) return [formed(rows, [], 0.05)]
  return [distinct, formed(rows, [], 0.05)]
}

const groupNames = new Set(languageCodes.flatMap((code) => languages[code].groupNames))

/** Countries, teams, suppliers: what rows belong to is counted once, however many rows there are. */
function namesGroups({ path, frequent }: CatalogColumn): boolean {
  const words = splitWords(path.at(-1) ?? '')
  // `Spain, France` is two of them.
  if (frequent.some(({ value }) => typeof value === 'string' && /[,;/&\n]/u.test(value))) return false
  return words.length === 1 && nameStemsOf(words[0]!).some((stem) => groupNames.has(stem))
}

/** `how many races did Ann win`: the column of her name says the verb (`Winner`). */
function saysWhose({ places, filterColumns }: PartOutline, { tokens, language }: Lattice): boolean {
  const verbs = places.flatMap(({ part, start }) => (part.kind === 'light' ? [tokens[start]!.fold] : []))
  const stems = verbs.flatMap((verb) => {
    const own = stemsOf(verb, languages[language])
    const { synonyms } = languages[language]
    return [
      ...own,
      ...synonyms.flatMap(({ words, names }) => (own.some((one) => words.includes(one)) ? names : [])),
    ]
  })
  const words = filterColumns.flatMap(({ path }) => splitWords(path.at(-1) ?? ''))
  return stems.some((stem) => stem.length > 2 && words.some((word) => word.startsWith(stem)))
}

/** `how many gold medals in total`: what several have is added up. */
export const asksTotal = rememberFor(({ tokens, language }: Lattice): boolean => {
  const { combineWords, totalPhrases } = languages[language]
  return tokens.some(
    ({ fold }, at) =>
      combineWords.includes(fold) ||
      totalPhrases.some((phrase) => phraseOf(tokens, at, at + phrase.split(' ').length) === phrase),
  )
})

/** Amounts, and no numbers that only tell rows apart. */
function isSummed(numbers: CatalogColumn, named: CatalogColumn, { table, language }: Lattice): boolean {
  return isAmount(named, language) && !isYear(named, language) && !numbersRows(numbers, table)
}

/** `how many American players`: a value directly before a column says which of them. */
function isBeforeNoun(outline: PartOutline, { tokens, language }: Lattice, i: number): boolean {
  const { ordered, places, times } = outline
  const [part, next] = ordered.slice(i, i + 2)
  if (times || part?.kind !== 'filter' || next?.kind !== 'column' || part.column === next.column) return false
  const start = places.find((placed) => placed.part === next)?.start ?? 0
  return !lexiconOf(language).functionWords.has(tokens[start - 1]?.fold ?? '')
}

/** `how many years after 1996`: the column of the condition is what is counted, unless each row has its own. */
function countsCompared({ places, columns }: PartOutline, { at, table }: Lattice): boolean {
  const index = places.findIndex(({ part }) => part.kind === 'count')
  const [count, next] = places.slice(index, index + 2)
  if (count === undefined || next?.part.kind !== 'filter' || !isComparison(next.part.where)) return false
  if (columns.length === 0 && isKey(next.part.column, table)) return false
  const isDirect = (at[count.start] ?? []).some(({ kind, end }) => kind === 'word' && end === next.start)
  return isDirect && (at[next.start] ?? []).some((element) => element.kind === 'column' && !element.derived)
}

/**
 * Whether what is counted can be the rows. Where a word that the data does not know calls them so, not those of one
 * key (`how many medals did Brazil win` asks for a number that stands elsewhere), nor all of them.
 */
function isCountable({ called, rows, filters }: PartOutline, table: CatalogTable): boolean {
  const isOfKey = filters.some((filter) => isKeyed(filter, table))
  if (called) return filters.length > 0 && !isOfKey
  return rows || !isOfKey || !isPlainTableName(table.name)
}

/** `scored at least 20 points`: what the verb says is said by the amount. */
function isComparison(filter: Expression): boolean {
  const { op } = filter
  if (filter.op === 'and') return filter.args.some(isComparison)
  if (filter.op === 'eq') return filter.args[1].op === 'number' && filter.args[1].value === '0'
  return op === 'lt' || op === 'le' || op === 'gt' || op === 'ge'
}

function isKeyed(filter: Expression, table: CatalogTable): boolean {
  if (filter.op !== 'eq' && filter.op !== 'in') return false
  const [name, text] = filter.args
  const column = table.columns.find((one) => name?.op === 'column' && one.name === name.name)
  return text?.op === 'text' && column !== undefined && isKey(column, table)
}

/** `how many points did Bo score`: what one row's column says, if there is one such row. */
function formAmount(
  { filters, filterColumns }: PartOutline,
  table: CatalogTable,
  column: CatalogColumn,
  assumptions: readonly string[],
): Formed {
  const columns = [...new Set([...filterColumns, column])]
  return {
    target: { table, filters, select: { kind: 'rows', columns, asked: [column] } },
    assumptions,
    cost: 0.05,
    single: true,
  }
}

import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { foldText } from '../catalog/fold-text.js'
import type { Expression } from '../plan/algebra.js'
import {
  areKinds,
  areRows,
  holdsDigits,
  holdsLists,
  holdsNames,
  holdsScores,
  isAmount,
  isKey,
  looksNumeric,
  numbersRows,
  pickLabel,
  pickName,
  repeats,
} from './column-roles.js'
import { formDifference, formShare } from './compared-forms.js'
import type { Lattice } from './elements.js'
import { columnsToShow, type Formed, formed, isRowNoun } from './formed.js'
import { joinedFrom } from './joined-columns.js'
import { type Language, languages } from './languages/index.js'
import { lexiconOf } from './lexicon-index.js'
import { formNamed } from './named-forms.js'
import { numbersOf } from './number-column.js'
import { formOrdered } from './order-forms.js'
import type { PartOutline } from './outline-parts.js'
import { isPlainTableName } from './plain-names.js'
import { formRanked } from './ranked-forms.js'
import type { Target } from './target.js'

const unaskedCost = 0.15

/** The targets that parts can mean together: none when a part has no role in any form. */
export function formTargets(
  outline: PartOutline,
  lattice: Lattice,
  startsWithVerb: boolean,
): readonly Formed[] {
  if (!isAnchored(outline) || leavesOutNext(outline, lattice)) return []
  if (outline.ask?.person && outline.event && outline.beside === undefined && outline.choice === undefined)
    return []
  const named = formNamed(outline, lattice, startsWithVerb)
  if (named !== undefined) return named
  if (outline.ask?.person && outline.columns.some((column) => !holdsNames(column))) return []
  if (outline.isCompared || outline.more !== undefined) return formDifference(outline, lattice)
  if (outline.share) return formShare(outline, lattice)
  if (outline.ordered.some(({ kind }) => kind === 'among')) return []
  if (outline.end !== undefined || outline.beside !== undefined)
    return startsWithVerb ? [] : formOrdered(outline, lattice)
  if (outline.only) return formOnly(outline, lattice)
  const ranked =
    outline.most ?? outline.frequent ?? outline.extreme ?? outline.top ?? outline.rankBy ?? outline.amount
  if (ranked !== undefined)
    return isPlain(outline) && !isFixedGroup(outline) ? formRanked(outline, lattice) : []
  if (isFixedGroup(outline)) return []
  if (outline.measured !== undefined) return formMeasured(outline, lattice)
  if (outline.count) return formCount(outline, lattice)
  if (outline.exists && outline.ask === undefined) return formExists(outline, lattice)
  if (startsWithVerb) return []
  const listed = formListed(outline, lattice)
  const isOne = outline.ask?.one === true || asksForOne(outline, lattice)
  return isOne ? listed.map((item) => ({ ...item, single: true })) : listed
}

/** `where is it held next` asks for the row beside another. */
function leavesOutNext({ beside }: PartOutline, { tokens, at, language }: Lattice): boolean {
  const { nextWords } = languages[language]
  const isCovered = (token: number) =>
    at.some((elements) => elements.some(({ start, end }) => start <= token && token < end))
  return beside === undefined && tokens.some(({ fold }, i) => nextWords.includes(fold) && !isCovered(i))
}

/**
 * Rows of a linked table are no rows of this one: what is asked for must be said by a word of this table, before a
 * noun of the other; and that noun must have a condition on it (`orders of customers in Spain`).
 */
function isAnchored({ ordered, partners, columns, groups, filterColumns }: PartOutline): boolean {
  const joined = [...columns, ...groups, ...filterColumns].filter(
    (column) => joinedFrom(column) !== undefined,
  )
  if (joined.length === 0 && partners.length === 0) return true
  const anchor = ordered.findIndex(
    (part) =>
      part.kind === 'rows' ||
      ((part.kind === 'measured' || part.kind === 'column' || (part.kind === 'filter' && part.isNoun)) &&
        joinedFrom(part.column) === undefined),
  )
  const first = ordered.findIndex(
    (part) =>
      part.kind === 'partner' ||
      (part.kind === 'filter' && part.where.op !== 'eq' && joinedFrom(part.column) !== undefined),
  )
  const isOf = (name: string) => joined.some((column) => joinedFrom(column)?.table === name)
  return anchor !== -1 && (first === -1 || anchor < first) && partners.every(isOf)
}

/** To group by a column that a condition holds at a value says nothing: the value meant something else. */
function isFixedGroup({ filters, groups, columns, most, frequent }: PartOutline): boolean {
  const ranked = most === undefined && frequent === undefined ? [] : columns
  const named = frequent?.column === undefined ? [] : [frequent.column]
  const names = [...groups, ...ranked, ...named].map(({ name }) => name)
  return filters.some(
    (filter) => filter.op === 'eq' && filter.args[0].op === 'column' && names.includes(filter.args[0].name),
  )
}

/** Superlatives stand beside no other operation. */
function isPlain(outline: PartOutline): boolean {
  const countIsRank = outline.count && outline.rankBy === undefined
  return (
    !countIsRank &&
    !outline.distinct &&
    outline.measured === undefined &&
    (!outline.exists || outline.ask !== undefined)
  )
}

/** How many rows; of different values, when a column is what is counted (or either, when they are not clearly the ones). */
function formCount(outline: PartOutline, lattice: Lattice): Formed[] {
  const { table } = lattice
  const { filters, groups, columns, ordered } = outline
  if (outline.ask?.form === 'which' || countsCompared(outline, lattice)) return []
  const base = { table, filters }
  if (columns.length === 0) {
    const named = outline.rows || outline.hasNoun || filters.length > 0
    const isVague = outline.light && !filters.some(isComparison)
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
    outline.total &&
    groups.length === 0 &&
    amount !== undefined &&
    isSummed(amount.column, column, lattice)
  ) {
    const added = { fn: 'sum', column: amount.column } as const
    return [formed({ ...base, select: { kind: 'measure', measure: added, groups } }, amount.assumptions)]
  }
  if (amount !== undefined && filters.length > 0 && groups.length === 0)
    return [formAmount(outline, table, column, amount.assumptions)]
  const isVague = outline.light && !filters.some(isComparison)
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
  if (filters.length === 0 && areKinds(column, table)) return [distinct]
  const given: Expression = {
    op: 'not',
    args: [{ op: 'is-blank', args: [{ op: 'column', name: column.name }] }],
  }
  const rows = {
    ...base,
    filters: [...filters, given],
    select: { kind: 'measure', measure: { fn: 'count' }, groups },
  } as const
  if (filters.length === 0 && areRows(column, table)) return [formed(rows, [], 0.05)]
  return [distinct, formed(rows, [], 0.05)]
}

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

/** `the only player from Spain`. */
function formOnly(outline: PartOutline, lattice: Lattice): Formed[] {
  const { count, measured, exists, most, extreme, top, amount } = outline
  if ((count || exists || measured) ?? most ?? extreme ?? top ?? amount) return []
  return formListed(outline, lattice).map((item) => ({ ...item, single: true }))
}

/** Sum, average, lowest, highest of one column, whole or for each group. */
function formMeasured(outline: PartOutline, { table, language }: Lattice): Formed[] {
  const { measured, columns, filters, groups, ask } = outline
  if (measured === undefined || columns.length > 0 || outline.count || outline.distinct || outline.exists)
    return []
  if (ask?.form === 'which') return []
  const { fn, column } = measured
  if ((fn === 'sum' || fn === 'avg') && isYear(column, language)) return []
  return [formed({ table, filters, select: { kind: 'measure', measure: { fn, column }, groups } })]
}

function formExists(outline: PartOutline, { table }: Lattice): Formed[] {
  const { filters, columns, groups } = outline
  if (columns.length > 0 || groups.length > 0 || outline.distinct) return []
  if (!outline.rows && !outline.hasNoun) return []
  return [formed({ table, filters, select: { kind: 'exists' } })]
}

/** Rows, or what a column says of them. */
function formListed(outline: PartOutline, { table }: Lattice): Formed[] {
  const { filters, columns, groups, ask, distinct } = outline
  const base = { table, filters }
  if (groups.length > 0) return formCountedGroups(outline, base)
  const unasked = ask === undefined ? unaskedCost : 0
  if (outline.fixedColumns.some((column) => columns.includes(column))) return []
  if (ask?.form === 'which' && asksForRows(outline)) return []
  if (columns.length > 1 && !outline.joined) return []
  if (columns.length === 0) {
    if (distinct || ask?.form === 'what') return []
    const isNamed = outline.rows || outline.hasNoun
    const isNarrow = filters.length > 0 || ask?.form === 'list'
    if (outline.called && pickName(table) === undefined) return []
    if (!isNamed || !isNarrow || (ask === undefined && filters.length === 0)) return []
    const shown = columnsToShow(table, outline.filterColumns)
    return [
      formed({ ...base, select: { kind: 'rows', columns: shown, asked: shown.slice(0, 1) } }, [], unasked),
    ]
  }
  if (ask === undefined && filters.length === 0) return []
  const [column] = columns
  const asksValues = ask?.form === 'which' || ask?.form === 'list'
  if (
    columns.length === 1 &&
    column !== undefined &&
    asksValues &&
    column.type === 'text' &&
    (distinct || repeats(column, table))
  ) {
    return [formed({ ...base, select: { kind: 'values', column } })]
  }
  if (distinct || (filters.length === 0 && ask?.form !== 'list')) return []
  const about = outline.filterColumns.filter((other) => !columns.includes(other))
  const label = pickLabel(table)
  const shown = [...(label === undefined ? [] : [label]), ...about, ...columns]
  return [
    formed({ ...base, select: { kind: 'rows', columns: [...new Set(shown)], asked: columns } }, [], unasked),
  ]
}

/** `orders per month`: how many. */
function formCountedGroups(
  { groups, columns, ask, distinct, rows, hasNoun }: PartOutline,
  base: Pick<Target, 'table' | 'filters'>,
): Formed[] {
  const isNamed = rows || hasNoun
  if (!isNamed || columns.length > 0 || distinct || (ask !== undefined && ask.form !== 'list')) return []
  return [formed({ ...base, select: { kind: 'measure', measure: { fn: 'count' }, groups } }, [], unaskedCost)]
}

/** `what is the salary of Ann`: not that of all whom a condition on Ann fits. */
function asksForOne(
  { ask, places, columns, filterColumns }: PartOutline,
  { tokens, language, table }: Lattice,
): boolean {
  if (filterColumns.some((column) => isKey(column, table))) return false
  if (ask?.form !== 'what' || columns.length !== 1) return false
  const start = places.find(({ part }) => part.kind === 'ask')?.start ?? 0
  const around = tokens.slice(start, start + 2)
  return around.some(({ fold }) => languages[language].singularVerbs.includes(fold))
}

/** `which elements …`: another noun behind them is no answer. */
function asksForRows({ ordered, columns }: PartOutline): boolean {
  const nouns = ordered.filter((part) => part.kind === 'column' || part.kind === 'rows')
  return columns.length > 0 && nouns[0]?.kind === 'rows'
}

/** Years are neither added up nor averaged: what is meant is how many there are. */
function isYear({ path }: CatalogColumn, language: Language): boolean {
  return languages[language].yearNames.includes(foldText(path.at(-1) ?? ''))
}

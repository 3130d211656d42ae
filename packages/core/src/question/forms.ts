import { answersWhom } from './answers-whom.js'
import {
  holdsNames,
  isKey,
  isNumbering,
  isYear,
  numbersRows,
  pickLabel,
  pickName,
  repeats,
} from './column-roles.js'
import { formDifference, formShare } from './compared-forms.js'
import { asksTotal, formCount } from './count-forms.js'
import type { Lattice } from './elements.js'
import { columnsToShow, type Formed, formed } from './formed.js'
import { joinedFrom } from './joined-columns.js'
import { languages } from './languages/index.js'
import { placesOf } from './link-places.js'
import { isTime } from './link-times.js'
import { formNamed } from './named-forms.js'
import { numbersOf } from './number-column.js'
import { formOrdered } from './order-forms.js'
import type { PartOutline } from './outline-parts.js'
import { formRanked } from './ranked-forms.js'
import type { Target } from './target.js'
import { isWonWithout } from './won-without.js'

const unaskedCost = 0.15

/** The targets that parts can mean together: none when a part has no role in any form. */
export function formTargets(
  outline: PartOutline,
  lattice: Lattice,
  startsWithVerb: boolean,
): readonly Formed[] {
  if (placesUnknown(outline, lattice) || isWonWithout(outline, lattice)) return []
  return formParts(outline, lattice, startsWithVerb).filter(({ target }) =>
    answersWhom(outline, target, lattice),
  )
}

/** `how many dogs are in the top four`: what the data does not know is not whatever stands there. */
function placesUnknown({ called, ask, filterColumns }: PartOutline, { table }: Lattice): boolean {
  const places = called && ask === undefined ? placesOf(table) : undefined
  return places !== undefined && filterColumns.includes(places)
}

function formParts(outline: PartOutline, lattice: Lattice, startsWithVerb: boolean): readonly Formed[] {
  if (!isAnchored(outline) || leavesOutNext(outline, lattice)) return []
  const isOfOne = outline.beside !== undefined || outline.choice !== undefined || outline.only
  if (outline.ask?.person && outline.event && !isOfOne) return []
  if (asksOtherTime(outline, lattice) || (outline.timed !== undefined && outline.end === undefined)) return []
  const named = formNamed(outline, lattice, startsWithVerb)
  if (named !== undefined) return named
  if (outline.ask?.person && outline.columns.some((column) => !holdsNames(column))) return []
  if (outline.isCompared || outline.more !== undefined) return formDifference(outline, lattice)
  if (outline.share) return formShare(outline, lattice)
  if (outline.ordered.some(({ kind }) => kind === 'among')) return []
  if (outline.end !== undefined || outline.beside !== undefined)
    return startsWithVerb ? [] : formOrdered(outline, lattice)
  if (outline.only) return formOnly(outline, lattice)
  const isRanked = [outline.most, outline.frequent, outline.extreme, outline.top, outline.rankBy].some(
    (part) => part !== undefined,
  )
  if (!isRanked && outline.amount !== undefined && !outline.count) return formAmountOf(outline, lattice)
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

/** `when was it signed to Bad Boy`: another column than that of the time does not say when. */
function asksOtherTime({ ask, columns, end }: PartOutline, { language }: Lattice): boolean {
  const time = ask?.column
  if (time === undefined || end !== undefined || columns.includes(time)) return false
  return isTime(time) || isYear(time, language)
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

/** `which two players are from Spain`: all of them, if they are two. */
function formAmountOf(outline: PartOutline, lattice: Lattice): Formed[] {
  const { ordered, measured, exists, distinct, groups, filters } = outline
  const at = ordered.findIndex(({ kind }) => kind === 'amount')
  const [before, part, noun] = ordered.slice(Math.max(0, at - 1), at + 2)
  if (before?.kind !== 'ask' || part?.kind !== 'amount' || filters.length === 0) return []
  if (noun === undefined || (noun.kind !== 'column' && noun.kind !== 'rows')) return []
  if (measured !== undefined || exists || distinct || groups.length > 0) return []
  return formListed(outline, lattice).map((item) => ({ ...item, amount: part.amount }))
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
  if (fn === 'sum' && (numbersRows(column, table) || isNumbering(column))) return []
  // `average points per player`, of whom each has one row: that of all may be meant.
  if ((fn === 'avg' || fn === 'median') && groups.some((group) => isKey(group, table))) return []
  return [formed({ table, filters, select: { kind: 'measure', measure: { fn, column }, groups } })]
}

function formExists(outline: PartOutline, { table }: Lattice): Formed[] {
  const { filters, columns, groups } = outline
  if (columns.length > 0 || groups.length > 0 || outline.distinct) return []
  if (!outline.rows && !outline.hasNoun) return []
  return [formed({ table, filters, select: { kind: 'exists' } })]
}

/** Rows, or what a column says of them. */
function formListed(outline: PartOutline, lattice: Lattice): Formed[] {
  const { table } = lattice
  const { filters, columns, groups, ask, distinct } = outline
  const base = { table, filters }
  if (groups.length > 0) return formCountedGroups(outline, base)
  const unasked = ask === undefined ? unaskedCost : 0
  if (outline.fixedColumns.some((column) => columns.includes(column))) return []
  if (ask?.form === 'which' && asksForRows(outline)) return []
  if (columns.length > 1 && !outline.joined) return []
  // `the amount of Ann in total` is one number, and not those that stand there.
  if (asksTotal(lattice) && columns.some((column) => numbersOf(lattice, column) !== undefined)) return []
  if (columns.length === 0) {
    if (distinct || ask?.form === 'what') return []
    const isNamed = outline.rows || outline.hasNoun
    const isNarrow = filters.length > 0 || ask?.form === 'list'
    if (outline.called && pickName(table) === undefined) return []
    if (!isNamed || !isNarrow || (ask === undefined && filters.length === 0)) return []
    const shown = columnsToShow(table, outline.filterColumns)
    // `who does Ann play for`: what she is called is no answer.
    const isSaid = filters.some(
      (one) => one.op === 'eq' && one.args[0].op === 'column' && one.args[0].name === shown[0]?.name,
    )
    if (isSaid && ask?.person) return []
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
  const list = formed(
    { ...base, select: { kind: 'rows', columns: [...new Set(shown)], asked: columns } },
    [],
    unasked,
  )
  return [isOperation(outline, lattice) ? { ...list, single: true } : list]
}

/** `total of orders by Ann`, beside a column of that name: of several it is the sum, and no list. */
function isOperation({ places }: PartOutline, { at }: Lattice): boolean {
  return places.some(
    ({ part, start }) =>
      part.kind === 'column' &&
      at[start]!.some((one) => one.kind === 'word' && one.meaning.kind === 'measure'),
  )
}

/** `orders per month`: how many. */
function formCountedGroups(
  { groups, columns, ask, distinct, rows, hasNoun }: PartOutline,
  base: Pick<Target, 'table' | 'filters'>,
): Formed[] {
  const isNamed = rows || hasNoun
  if (!isNamed || columns.length > 0 || distinct || (ask !== undefined && ask.form !== 'list')) return []
  if (groups.some((column) => isKey(column, base.table))) return []
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

import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { measureName } from './build-plan.js'
import {
  holdsNames,
  isKey,
  isRank,
  looksNumeric,
  numbersRows,
  pickLabel,
  pickName,
  repeats,
} from './column-roles.js'
import type { Lattice } from './elements.js'
import { columnsToShow, type Formed, formed, isRowNoun } from './formed.js'
import { languages } from './languages/index.js'
import type { PartOutline } from './outline-parts.js'
import type { Rank, Target } from './target.js'

/** `which has the most screens`: what a row is called is meant without a word for it. */
const unnamedCost = 0.1

/** Superlatives: of rows by a column, or of groups by their number or a measure. */
export function formRanked(outline: PartOutline, lattice: Lattice): Formed[] {
  const place = outline.extreme?.extreme.place ?? outline.most?.place ?? outline.frequent?.place
  const first = formFirst(outline, lattice)
  return place === undefined ? first : first.flatMap((item) => toPlace(item, place))
}

/** `second highest`: one place of the order, which is nobody's where two share it or one before it. */
function toPlace(item: Formed, place: number): Formed[] {
  const { target } = item
  const { select, table, filters } = target
  const at = (amount: number, offset: number, descending: boolean) => ({ descending, amount, offset })
  if (select.kind === 'rows' && select.rank?.amount === 1 && select.by !== undefined) {
    const { by } = select
    const { descending } = select.rank
    const toTarget = (rank: Rank): Target => ({ ...target, select: { ...select, rank } })
    const untied = { target: toTarget(at(place + 1, 0, descending)), column: by.name }
    return [{ ...item, target: toTarget(at(1, place - 1, descending)), untied }]
  }
  if (select.kind !== 'measure') return []
  const { measure, rank } = select
  if (rank?.amount === 1) {
    const toTarget = (other: Rank): Target => ({ ...target, select: { ...select, rank: other } })
    const untied = { target: toTarget(at(place + 1, 0, rank.descending)), column: measureName(select) }
    return [{ ...item, target: toTarget(at(1, place - 1, rank.descending)), untied }]
  }
  if (measure.fn !== 'max' && measure.fn !== 'min') return []
  const { column } = measure
  const rows = { kind: 'rows', columns: [column], asked: [column], by: column } as const
  const single: Target = {
    table,
    filters,
    select: { ...rows, rank: { descending: measure.fn === 'max', amount: 1 } },
  }
  return toPlace({ ...item, target: single }, place)
}

function formFirst(outline: PartOutline, lattice: Lattice): Formed[] {
  if (outline.groups.length > 0) return formTopBy(outline, lattice)
  if (outline.rankBy !== undefined) return formRankBy(outline, lattice)
  if (outline.most !== undefined || outline.frequent !== undefined) return formMost(outline, lattice)
  return outline.extreme === undefined ? [] : formExtreme(outline, lattice)
}

function amountOf(outline: PartOutline): number | undefined {
  if (outline.top !== undefined && outline.amount !== undefined) return undefined
  return outline.top?.amount ?? outline.amount?.amount ?? 1
}

/** `which origin has the most flights`, `the most common genre`, `top 3` of either. */
function formMost(outline: PartOutline, { table, tokens, language }: Lattice): Formed[] {
  const { most, frequent, extreme, top, columns, filters, ordered, ask, called } = outline
  const amount = amountOf(outline)
  if (called && most === undefined) return []
  if ((most !== undefined && frequent !== undefined) || extreme !== undefined || top !== undefined) return []
  if (amount === undefined) return []
  if (most !== undefined) {
    const after = ordered[ordered.findIndex(({ kind }) => kind === 'most') + 1]
    const named = after?.kind === 'column' && standsForRows(after.column, table) ? after.column : undefined
    const countsRows = named !== undefined || (after !== undefined && isRowNoun(after))
    const [column, ...others] = columns.filter((one) => one !== named)
    if (!countsRows || ask === undefined || others.length > 0 || column === undefined) return []
    // Each value has one row, so that none has more than another.
    if (!repeats(column, table)) return []
    const groups = formed(rankGroups(table, filters, column, most.descending, amount))
    if (!called) return [groups]
    // What the data does not know may be no rows: where each stands once they surely are none, and of one none is ahead.
    return repeats(column, table) ? [{ ...groups, single: amount === 1 }] : []
  }
  const column = frequent?.column ?? columns[0]
  const named = columns.length + (frequent?.column === undefined ? 0 : 1)
  if (frequent === undefined || column === undefined || named !== 1) return []
  const isListed = tokens.some(({ fold }) => languages[language].listWords.includes(fold))
  // `which publisher sold the most`: an amount that is not named, which no number of rows is; `appeared the most` counts.
  if (frequent.isOne && !outline.event && !isListed) return []
  const result = formed(rankGroups(table, filters, column, frequent.descending, amount))
  return [frequent.isOne ? { ...result, single: true } : result]
}

/** Each row has its own, so that to count it is to count rows (`most players`, `most games` of numbered games). */
function standsForRows(column: CatalogColumn, table: CatalogTable): boolean {
  const read = table.columns.find(({ name }) => name === column.reading?.column) ?? column
  const isName = holdsNames(column) || (column === pickLabel(table) && isPlainText(column))
  return (isKey(column, table) && isName) || numbersRows(read, table)
}

/** A text that begins as a word and reads as nothing else, whatever digits are in it (`VW T5`, `A-100`). */
function isPlainText({ type, reading, minText = '', maxText = '' }: CatalogColumn): boolean {
  return type === 'text' && reading === undefined && [minText, maxText].every((text) => /^\p{L}/u.test(text))
}

function rankGroups(
  table: CatalogTable,
  filters: Target['filters'],
  column: CatalogColumn,
  descending: boolean,
  amount: number,
): Target {
  const rank = { descending, amount }
  return { table, filters, select: { kind: 'measure', measure: { fn: 'count' }, groups: [column], rank } }
}

/** `top 5 movies by gross`: here "by" names the column of the order, not of groups. */
function formTopBy(outline: PartOutline, lattice: Lattice): Formed[] {
  const { top, groups, columns, extreme, most, frequent, amount } = outline
  const [by] = groups
  if (top === undefined || by === undefined || groups.length > 1 || columns.length > 0) return []
  if (extreme !== undefined || most !== undefined || frequent !== undefined || amount !== undefined) return []
  if (!outline.rows && !outline.hasNoun) return []
  return formRows(outline, lattice, by, top.descending, top.amount)
}

function formRows(
  outline: PartOutline,
  { table, language }: Lattice,
  by: CatalogColumn,
  descending: boolean,
  amount: number,
): Formed[] {
  if (outline.called && pickName(table) === undefined) return []
  const shown = columnsToShow(table, [...outline.filterColumns, by])
  const rank = { descending, amount }
  const result = formed({
    table,
    filters: outline.filters,
    select: { kind: 'rows', columns: shown, asked: shown.slice(0, 1), by, rank },
  })
  if (by.type === 'number') return [result]
  const { roles, notNumeric } = languages[language].texts
  return [
    {
      ...result,
      objection: { reason: 'not-in-data', text: notNumeric(by.name, `${roles.top} ${amount}`) },
    },
  ]
}

/** `top 10 origins by number of flights`, `top 3 genres by average rating`. */
function formRankBy(outline: PartOutline, { table }: Lattice): Formed[] {
  const { rankBy, top, columns, filters, most, frequent, extreme, amount } = outline
  const [column] = columns
  if (rankBy === undefined || top === undefined || column === undefined || columns.length > 1) return []
  if (most !== undefined || frequent !== undefined || extreme !== undefined || amount !== undefined) return []
  const measure = rankBy.by === 'count' ? ({ fn: 'count' } as const) : rankBy.by
  const rank = { descending: top.descending, amount: top.amount }
  return [formed({ table, filters, select: { kind: 'measure', measure, groups: [column], rank } })]
}

/** `which movie has the highest rating`, `the longest flight`, `the highest rating`, `which genre has the highest average rating`. */
function formExtreme(outline: PartOutline, lattice: Lattice): Formed[] {
  const { table } = lattice
  const { extreme, filters, ordered, ask, top } = outline
  const isSame = ask?.column !== undefined && ask.column === extreme?.extreme.column
  if (ask?.byDimension && extreme?.extreme.byDimension && !isSame) return []
  const columns = isSame ? outline.columns.filter((column) => column !== ask.column) : outline.columns
  const amount = amountOf(outline)
  if (extreme === undefined || amount === undefined || top !== undefined || columns.length > 1) return []
  if (isRank(extreme.extreme.column, lattice.language)) return []
  const { descending, fn, column, byDimension } = extreme.extreme
  const [asked] = columns
  if (fn !== undefined) {
    if (asked === undefined || ask === undefined) return []
    const rank = { descending, amount }
    return [
      formed({ table, filters, select: { kind: 'measure', measure: { fn, column }, groups: [asked], rank } }),
    ]
  }
  if (asked !== undefined) return formExtremeOf(outline, lattice, asked, column, descending, amount)
  if (isSame) {
    const measure = { fn: descending ? 'max' : 'min', column } as const
    return [formed({ table, filters, select: { kind: 'measure', measure, groups: [] } })]
  }
  const at = ordered.findIndex(({ kind }) => kind === 'extreme')
  const nouns = ordered.map(isRowNoun)
  if (nouns.slice(0, at).includes(true) || (byDimension && nouns.includes(true))) {
    return formRows(outline, lattice, column, descending, amount)
  }
  const label = ask?.form === 'which' && !ask.person && !nouns.includes(true) ? firstName(table) : undefined
  if (label !== undefined)
    return formExtremeOf(outline, lattice, label, column, descending, amount).map((item) => ({
      ...item,
      cost: item.cost + unnamedCost,
    }))
  if (amount !== 1 || ask?.form === 'which' || byDimension) return []
  const measure = { fn: descending ? 'max' : 'min', column } as const
  return [formed({ table, filters, select: { kind: 'measure', measure, groups: [] } })]
}

/** What rows are called, where no other text stands before it. */
function firstName(table: CatalogTable): CatalogColumn | undefined {
  const name = pickName(table)
  const first = table.columns.find((column) => column.type === 'text' && !looksNumeric(column))
  return name === first ? name : undefined
}

/** `which director has the highest gross`: of one film or of all together, unless each stands once. */
function formExtremeOf(
  outline: PartOutline,
  { table }: Lattice,
  asked: CatalogColumn,
  by: CatalogColumn,
  descending: boolean,
  amount: number,
): Formed[] {
  const { filters, ask, ordered } = outline
  if (asked === by || asked.name === by.derivedFrom) return []
  // `the city with the highest rent`: the noun that comes first is asked for.
  if (ask === undefined && ordered[0]?.kind !== 'column') return []
  const rank = { descending, amount }
  const rows = formed({
    table,
    filters,
    select: { kind: 'rows', columns: [asked, by], asked: [asked], by, rank },
  })
  if (!repeats(asked, table)) return [rows]
  const sums = formed({
    table,
    filters,
    select: { kind: 'measure', measure: { fn: 'sum', column: by }, groups: [asked], rank },
  })
  const means = formed({
    table,
    filters,
    select: { kind: 'measure', measure: { fn: 'avg', column: by }, groups: [asked], rank },
  })
  return [rows, sums, means]
}

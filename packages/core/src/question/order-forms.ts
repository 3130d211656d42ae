import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import { splitWords } from '../catalog/name-words.js'
import type { Expression } from '../plan/algebra.js'
import { rowColumn } from '../plan/link-columns.js'
import { pickLabel, pickName } from './column-roles.js'
import type { Lattice } from './elements.js'
import type { Formed } from './formed.js'
import { expressionOf } from './joined-columns.js'
import { type Language, languages } from './languages/index.js'
import { lexiconOf } from './lexicon-index.js'
import { isPlace, placesOf } from './link-places.js'
import { verbEndings } from './name-forms.js'
import { numbersOf } from './number-column.js'
import type { PartOutline } from './outline-parts.js'
import { rememberFor } from './remember.js'
import type { Target } from './target.js'

type Beside = NonNullable<PartOutline['beside']>

const orderCost = 0.05
const timeNames = new Set(['date', 'year', 'season', 'datum', 'jahr', 'saison', 'years', 'dates'])

/** `the first venue`, `who is listed last`, `the team after Oslo`: by the order of the rows. */
export function formOrdered(outline: PartOutline, lattice: Lattice): readonly Formed[] {
  const { table, language, tokens, at } = lattice
  const { end, beside, called, rows, hasNoun, groups, light } = outline
  const { count, distinct, exists, measured, most, frequent, extreme, top, amount, rankBy, only } = outline
  if (count || distinct || exists || only || light || groups.length > 0) return []
  if (measured ?? most ?? frequent ?? extreme ?? top ?? amount ?? rankBy) return []
  if (end !== undefined && beside !== undefined) return []
  if (isOrderedIn(outline, lattice)) return []
  const columns = withoutRowNoun(outline, table)
  if (columns.length > 1) return []
  const label = called ? pickName(table) : rows || hasNoun ? pickLabel(table) : undefined
  const isRole =
    beside !== undefined && outline.ask?.column !== undefined && columns[0] === outline.ask.column
  const named = isRole ? undefined : columns[0]
  const asked = named ?? beside?.column ?? label
  if (asked === undefined || (outline.ask === undefined && columns.length === 0)) return []
  if (outline.fixedColumns.includes(asked)) return []
  if (named !== undefined && isPredicate(named, outline, language)) return []
  if (isCalledEnd(outline, lattice)) return []
  const orders = timesOf(table)
  const first = (
    by: CatalogColumn,
    filters: Target['filters'],
    descending: boolean,
    more: readonly CatalogColumn[] = [],
  ): Target => ({
    table,
    filters,
    select: {
      kind: 'rows',
      columns: [asked, ...more.filter((column) => column !== asked)],
      asked: [asked],
      by,
      rank: { descending, amount: 1 },
    },
  })
  const row = rowNumber(table)
  if (end !== undefined && outline.timed !== undefined) {
    const { column } = outline.timed
    const by = table.columns.find(({ name }) => name === column.reading?.column) ?? column
    if (
      end.by === 'order' ||
      end.by === 'place' ||
      by.type !== (column.reading?.kind === 'date' ? by.type : 'number')
    )
      return []
    return [
      { target: first(by, outline.filters, end.last, [by]), assumptions: [], cost: orderCost, single: true },
    ]
  }
  if (end?.by === 'time') {
    const [by] = orders
    return by === undefined || orders.length > 1
      ? []
      : [{ target: first(by, outline.filters, end.last), assumptions: [], cost: orderCost, single: true }]
  }
  if (end?.by === 'place') {
    const places = placesOf(table)
    if (places === undefined || places === asked) return []
    const by = numbersOf({ table, language }, places)?.column
    if (by !== undefined)
      return [
        { target: first(by, outline.filters, true, [by]), assumptions: [], cost: orderCost, single: true },
      ]
    // Places in words are in no order: the last row must have the place of as many as there are.
    const where = isPlace(places, table, table.rows)
    if (where === undefined || outline.filters.length > 0) return []
    const target = first(row, [], true)
    return [
      {
        target,
        assumptions: [],
        cost: orderCost,
        single: true,
        same: [target, first(row, [where], true)],
      },
    ]
  }
  if (end !== undefined) {
    const isListed =
      end.by === 'order' || tokens.some(({ fold }) => languages[language].listWords.includes(fold))
    if (outline.event && !isListed && orders.length === 0) return []
    const target = first(row, outline.filters, end.last)
    const same = isListed ? [] : orders.map((by) => first(by, outline.filters, end.last))
    return [
      {
        target,
        assumptions: [],
        cost: orderCost,
        single: true,
        ...(same.length > 0 ? { same: [target, ...same] } : {}),
      },
    ]
  }
  if (beside === undefined || outline.filters.length > 0) return []
  if (named === undefined && label !== beside.column && isElsewhere(beside, at)) return []
  const target: Target = {
    table,
    filters: [besideRow(table, beside.where, beside.after)],
    select: { kind: 'rows', columns: [asked], asked: [asked] },
  }
  const isListed = tokens.some(({ fold }) => languages[language].listWords.includes(fold))
  const ends = [row, ...(isListed ? [] : orders)].map((by) => first(by, [], false))
  const shared = { target, assumptions: [], cost: orderCost, single: true }
  if (ends.length < 2) return [shared]
  const times = orders.map(
    (by): Target => ({
      table,
      filters: [],
      select: { kind: 'rows', columns: [beside.column, by], asked: [beside.column, by] },
    }),
  )
  const value =
    beside.where.op === 'eq' && beside.where.args[1].op === 'text' ? beside.where.args[1].value : ''
  return [{ ...shared, same: ends, neighbour: { times, value, after: beside.after } }]
}

/** `first in area`: the order that is meant is that of the column, not that of the rows. */
function isOrderedIn({ places }: PartOutline, { tokens, language }: Lattice): boolean {
  const { functionWords } = lexiconOf(language)
  const at = places.findIndex(({ part }) => part.kind === 'end')
  const [end, next] = places.slice(at, at + 2)
  if (at < 0 || end === undefined || next?.part.kind !== 'column') return false
  return next.start > end.start + 1 && functionWords.has(tokens[next.start - 1]?.fold ?? '')
}

/** `the year of the last title`: a column behind "last" is what the rows are, where another is asked for before it. */
function withoutRowNoun(
  { ordered, columns, ask }: PartOutline,
  table: CatalogTable,
): readonly CatalogColumn[] {
  const at = ordered.findIndex(({ kind }) => kind === 'end')
  const next = at < 0 ? undefined : ordered[at + 1]
  const noun = next?.kind === 'column' ? next.column : undefined
  if (noun === undefined) return columns
  if (new Set(columns).size === 1) return [noun]
  if (timesOf(table).some(({ name, derivedFrom }) => name === noun.name || derivedFrom === noun.name))
    return columns
  const before = ordered.slice(0, at).flatMap((part) => (part.kind === 'column' ? [part.column] : []))
  if (before.length > 0) return columns.filter((column) => column !== noun || before.includes(column))
  const asked = ask?.column
  return asked === undefined || asked === noun || ask?.person ? columns : [asked]
}

/** The value stands in another column, too, whose rows may be meant. */
function isElsewhere({ column, where }: Beside, at: Lattice['at']): boolean {
  const text = where.op === 'eq' && where.args[1].op === 'text' ? where.args[1].value : undefined
  return at.flat().some((one) => {
    return one.kind === 'value' && one.column !== column && one.texts.some((other) => other === text)
  })
}

/** Said of what is asked for rather than asked for (`who took office first`, `which was opened last`). */
function isPredicate(named: CatalogColumn, { ask, rows }: PartOutline, language: Language): boolean {
  if (ask?.column !== undefined && ask.column !== named) return true
  const last = splitWords(named.path.at(-1) ?? '').at(-1) ?? ''
  if (rows && verbEndings.has(last)) return true
  return languages[language].inflection.verbSuffixes.some((suffix) => last.endsWith(suffix))
}

/** `the last match` beside a column of that name, which is one of a row and not the row. */
function isCalledEnd({ places, end }: PartOutline, { at }: Lattice): boolean {
  const start = end === undefined ? undefined : places.find(({ part }) => part === end)?.start
  if (start === undefined) return false
  return at[start]!.some((one) => one.kind === 'column' && one.end > start + 1 && !one.derived)
}

/** Columns that say when: rows may be meant in their order. */
export const timesOf = rememberFor((table: CatalogTable): readonly CatalogColumn[] =>
  table.columns.flatMap((column) => {
    if (column.derivedFrom !== undefined || expressionOf(column) !== undefined) return []
    const { reading } = column
    const isTime = splitWords(column.path.at(-1) ?? '').some((word) => timeNames.has(word))
    if (reading?.kind !== 'date' && !(isTime && isInOrder(column) && !countsYears(column))) return []
    const read = table.columns.find(({ name }) => name === reading?.column)
    return [read ?? column]
  }),
)

/** `Years` of service. */
function countsYears({ path, maxNumber, reading }: CatalogColumn): boolean {
  const most = reading?.kind === 'number' ? reading.max : maxNumber
  return /^(?:years|jahre)$/iu.test(path.at(-1) ?? '') && most !== undefined && Number(most) < firstYear
}

const firstYear = 1000

/** Numbers, or texts that begin with their year: their order is that of time. */
function isInOrder({ type, reading, minText = '', maxText = '' }: CatalogColumn): boolean {
  if (type === 'number' || reading?.kind === 'number') return true
  return /^[12]\d{3}(?!\d)/u.test(minText) && /^[12]\d{3}(?!\d)/u.test(maxText)
}

/** The position of a row as a column, which every table has and no catalog lists. */
export function rowNumber(table: CatalogTable): CatalogColumn {
  return {
    name: rowColumn,
    path: [],
    type: 'number',
    counts: { missing: 0, null: 0, boolean: 0, number: table.rows, text: 0, json: 0 },
    integer: true,
    distinct: { count: table.rows, exact: true },
    frequent: [],
  }
}

function besideRow(table: CatalogTable, where: Expression, after: boolean): Expression {
  const position: Expression = { op: 'column', name: rowColumn }
  const of: Expression = {
    op: 'query-value',
    args: [],
    input: {
      op: 'project',
      input: { op: 'filter', input: { op: 'scan', table: table.name }, where },
      columns: [{ name: rowColumn, value: position }],
    },
  }
  const one: Expression = { op: 'number', value: '1' }
  return { op: 'eq', args: [position, { op: 'call', fn: after ? 'add' : 'subtract', args: [of, one] }] }
}

import type { CatalogColumn } from '../catalog/catalog.js'
import type { Expression } from '../plan/algebra.js'
import { isAmount, repeats } from './column-roles.js'
import { asksTotal } from './count-forms.js'
import type { Lattice } from './elements.js'
import type { Formed } from './formed.js'
import { numbersOf } from './number-column.js'
import { rowNumber, timesOf } from './order-forms.js'
import type { PartOutline } from './outline-parts.js'
import type { Target } from './target.js'

const comparedCost = 0.05

/** Which of two that are named has more, or by how much. Undefined for other questions. */
export function formNamed(
  outline: PartOutline,
  lattice: Lattice,
  startsWithVerb: boolean,
): readonly Formed[] | undefined {
  const { comparative, difference, than, pair, choice } = outline
  if (difference) return formGap(outline, lattice, 'amount')
  if (comparative !== undefined && than !== undefined)
    return startsWithVerb ? formGap(outline, lattice, comparative.descending ? 'gt' : 'lt') : []
  if (than !== undefined) return []
  if (pair !== undefined) return formOfPair(outline, lattice, pair)
  if (comparative !== undefined) return choice === undefined ? [] : formChoice(outline, lattice, choice)
  return choice !== undefined && (outline.extreme ?? outline.end) !== undefined
    ? formChoice(outline, lattice, choice)
    : undefined
}

/** `between A and B` names the two as "A or B" does. */
function formOfPair(
  outline: PartOutline,
  lattice: Lattice,
  { column, where }: NonNullable<PartOutline['pair']>,
): readonly Formed[] {
  if ((outline.comparative ?? outline.extreme ?? outline.end) === undefined)
    return formOfBoth(outline, lattice, column, where)
  const filters = [...outline.filters, { op: 'or', args: where } as const]
  return formChoice({ ...outline, filters }, lattice, column)
}

/** `which club did both A and B play for`, `how many points do A and B have combined`. */
function formOfBoth(
  outline: PartOutline,
  lattice: Lattice,
  of: CatalogColumn,
  where: readonly Expression[],
): readonly Formed[] {
  const { ordered, columns, measured, count, ask } = outline
  const known = ['ask', 'pair', 'filter', 'column', 'count', 'measured', 'light', 'and']
  if (ordered.some(({ kind }) => !known.includes(kind))) return []
  const others = columns.filter((column) => column !== of)
  const [column] = others
  const filters = [...outline.filters, { op: 'or', args: where } as const]
  const base = { table: lattice.table, filters }
  const isSum = measured?.fn === 'sum' || asksTotal(lattice)
  if (isSum && (count ? others.length === 1 : measured !== undefined && others.length === 0)) {
    const added = measured?.column ?? (column && numbersOf(lattice, column)?.column)
    if (added === undefined || !isAmount(added, lattice.language)) return []
    const measure = { fn: 'sum', column: added } as const
    const target: Target = { ...base, select: { kind: 'measure', measure, groups: [] } }
    return [{ target, assumptions: [], cost: comparedCost }]
  }
  if (count || measured !== undefined || isSum || ask === undefined || column === undefined) return []
  if (others.length > 1 || column.type !== 'text') return []
  const target: Target = { ...base, select: { kind: 'values', column } }
  return [{ target, assumptions: [], cost: comparedCost, single: true }]
}

/** `which has more points, A or B`: the one of them that stands first. */
function formChoice(outline: PartOutline, lattice: Lattice, choice: CatalogColumn): readonly Formed[] {
  const { table } = lattice
  const { comparative, extreme, end, filters, groups, count, measured, distinct, exists } = outline
  if (count || measured !== undefined || distinct || exists || groups.length > 0 || outline.most) return []
  if (outline.beside ?? outline.top ?? outline.amount ?? outline.rankBy ?? outline.frequent) return []
  if ([comparative, extreme, end].filter((part) => part !== undefined).length > 1) return []
  if (outline.called) return []
  const asked = outline.ask?.column
  const others = outline.columns.filter((column) => column !== choice && column !== asked)
  const base = { table, filters }
  if (end !== undefined)
    return others.length > 0 || asked ? [] : formFirstOf(outline, lattice, choice, end.last)
  const named = extreme?.extreme.column
  const [other] = others
  if (others.length > 1 || (named !== undefined && other !== undefined) || extreme?.extreme.fn) return []
  const read = named ?? (other === undefined ? comparative?.column : numbersOf(lattice, other)?.column)
  if (other !== undefined && comparative?.plain === false) return []
  if (read === undefined || !isAmount(read, lattice.language) || (asked !== undefined && asked !== choice))
    return []
  const rank = { descending: extreme?.extreme.descending ?? comparative!.descending, amount: 1 }
  const rows: Target = {
    ...base,
    select: { kind: 'rows', columns: [choice, read], asked: [choice], by: read, rank },
  }
  const shared = { assumptions: [], cost: comparedCost, single: true } as const
  if (!repeats(choice, table)) return [{ ...shared, target: rows }]
  const grouped = (['sum', 'avg'] as const).map(
    (fn): Target => ({
      ...base,
      select: { kind: 'measure', measure: { fn, column: read }, groups: [choice], rank },
    }),
  )
  return [{ ...shared, target: rows, same: [rows, ...grouped] }]
}

/** `which came first, A or B`: in the order of the rows, if that of their dates agrees. */
function formFirstOf(
  { filters, light, event }: PartOutline,
  { table }: Lattice,
  choice: CatalogColumn,
  last: boolean,
): readonly Formed[] {
  if (light || (event && timesOf(table).length === 0)) return []
  const targets = [rowNumber(table), ...timesOf(table)].map(
    (by): Target => ({
      table,
      filters,
      select: { kind: 'rows', columns: [choice], asked: [choice], by, rank: { descending: last, amount: 1 } },
    }),
  )
  const shared = { assumptions: [], cost: comparedCost, single: true } as const
  return [{ ...shared, target: targets[0]!, ...(targets.length > 1 ? { same: targets } : {}) }]
}

/** `how many more points has A than B`, `the difference in points between A and B`. */
function formGap(outline: PartOutline, lattice: Lattice, asks: 'amount' | 'gt' | 'lt'): readonly Formed[] {
  const { table } = lattice
  const { than, pair, filters, filterColumns, columns, ordered } = outline
  const kinds = new Set(ordered.map(({ kind }) => kind))
  const known = [
    'difference',
    'than-one',
    'pair',
    'filter',
    'column',
    'ask',
    'light',
    'rows',
    'comparative',
    'exists',
  ]
  if ([...kinds].some((kind) => !known.includes(kind)) || outline.called) return []
  const named = columns.filter((one) => one !== pair?.column && one !== than?.column)
  const meant = outline.comparative?.column
  const [column, ...others] = [...named, ...(meant === undefined ? [] : [meant])]
  const read = column && numbersOf(lattice, column)?.column
  if (read === undefined || others.length > 0) return []
  if (asks !== 'amount' && !isAmount(read, lattice.language)) return []
  const target = (
    of: readonly [Target['filters'][number], Target['filters'][number]],
    rest: Target['filters'],
  ) => [
    {
      target: { table, filters: rest, select: { kind: 'gap', asks, column: read, of } as const },
      assumptions: [],
      cost: comparedCost,
      single: true,
    },
  ]
  if (pair !== undefined) {
    const [one, other, ...more] = pair.where
    const areTwo = one !== undefined && other !== undefined && more.length === 0
    return than === undefined && areTwo ? target([one, other], filters) : []
  }
  if (than === undefined) return []
  const at = filterColumns.indexOf(than.column)
  const one = ordered.flatMap((part) =>
    part.kind === 'filter' && part.column === than.column ? [part.where] : [],
  )
  if (at < 0 || one.length !== 1) return []
  return target(
    [one[0]!, than.where],
    filters.filter((where) => where !== one[0]),
  )
}

import type { CatalogColumn } from '../catalog/catalog.js'
import type { Expression } from '../plan/algebra.js'
import { holdsNames } from './column-roles.js'
import type { Part, PartKind, Placed } from './constituent.js'

type PartOf<Kind extends PartKind> = Extract<Part, { kind: Kind }>

/** The parts of a reading by what they are, in their order; what a question may hold only once is one or none. */
export interface PartOutline {
  readonly ordered: readonly Part[]
  readonly ask: PartOf<'ask'> | undefined
  /** An "and" stands between like parts. */
  readonly joined: boolean
  readonly count: boolean
  readonly times: boolean
  readonly total: boolean
  readonly exists: boolean
  readonly distinct: boolean
  readonly rows: boolean
  /** The rows are called by a word that the data does not know. */
  readonly called: boolean
  readonly columns: readonly CatalogColumn[]
  readonly filters: readonly Expression[]
  readonly filterColumns: readonly CatalogColumn[]
  /** Those of the conditions that leave the column one value, or some that are named. */
  readonly fixedColumns: readonly CatalogColumn[]
  readonly hasNoun: boolean
  readonly measured: PartOf<'measured'> | undefined
  readonly groups: readonly CatalogColumn[]
  readonly rankBy: PartOf<'rank-by'> | undefined
  readonly most: PartOf<'most'> | undefined
  readonly frequent: PartOf<'frequent'> | undefined
  readonly extreme: PartOf<'extreme'> | undefined
  readonly top: PartOf<'top'> | undefined
  readonly end: PartOf<'end'> | undefined
  readonly timed: PartOf<'timed'> | undefined
  readonly beside: PartOf<'beside'> | undefined
  /** One row is what is asked for. */
  readonly only: boolean
  /** The column in which several values are named that exclude each other, by "or". */
  readonly choice: CatalogColumn | undefined
  readonly comparative: PartOf<'comparative'> | undefined
  readonly difference: boolean
  readonly than: PartOf<'than-one'> | undefined
  readonly pair: PartOf<'pair'> | undefined
  readonly light: boolean
  readonly event: boolean
  readonly partners: readonly string[]
  readonly share: boolean
  readonly more: PartOf<'more'> | undefined
  readonly isCompared: boolean
  /** The conditions with the token at which each begins, and the words between them. */
  readonly places: readonly { readonly part: Part; readonly start: number }[]
  readonly amount: PartOf<'amount'> | undefined
}

const onlyOnce: ReadonlySet<PartKind> = new Set([
  'ask',
  'count',
  'exists',
  'distinct',
  'rows',
  'measured',
  'share',
  'among',
  'more',
  'than',
  'group',
  'rank-by',
  'most',
  'frequent',
  'extreme',
  'top',
  'end',
  'timed',
  'beside',
  'only',
  'amount',
  'comparative',
  'difference',
  'than-one',
  'pair',
])

/** Undefined when a part that may stand once stands twice, an "and" joins unlike things, or conditions exclude each other. */
export function outlineParts(placed: readonly Placed[]): PartOutline | undefined {
  const parts = dropEchoes(placed.map(({ part }) => part).filter(({ kind }) => kind !== 'gap'))
  if (parts === undefined || !joinsLikeThings(parts) || namesTwoKinds(placed)) return undefined
  const first = new Map<PartKind, Part>()
  const again = parts.filter((part) => {
    const isAgain = first.has(part.kind)
    if (!isAgain) first.set(part.kind, part)
    return isAgain && onlyOnce.has(part.kind)
  })
  const isCompared = first.has('than')
  if (again.some(({ kind }) => kind !== 'rows' || !isCompared) || again.length > 1) return undefined
  const of = <Kind extends PartKind>(kind: Kind) => first.get(kind) as PartOf<Kind> | undefined
  const filters = parts.filter((part) => part.kind === 'filter')
  if (!isCompared && !first.has('share') && excludeEachOther(filters)) return undefined
  const pair = of('pair')
  if (pair !== undefined && filters.some(({ column }) => column === pair.column)) return undefined
  const named = parts.flatMap((part) => (part.kind === 'column' ? [part.column] : []))
  const asked = of('ask')?.column
  return {
    ordered: parts.filter((part) => part.kind !== 'and'),
    ask: of('ask'),
    joined: first.has('and'),
    count: of('count') !== undefined,
    times: of('count')?.times ?? false,
    total: of('count')?.total ?? false,
    exists: of('exists') !== undefined,
    distinct: of('distinct') !== undefined,
    rows: of('rows') !== undefined,
    called: of('rows')?.called ?? false,
    columns: named.length === 0 && asked !== undefined ? [asked] : named,
    filters: filters.map(({ where }) => where),
    filterColumns: [...new Set(filters.map(({ column }) => column))],
    fixedColumns: filters.flatMap(({ column, where }) => (isDenied(where) ? [] : [column])),
    hasNoun: filters.some(({ isNoun }) => isNoun),
    measured: of('measured'),
    groups: of('group')?.columns ?? [],
    rankBy: of('rank-by'),
    most: of('most'),
    frequent: of('frequent'),
    extreme: of('extreme'),
    top: of('top'),
    end: of('end'),
    timed: of('timed'),
    beside: of('beside'),
    only: of('only') !== undefined,
    choice: filters.find(({ listed }) => listed > 1)?.column,
    comparative: of('comparative'),
    difference: of('difference') !== undefined,
    than: of('than-one'),
    pair,
    light: parts.some((part) => part.kind === 'light' && !part.isEvent),
    event: parts.some((part) => part.kind === 'light' && part.isEvent),
    share: of('share') !== undefined,
    more: of('more'),
    isCompared,
    places: placed.map(({ part, start }) => ({ part, start })),
    partners: parts.flatMap((part) => (part.kind === 'partner' ? [part.table] : [])),
    amount: of('amount'),
  }
}

/**
 * A verb that repeats a column named beside it says nothing new (`which director directed …`, `Bo and Cy played` of
 * players); alone it is no noun.
 */
function dropEchoes(parts: readonly Part[]): readonly Part[] | undefined {
  const named = new Set(
    parts.flatMap((part) =>
      (part.kind === 'column' && !part.derived) || part.kind === 'pair' || part.kind === 'filter'
        ? [part.column]
        : [],
    ),
  )
  const kept = parts
    .filter((part) => !(part.kind === 'column' && part.derived && named.has(part.column)))
    .map((part, i, all) => (isAgent(part, i, all) ? { ...part, derived: false } : part))
  return kept.some((part) => part.kind === 'column' && part.derived) ? undefined : kept
}

/** `who directed Rain`: the name of whom the verb says it. */
function isAgent(part: Part, i: number, all: readonly Part[]): part is PartOf<'column'> {
  const before = all[i - 1]
  if (part.kind !== 'column' || !part.derived || before?.kind !== 'ask' || !before.person) return false
  return holdsNames(part.column) && all.every((other) => other === part || other.kind !== 'column')
}

/** Bare values side by side (`doors and windows`) are two kinds of rows, not two conditions on one. */
function namesTwoKinds(placed: readonly Placed[]): boolean {
  return placed.some(({ part, end }, i) => {
    const [before, after] = [placed[i - 1], placed[i + 1]]
    if (part.kind !== 'and' || before?.part.kind !== 'filter' || after?.part.kind !== 'filter') return false
    return before.part.isNoun && after.part.isNoun && after.start === end
  })
}

function joinsLikeThings(parts: readonly Part[]): boolean {
  return parts.every((part, i) => {
    if (part.kind !== 'and') return true
    const before = parts[i - 1]?.kind
    return before === parts[i + 1]?.kind && (before === 'filter' || before === 'column')
  })
}

/** `other than Oslo`: the others are left. */
function isDenied({ op, ...rest }: Expression): boolean {
  return op === 'ne' || (op === 'and' && 'args' in rest && rest.args.every(isDeniedOrGiven))
}

function isDeniedOrGiven({ op }: Expression): boolean {
  return op === 'ne' || op === 'not'
}

/** Both ends of a time. */
function isTime({ op, ...rest }: Expression): boolean {
  return (
    op === 'and' &&
    'args' in rest &&
    rest.args.length === 2 &&
    rest.args.every((arg) => 'args' in arg && arg.args[1]?.op === 'text')
  )
}

/**
 * Two different values asked of one column at once: "and" may mean either, both, or the sum. A value and a bound of one
 * column (`from 1998 to 2012` as two) say too much.
 */
function excludeEachOther(filters: readonly PartOf<'filter'>[]): boolean {
  const equal = filters.filter(
    ({ where }) => where.op === 'eq' || where.op === 'in' || where.op === 'is-blank' || isTime(where),
  )
  const fixed = new Set(equal.map(({ column }) => column))
  const isBounded = filters.some(({ where, column }) => isBound(where) && fixed.has(column))
  return fixed.size < equal.length || isBounded
}

function isBound({ op }: Expression): boolean {
  return op === 'lt' || op === 'le' || op === 'gt' || op === 'ge'
}

import type { CatalogColumn, CatalogTable } from '../catalog/catalog.js'
import type { Expression, Measure, Named, Plan, Relation, SortKey } from '../plan/algebra.js'
import { columnsOf } from '../plan/columns-of.js'
import { freezePlan } from '../plan/freeze-plan.js'
import { expressionOf } from './joined-columns.js'
import { rememberFor } from './remember.js'
import type { Rank, Target, TargetMeasure } from './target.js'

/** Names of what a plan computes of two counts. */
export const [shareName, differenceName, moreName] = ['share (%)', 'difference', 'more'] as const

/** The plan of a target. Equal targets give equal plans, whatever the order in which their conditions were said. */
export function buildPlan(target: Target): Plan {
  return freezePlan({ version: 1, root: buildRelation(target) })
}

/** Names of the columns of the target's plan that answer. */
export function askedColumns({ select }: Target): readonly string[] {
  switch (select.kind) {
    case 'exists':
      return ['exists']
    case 'gap':
      return [select.asks === 'amount' ? 'difference' : 'exists']
    case 'share':
      return [shareName]
    case 'difference':
      return [select.whether ? moreName : differenceName]
    case 'values':
      return [select.column.name]
    case 'rows':
      return select.asked.map(({ name }) => name)
    case 'measure':
      return select.groups.length > 0
        ? select.groups.map(({ name }) => name)
        : [toMeasure(select.measure, select.groups).name]
  }
}

function buildRelation(target: Target): Relation {
  const { filters, select } = target
  const scan = joinColumns(target)
  switch (select.kind) {
    case 'exists': {
      const counted: Relation = {
        op: 'aggregate',
        input: filterBy(scan, filters),
        groups: [],
        measures: [{ name: 'count', fn: 'count' }],
      }
      const value: Expression = {
        op: 'gt',
        args: [
          { op: 'column', name: 'count' },
          { op: 'number', value: '0' },
        ],
      }
      return { op: 'project', input: counted, columns: [{ name: 'exists', value }] }
    }
    case 'gap': {
      const { column, of } = select
      const cellOf = (where: Expression): Expression => ({
        op: 'query-value',
        args: [],
        input: { op: 'project', input: filterBy(scan, [...filters, where]), columns: [toNamed(column)] },
      })
      const value: Expression =
        select.asks === 'amount'
          ? { op: 'call', fn: 'abs', args: [{ op: 'call', fn: 'subtract', args: of.map(cellOf) }] }
          : { op: select.asks, args: [cellOf(of[0]), cellOf(of[1])] }
      const name = select.asks === 'amount' ? 'difference' : 'exists'
      return { op: 'project', input: { op: 'unit' }, columns: [{ name, value }] }
    }
    case 'share':
      return divideCounts(filterBy(scan, filters), select.of)
    case 'difference':
      return subtractCounts(filterBy(scan, filters), select.first, select.second, select.whether)
    case 'values':
      return {
        op: 'aggregate',
        input: filterBy(scan, [...filters, hasValue(select.column)]),
        groups: [toNamed(select.column)],
        measures: [],
      }
    case 'measure': {
      const ranked = select.rank === undefined ? [] : select.groups.map(hasValue)
      const counted =
        select.measure.fn === 'count-distinct' && holdsBlanks(select.measure.column)
          ? [hasValue(select.measure.column)]
          : []
      const measure = toMeasure(select.measure, select.groups)
      const groups: Relation = {
        op: 'aggregate',
        input: filterBy(scan, [...filters, ...ranked, ...counted]),
        groups: select.groups.map(toNamed),
        measures: [measure],
      }
      return select.rank === undefined ? groups : takeFirst(groups, measure.name, select.rank)
    }
    case 'rows': {
      const { by, rank, columns } = select
      const kept = filterBy(scan, filters)
      const rows = by === undefined || rank === undefined ? kept : takeFirst(kept, by.name, rank)
      return columns.length === 0 ? rows : { op: 'project', input: rows, columns: columns.map(toNamed) }
    }
  }
}

/** The table's rows; where a column of another table is used, with all that is used and no more. */
function joinColumns(target: Target): Relation {
  const { table, filters, select } = target
  const scan: Relation = { op: 'scan', table: table.name }
  const used = new Map<string, Expression>()
  for (const column of columnsIn(select)) used.set(column.name, toValue(column))
  for (const name of [...filters, ...conditionsIn(select)].flatMap(columnsOf)) {
    const column = columnsByName(table).get(name)
    used.set(name, column === undefined ? { op: 'column', name } : toValue(column))
  }
  if ([...used.values()].every(({ op }) => op === 'column')) return scan
  if (select.kind === 'rows' && select.columns.length === 0) {
    const own = table.columns.filter((column) => column.derivedFrom === undefined && !used.has(column.name))
    for (const column of own) if (expressionOf(column) === undefined) used.set(column.name, toValue(column))
  }
  const columns = [...used].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => ({ name, value }))
  return { op: 'project', input: scan, columns }
}

/** Of columns of one name the first. */
const columnsByName = rememberFor(
  ({ columns }: CatalogTable) => new Map([...columns].reverse().map((column) => [column.name, column])),
)

function toValue(column: CatalogColumn): Expression {
  return expressionOf(column) ?? { op: 'column', name: column.name }
}

function columnsIn(select: Target['select']): readonly CatalogColumn[] {
  switch (select.kind) {
    case 'exists':
    case 'share':
    case 'difference':
      return []
    case 'values':
      return [select.column]
    case 'measure':
      return [...select.groups, ...(select.measure.fn === 'count' ? [] : [select.measure.column])]
    case 'gap':
      return [select.column]
    case 'rows':
      return [...select.columns, ...(select.by === undefined ? [] : [select.by])]
  }
}

function conditionsIn(select: Target['select']): readonly Expression[] {
  if (select.kind === 'gap') return select.of
  if (select.kind === 'share') return select.of
  return select.kind === 'difference' ? [...select.first, ...select.second] : []
}

/** How many of a hundred: null of no rows. */
function divideCounts(input: Relation, of: readonly Expression[]): Relation {
  const counted: Relation = {
    op: 'aggregate',
    input,
    groups: [],
    measures: [countOf('matching', of), { name: 'all', fn: 'count' }],
  }
  const hundred: Expression = { op: 'number', value: '100' }
  const parts = call('multiply', { op: 'column', name: 'matching' }, hundred)
  const value = call('divide', parts, { op: 'column', name: 'all' })
  return { op: 'project', input: counted, columns: [{ name: shareName, value }] }
}

function subtractCounts(
  input: Relation,
  first: readonly Expression[],
  second: readonly Expression[],
  whether: boolean,
): Relation {
  const counted: Relation = {
    op: 'aggregate',
    input,
    groups: [],
    measures: [countOf('first', first), countOf('second', second)],
  }
  const [one, other]: [Expression, Expression] = [
    { op: 'column', name: 'first' },
    { op: 'column', name: 'second' },
  ]
  const column: Named = whether
    ? { name: moreName, value: { op: 'gt', args: [one, other] } }
    : { name: differenceName, value: call('subtract', one, other) }
  return { op: 'project', input: counted, columns: [column] }
}

function countOf(name: string, filters: readonly Expression[]): Measure {
  const where = joinAll(filters)
  return where === undefined ? { name, fn: 'count' } : { name, fn: 'count', where }
}

function call(fn: 'multiply' | 'divide' | 'subtract', ...args: readonly Expression[]): Expression {
  return { op: 'call', fn, args }
}

function takeFirst(input: Relation, column: string, { descending, amount, offset = 0 }: Rank): Relation {
  const key: SortKey = { value: { op: 'column', name: column }, descending, nulls: 'last' }
  return { op: 'limit', input: { op: 'sort', input, keys: [key] }, count: amount, offset }
}

function filterBy(input: Relation, filters: readonly Expression[]): Relation {
  const where = joinAll(filters)
  return where === undefined ? input : { op: 'filter', input, where }
}

/** Each condition once, in an order of their own. */
function joinAll(filters: readonly Expression[]): Expression | undefined {
  const unique = new Map(filters.flatMap(splitAnd).map((filter) => [JSON.stringify(filter), filter]))
  const sorted = [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, filter]) => filter)
  return sorted.length < 2 ? sorted[0] : { op: 'and', args: sorted }
}

function splitAnd(filter: Expression): readonly Expression[] {
  return filter.op === 'and' ? filter.args.flatMap(splitAnd) : [filter]
}

/** A blank text is no value of its own. */
function holdsBlanks({ minText }: CatalogColumn): boolean {
  return minText !== undefined && minText.trim() === ''
}

/** True of rows in which a column says something. */
export function hasValue({ name }: CatalogColumn): Expression {
  return { op: 'not', args: [{ op: 'is-blank', args: [{ op: 'column', name }] }] }
}

function toNamed({ name }: CatalogColumn): Named {
  return { name, value: { op: 'column', name } }
}

/** Name of the column that a measured target gives. */
export function measureName({
  measure,
  groups,
}: Pick<Extract<Target['select'], { kind: 'measure' }>, 'measure' | 'groups'>): string {
  return toMeasure(measure, groups).name
}

/** Named as a person would write it in SQL (`avg(delay)`), and never like a group. */
function toMeasure(measure: TargetMeasure, groups: readonly CatalogColumn[]): Measure {
  const wanted = measure.fn === 'count' ? 'count' : `${measure.fn}(${measure.column.name})`
  const name = groups.some((group) => group.name === wanted) ? `${wanted}(*)` : wanted
  if (measure.fn === 'count') return { name, fn: 'count' }
  return { name, fn: measure.fn, value: { op: 'column', name: measure.column.name } }
}

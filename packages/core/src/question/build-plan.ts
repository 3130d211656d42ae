import type { CatalogColumn } from '../catalog/catalog.js'
import type { Expression, Measure, Named, Plan, Relation, SortKey } from '../plan/algebra.js'
import { freezePlan } from '../plan/freeze-plan.js'
import type { Rank, Target, TargetMeasure } from './target.js'

/** The plan of a target. Equal targets give equal plans, whatever the order in which their conditions were said. */
export function buildPlan(target: Target): Plan {
  return freezePlan({ version: 1, root: buildRelation(target) })
}

/** Names of the columns of the target's plan that answer. */
export function askedColumns({ select }: Target): readonly string[] {
  switch (select.kind) {
    case 'exists':
      return ['exists']
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

function buildRelation({ table, filters, select }: Target): Relation {
  const scan: Relation = { op: 'scan', table: table.name }
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
    case 'values':
      return {
        op: 'aggregate',
        input: filterBy(scan, [...filters, hasValue(select.column)]),
        groups: [toNamed(select.column)],
        measures: [],
      }
    case 'measure': {
      const ranked = select.rank === undefined ? [] : select.groups.map(hasValue)
      const measure = toMeasure(select.measure, select.groups)
      const groups: Relation = {
        op: 'aggregate',
        input: filterBy(scan, [...filters, ...ranked]),
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

function takeFirst(input: Relation, column: string, { descending, amount }: Rank): Relation {
  const key: SortKey = { value: { op: 'column', name: column }, descending, nulls: 'last' }
  return { op: 'limit', input: { op: 'sort', input, keys: [key] }, count: amount, offset: 0 }
}

function filterBy(input: Relation, filters: readonly Expression[]): Relation {
  const unique = new Map(filters.flatMap(splitAnd).map((filter) => [JSON.stringify(filter), filter]))
  const sorted = [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, filter]) => filter)
  if (sorted.length === 0) return input
  return { op: 'filter', input, where: sorted.length === 1 ? sorted[0]! : { op: 'and', args: sorted } }
}

function splitAnd(filter: Expression): readonly Expression[] {
  return filter.op === 'and' ? filter.args.flatMap(splitAnd) : [filter]
}

function hasValue({ name }: CatalogColumn): Expression {
  return { op: 'not', args: [{ op: 'is-blank', args: [{ op: 'column', name }] }] }
}

function toNamed({ name }: CatalogColumn): Named {
  return { name, value: { op: 'column', name } }
}

/** Named as a person would write it in SQL (`avg(delay)`), and never like a group. */
function toMeasure(measure: TargetMeasure, groups: readonly CatalogColumn[]): Measure {
  const wanted = measure.fn === 'count' ? 'count' : `${measure.fn}(${measure.column.name})`
  const name = groups.some((group) => group.name === wanted) ? `${wanted}(*)` : wanted
  if (measure.fn === 'count') return { name, fn: 'count' }
  return { name, fn: measure.fn, value: { op: 'column', name: measure.column.name } }
}

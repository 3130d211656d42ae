import type { Expression, Measure, Named, Plan, Relation, SortKey } from '../plan/algebra.js'
import { inputsOf } from '../plan/explain-plan.js'

/** A plan that is one straight line over one table, by what its steps do. Columns that it joins first are like others. */
export interface PlanOutline {
  readonly table: string
  readonly where: Expression | undefined
  readonly groups: readonly Named[]
  readonly measures: readonly Measure[]
  readonly isAggregate: boolean
  readonly sort: SortKey | undefined
  readonly limit: number | undefined
  /** How many stand before the one that is meant; 0 but for a place in the order. */
  readonly offset: number
  readonly project: readonly Named[] | undefined
}

const shapes =
  /^scan(?: project(?= filter| aggregate| sort| project))?(?: filter)?(?: aggregate)?(?: sort limit)?(?: project)?$/u

/** Undefined for plans of other shapes, as a person may write them in SQL. */
export function outlinePlan(plan: Plan): PlanOutline | undefined {
  const steps: Relation[] = []
  for (let at: Relation | undefined = plan.root; at !== undefined; ) {
    steps.unshift(at)
    const inputs = inputsOf(at)
    if (inputs.length > 1) return undefined
    at = inputs[0]
  }
  const shape = steps.map(({ op }) => op).join(' ')
  if (!shapes.test(shape)) return undefined
  const of = <Op extends Relation['op']>(op: Op) =>
    steps.find((step): step is Extract<Relation, { op: Op }> => step.op === op)
  const aggregate = of('aggregate')
  const last = steps.at(-1)
  const sort = of('sort')
  const limit = of('limit')
  if ((sort?.keys.length ?? 0) > 1 || (limit !== undefined && limit.count === null)) return undefined
  if (limit !== undefined && limit.offset > 0 && limit.count !== 1) return undefined
  return {
    table: of('scan')?.table ?? '',
    where: of('filter')?.where,
    groups: aggregate?.groups ?? [],
    measures: aggregate?.measures ?? [],
    isAggregate: aggregate !== undefined,
    sort: sort?.keys[0],
    limit: limit?.count ?? undefined,
    offset: limit?.offset ?? 0,
    project: last?.op === 'project' ? last.columns : undefined,
  }
}

import type { Result } from '../execute/result.js'
import type { Expression, Plan, Relation } from '../plan/algebra.js'
import { canonicalJson } from '../plan/canonical-plan.js'
import { inputsOf } from '../plan/explain-plan.js'
import { outlinePlan } from '../question/outline-plan.js'

const count = 'count'

/** The scan at the bottom of one straight line, with the scope that is bound to it and the columns it is joined with. */
function scanOf(relation: Relation): Relation {
  if (relation.op === 'project' && relation.input.op === 'scan') return relation
  const [input] = inputsOf(relation)
  return input === undefined ? relation : scanOf(input)
}

/**
 * A superlative over groups leaves out the rows that have no group: they were not used, and coverage says so. `run`
 * runs a plan that counts them; it is asked only of such plans.
 */
export async function countBlankGroups(
  plan: Plan,
  result: Result,
  run: (plan: Plan) => Promise<Result>,
): Promise<Result> {
  const outline = outlinePlan(plan)
  const [group, another] = outline?.groups ?? []
  if (
    outline?.where === undefined ||
    outline.limit === undefined ||
    group === undefined ||
    another !== undefined
  )
    return result
  const blank: Expression = { op: 'is-blank', args: [group.value] }
  const isLeftOut = (condition: Expression): boolean =>
    condition.op === 'not' && canonicalJson(condition.args[0]) === canonicalJson(blank)
  const conditions = outline.where.op === 'and' ? outline.where.args : [outline.where]
  if (!conditions.some(isLeftOut)) return result
  const counted = await run({
    version: plan.version,
    root: {
      op: 'aggregate',
      groups: [],
      measures: [{ name: count, fn: 'count' }],
      input: {
        op: 'filter',
        where: { op: 'and', args: [...conditions.filter((condition) => !isLeftOut(condition)), blank] },
        input: scanOf(plan.root),
      },
    },
  })
  const records = Number(counted.rows[0]?.[0] ?? 0)
  if (records === 0) return result
  const { coverage } = result
  return {
    ...result,
    rowsScanned: result.rowsScanned + counted.rowsScanned,
    coverage: {
      ...coverage,
      used: coverage.used - records,
      skipped: [...coverage.skipped, { reason: `blank: ${group.name}`, records }],
    },
  }
}

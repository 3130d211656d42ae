import type { Result } from '../execute/result.js'
import type { Plan, Relation } from '../plan/algebra.js'
import { freezePlan } from '../plan/freeze-plan.js'

/** More rows than this are not looked for beyond a limit; who ties beyond is then counted as "at least". */
const extraRows = 20

/**
 * The plan to run instead of one that keeps the first rows of an order, so that those which share the last place
 * are seen; undefined when there is no such order. Give its result to `settleTies`.
 */
export function widenForTies(plan: Plan): Plan | undefined {
  const widen = (relation: Relation): Relation | undefined => {
    if (
      relation.op === 'limit' &&
      relation.input.op === 'sort' &&
      relation.count !== null &&
      relation.offset === 0
    ) {
      return { ...relation, count: relation.count + extraRows }
    }
    if (relation.op !== 'project') return undefined
    const input = widen(relation.input)
    return input === undefined ? undefined : { ...relation, input }
  }
  const root = widen(plan.root)
  return root === undefined ? undefined : freezePlan({ version: plan.version, root })
}

/**
 * What the plan asked for, out of the result of its widened form: the rows within the limit, and those that share
 * the last place with them. `tied` counts who share it, 1 when nobody does.
 */
export function settleTies(plan: Plan, wide: Result): { readonly result: Result; readonly tied: number } {
  const order = orderOf(plan.root)
  const column = order === undefined ? -1 : wide.columns.findIndex(({ name }) => name === order.column)
  if (order === undefined || wide.rows.length <= order.count || order.count === 0)
    return { result: wide, tied: 1 }
  const last = column === -1 ? null : (wide.rows[order.count - 1]?.[column] ?? null)
  const isTied = (row: Result['rows'][number]) => last !== null && row[column] === last
  const rows = wide.rows.filter((row, i) => i < order.count || isTied(row))
  const perRow = wide.provenance.rows.length === wide.rows.length
  const provenance = perRow
    ? { ...wide.provenance, rows: wide.provenance.rows.slice(0, rows.length), total: rows.length }
    : wide.provenance
  return { result: { ...wide, rows, provenance }, tied: rows.filter(isTied).length || 1 }
}

function orderOf(relation: Relation): { column: string; count: number } | undefined {
  if (relation.op === 'project') return orderOf(relation.input)
  if (relation.op !== 'limit' || relation.input.op !== 'sort' || relation.count === null) return undefined
  const [key] = relation.input.keys
  return key?.value.op === 'column' && relation.input.keys.length === 1
    ? { column: key.value.name, count: relation.count }
    : undefined
}

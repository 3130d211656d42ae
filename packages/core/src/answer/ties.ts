import type { Catalog, ColumnType } from '../catalog/catalog.js'
import { parseDecimal } from '../columns/decimal.js'
import type { Cell, Result } from '../execute/result.js'
import type { Plan, Relation } from '../plan/algebra.js'
import { describeRelation } from '../plan/check-plan.js'
import { inputsOf } from '../plan/explain-plan.js'
import { freezePlan } from '../plan/freeze-plan.js'

/** Those who share the last place are listed up to this many. */
const maxTied = 100

/**
 * Runs a plan. Where it keeps the first rows of an order, the rows that share its last place come with them: a `limit`
 * alone would name one of several and hide the others. Where the last place may be shared, `run` first runs the order
 * alone. Coverage is that of the plan itself.
 */
export async function runWithTies(
  plan: Plan,
  catalog: Catalog,
  run: (plan: Plan) => Promise<Result>,
): Promise<Result> {
  const order = orderOf(plan.root)
  if (order === undefined || order.count === 0) return run(plan)
  const { column, count } = order
  if (!describeRelation(plan.root, catalog.tables).columns.some(({ name }) => name === column))
    return run(plan)
  const { version } = plan
  const ordered = await run(
    freezePlan({ version, root: keepColumn(keepRows(plan.root, count + maxTied), column) }),
  )
  const cells = ordered.rows.map(([cell]) => cell ?? null)
  const last = cells[count - 1] ?? null
  const tied = isRanked(last, typeInTable(catalog, order.table, column))
    ? cells.filter((cell, i) => i >= count && cell === last).length
    : 0
  const result = await run(
    tied === 0 ? plan : freezePlan({ version, root: keepRows(plan.root, count + tied) }),
  )
  return { ...result, rowsScanned: ordered.rowsScanned + result.rowsScanned }
}

/** Whether a cell has a place in the order of its column: in one of numbers, texts stand behind all as if they were null. */
export function isRanked(cell: Cell, type: ColumnType | undefined): boolean {
  if (cell === null) return false
  return (
    type !== 'number' ||
    typeof cell === 'number' ||
    (typeof cell === 'string' && parseDecimal(cell) !== undefined)
  )
}

/** Type of a table's column; undefined for what a plan computes. */
export function typeInTable(catalog: Catalog, table: string, column: string): ColumnType | undefined {
  return catalog.tables.find(({ name }) => name === table)?.columns.find(({ name }) => name === column)?.type
}

function keepRows(relation: Relation, count: number): Relation {
  if (relation.op === 'project') return { ...relation, input: keepRows(relation.input, count) }
  return relation.op === 'limit' ? { ...relation, count } : relation
}

function keepColumn(relation: Relation, name: string): Relation {
  if (relation.op === 'project')
    return { ...relation, columns: relation.columns.filter((column) => column.name === name) }
  return { op: 'project', input: relation, columns: [{ name, value: { op: 'column', name } }] }
}

function orderOf(relation: Relation): { table: string; column: string; count: number } | undefined {
  if (relation.op === 'project') return orderOf(relation.input)
  if (
    relation.op !== 'limit' ||
    relation.input.op !== 'sort' ||
    relation.count === null ||
    relation.offset > 0
  ) {
    return undefined
  }
  const [key] = relation.input.keys
  return key?.value.op === 'column' && relation.input.keys.length === 1
    ? { table: tableOf(relation), column: key.value.name, count: relation.count }
    : undefined
}

function tableOf(relation: Relation): string {
  if (relation.op === 'scan') return relation.table
  const [input] = inputsOf(relation)
  return input === undefined ? '' : tableOf(input)
}

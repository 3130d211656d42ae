import type { Catalog, ColumnType } from '../catalog/catalog.js'
import { parseDecimal } from '../columns/decimal.js'
import type { Cell, Result } from '../execute/result.js'
import type { Plan, Relation } from '../plan/algebra.js'
import { inputsOf } from '../plan/explain-plan.js'
import { freezePlan } from '../plan/freeze-plan.js'

/** Those who share the last place are listed up to this many. */
const maxTied = 100

/**
 * The result of a plan that keeps the first rows of an order, with the rows that share its last place: a `limit`
 * alone would name one of several and hide the others. `run` runs a wider plan, only where a tie can be. Coverage
 * stays that of the plan itself.
 */
export async function includeTies(
  plan: Plan,
  result: Result,
  catalog: Catalog,
  run: (plan: Plan) => Promise<Result>,
): Promise<Result> {
  const order = orderOf(plan.root)
  const at = result.columns.findIndex(({ name }) => name === order?.column)
  if (order === undefined || at === -1 || order.count === 0 || result.rows.length < order.count) return result
  const last = result.rows[order.count - 1]?.[at] ?? null
  if (!isRanked(last, typeInTable(catalog, order.table, order.column))) return result
  const wide = await run(freezePlan({ version: plan.version, root: widen(plan.root) }))
  const rows = wide.rows.filter((row, i) => i < order.count || row[at] === last)
  const rowsScanned = result.rowsScanned + wide.rowsScanned
  if (rows.length === result.rows.length) return { ...result, rowsScanned }
  const isPerRow = wide.provenance.rows.length === wide.rows.length
  const provenance = isPerRow
    ? { ...wide.provenance, rows: wide.provenance.rows.slice(0, rows.length), total: rows.length }
    : result.provenance
  return { ...result, rows, rowsTotal: rows.length, provenance, rowsScanned }
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

function widen(relation: Relation): Relation {
  if (relation.op === 'project') return { ...relation, input: widen(relation.input) }
  return relation.op === 'limit' && relation.count !== null
    ? { ...relation, count: relation.count + maxTied }
    : relation
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

import { ValueKind } from '../columns/table.js'
import type { Measure, Relation } from '../plan/algebra.js'
import type { Chunk } from './chunk.js'
import type { RunContext } from './run-context.js'

/**
 * The row of an aggregate that only counts the records of a whole table, from the catalog: nothing is scanned, the
 * first records are the evidence. Undefined where counting needs the data.
 */
export function countByCatalog(
  relation: Extract<Relation, { op: 'aggregate' }>,
  context: RunContext,
): AsyncIterable<Chunk> | undefined {
  const { input, groups, measures } = relation
  if (input.op !== 'scan' || input.scope !== undefined || groups.length > 0) return undefined
  const { rows, columns } = context.tables.get(input.table)!.schema
  const prefix = input.as === undefined ? '' : `${input.as}.`
  const countsAll = ({ fn, value, where }: Measure): boolean => {
    if (fn !== 'count' || where !== undefined) return false
    if (value === undefined) return true
    const column = columns.find(({ name }) => value.op === 'column' && prefix + name === value.name)
    return column !== undefined && column.counts.null + column.counts.missing === 0
  }
  if (!measures.every(countsAll)) return undefined
  const list = context.newRecordList()
  const first = Math.min(rows, context.evidence)
  list.take({ table: input.table, rows: Array.from({ length: first }, (_, row) => row), total: rows })
  context.provenance ??= list
  return oneRow(measures, rows, context)
}

async function* oneRow(
  measures: readonly Measure[],
  count: number,
  context: RunContext,
): AsyncGenerator<Chunk> {
  await context.pace.step()
  const vector = { length: 1, kind: ValueKind.number, numbers: Float64Array.of(count) }
  yield {
    length: 1,
    columns: new Map(measures.map(({ name }) => [name, vector])),
    selection: null,
    records: -1,
  }
}

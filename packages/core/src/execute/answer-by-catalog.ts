import type { ColumnType } from '../catalog/catalog.js'
import { formatDouble } from '../columns/decimal.js'
import type { Table } from '../columns/table.js'
import type { Expression, Measure, Relation } from '../plan/algebra.js'
import { type Chunk, columnOf, positionAt, recordAt, selectedCount } from './chunk.js'
import { type CompileScope, compilePredicate } from './compile-expression.js'
import { type KnownMeasures, readKnownMeasures } from './known-measures.js'
import { filter, scan } from './operators.js'
import type { RecordList } from './record-list.js'
import type { RunContext } from './run-context.js'
import { ExactNumber, kindAt, type Value } from './value.js'
import { VectorBuilder } from './vector-builder.js'
import { toZonePredicate } from './zone-predicate.js'

type Aggregate = Extract<Relation, { op: 'aggregate' }>

/**
 * The row of an aggregate over a whole table whose values the catalog knows: counts, counts of nulls, of different
 * values, least and greatest numbers. The data is only read for the records that are shown as evidence. Undefined where
 * the values need the data, and always under a scope: the catalog knows of hidden records.
 */
export function answerByCatalog(relation: Aggregate, context: RunContext): AsyncIterable<Chunk> | undefined {
  const { input, groups, measures } = relation
  const over = input.op === 'filter' ? input.input : input
  if (!context.rewrites || over.op !== 'scan' || over.scope !== undefined || groups.length > 0)
    return undefined
  const table = context.tables.get(over.table)!
  const prefix = over.as === undefined ? '' : `${over.as}.`
  const nameOf = (value: Expression | undefined) =>
    value?.op === 'column' && value.name.startsWith(prefix) ? value.name.slice(prefix.length) : undefined
  if (input.op === 'filter') {
    const count = countNulls(input.where, table, nameOf)
    if (count === undefined || !measures.every((measure) => measure.fn === 'count' && isPlain(measure)))
      return undefined
    return answer(
      measures,
      measures.map(() => count),
      context,
      (list) => noteMatching(input.where, count, table, prefix, list, context),
    )
  }
  const known = readKnownMeasures(measures, table.schema, ({ value }) => nameOf(value))
  if (known === undefined) return undefined
  return answer(measures, known.values, context, (list) => noteRead(known, table, list, context))
}

function isPlain({ value, where }: Measure): boolean {
  return value === undefined && where === undefined
}

/** Rows for which `x is null`, or its opposite, holds. */
function countNulls(
  where: Expression,
  { schema }: Table,
  nameOf: (value: Expression) => string | undefined,
): number | undefined {
  const isNegated = where.op === 'not'
  const test = isNegated ? where.args[0] : where
  if (test.op !== 'is-null') return undefined
  const column = schema.columns.find(({ name }) => name === nameOf(test.args[0]))
  if (column === undefined || column.derivedFrom !== undefined) return undefined
  const nulls = column.counts.missing + column.counts.null
  return isNegated ? schema.rows - nulls : nulls
}

async function* answer(
  measures: readonly Measure[],
  values: readonly Value[],
  context: RunContext,
  note: (list: RecordList) => Promise<void>,
): AsyncGenerator<Chunk> {
  await context.pace.step()
  const list = context.newRecordList()
  context.provenance ??= list
  await note(list)
  const columns = measures.map(({ name }, index) => {
    const builder = new VectorBuilder(1)
    builder.push(values[index]!)
    return [name, builder.build()] as const
  })
  yield { length: 1, columns: new Map(columns), selection: null, records: -1 }
}

const unnamed: CompileScope = { queries: new Map(), typeOf: (): ColumnType | undefined => undefined }

/** The first records of those that were read, with their number; what was not is counted. */
async function noteRead(
  { skipped, accepts, extreme }: KnownMeasures,
  table: Table,
  list: RecordList,
  context: RunContext,
): Promise<void> {
  const { column, missing, null: nulls, odd } = skipped
  const unread = missing + nulls + odd
  context.skipped.addKnown(column, { missing, null: nulls, 'wrong-type': odd })
  const { name, rows } = table.schema
  if (extreme !== undefined) {
    const text =
      extreme.value instanceof ExactNumber ? extreme.value.text : formatDouble(Number(extreme.value))
    const where: Expression = {
      op: 'eq',
      args: [
        { op: 'column', name: extreme.column },
        { op: 'number', value: text },
      ],
    }
    const chunks = scan(table, '', [extreme.column], toZonePredicate([where], table.schema, ''), context)
    for await (const chunk of filter(chunks, compilePredicate(where, unnamed), undefined))
      list.addChunk(chunk)
    return
  }
  if (unread === 0) {
    const first = Math.min(rows, context.evidence)
    list.take({ table: name, rows: Array.from({ length: first }, (_, row) => row), total: rows })
    return
  }
  const isRead = (chunk: Chunk, row: number) => accepts(kindAt(columnOf(chunk, column), row))
  await noteFirst(scan(table, '', [column], [], context), isRead, rows - unread, name, list, context)
}

async function noteMatching(
  where: Expression,
  total: number,
  table: Table,
  prefix: string,
  list: RecordList,
  context: RunContext,
): Promise<void> {
  const test = where.op === 'not' ? where.args[0] : where
  const column = test.op === 'is-null' && test.args[0].op === 'column' ? test.args[0].name : ''
  const chunks = filter(
    scan(table, prefix, [column], [], context),
    compilePredicate(where, unnamed),
    undefined,
  )
  await noteFirst(chunks, () => true, total, table.schema.name, list, context)
}

/** Reads no further than the records that are shown. */
async function noteFirst(
  chunks: AsyncIterable<Chunk>,
  isIn: (chunk: Chunk, row: number) => boolean,
  total: number,
  table: string,
  list: RecordList,
  { evidence }: RunContext,
): Promise<void> {
  const rows: number[] = []
  const wanted = Math.min(total, evidence)
  if (wanted > 0)
    search: for await (const chunk of chunks) {
      const count = selectedCount(chunk)
      for (let k = 0; k < count; k++) {
        const row = positionAt(chunk, k)
        if (isIn(chunk, row)) rows.push(recordAt(chunk, row))
        if (rows.length === wanted) break search
      }
    }
  list.take({ table, rows, total })
}

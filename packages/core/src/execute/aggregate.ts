import type { ColumnType } from '../catalog/catalog.js'
import { ValueKind, type Vector } from '../columns/table.js'
import type { Measure, Named } from '../plan/algebra.js'
import { type Accumulator, createAccumulator } from './accumulators.js'
import { type Chunk, recordAt, selectedCount } from './chunk.js'
import { compileValue } from './compile-expression.js'
import { GroupKeys } from './group-keys.js'
import { createRecordList, type RecordList } from './record-list.js'
import type { RunContext } from './run-context.js'
import { blameColumns, type ValueSource } from './truth.js'
import { compareValues, isNumber, kindAt, readValue, type Value } from './value.js'
import { maxVectorRows, VectorBuilder } from './vector-builder.js'

export interface AggregatePlan {
  readonly groups: readonly Named[]
  readonly measures: readonly Measure[]
  /** Type of each measure's value, which says what its min and max rank. */
  readonly types: readonly ColumnType[]
  /** Rows below are records of the main table: the unusable ones are counted, the others are evidence. */
  readonly overRecords: boolean
}

interface CompiledMeasure {
  readonly measure: Measure
  readonly source: ValueSource
  readonly accumulator: Accumulator
}

/** Groups rows in order of first appearance and gives one row a group; without groups, exactly one row. */
export async function* aggregate(
  input: AsyncIterable<Chunk>,
  plan: AggregatePlan,
  context: RunContext,
): AsyncGenerator<Chunk> {
  const keys =
    plan.groups.length === 0 ? undefined : new GroupKeys(plan.groups.length, context.limits.maxGroups)
  const keySources = plan.groups.map(({ value }) => compileValue(value))
  const measures = plan.measures.map(
    (measure, index): CompiledMeasure => ({
      measure,
      source: compileValue(measure.value ?? { op: 'boolean', value: true }),
      accumulator: createAccumulator(measure.fn, plan.types[index]!, context.limits),
    }),
  )
  const firstRecords: number[] = []
  const evidence = keys === undefined ? createEvidence(measures, context.evidence) : undefined

  for await (const chunk of input) {
    const vectors = measures.map(({ source }) => source.vector(chunk))
    const groups = keys?.assign(
      keySources.map((source) => source.vector(chunk)),
      chunk.selection,
      chunk.length,
    )
    if (groups !== undefined && keys !== undefined) noteFirst(chunk, groups, keys.size, firstRecords)
    measures.forEach(({ accumulator }, index) => {
      accumulator.add(vectors[index]!, chunk.selection, groups ?? null, keys?.size ?? 1)
    })
    const unusable = plan.overRecords ? skipUnusable(chunk, measures, vectors, context) : undefined
    evidence?.add(chunk, vectors, unusable)
  }

  if (evidence !== undefined) context.provenance ??= evidence.list
  const size = keys?.size ?? 1
  for (let start = 0; start < size; start += maxVectorRows) {
    const end = Math.min(size, start + maxVectorRows)
    yield toChunk(plan, keys, measures, firstRecords, start, end)
    await context.pace.step()
  }
}

function toChunk(
  plan: AggregatePlan,
  keys: GroupKeys | undefined,
  measures: readonly CompiledMeasure[],
  firstRecords: readonly number[],
  start: number,
  end: number,
): Chunk {
  const length = end - start
  const names = [...plan.groups.map(({ name }) => name), ...plan.measures.map(({ name }) => name)]
  const builders = names.map(() => new VectorBuilder(length))
  for (let group = start; group < end; group++) {
    const key = keys?.read(group) ?? []
    const values = [...key, ...measures.map(({ accumulator }) => accumulator.value(group))]
    values.forEach((value, index) => {
      builders[index]!.push(value)
    })
  }
  return {
    length,
    columns: new Map(names.map((name, index) => [name, builders[index]!.build()])),
    selection: null,
    records: keys === undefined ? -1 : Float64Array.from(firstRecords.slice(start, end)),
  }
}

/** The record that opened each new group. */
function noteFirst(chunk: Chunk, groups: Int32Array, size: number, firstRecords: number[]): void {
  const count = selectedCount(chunk)
  for (let k = 0; k < count && firstRecords.length < size; k++) {
    const row = chunk.selection === null ? k : chunk.selection[k]!
    if (groups[row] === firstRecords.length) firstRecords.push(recordAt(chunk, row))
  }
}

/** Counts records that no measure could read, and marks them; undefined when there is none. */
function skipUnusable(
  chunk: Chunk,
  measures: readonly CompiledMeasure[],
  vectors: readonly Vector[],
  context: RunContext,
): Uint8Array | undefined {
  const readable = measures.some(
    ({ accumulator, measure }, index) =>
      measure.value === undefined || isReadable(vectors[index]!, accumulator),
  )
  const [first] = measures
  if (readable || first === undefined) return undefined
  const marks = new Uint8Array(chunk.length)
  const count = selectedCount(chunk)
  for (let k = 0; k < count; k++) {
    const row = chunk.selection === null ? k : chunk.selection[k]!
    const used = measures.some(({ accumulator }, index) => accumulator.accepts(kindAt(vectors[index]!, row)))
    if (used) continue
    marks[row] = 1
    blameColumns(first.source.columns, chunk, row, context.skipped)
  }
  return marks
}

function isReadable(vector: Vector, accumulator: Accumulator): boolean {
  return vector.kinds === undefined && accumulator.accepts(vector.kind ?? ValueKind.missing)
}

interface AggregateEvidence {
  readonly list: RecordList
  add(chunk: Chunk, vectors: readonly Vector[], unusable: Uint8Array | undefined): void
}

/** Without groups: the rows that went in, or the extreme rows when a single min or max is asked for. */
function createEvidence(measures: readonly CompiledMeasure[], limit: number): AggregateEvidence {
  const list = createRecordList(limit)
  const [only] = measures
  const isExtreme = measures.length === 1 && (only?.measure.fn === 'min' || only?.measure.fn === 'max')
  let best: Value = null
  return {
    list,
    add(chunk, vectors, unusable) {
      if (!isExtreme) return list.addChunk(chunk, unusable)
      const now = only.accumulator.value(0)
      if (best === null || compareValues(now, best) !== 0) list.clear()
      best = now
      addEqual(chunk, vectors[0]!, best, list)
    },
  }
}

function addEqual(chunk: Chunk, vector: Vector, best: Value, list: RecordList): void {
  if (best === null) return
  const count = selectedCount(chunk)
  const double = typeof best === 'number' ? best : undefined
  for (let k = 0; k < count; k++) {
    const row = chunk.selection === null ? k : chunk.selection[k]!
    if (double !== undefined && vector.numbers?.[row] !== double) continue
    const value = readValue(vector, row)
    if (isNumber(value) === isNumber(best) && compareValues(value, best) === 0) list.add(recordAt(chunk, row))
  }
}

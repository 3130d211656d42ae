import type { ColumnType } from '../catalog/catalog.js'
import { ValueKind, type Vector } from '../columns/table.js'
import type { Measure, Named } from '../plan/algebra.js'
import { type Accumulator, createAccumulator } from './accumulators.js'
import { type Chunk, positionAt, recordAt, rowsOf, type Selection, selectedCount } from './chunk.js'
import { type CompileScope, compilePredicate, compileValue } from './compile-expression.js'
import { GroupKeys } from './group-keys.js'
import type { Judge } from './judge.js'
import type { RecordList } from './record-list.js'
import type { RunContext } from './run-context.js'
import { countTrue, selectTrue } from './select-true.js'
import { type Blame, blameEach, type Predicate, Truth, type ValueSource } from './truth.js'
import { compareValues, isNumber, readValue, type Value } from './value.js'
import { VectorBuilder } from './vector-builder.js'

/** Few, because a sort above keeps several chunks alive, with the texts of their keys. */
const groupsPerChunk = 2_048

export interface AggregatePlan {
  readonly groups: readonly Named[]
  readonly measures: readonly Measure[]
  /** Type of each measure's value, which says what its min and max rank. */
  readonly types: readonly ColumnType[]
  readonly scope: CompileScope
  /** Hears of the rows that no measure could read. */
  readonly judge: Judge | undefined
  /** On the way to the main table: what goes in here is the evidence. */
  readonly isMain: boolean
}

interface CompiledMeasure {
  readonly measure: Measure
  readonly source: ValueSource
  readonly filter: Predicate | undefined
  readonly accumulator: Accumulator
}

/** What one measure reads of a chunk. */
interface Reading {
  readonly vector: Vector
  /** Of its filter. */
  readonly truth: Uint8Array | undefined
}

/** Groups rows in order of first appearance and gives one row a group; without groups, exactly one row. */
export async function* aggregate(
  input: AsyncIterable<Chunk>,
  plan: AggregatePlan,
  context: RunContext,
): AsyncGenerator<Chunk> {
  const keys =
    plan.groups.length === 0 ? undefined : new GroupKeys(plan.groups.length, context.limits.maxGroups)
  const keySources = plan.groups.map(({ value }) => compileValue(value, plan.scope))
  const measures = plan.measures.map(
    (measure, index): CompiledMeasure => ({
      measure,
      source: compileValue(measure.value ?? { op: 'boolean', value: true }, plan.scope),
      filter: measure.where === undefined ? undefined : compilePredicate(measure.where, plan.scope),
      accumulator: createAccumulator(measure, plan.types[index]!, context.limits),
    }),
  )
  const first: FirstRecords = { main: [], others: [] }
  const evidence = keys === undefined ? createEvidence(measures, context.newRecordList()) : undefined

  for await (const chunk of input) {
    const readings = measures.map(
      ({ source, filter }): Reading => ({ vector: source.vector(chunk), truth: filter?.evaluate(chunk) }),
    )
    const groups = keys?.assign(
      keySources.map((source) => source.vector(chunk)),
      rowsOf(chunk.selection),
      chunk.length,
    )
    if (groups !== undefined && keys !== undefined) noteFirst(chunk, groups, keys.size, first)
    measures.forEach(({ accumulator }, index) => {
      const { vector, truth } = readings[index]!
      accumulator.add(vector, selectionOf(chunk, truth), groups ?? null, keys?.size ?? 1)
    })
    const unusable = plan.judge === undefined ? undefined : judgeRows(chunk, measures, readings, plan.judge)
    evidence?.add(chunk, readings[0]?.vector, unusable)
  }

  if (evidence !== undefined && plan.isMain) context.provenance ??= evidence.list
  for (const { accumulator } of measures) await accumulator.settle?.(context.pace)
  const size = keys?.size ?? 1
  for (let start = 0; start < size; start += groupsPerChunk) {
    const end = Math.min(size, start + groupsPerChunk)
    yield toChunk(plan, keys, measures, first, start, end)
    await context.pace.step()
  }
}

function toChunk(
  plan: AggregatePlan,
  keys: GroupKeys | undefined,
  measures: readonly CompiledMeasure[],
  first: FirstRecords,
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
    records: keys === undefined ? -1 : Float64Array.from(first.main.slice(start, end)),
    ...(first.others.length === 0
      ? {}
      : {
          others: first.others.map(({ table, records }) => ({
            table,
            records: Float64Array.from(records.slice(start, end)),
          })),
        }),
  }
}

/** The records that opened each group: of the main table, and of each other one. */
interface FirstRecords {
  readonly main: number[]
  others: { readonly table: string; readonly records: number[] }[]
}

function noteFirst(chunk: Chunk, groups: Int32Array, size: number, first: FirstRecords): void {
  const { main } = first
  if (first.others.length === 0)
    first.others = (chunk.others ?? []).map(({ table }) => ({ table, records: [] }))
  const count = selectedCount(chunk)
  for (let k = 0; k < count && main.length < size; k++) {
    const row = positionAt(chunk, k)
    if (groups[row] !== main.length) continue
    main.push(recordAt(chunk, row))
    first.others.forEach(({ records }, index) => {
      records.push(chunk.others?.[index]?.records[row] ?? -1)
    })
  }
}

/**
 * Tells of the rows that no measure could read, and marks them where they went into none; undefined when there is none.
 * What takes rows whatever is in them reads nothing: it decides only where no measure reads a value.
 */
function judgeRows(
  chunk: Chunk,
  measures: readonly CompiledMeasure[],
  readings: readonly Reading[],
  judge: Judge,
): Uint8Array | undefined {
  const all = measures.map((compiled, index) => ({ ...compiled, ...readings[index]! }))
  const reading = all.filter(({ measure }) => measure.value !== undefined || measure.where !== undefined)
  const readable = reading.some(
    ({ measure, vector, accumulator }) => measure.where === undefined && isReadable(vector, accumulator),
  )
  const [first] = reading
  const count = selectedCount(chunk)
  if (readable || first === undefined) {
    judge.useAll(chunk)
    return undefined
  }
  const used = new Uint8Array(chunk.length)
  for (const { accumulator, vector, truth } of reading) noteUsed(vector, accumulator, truth, used)
  const among = rowsOf(chunk.selection)
  const unused = new Int32Array(count)
  let kept = 0
  for (let k = 0; k < count; k++) {
    const row = among === null ? k : among[k]!
    unused[kept] = row
    kept += 1 - used[row]!
    if (judge.use !== undefined && used[row] === 1) judge.use(chunk, row)
  }
  if (kept > 0) judge.skipAll(chunk, blameFirst(chunk, first, unused.subarray(0, kept)))
  if (reading.length !== all.length) return undefined
  for (let row = 0; row < used.length; row++) used[row]! ^= 1
  return used
}

/** Marks the rows that a measure reads, or that its filter leaves out for certain. */
function noteUsed(
  { kinds, kind, length }: Vector,
  accumulator: Accumulator,
  truth: Uint8Array | undefined,
  used: Uint8Array,
): void {
  const accepted = Uint8Array.from({ length: ValueKind.json + 1 }, (_, of) => +accumulator.accepts(of))
  for (let row = 0; row < length; row++) {
    const isRead = accepted[kinds === undefined ? kind! : kinds[row]!]!
    if (truth === undefined) used[row]! |= isRead
    else used[row]! |= truth[row] === Truth.true ? isRead : +(truth[row] === Truth.false)
  }
}

/** Rows that no measure could read, by the column that the first of them is without. */
function blameFirst(chunk: Chunk, first: CompiledMeasure & Reading, rows: Int32Array): Blame[] {
  const { truth, filter, source } = first
  const ofFilter =
    truth === undefined ? rows.subarray(0, 0) : rows.filter((row) => truth[row] === Truth.unknown)
  const others = truth === undefined ? rows : rows.filter((row) => truth[row] !== Truth.unknown)
  const bySource =
    source.column === undefined
      ? blameEach(others, (row) => source.culprit(chunk, row))
      : [{ column: source.column, rows: others }]
  const byFilter = ofFilter.length === 0 ? [] : filter!.blame(chunk, ofFilter)
  return [...byFilter, ...(others.length === 0 ? [] : bySource)]
}

/** The selected rows that meet a filter. */
function selectionOf(chunk: Chunk, truth: Uint8Array | undefined): Selection | null {
  return truth === undefined ? chunk.selection : selectTrue(chunk, truth, countTrue(chunk, truth).kept)
}

function isReadable(vector: Vector, accumulator: Accumulator): boolean {
  return vector.kinds === undefined && accumulator.accepts(vector.kind ?? ValueKind.missing)
}

interface AggregateEvidence {
  readonly list: RecordList
  add(chunk: Chunk, vector: Vector | undefined, unusable: Uint8Array | undefined): void
}

/** Without groups: the rows that went in, or the extreme rows when a single min or max is asked for. */
function createEvidence(measures: readonly CompiledMeasure[], list: RecordList): AggregateEvidence {
  const [only] = measures
  const isExtreme =
    measures.length === 1 &&
    only?.measure.where === undefined &&
    (only?.measure.fn === 'min' || only?.measure.fn === 'max')
  let best: Value = null
  return {
    list,
    add(chunk, vector, unusable) {
      if (!isExtreme || vector === undefined) return list.addChunk(chunk, unusable)
      const now = only.accumulator.value(0)
      if (best === null || compareValues(now, best) !== 0) list.clear()
      best = now
      addEqual(chunk, vector, best, list)
    },
  }
}

function addEqual(chunk: Chunk, vector: Vector, best: Value, list: RecordList): void {
  if (best === null) return
  const count = selectedCount(chunk)
  const double = typeof best === 'number' ? best : undefined
  for (let k = 0; k < count; k++) {
    const row = positionAt(chunk, k)
    if (double !== undefined && vector.numbers?.[row] !== double) continue
    const value = readValue(vector, row)
    if (isNumber(value) === isNumber(best) && compareValues(value, best) === 0) list.add(chunk, row)
  }
}

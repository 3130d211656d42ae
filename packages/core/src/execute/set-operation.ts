import { type Chunk, columnOf, positionAt, recordAt, rowsOf, selectedCount, toSelection } from './chunk.js'
import { GroupKeys } from './group-keys.js'
import type { Judge } from './judge.js'
import type { RunContext } from './run-context.js'

export interface SetPlan {
  readonly op: 'union' | 'intersect' | 'except'
  readonly all: boolean
  /** Columns of each side, by position. */
  readonly names: readonly [readonly string[], readonly string[]]
  /** The main table of the second side. */
  readonly secondTable: string | undefined
  /** Hears of the rows that come in. */
  readonly judge: Judge | undefined
}

/** Rows of two relations, each once in order of first appearance unless `all`. EXECUTE_TOO_MANY_GROUPS at the bound. */
export async function* combine(
  first: AsyncIterable<Chunk>,
  second: AsyncIterable<Chunk>,
  plan: SetPlan,
  context: RunContext,
): AsyncGenerator<Chunk> {
  const isMain = plan.secondTable === context.mainTable
  const table = plan.secondTable ?? context.mainTable
  const fromFirst = (chunk: Chunk): Chunk =>
    withRecords(
      chunk,
      plan.judge,
      (row) => recordAt(chunk, row),
      table,
      () => -1,
    )
  const fromSecond = (chunk: Chunk): Chunk => {
    const record = (row: number) => recordAt(chunk, row)
    const renamed = new Map(
      plan.names[0].map((name, index) => [name, columnOf(chunk, plan.names[1][index]!)] as const),
    )
    return withRecords(
      { ...chunk, columns: renamed },
      plan.judge,
      isMain ? record : () => -1,
      table,
      isMain ? () => -1 : record,
    )
  }
  if (plan.all) {
    for await (const chunk of first) yield fromFirst(chunk)
    for await (const chunk of second) yield fromSecond(chunk)
    return
  }
  const [names] = plan.names
  const keys = new GroupKeys(names.length, context.limits.maxGroups)
  /** Rows by their group that are given at most once: all, or by what the second side has. */
  const given = new Set<number>()
  const wanted = new Set<number>()
  const assign = (chunk: Chunk) =>
    keys.assign(
      names.map((name) => columnOf(chunk, name)),
      rowsOf(chunk.selection),
      chunk.length,
    )
  if (plan.op !== 'union') {
    for await (const chunk of second) {
      const renamed = fromSecond(chunk)
      const groups = assign(renamed)
      for (let k = 0; k < selectedCount(renamed); k++) wanted.add(groups[positionAt(renamed, k)]!)
    }
  }
  const isWanted = (group: number) => plan.op === 'union' || wanted.has(group) === (plan.op === 'intersect')
  function* pick(chunk: Chunk): Generator<Chunk> {
    const groups = assign(chunk)
    const rows: number[] = []
    for (let k = 0; k < selectedCount(chunk); k++) {
      const row = positionAt(chunk, k)
      const group = groups[row]!
      if (given.has(group) || !isWanted(group)) continue
      given.add(group)
      rows.push(row)
    }
    if (rows.length > 0) yield { ...chunk, selection: toSelection(Int32Array.from(rows)) }
  }
  for await (const chunk of first) yield* pick(fromFirst(chunk))
  if (plan.op === 'union') for await (const chunk of second) yield* pick(fromSecond(chunk))
}

function withRecords(
  chunk: Chunk,
  judge: Judge | undefined,
  main: (row: number) => number,
  table: string,
  other: (row: number) => number,
): Chunk {
  const at = (record: (row: number) => number) =>
    Float64Array.from({ length: chunk.length }, (_, row) => record(row))
  const made = { ...chunk, records: at(main), others: [{ table, records: at(other) }] }
  if (judge?.use !== undefined)
    for (let k = 0; k < selectedCount(made); k++) judge.use(made, positionAt(made, k))
  return made
}

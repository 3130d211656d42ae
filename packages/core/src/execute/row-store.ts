import type { Vector } from '../columns/table.js'
import { type Chunk, columnOf, type JoinedRecords, recordAt } from './chunk.js'
import { joinTooLarge } from './errors.js'
import type { ExecuteLimits } from './run-context.js'
import { takeRows } from './take-rows.js'
import { readValue, type Value } from './value.js'
import { maxVectorRows, VectorBuilder } from './vector-builder.js'

/** Rows held in memory, numbered from 0 as they came. */
export interface RowStore {
  readonly size: number
  /** EXECUTE_JOIN_TOO_LARGE beyond the bounds. */
  add(chunk: Chunk, row: number): void
  /** Nothing is added after this. */
  close(): void
  value(column: number, row: number): Value
  /** A row of no table, -1, has no value in any column. */
  vector(column: number, rows: Int32Array): Vector
  /** The records of `rows` by table, the first of which is `table`; listed when they are asked for. */
  records(rows: Int32Array): JoinedRecords[]
}

export function createRowStore(
  columns: readonly string[],
  table: string | undefined,
  limits: ExecuteLimits,
): RowStore {
  const parts: Vector[][] = []
  let builders: VectorBuilder[] = []
  let size = 0
  const records: number[] = []
  const others = new Map<string, number[]>()

  function closePart(): void {
    if (builders.length > 0) parts.push(builders.map((builder) => builder.build()))
    builders = []
  }

  return {
    get size() {
      return size
    },
    add(chunk, row) {
      if (size >= limits.maxJoinRows) throw joinTooLarge('rows', limits.maxJoinRows)
      if (size * columns.length >= limits.maxJoinCells) throw joinTooLarge('values', limits.maxJoinCells)
      if (size % maxVectorRows === 0) {
        closePart()
        builders = columns.map(() => new VectorBuilder(maxVectorRows))
      }
      columns.forEach((name, index) => {
        builders[index]!.copy(columnOf(chunk, name), row)
      })
      records.push(recordAt(chunk, row))
      for (const other of chunk.others ?? []) {
        const list = others.get(other.table) ?? []
        others.set(other.table, list)
        list.push(other.records[row]!)
      }
      size++
    },
    close: closePart,
    value: (column, row) => readValue(parts[Math.floor(row / maxVectorRows)]![column]!, row % maxVectorRows),
    vector(column, rows) {
      const [only, ...more] = parts
      if (only !== undefined && more.length === 0) return takeRows(only[column]!, rows)
      const builder = new VectorBuilder(rows.length)
      for (const row of rows) {
        if (row < 0) builder.pushAbsent()
        else builder.copy(parts[Math.floor(row / maxVectorRows)]![column]!, row % maxVectorRows)
      }
      return builder.build()
    },
    records(rows) {
      const pick = (name: string, list: readonly number[]): JoinedRecords => {
        let picked: Float64Array | undefined
        return {
          table: name,
          get records() {
            picked ??= takeRecords(list, rows)
            return picked
          },
        }
      }
      const inner = [...others].map(([name, list]) => pick(name, list))
      return table === undefined ? inner : [pick(table, records), ...inner]
    },
  }
}

function takeRecords(list: readonly number[], rows: Int32Array): Float64Array {
  const taken = new Float64Array(rows.length)
  for (let k = 0; k < rows.length; k++) taken[k] = rows[k]! < 0 ? -1 : list[rows[k]!]!
  return taken
}

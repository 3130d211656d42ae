import { executeErrors } from './errors.js'
import { JsonText, type Value } from './value.js'
import { keyOf } from './value-ids.js'

/** What a query inside an expression gave: its rows by the values of their first columns. */
export interface PreparedQuery {
  readonly isEmpty: boolean
  /** A row has null, or JSON, among its keys. */
  readonly hasNull: boolean
  /** Kinds of the keys, where there is one of them. */
  readonly kinds: ReadonlySet<string>
  /** True where a row has these keys. */
  has(keys: readonly Value[]): boolean
  /** The value behind the keys; null without such a row. EXECUTE_NOT_SCALAR where several rows have them. */
  valueOf(keys: readonly Value[]): Value
}

/** Rows as `keys` key columns and, if there is one more column, the value. */
export function createPreparedQuery(rows: Iterable<readonly Value[]>, keys: number): PreparedQuery {
  const byKey = new Map<unknown, Value>()
  const repeated = new Set<unknown>()
  const kinds = new Set<string>()
  let hasNull = false
  let isEmpty = true
  for (const row of rows) {
    isEmpty = false
    const key = joinKeys(row.slice(0, keys))
    if (key === undefined) {
      hasNull = true
      continue
    }
    if (keys === 1) kinds.add(kindOf(row[0]!))
    if (byKey.has(key)) repeated.add(key)
    else byKey.set(key, row[keys] ?? null)
  }
  return {
    isEmpty,
    hasNull,
    kinds,
    has: (values) => {
      const key = joinKeys(values)
      return key !== undefined && byKey.has(key)
    },
    valueOf: (values) => {
      const key = joinKeys(values)
      if (key === undefined) return null
      if (repeated.has(key))
        throw executeErrors.create(
          'EXECUTE_NOT_SCALAR',
          'A query that stands for one value gives several rows.',
          {},
          { hint: 'Aggregate it (min, max, count), or add LIMIT 1.' },
        )
      return byKey.get(key) ?? null
    },
  }
}

/** One key for several values; undefined where one is null or JSON, which equal nothing. */
export function joinKeys(values: readonly Value[]): unknown {
  if (values.some((value) => value === null || value instanceof JsonText)) return undefined
  const [only] = values
  if (values.length === 1) return keyOf(only!)
  return JSON.stringify(values.map(keyOf))
}

export function kindOf(value: Value): string {
  return typeof value === 'object' ? 'number' : typeof value
}

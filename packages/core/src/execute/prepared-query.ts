import type { Expression, Relation } from '../plan/algebra.js'
import { executeErrors } from './errors.js'
import { JsonText, type Value } from './value.js'
import { keyOf } from './value-ids.js'

/** What a query inside an expression gave, looked up by the values of its first columns. */
export interface PreparedQuery {
  /** Whether there is a row with these keys. */
  has(keys: readonly Value[]): boolean
  /** The value behind the keys; null without such a row. EXECUTE_NOT_SCALAR where several rows have them. */
  valueOf(keys: readonly Value[]): Value
  /** Whether a value stands behind the keys, as `in` has it: null where that is unknown. */
  holds(value: Value, keys: readonly Value[]): boolean | null
}

type InnerQuery = Extract<Expression, { input: Relation }>

/** Rows as columns for the keys and, but for `query-exists`, one for the value. */
export function createPreparedQuery(query: InnerQuery, rows: readonly (readonly Value[])[]): PreparedQuery {
  switch (query.op) {
    case 'query-exists':
      return { ...empty, has: createExists(rows, query.args.length) }
    case 'query-value':
      return { ...empty, valueOf: createValueOf(rows, query.args.length, query.first === true) }
    case 'query-member':
      return { ...empty, holds: createHolds(rows, query.args.length - 1) }
  }
}

const empty: PreparedQuery = { has: () => false, valueOf: () => null, holds: () => false }

function createExists(rows: readonly (readonly Value[])[], keys: number): PreparedQuery['has'] {
  const found = new Set(rows.map((row) => joinKeys(row.slice(0, keys))))
  return (values) => {
    const key = joinKeys(values)
    return key !== undefined && found.has(key)
  }
}

function createValueOf(
  rows: readonly (readonly Value[])[],
  keys: number,
  takesFirst: boolean,
): PreparedQuery['valueOf'] {
  const byKey = new Map<unknown, Value>()
  const repeated = new Set<unknown>()
  for (const row of rows) {
    const key = joinKeys(row.slice(0, keys))
    if (key === undefined) continue
    if (!byKey.has(key)) byKey.set(key, row[keys] ?? null)
    else if (!takesFirst) repeated.add(key)
  }
  return (values) => {
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
  }
}

/** The values behind one set of keys. */
interface Members {
  readonly values: Set<unknown>
  /** Of the values: one with no value of its own kind is compared with nothing. */
  readonly kinds: Set<string>
  /** One is null, or JSON. */
  hasNull: boolean
}

function createHolds(rows: readonly (readonly Value[])[], keys: number): PreparedQuery['holds'] {
  const byKey = new Map<unknown, Members>()
  for (const row of rows) {
    const key = joinKeys(row.slice(0, keys))
    if (key === undefined) continue
    const members: Members = byKey.get(key) ?? { values: new Set(), kinds: new Set(), hasNull: false }
    byKey.set(key, members)
    const value = row[keys] ?? null
    const member = joinKeys([value])
    if (member === undefined) members.hasNull = true
    else {
      members.values.add(member)
      members.kinds.add(kindOf(value))
    }
  }
  return (value, keysOfRow) => {
    const key = joinKeys(keysOfRow)
    const members = key === undefined ? undefined : byKey.get(key)
    if (members === undefined) return false
    if (value === null || (members.kinds.size > 0 && !members.kinds.has(kindOf(value)))) return null
    if (members.values.has(joinKeys([value]))) return true
    return members.hasNull ? null : false
  }
}

/** One key for several values, the same for no values; undefined where one is null or JSON, which equal nothing. */
function joinKeys(values: readonly Value[]): unknown {
  if (values.some((value) => value === null || value instanceof JsonText)) return undefined
  const [only] = values
  if (values.length === 1) return keyOf(only!)
  return JSON.stringify(values.map(keyOf))
}

function kindOf(value: Value): string {
  return typeof value === 'object' ? 'number' : typeof value
}

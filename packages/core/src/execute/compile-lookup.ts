import { ValueKind } from '../columns/table.js'
import type { PreparedQuery } from './prepared-query.js'
import { compileCall } from './scalar/compile-call.js'
import { createLeaf, type Predicate, Truth, type ValueSource } from './truth.js'
import type { Value } from './value.js'

const truthOfKind = new Uint8Array(ValueKind.json + 1).fill(Truth.unknown)
truthOfKind[ValueKind.false] = Truth.false
truthOfKind[ValueKind.true] = Truth.true

/** Whether the query has a row with the values, or with the first of them behind the others. */
export function compileLookup(
  op: 'query-member' | 'query-exists',
  sources: readonly ValueSource[],
  query: PreparedQuery,
): Predicate {
  if (op === 'query-exists' && sources.length === 0)
    return createLeaf([], (_, out) => out.fill(query.has([]) ? Truth.true : Truth.false))
  const test =
    op === 'query-exists'
      ? (keys: readonly Value[]) => query.has(keys)
      : ([value = null, ...keys]: readonly Value[]) => query.holds(value, keys)
  const columns = sources.flatMap((source) => source.columns)
  const source = compileCall(
    test,
    sources.map((it) => ({ source: it })),
    columns,
    findNull,
  )
  return createLeaf(op === 'query-exists' ? [] : sources, (chunk, out) => {
    const { kinds, kind } = source.vector(chunk)
    if (kinds === undefined) out.fill(truthOfKind[kind!]!)
    else for (let row = 0; row < out.length; row++) out[row] = truthOfKind[kinds[row]!]!
  })
}

/** The value that the query has for the keys in each row. */
export function compileQueryValue(
  sources: readonly ValueSource[],
  columns: readonly string[],
  query: PreparedQuery,
): ValueSource {
  return compileCall(
    (keys) => query.valueOf(keys),
    sources.map((source) => ({ source })),
    columns,
    findNull,
  )
}

/** The key that has no value, else any: there is no such row. */
const findNull = (values: readonly Value[]) => {
  const empty = values.indexOf(null)
  return empty < 0 ? values.map((_, index) => index) : [empty]
}

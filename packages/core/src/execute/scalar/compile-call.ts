import { ValueKind, type Vector } from '../../columns/table.js'
import { type Chunk, rowsOf } from '../chunk.js'
import type { ValueSource } from '../truth.js'
import { kindAt, readValue, type Value } from '../value.js'
import { VectorBuilder } from '../vector-builder.js'
import type { EvaluateScalar } from './scalar-function.js'

/** Which arguments may have left a call without a value, the likeliest first. */
export type FindCulprit = (values: readonly Value[]) => readonly number[]

/** An argument: a source of vectors, or a value that is the same in every row. */
export type CallArgument = { readonly source: ValueSource } | { readonly constant: Value }

/** A call as a source of vectors. Only selected rows are computed; a text is, once for each of a dictionary. */
export function compileCall(
  evaluate: EvaluateScalar,
  args: readonly CallArgument[],
  columns: readonly string[],
  findCulprit: FindCulprit,
): ValueSource {
  const varying = args.flatMap((arg, index) => ('source' in arg ? [{ source: arg.source, index }] : []))
  const values: Value[] = args.map((arg) => ('constant' in arg ? arg.constant : null))
  const [only] = varying
  const valuesAt = (chunk: Chunk, row: number) =>
    args.map((arg) => ('constant' in arg ? arg.constant : arg.source.valueAt(chunk, row)))
  return {
    columns,
    isOdd: () => false,
    valueAt: (chunk, row) => evaluate(valuesAt(chunk, row)),
    culprit(chunk, row) {
      for (const at of findCulprit(valuesAt(chunk, row))) {
        const arg = args[at]!
        const found = 'source' in arg ? arg.source.culprit(chunk, row) : undefined
        if (found !== undefined) return found
      }
      return undefined
    },
    vector(chunk) {
      const vectors = varying.map(({ source }) => source.vector(chunk))
      if (varying.length === 1 && only !== undefined)
        return mapRows(chunk, byDictionary(vectors[0]!, only.index, values, evaluate))
      return mapRows(chunk, (row) => {
        for (let k = 0; k < varying.length; k++) values[varying[k]!.index] = readValue(vectors[k]!, row)
        return evaluate(values)
      })
    },
  }
}

/** Remembers what each text of the dictionary became. */
function byDictionary(
  vector: Vector,
  index: number,
  values: Value[],
  evaluate: (args: readonly Value[]) => Value,
): (row: number) => Value {
  const { codes, dictionary } = vector
  const known: (Value | undefined)[] = []
  return (row) => {
    const code = kindAt(vector, row) === ValueKind.text ? codes![row]! : -1
    const before = code < 0 ? undefined : known[code]
    if (before !== undefined) return before
    values[index] = code < 0 ? readValue(vector, row) : dictionary!.text(code)
    const value = evaluate(values)
    if (code >= 0) known[code] = value
    return value
  }
}

function mapRows(chunk: Chunk, valueAt: (row: number) => Value): Vector {
  const builder = new VectorBuilder(chunk.length)
  const rows = rowsOf(chunk.selection)
  if (rows === null) {
    for (let row = 0; row < chunk.length; row++) builder.push(valueAt(row))
    return builder.build()
  }
  let next = 0
  for (const row of rows) {
    for (; next < row; next++) builder.push(null)
    builder.push(valueAt(row))
    next = row + 1
  }
  for (; next < chunk.length; next++) builder.push(null)
  return builder.build()
}

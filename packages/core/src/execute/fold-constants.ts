import { formatDouble } from '../columns/decimal.js'
import type { Expression } from '../plan/algebra.js'
import type { Chunk } from './chunk.js'
import { type CompileScope, compileValue, isLiteral } from './compile-expression.js'
import { ExactNumber, JsonText, readValue, type Value } from './value.js'

const nothing: CompileScope = { queries: new Map(), typeOf: () => undefined }
const oneRow: Chunk = { length: 1, columns: new Map(), selection: null, records: -1 }

/** The expression with every part that reads no column replaced by its value, where it has one. */
export function foldConstants(expression: Expression): Expression {
  if (!('args' in expression)) return expression
  const args = expression.args.map(foldConstants)
  const folded = { ...expression, args } as Expression
  if ('input' in expression || !args.every(isLiteral)) return folded
  const literal = toLiteral(evaluate(folded))
  return literal ?? folded
}

/** Undefined where computing fails: the run says why, if a row needs it. */
function evaluate(expression: Expression): Value | undefined {
  try {
    return readValue(compileValue(expression, nothing).vector(oneRow), 0)
  } catch {
    return undefined
  }
}

/** Null stays computed: as a literal it would lose its type. */
function toLiteral(value: Value | undefined): Expression | undefined {
  if (value === undefined || value === null || value instanceof JsonText) return undefined
  if (typeof value === 'boolean') return { op: 'boolean', value }
  if (typeof value === 'string') return { op: 'text', value }
  return { op: 'number', value: value instanceof ExactNumber ? value.text : formatDouble(value) }
}

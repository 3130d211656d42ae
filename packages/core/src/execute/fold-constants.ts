import type { Expression } from '../plan/algebra.js'
import type { Chunk } from './chunk.js'
import { type CompileScope, compileValue } from './compile-expression.js'
import { isLiteral, toLiteral } from './literal.js'
import { readValue, type Value } from './value.js'

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

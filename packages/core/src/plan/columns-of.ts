import type { Expression } from './algebra.js'

/** Names of the columns that an expression reads, in order of first mention; not those inside of its queries. */
export function columnsOf(expression: Expression): readonly string[] {
  if (expression.op === 'column') return [expression.name]
  return 'args' in expression ? [...new Set(expression.args.flatMap(columnsOf))] : []
}

import type { ScalarFunction } from '../plan/scalar-functions.js'
import type { SqlExpression } from './syntax.js'
import type { TokenReader } from './token-reader.js'

const casts: Readonly<Record<string, ScalarFunction>> = {
  text: 'to-text',
  varchar: 'to-text',
  char: 'to-text',
  string: 'to-text',
  number: 'to-number',
  numeric: 'to-number',
  decimal: 'to-number',
  real: 'to-number',
  double: 'to-number',
  float: 'to-number',
  integer: 'to-integer',
  int: 'to-integer',
  bigint: 'to-integer',
}

/** CASE [value] WHEN … THEN … [ELSE …] END; with a value, each WHEN is compared with it. */
export function parseCase(reader: TokenReader, parse: () => SqlExpression): SqlExpression {
  const { start } = reader.advance()
  const base = reader.isWord('when') ? undefined : parse()
  const args: SqlExpression[] = []
  while (reader.takeWord('when')) {
    const when = parse()
    reader.expectWord('then')
    const { start: from, end } = when
    args.push(base === undefined ? when : { kind: 'compare', op: 'eq', args: [base, when], start: from, end })
    args.push(parse())
  }
  if (args.length === 0) throw reader.unexpected('WHEN')
  const at = reader.token.start
  args.push(reader.takeWord('else') ? parse() : { kind: 'null', start: at, end: at })
  reader.expectWord('end')
  return { kind: 'operation', fn: 'case', args, start, end: reader.lastEnd }
}

/** CAST(value AS type): text, number or whole number, by the type's name. */
export function parseCast(reader: TokenReader, parse: () => SqlExpression): SqlExpression {
  const { start } = reader.advance()
  reader.expectSymbol('(')
  const arg = parse()
  reader.expectWord('as')
  const { value } = reader.token
  const fn = Object.hasOwn(casts, value.toLowerCase()) ? casts[value.toLowerCase()] : undefined
  if (fn === undefined) throw reader.unsupported(`CAST to ${value}`, 'Cast to TEXT, NUMERIC or INTEGER.')
  reader.advance()
  reader.expectSymbol(')')
  return { kind: 'operation', fn, args: [arg], start, end: reader.lastEnd }
}

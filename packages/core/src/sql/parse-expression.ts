import type { ScalarFunction } from '../plan/scalar-functions.js'
import { parseCase, parseCast } from './parse-case.js'
import { parseQuery } from './parse-query.js'
import type { Query, SqlExpression } from './syntax.js'
import type { TokenReader } from './token-reader.js'

/** Of brackets, signs, NOT and queries. */
export const maxNesting = 100

/** Operators of one precedence in a row, without brackets. */
const maxJoined = 100
const equality = new Map([
  ['=', 'eq'],
  ['==', 'eq'],
  ['<>', 'ne'],
  ['!=', 'ne'],
] as const)
const order = new Map([
  ['<', 'lt'],
  ['<=', 'le'],
  ['>', 'gt'],
  ['>=', 'ge'],
] as const)
const sums = new Map([
  ['+', 'add'],
  ['-', 'subtract'],
] as const)
const products = new Map([
  ['*', 'multiply'],
  ['/', 'divide'],
  ['%', 'remainder'],
] as const)
const joints = new Map([['||', 'concat']] as const)
const refusedSigns = ['<<', '>>', '&', '|', '~', '->', '->>']
const refusedWords = ['glob', 'regexp', 'match', 'collate', 'over']

/** A whole expression, by SQLite's precedence: OR, AND, NOT, then `=` `IS` `IN` `LIKE` `BETWEEN`, `<` … `>=`, `+`, `*`, `||`, signs. */
export function parseExpression(reader: TokenReader, nesting = 0): SqlExpression {
  if (nesting > maxNesting) throw reader.unsupported(`nesting deeper than ${maxNesting}`)
  return parseJunction(reader, 'or', () => parseJunction(reader, 'and', () => parseNot(reader, nesting)))
}

function parseJunction(reader: TokenReader, kind: 'and' | 'or', parse: () => SqlExpression): SqlExpression {
  const first = parse()
  const args = [first]
  while (reader.takeWord(kind)) args.push(parse())
  return args.length === 1 ? first : { kind, args, start: first.start, end: reader.lastEnd }
}

function parseNot(reader: TokenReader, nesting: number): SqlExpression {
  const { start } = reader.token
  if (nesting > maxNesting) throw reader.unsupported(`nesting deeper than ${maxNesting}`)
  if (!reader.takeWord('not')) return parseEquality(reader, nesting)
  const arg = parseNot(reader, nesting + 1)
  return { kind: 'not', arg, start, end: reader.lastEnd }
}

function parseEquality(reader: TokenReader, nesting: number): SqlExpression {
  let left = parseOrder(reader, nesting)
  for (;;) {
    const { start } = left
    const sign = reader.token.kind === 'symbol' ? equality.get(reader.token.value as '=') : undefined
    if (sign !== undefined) {
      reader.advance()
      const right = parseOrder(reader, nesting)
      left = { kind: 'compare', op: sign, args: [left, right], start, end: reader.lastEnd }
      continue
    }
    const next = parseTest(reader, left, nesting)
    if (next === undefined) return left
    left = next
  }
}

/** IS, ISNULL, [NOT] IN, [NOT] BETWEEN, [NOT] LIKE behind a value; undefined when there is none. */
function parseTest(reader: TokenReader, arg: SqlExpression, nesting: number): SqlExpression | undefined {
  const { start } = arg
  const finish = (expression: SqlExpression, negated: boolean): SqlExpression =>
    negated ? { kind: 'not', arg: expression, start, end: reader.lastEnd } : expression
  if (reader.takeWord('isnull')) return { kind: 'is', arg, what: null, start, end: reader.lastEnd }
  if (reader.takeWord('notnull'))
    return finish({ kind: 'is', arg, what: null, start, end: reader.lastEnd }, true)
  if (reader.takeWord('is')) {
    const negated = reader.takeWord('not')
    if (!reader.isWord('null', 'true', 'false'))
      throw reader.unsupported(
        `IS ${negated ? 'NOT ' : ''}with anything but NULL, TRUE or FALSE`,
        'Write = or <>.',
      )
    const word = reader.advance().value.toLowerCase()
    const what = word === 'null' ? null : word === 'true'
    return finish({ kind: 'is', arg, what, start, end: reader.lastEnd }, negated)
  }
  const followed = reader.next.kind === 'word' ? reader.next.value.toLowerCase() : ''
  const negated =
    reader.isWord('not') && ['in', 'like', 'between', 'null', ...refusedWords].includes(followed)
  if (negated) reader.advance()
  if (negated && reader.takeWord('null'))
    return finish({ kind: 'is', arg, what: null, start, end: reader.lastEnd }, true)
  if (reader.takeWord('in')) {
    const query = parseBracketedQuery(reader, nesting)
    if (query !== undefined)
      return finish({ kind: 'in-query', arg, query, start, end: reader.lastEnd }, negated)
    const list = parseList(reader, nesting)
    return finish({ kind: 'in', arg, list, start, end: reader.lastEnd }, negated)
  }
  if (reader.takeWord('between')) {
    const low = parseOrder(reader, nesting)
    reader.expectWord('and')
    const high = parseOrder(reader, nesting)
    return finish({ kind: 'between', arg, low, high, start, end: reader.lastEnd }, negated)
  }
  if (reader.takeWord('like')) {
    const pattern = parseOrder(reader, nesting)
    const escaping = reader.takeWord('escape') ? parseOrder(reader, nesting) : undefined
    return finish({ kind: 'like', arg, pattern, escape: escaping, start, end: reader.lastEnd }, negated)
  }
  return undefined
}

function parseOrder(reader: TokenReader, nesting: number): SqlExpression {
  let left = parseSum(reader, nesting)
  for (;;) {
    const op = reader.token.kind === 'symbol' ? order.get(reader.token.value as '<') : undefined
    if (op === undefined) return left
    reader.advance()
    const right = parseSum(reader, nesting)
    left = { kind: 'compare', op, args: [left, right], start: left.start, end: reader.lastEnd }
  }
}

function parseSum(reader: TokenReader, nesting: number): SqlExpression {
  return parseChain(reader, sums, () =>
    parseChain(reader, products, () => parseChain(reader, joints, () => parseOperand(reader, nesting))),
  )
}

/** Operands with operators of one precedence between them, from left to right. */
function parseChain(
  reader: TokenReader,
  operators: ReadonlyMap<string, ScalarFunction>,
  parse: () => SqlExpression,
): SqlExpression {
  let left = parse()
  for (let joined = 1; ; joined++) {
    const fn = reader.token.kind === 'symbol' ? operators.get(reader.token.value) : undefined
    if (fn === undefined) return left
    // Each one nests the tree one level deeper, and what walks the tree afterwards does so by recursion.
    if (joined > maxJoined) throw reader.unsupported(`more than ${maxJoined} operators in a row`)
    reader.advance()
    const right = parse()
    left = { kind: 'operation', fn, args: [left, right], start: left.start, end: reader.lastEnd }
  }
}

function parseOperand(reader: TokenReader, nesting: number): SqlExpression {
  const operand = parseSigned(reader, nesting)
  if (reader.isSymbol(...refusedSigns)) throw reader.unsupported(`the operator ${reader.token.value}`)
  if (reader.isWord(...refusedWords)) throw reader.unsupported(reader.token.value.toUpperCase())
  return operand
}

/** A sign before digits belongs to the number, so that its text stays exact. */
function parseSigned(reader: TokenReader, nesting: number): SqlExpression {
  if (!reader.isSymbol('-', '+')) return parsePrimary(reader, nesting)
  if (nesting > maxNesting) throw reader.unsupported(`nesting deeper than ${maxNesting}`)
  const sign = reader.advance()
  if (reader.token.kind === 'number') {
    const { value } = reader.advance()
    const signed = sign.value === '-' ? `-${value}` : value
    return { kind: 'number', value: signed, start: sign.start, end: reader.lastEnd }
  }
  const arg = parseSigned(reader, nesting + 1)
  const { start } = sign
  if (sign.value === '+') return { ...arg, start, end: reader.lastEnd }
  return { kind: 'operation', fn: 'negate', args: [arg], start, end: reader.lastEnd }
}

function parsePrimary(reader: TokenReader, nesting: number): SqlExpression {
  const { kind, value, start } = reader.token
  if (reader.isSymbol('~')) throw reader.unsupported('the operator ~')
  const query = parseBracketedQuery(reader, nesting)
  if (query !== undefined) return { kind: 'query', query, start, end: reader.lastEnd }
  if (reader.takeSymbol('(')) {
    const inner = parseExpression(reader, nesting + 1)
    if (reader.isSymbol(',')) throw reader.unsupported('a row value')
    reader.expectSymbol(')')
    return { ...inner, start, end: reader.lastEnd }
  }
  if (kind === 'number' || kind === 'text') {
    reader.advance()
    return { kind, value, start, end: reader.lastEnd }
  }
  if (kind === 'word') {
    const word = value.toLowerCase()
    if (word === 'true' || word === 'false') {
      reader.advance()
      return { kind: 'boolean', value: word === 'true', start, end: reader.lastEnd }
    }
    if (reader.takeWord('null')) return { kind: 'null', start, end: reader.lastEnd }
    if (reader.isWord('case')) return parseCase(reader, () => parseExpression(reader, nesting + 1))
    if (reader.isWord('cast')) return parseCast(reader, () => parseExpression(reader, nesting + 1))
    if (reader.takeWord('exists')) {
      const inner = parseBracketedQuery(reader, nesting)
      if (inner === undefined) throw reader.unexpected('a query in brackets')
      return { kind: 'exists', query: inner, start, end: reader.lastEnd }
    }
    if (!reader.isReserved() && reader.next.kind === 'symbol' && reader.next.value === '(')
      return parseCall(reader, nesting)
  }
  const quoted = kind === 'quoted'
  const parts = [reader.expectName('a value')]
  while (reader.takeSymbol('.')) parts.push(reader.expectNamePart())
  return { kind: 'name', parts, quoted, start, end: reader.lastEnd }
}

function parseList(reader: TokenReader, nesting: number): SqlExpression[] {
  if (!reader.isSymbol('(')) throw reader.unsupported('IN with a table')
  reader.advance()
  const list = [parseExpression(reader, nesting + 1)]
  while (reader.takeSymbol(',')) list.push(parseExpression(reader, nesting + 1))
  reader.expectSymbol(')')
  return list
}

/** A query in brackets; undefined where something else stands. */
function parseBracketedQuery(reader: TokenReader, nesting: number): Query | undefined {
  const { kind, value } = reader.next
  if (!reader.isSymbol('(') || kind !== 'word' || !['select', 'with', 'values'].includes(value.toLowerCase()))
    return undefined
  reader.advance()
  const query = parseQuery(reader, nesting + 1)
  reader.expectSymbol(')')
  return query
}

function parseFilter(reader: TokenReader, nesting: number): SqlExpression | undefined {
  if (!reader.isWord('filter') || reader.next.value !== '(') return undefined
  reader.advance()
  reader.expectSymbol('(')
  reader.expectWord('where')
  const filter = parseExpression(reader, nesting + 1)
  reader.expectSymbol(')')
  return filter
}

function parseCall(reader: TokenReader, nesting: number): SqlExpression {
  const { start, value } = reader.advance()
  const name = value.toLowerCase()
  reader.expectSymbol('(')
  const distinct = reader.takeWord('distinct')
  const star = !distinct && reader.takeSymbol('*')
  const args: SqlExpression[] = []
  if (!star && !reader.isSymbol(')')) {
    do args.push(parseExpression(reader, nesting + 1))
    while (reader.takeSymbol(','))
  }
  reader.expectSymbol(')')
  const filter = parseFilter(reader, nesting)
  return { kind: 'call', name, distinct, star, args, filter, start, end: reader.lastEnd }
}

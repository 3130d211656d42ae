import { parseExpression } from './parse-expression.js'
import { parseQuery } from './parse-query.js'
import type { FromItem } from './syntax.js'
import type { TokenReader } from './token-reader.js'

/** Tables and queries with joins between them, from left to right. */
export function parseFrom(reader: TokenReader, nesting: number): FromItem {
  let left = parseSource(reader, nesting)
  for (;;) {
    const { start } = reader.token
    const join = parseJoinWord(reader)
    if (join === undefined) return left
    const right = parseSource(reader, nesting)
    const isCross = join === 'cross'
    const on = !isCross && reader.takeWord('on') ? parseExpression(reader, nesting) : undefined
    const using = !isCross && on === undefined && reader.takeWord('using') ? parseNames(reader) : []
    const linked = !isCross && on === undefined && using.length === 0
    left = { kind: 'join', join: join === 'left' ? 'left' : 'inner', left, right, on, using, linked, start }
  }
}

function parseJoinWord(reader: TokenReader): 'inner' | 'left' | 'cross' | undefined {
  if (reader.takeSymbol(',')) return 'cross'
  if (reader.isWord('right', 'full', 'natural'))
    throw reader.unsupported(`${reader.token.value.toUpperCase()} JOIN`)
  if (reader.takeWord('join')) return 'inner'
  const word = reader.isWord('inner', 'left', 'cross')
    ? (reader.advance().value.toLowerCase() as 'inner' | 'left' | 'cross')
    : undefined
  if (word === undefined) return undefined
  if (word === 'left') reader.takeWord('outer')
  reader.expectWord('join')
  return word
}

function parseSource(reader: TokenReader, nesting: number): FromItem {
  const { start } = reader.token
  if (reader.takeSymbol('(')) {
    const isQuery = reader.isWord('select', 'with', 'values')
    const inner: FromItem = isQuery
      ? { kind: 'query', query: parseQuery(reader, nesting + 1), alias: undefined, start }
      : parseFrom(reader, nesting + 1)
    reader.expectSymbol(')')
    if (inner.kind !== 'query') return inner
    return { ...inner, alias: parseAlias(reader) }
  }
  let table = reader.expectName('a table')
  while (reader.takeSymbol('.')) table += `.${reader.expectName('a table')}`
  if (reader.isSymbol('(')) throw reader.unsupported('a table function')
  const alias = parseAlias(reader)
  if (reader.isWord('indexed')) throw reader.unsupported('INDEXED BY')
  return { kind: 'table', table, alias, start }
}

function parseAlias(reader: TokenReader): string | undefined {
  const isIndexed = reader.isWord('indexed') && reader.next.value.toLowerCase() === 'by'
  if (!reader.takeWord('as') && (!reader.isName() || isIndexed)) return undefined
  return reader.expectName('a name for the table')
}

/** Names in brackets. */
export function parseNames(reader: TokenReader): string[] {
  reader.expectSymbol('(')
  const names = [reader.expectName('a column')]
  while (reader.takeSymbol(',')) names.push(reader.expectName('a column'))
  reader.expectSymbol(')')
  return names
}

import { maxNesting, parseExpression } from './parse-expression.js'
import { parseFrom, parseNames } from './parse-from.js'
import type {
  FromItem,
  NamedQuery,
  OrderTerm,
  Query,
  Select,
  SelectItem,
  SetOperator,
  SqlExpression,
} from './syntax.js'
import { TokenReader } from './token-reader.js'

const statements =
  'insert update delete replace create drop alter pragma attach detach vacuum analyze reindex begin commit end rollback savepoint release explain values'.split(
    ' ',
  )

/** One query out of SQL text. SQL_SYNTAX with the place; SQL_UNSUPPORTED for everything else SQL can say. */
export function parseStatement(sql: string): Query {
  const reader = new TokenReader(sql)
  if (reader.isWord(...statements))
    throw reader.unsupported(reader.token.value.toUpperCase(), 'Write a single SELECT.')
  const query = parseQuery(reader, 0)
  if (reader.takeSymbol(';') && !reader.isEnd()) throw reader.unsupported('more than one statement')
  if (!reader.isEnd()) throw reader.unexpected('the end of the statement')
  return query
}

/** [WITH …] SELECT … [UNION SELECT …]… [ORDER BY …] [LIMIT …] */
export function parseQuery(reader: TokenReader, nesting: number): Query {
  if (nesting > maxNesting) throw reader.unsupported(`nesting deeper than ${maxNesting}`)
  const { start } = reader.token
  const named = parseWith(reader, nesting)
  const select = parseSelect(reader, nesting)
  const more: { op: SetOperator; select: Select }[] = []
  for (let op = parseOperator(reader); op !== undefined; op = parseOperator(reader))
    more.push({ op, select: parseSelect(reader, nesting) })
  const orderBy = parseOrderBy(reader)
  const { count, offset } = parseLimit(reader)
  return { with: named, select, more, orderBy, count, offset, start }
}

function parseWith(reader: TokenReader, nesting: number): NamedQuery[] {
  if (!reader.takeWord('with')) return []
  if (reader.isWord('recursive')) throw reader.unsupported('WITH RECURSIVE')
  const named: NamedQuery[] = []
  do {
    const { start } = reader.token
    const name = reader.expectName('a name for the query')
    const columns = reader.isSymbol('(') ? parseNames(reader) : undefined
    reader.expectWord('as')
    if (reader.takeWord('not')) reader.expectWord('materialized')
    else reader.takeWord('materialized')
    reader.expectSymbol('(')
    const query = parseQuery(reader, nesting + 1)
    reader.expectSymbol(')')
    named.push({ name, columns, query, start })
  } while (reader.takeSymbol(','))
  return named
}

function parseOperator(reader: TokenReader): SetOperator | undefined {
  if (reader.takeWord('union')) return reader.takeWord('all') ? 'union-all' : 'union'
  for (const op of ['intersect', 'except'] as const) {
    if (!reader.takeWord(op)) continue
    if (reader.isWord('all')) throw reader.unsupported(`${op.toUpperCase()} ALL`)
    return op
  }
  return undefined
}

function parseSelect(reader: TokenReader, nesting: number): Select {
  const { start } = reader.token
  if (reader.isWord('values')) throw reader.unsupported('VALUES')
  reader.expectWord('select')
  const distinct = reader.takeWord('distinct')
  if (!distinct) reader.takeWord('all')
  const items = parseItems(reader)
  const from = isBehindItems(reader) ? undefined : parseFromWord(reader, nesting)
  const where = reader.takeWord('where') ? parseExpression(reader, nesting) : undefined
  const groupBy = parseGroupBy(reader)
  const having = reader.takeWord('having') ? parseExpression(reader, nesting) : undefined
  if (reader.isWord('window')) throw reader.unsupported('WINDOW')
  return { distinct, items, from, where, groupBy, having, start }
}

/** What may follow the items of a SELECT without FROM. */
function isBehindItems(reader: TokenReader): boolean {
  const words = ['where', 'group', 'having', 'order', 'limit', 'union', 'except', 'intersect']
  return reader.isEnd() || reader.isSymbol(';', ')') || reader.isWord(...words)
}

function parseFromWord(reader: TokenReader, nesting: number): FromItem {
  reader.expectWord('from')
  return parseFrom(reader, nesting)
}

function parseItems(reader: TokenReader): SelectItem[] {
  const items: SelectItem[] = []
  do items.push(parseItem(reader))
  while (reader.takeSymbol(','))
  return items
}

function parseItem(reader: TokenReader): SelectItem {
  const { start } = reader.token
  if (reader.takeSymbol('*')) return { kind: 'all', table: undefined, start }
  const table = parseQualifiedStar(reader)
  if (table !== undefined) return { kind: 'all', table, start }
  const value = parseExpression(reader)
  const alias =
    reader.takeWord('as') || reader.isName() ? reader.expectName('a name for the column') : undefined
  return { kind: 'value', value, alias }
}

function parseQualifiedStar(reader: TokenReader): string | undefined {
  const name = reader.isName() && reader.next.value === '.' ? reader.token : undefined
  if (name === undefined || !/^\s*\.\s*\*/.test(reader.sql.slice(name.end))) return undefined
  reader.advance()
  reader.expectSymbol('.')
  reader.expectSymbol('*')
  return name.value
}

function parseGroupBy(reader: TokenReader): SqlExpression[] {
  if (!reader.takeWord('group')) return []
  reader.expectWord('by')
  const terms: SqlExpression[] = []
  do terms.push(parseExpression(reader))
  while (reader.takeSymbol(','))
  return terms
}

function parseOrderBy(reader: TokenReader): OrderTerm[] {
  if (!reader.takeWord('order')) return []
  reader.expectWord('by')
  const terms: OrderTerm[] = []
  do terms.push(parseOrderTerm(reader))
  while (reader.takeSymbol(','))
  return terms
}

/** Null counts as less than everything, as in SQLite, unless the text says where it goes. */
function parseOrderTerm(reader: TokenReader): OrderTerm {
  const value = parseExpression(reader)
  const descending = reader.takeWord('desc')
  if (!descending) reader.takeWord('asc')
  if (!reader.takeWord('nulls')) return { value, descending, nulls: descending ? 'last' : 'first' }
  if (reader.takeWord('first')) return { value, descending, nulls: 'first' }
  if (reader.takeWord('last')) return { value, descending, nulls: 'last' }
  throw reader.unexpected('FIRST or LAST')
}

function parseLimit(reader: TokenReader): { count: number | null; offset: number } {
  if (!reader.takeWord('limit')) return { count: null, offset: 0 }
  const first = parseRowCount(reader)
  if (reader.takeSymbol(',')) {
    const count = parseRowCount(reader)
    return { count: count < 0 ? null : count, offset: Math.max(0, first) }
  }
  const offset = reader.takeWord('offset') ? parseRowCount(reader) : 0
  return { count: first < 0 ? null : first, offset: Math.max(0, offset) }
}

/** A negative count means no limit, as in SQLite. */
function parseRowCount(reader: TokenReader): number {
  const { token } = reader
  const value = parseExpression(reader)
  const count = value.kind === 'number' ? Number(value.value) : Number.NaN
  if (Number.isSafeInteger(count)) return count
  throw reader.unsupported(`"${reader.sql.slice(token.start, reader.lastEnd)}" as a number of rows`)
}

import { parseExpression } from './parse-expression.js'
import type { OrderTerm, SelectItem, SelectStatement, SqlExpression } from './syntax.js'
import { TokenReader } from './token-reader.js'

const statements =
  'insert update delete replace create drop alter pragma attach detach vacuum analyze reindex begin commit end rollback savepoint release explain values with'.split(
    ' ',
  )
const joins = ['join', 'left', 'right', 'full', 'inner', 'outer', 'cross', 'natural']

/** One SELECT statement out of SQL text. SQL_SYNTAX with the place; SQL_UNSUPPORTED for everything else SQL can say. */
export function parseStatement(sql: string): SelectStatement {
  const reader = new TokenReader(sql)
  if (reader.isWord(...statements))
    throw reader.unsupported(reader.token.value.toUpperCase(), 'Write a single SELECT.')
  reader.expectWord('select')
  const distinct = reader.takeWord('distinct')
  if (!distinct) reader.takeWord('all')
  const items = parseItems(reader)
  if (reader.isEnd() || reader.isSymbol(';')) throw reader.unsupported('SELECT without FROM')
  reader.expectWord('from')
  const { table, alias } = parseTable(reader)
  const where = reader.takeWord('where') ? parseExpression(reader) : undefined
  const groupBy = parseGroupBy(reader)
  const having = reader.takeWord('having') ? parseExpression(reader) : undefined
  if (reader.isWord('window')) throw reader.unsupported('WINDOW')
  if (reader.isWord('union', 'except', 'intersect'))
    throw reader.unsupported(reader.token.value.toUpperCase())
  const orderBy = parseOrderBy(reader)
  const { count, offset } = parseLimit(reader)
  if (reader.takeSymbol(';') && !reader.isEnd()) throw reader.unsupported('more than one statement')
  if (!reader.isEnd()) throw reader.unexpected('the end of the statement')
  return { distinct, items, table, alias, where, groupBy, having, orderBy, count, offset }
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

function parseTable(reader: TokenReader): { table: string; alias: string | undefined } {
  if (reader.isSymbol('(')) throw reader.unsupported('a subquery')
  const table = reader.expectName('a table')
  if (reader.isSymbol('.')) throw reader.unsupported('a database name before a table')
  if (reader.isSymbol('(')) throw reader.unsupported('a table function')
  const alias =
    reader.takeWord('as') || isAlias(reader) ? reader.expectName('a name for the table') : undefined
  if (reader.isSymbol(',') || reader.isWord(...joins)) throw reader.unsupported('a join of several tables')
  if (reader.isWord('indexed')) throw reader.unsupported('INDEXED BY')
  return { table, alias }
}

function isAlias(reader: TokenReader): boolean {
  return reader.isName() && !(reader.isWord('indexed') && reader.next.value.toLowerCase() === 'by')
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

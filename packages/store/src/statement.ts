import { storeErrors } from './errors.js'
import type { SqlLimits, SqlStatement, SqlValue } from './sql-driver.js'

const token =
  /'[^']*'?|"[^"]*"?|`[^`]*`?|\[[^\]]*\]?|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|[0-9][\w.]*|\?\d*|[:@$]\w+|\s+|[\s\S]/gy

const readers: readonly string[] = ['SELECT', 'WITH', 'VALUES', 'EXPLAIN']
const writers: readonly string[] = [
  'INSERT',
  'UPDATE',
  'DELETE',
  'REPLACE',
  'WITH',
  'CREATE',
  'ALTER',
  'DROP',
]

/** What the guard must know of a statement's text, without parsing it. */
export interface StatementShape {
  /** First word, upper case. */
  readonly keyword: string
  /** Number of `?`. */
  readonly parameters: number
  /** Why the engine would not do what the text says, or undefined. */
  readonly problem: string | undefined
}

/** Reads the shape of one statement in linear time; text in quotes and comments is skipped. */
export function readStatementShape(sql: string): StatementShape {
  const words: string[] = []
  let parameters = 0
  let ended = false
  let problem: string | undefined
  for (const [text] of sql.matchAll(token)) {
    if (/^(?:\s|--|\/\*)/.test(text)) continue
    if (ended) {
      problem ??= 'it holds more than one statement, and the engine would run only the first'
      break
    }
    if (text === ';') ended = words[0] !== 'CREATE' || !words.includes('TRIGGER')
    else if (text === '?') parameters += 1
    else if (/^[?:@$]./.test(text)) problem ??= `it uses the parameter ${text}; only plain ? is supported`
    else if (words.length < 3) words.push(text.toUpperCase())
  }
  return { keyword: words[0] ?? '', parameters, problem }
}

/** Reads each text once while it is in use: a hot path repeats few statements. Holds at most 256 short ones. */
function createShapeReader(): (sql: string) => StatementShape {
  const known = new Map<string, StatementShape>()
  return (sql) => {
    const found = known.get(sql)
    if (found !== undefined) return found
    const shape = readStatementShape(sql)
    if (sql.length <= 4_096) known.set(sql, shape)
    if (known.size > 256) known.delete(known.keys().next().value ?? '')
    return shape
  }
}

const readShape = createShapeReader()

function problemOfValue(value: SqlValue | undefined): string | undefined {
  switch (typeof value) {
    case 'string':
      if (value.includes('\0')) return 'text with a NUL character, which the engine cuts off when it is read'
      return /\p{Surrogate}/u.test(value) ? 'text with a lone surrogate, which UTF-8 cannot hold' : undefined
    case 'number':
      return Number.isFinite(value) ? undefined : `${value}, which SQL has no number for`
    case 'bigint':
      return BigInt.asIntN(64, value) === value ? undefined : 'an integer of more than 64 bits'
    case 'object':
      return value === null || value instanceof Uint8Array ? undefined : 'an object'
    default:
      return `a ${typeof value}`
  }
}

function problemOf(statement: SqlStatement, use: 'read' | 'write', limits: SqlLimits): string | undefined {
  if (statement.sql.length > limits.maxStatementBytes) {
    return `it is longer than ${limits.maxStatementBytes} bytes`
  }
  const shape = readShape(statement.sql)
  if (shape.problem !== undefined) return shape.problem
  if (!(use === 'read' ? readers : writers).includes(shape.keyword)) {
    return `${shape.keyword || 'an empty statement'} is not allowed in a ${use}`
  }
  if (shape.parameters !== statement.args.length) {
    return `it has ${shape.parameters} parameters and ${statement.args.length} values`
  }
  if (shape.parameters > limits.maxParameters) return `it has more than ${limits.maxParameters} parameters`
  for (const [index, value] of statement.args.entries()) {
    const problem = problemOfValue(value)
    if (problem !== undefined) return `value ${index + 1} is ${problem}`
  }
  return undefined
}

/**
 * Refuses what the engine would accept and do wrongly without a word: a second statement in one text (dropped),
 * a wrong number of values (filled with NULL, or dropped), text that cannot be read back, and statements that
 * would leave or end the surrounding transaction. Throws `STORE_STATEMENT`.
 */
export function checkStatements(
  batch: readonly SqlStatement[],
  use: 'read' | 'write',
  limits: SqlLimits,
): void {
  for (const [statement, { sql, args }] of batch.entries()) {
    const reason = problemOf({ sql, args }, use, limits)
    if (reason !== undefined) {
      throw storeErrors.create(
        'STORE_STATEMENT',
        `Statement ${statement + 1} of a ${use} was refused: ${reason}.`,
        { reason, statement },
      )
    }
  }
}

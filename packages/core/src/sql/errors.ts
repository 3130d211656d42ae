import { defineErrors } from '@assay/store/error'

/** `offset` counts UTF-16 units of the SQL text from 0; `line` and `column` from 1. */
type Place = {
  readonly offset: number
  readonly line: number
  readonly column: number
}

/** SQL text that did not become a plan. */
export interface SqlErrors {
  SQL_SYNTAX: Place & { readonly found: string; readonly expected: string }
  /** Valid SQL that the algebra does not have; `construct` names it. */
  SQL_UNSUPPORTED: Place & { readonly construct: string }
}

export const sqlErrors = defineErrors<SqlErrors>({
  SQL_SYNTAX: { status: 400, retryable: false, exit: 2 },
  SQL_UNSUPPORTED: { status: 422, retryable: false, exit: 3 },
})

/** An error about the text from `offset` on. */
export function unexpected(sql: string, offset: number, found: string, expected: string, hint?: string) {
  const place = placeOf(sql, offset)
  const message = `Line ${place.line}, column ${place.column}: ${expected} was expected, ${found} was found.`
  return sqlErrors.create('SQL_SYNTAX', message, { ...place, found, expected }, { hint })
}

export function unsupported(sql: string, offset: number, construct: string, hint?: string) {
  const place = placeOf(sql, offset)
  const message = `${construct} is not supported (line ${place.line}, column ${place.column}).`
  return sqlErrors.create(
    'SQL_UNSUPPORTED',
    message,
    { ...place, construct },
    { hint: hint ?? 'docs/sql.md lists what is.' },
  )
}

function placeOf(sql: string, offset: number): Place {
  const before = sql.slice(0, offset)
  const line = before.split('\n').length
  return { offset, line, column: offset - before.lastIndexOf('\n') }
}

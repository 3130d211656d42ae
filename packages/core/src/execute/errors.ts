import { defineErrors } from '@assay/store/error'

/** A checked plan that ran into a bound. Nothing partial is handed out. */
export interface ExecuteErrors {
  EXECUTE_TOO_MANY_ROWS: { readonly limit: number }
  EXECUTE_TOO_MANY_GROUPS: { readonly limit: number }
  EXECUTE_TOO_MANY_DISTINCT: { readonly limit: number }
  EXECUTE_TOO_MANY_VALUES: { readonly limit: number }
  /** A join, or a query in an expression, beyond what is held in memory or looked at. */
  EXECUTE_JOIN_TOO_LARGE: { readonly what: 'rows' | 'values' | 'pairs'; readonly limit: number }
  /** A query that stands for one value gave several rows. */
  EXECUTE_NOT_SCALAR: Record<string, never>
  /** A function would make a text longer than a scalar of the data may be. */
  EXECUTE_TEXT_TOO_LONG: { readonly limit: number }
  /** A number of so many digits or so large an exponent that it cannot take part in a sum. */
  EXECUTE_NUMBER_RANGE: { readonly maxDigits: number; readonly maxExponent: number }
}

export const executeErrors = defineErrors<ExecuteErrors>({
  EXECUTE_TOO_MANY_ROWS: { status: 422, retryable: false, exit: 2 },
  EXECUTE_TOO_MANY_GROUPS: { status: 422, retryable: false, exit: 2 },
  EXECUTE_TOO_MANY_VALUES: { status: 422, retryable: false, exit: 2 },
  EXECUTE_TOO_MANY_DISTINCT: { status: 422, retryable: false, exit: 2 },
  EXECUTE_JOIN_TOO_LARGE: { status: 422, retryable: false, exit: 2 },
  EXECUTE_NOT_SCALAR: { status: 422, retryable: false, exit: 2 },
  EXECUTE_TEXT_TOO_LONG: { status: 422, retryable: false, exit: 2 },
  EXECUTE_NUMBER_RANGE: { status: 422, retryable: false, exit: 2 },
})

export function tooManyRows(limit: number) {
  return executeErrors.create(
    'EXECUTE_TOO_MANY_ROWS',
    `The result has more than ${limit} rows.`,
    { limit },
    { hint: 'Add a LIMIT, or a WHERE that keeps fewer rows.' },
  )
}

export function textTooLong(limit: number) {
  return executeErrors.create(
    'EXECUTE_TEXT_TOO_LONG',
    `A computed text would have more than ${limit} characters.`,
    { limit },
    { hint: 'Compute a shorter text, or filter the rows first.' },
  )
}

export function joinTooLarge(what: 'rows' | 'values' | 'pairs', limit: number) {
  const message =
    what === 'pairs'
      ? `A join looks at more than ${limit} pairs of rows.`
      : `The right side of a join, or a query in an expression, has more than ${limit} ${what}.`
  return executeErrors.create(
    'EXECUTE_JOIN_TOO_LARGE',
    message,
    { what, limit },
    { hint: 'Filter that side first, or name fewer of its columns.' },
  )
}

import { defineErrors } from '@assay/store/error'

/** A checked plan that ran into a bound. Nothing partial is handed out. */
export interface ExecuteErrors {
  EXECUTE_TOO_MANY_ROWS: { readonly limit: number }
  EXECUTE_TOO_MANY_GROUPS: { readonly limit: number }
  EXECUTE_TOO_MANY_DISTINCT: { readonly limit: number }
  /** A number of so many digits or so large an exponent that it cannot take part in a sum. */
  EXECUTE_NUMBER_RANGE: { readonly maxDigits: number; readonly maxExponent: number }
}

export const executeErrors = defineErrors<ExecuteErrors>({
  EXECUTE_TOO_MANY_ROWS: { status: 422, retryable: false, exit: 2 },
  EXECUTE_TOO_MANY_GROUPS: { status: 422, retryable: false, exit: 2 },
  EXECUTE_TOO_MANY_DISTINCT: { status: 422, retryable: false, exit: 2 },
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

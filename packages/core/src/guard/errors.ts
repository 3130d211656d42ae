import { defineErrors } from '@assay/store/error'

/** What a caller passed was refused before anything ran. */
export interface GuardErrors {
  INPUT_INVALID: { readonly field: string; readonly problem: string }
  INPUT_TOO_LARGE: { readonly field: string; readonly limit: number; readonly actual: number }
  ABORTED: Record<string, never>
}

export const guardErrors = defineErrors<GuardErrors>({
  INPUT_INVALID: { status: 400, retryable: false, exit: 2 },
  INPUT_TOO_LARGE: { status: 413, retryable: false, exit: 2 },
  ABORTED: { status: 499, retryable: true, exit: 130 },
})

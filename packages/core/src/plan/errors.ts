import { defineErrors } from '@assay/store/error'

/** A plan that cannot run: malformed, too large, or at odds with the catalog. Nothing was read. */
export interface PlanErrors {
  /** `path` leads into the plan: `root.input.where.args[0]`. */
  PLAN_INVALID: { readonly path: string; readonly problem: string }
  PLAN_TOO_LARGE: { readonly what: 'nodes' | 'depth'; readonly limit: number }
  PLAN_UNKNOWN_TABLE: { readonly table: string; readonly nearest: readonly string[] }
  PLAN_UNKNOWN_COLUMN: {
    readonly column: string
    readonly table: string
    readonly nearest: readonly string[]
  }
  /** Several names differ from the asked one only in case. */
  PLAN_AMBIGUOUS_NAME: { readonly name: string; readonly candidates: readonly string[] }
  /** A conversion between units that are not of one kind, or of a value whose unit is another or unknown (`null`). */
  PLAN_UNIT: { readonly expression: string; readonly from: string | null; readonly to: string }
  PLAN_TYPE: { readonly expression: string; readonly expected: string; readonly actual: string }
}

export const planErrors = defineErrors<PlanErrors>({
  PLAN_INVALID: { status: 400, retryable: false, exit: 2 },
  PLAN_TOO_LARGE: { status: 413, retryable: false, exit: 2 },
  PLAN_UNKNOWN_TABLE: { status: 422, retryable: false, exit: 2 },
  PLAN_UNKNOWN_COLUMN: { status: 422, retryable: false, exit: 2 },
  PLAN_AMBIGUOUS_NAME: { status: 422, retryable: false, exit: 2 },
  PLAN_UNIT: { status: 422, retryable: false, exit: 2 },
  PLAN_TYPE: { status: 422, retryable: false, exit: 2 },
})

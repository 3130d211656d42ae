import { defineErrors } from '@assay/store/error'

/** One budget that a hold did not fit in. Amounts are decimal strings of nano-dollars, times are ISO. */
export interface RefusedBudget {
  readonly budget: string
  /** The user, tenant, key, tag or question that it counts; `''` for a total. */
  readonly value: string
  readonly capNanoUsd: string
  readonly spentNanoUsd: string
  readonly heldNanoUsd: string
  readonly leftNanoUsd: string
  /** When the window ends and the budget starts anew; `null` when it never does. */
  readonly resetsAt: string | null
  /** A provider charged more than was held; the budget takes no hold until its window ends. */
  readonly overrun: boolean
}

/** Codes of the cost tracker. */
export interface CostErrors {
  BUDGET_REFUSED: { readonly neededNanoUsd: string; readonly budgets: readonly RefusedBudget[] }
  BUDGET_UNBOUNDED: { readonly provider: string; readonly model: string; readonly missing: string }
  BUDGET_INVALID: { readonly budget: string; readonly problem: string }
  MODEL_UNPRICED: { readonly provider: string; readonly model: string; readonly at: string }
  PRICE_INVALID: { readonly provider: string; readonly model: string; readonly problem: string }
  USAGE_INVALID: { readonly shape: string; readonly problem: string }
  ENTRY_INVALID: { readonly entry: string; readonly problem: string }
  HOLD_UNKNOWN: { readonly hold: string }
  ATTEMPT_REPLAYED: { readonly attempt: string; readonly state: string }
  LEDGER_UNBALANCED: { readonly problems: readonly string[] }
  REPORT_INVALID: { readonly field: string; readonly problem: string }
}

export const costErrors = defineErrors<CostErrors>({
  BUDGET_REFUSED: { status: 402, retryable: true, exit: 4 },
  BUDGET_UNBOUNDED: { status: 422, retryable: false, exit: 4 },
  BUDGET_INVALID: { status: 400, retryable: false, exit: 2 },
  MODEL_UNPRICED: { status: 422, retryable: false, exit: 4 },
  PRICE_INVALID: { status: 400, retryable: false, exit: 2 },
  USAGE_INVALID: { status: 502, retryable: false, exit: 1 },
  ENTRY_INVALID: { status: 400, retryable: false, exit: 2 },
  HOLD_UNKNOWN: { status: 404, retryable: false, exit: 1 },
  ATTEMPT_REPLAYED: { status: 409, retryable: false, exit: 1 },
  LEDGER_UNBALANCED: { status: 500, retryable: false, exit: 1 },
  REPORT_INVALID: { status: 400, retryable: false, exit: 2 },
})

import { defineErrors } from '@assay/store/error'

/** What goes wrong between the terminal and the engine; the engine's own codes pass through unchanged. */
export interface CommandErrors {
  /** The command line itself was not understood. */
  USAGE_INVALID: { readonly problem: string }
  /** The first argument is neither a file nor a dataset of the store. */
  TARGET_UNKNOWN: { readonly target: string; readonly nearest: readonly string[] }
  /** A file that belongs to the command (questions, an answer) could not be read. */
  FILE_UNREADABLE: { readonly path: string; readonly problem: string }
  /** What `verify` was given is not JSON; the engine checks that it is an answer. */
  ANSWER_UNREADABLE: { readonly path: string; readonly problem: string }
  /** A line of a question file is not `{ "id": …, "question": "…" }`; the line counts from 1. */
  QUESTION_LINE_INVALID: { readonly line: number; readonly problem: string }
  /** No budget of the store has this id. */
  BUDGET_UNKNOWN: { readonly budget: string; readonly budgets: readonly string[] }
  /** No rate of the store is for this resource (and date). */
  RATE_UNKNOWN: { readonly resource: string; readonly rates: readonly string[] }
  OUTPUT_FAILED: { readonly cause: string }
  INTERRUPTED: Record<string, never>
  INTERNAL: { readonly cause: string }
}

export const commandErrors = defineErrors<CommandErrors>({
  USAGE_INVALID: { status: 400, retryable: false, exit: 2 },
  TARGET_UNKNOWN: { status: 404, retryable: false, exit: 2 },
  FILE_UNREADABLE: { status: 400, retryable: false, exit: 2 },
  ANSWER_UNREADABLE: { status: 400, retryable: false, exit: 2 },
  QUESTION_LINE_INVALID: { status: 400, retryable: false, exit: 2 },
  BUDGET_UNKNOWN: { status: 404, retryable: false, exit: 2 },
  RATE_UNKNOWN: { status: 404, retryable: false, exit: 2 },
  OUTPUT_FAILED: { status: 500, retryable: true, exit: 1 },
  INTERRUPTED: { status: 499, retryable: true, exit: 130 },
  INTERNAL: { status: 500, retryable: false, exit: 1 },
})

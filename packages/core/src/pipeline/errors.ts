import { defineErrors } from '@assay/store/error'

/** Codes of datasets as a whole. */
export interface PipelineErrors {
  DATASET_UNKNOWN: { readonly dataset: string; readonly nearest: readonly string[] }
  DATASET_REPLACED: { readonly dataset: string }
  /** A pointer to the records leads nowhere; `nearest` are pointers that lead somewhere. */
  RECORDS_NOT_FOUND: { readonly pointer: string; readonly nearest: readonly string[] }
  /** A declared link names no column, or in more than one way. */
  LINK_INVALID: { readonly link: string; readonly problem: string }
  ANSWER_INVALID: { readonly problem: string }
  ENGINE_CLOSED: Record<string, never>
  /** A budget had allowed so much of a resource; quantities are in `unit`. */
  RESOURCES_SPENT: {
    readonly resource: string
    readonly unit: string
    readonly allowed: number
    readonly used: number
  }
  /** `code` is what the ledger said, `reason` why the question itself had failed, if it had. */
  LEDGER_UNWRITTEN: { readonly question: string; readonly code: string; readonly reason: string | null }
}

export const pipelineErrors = defineErrors<PipelineErrors>({
  DATASET_UNKNOWN: { status: 404, retryable: false, exit: 2 },
  RECORDS_NOT_FOUND: { status: 422, retryable: false, exit: 2 },
  LINK_INVALID: { status: 400, retryable: false, exit: 2 },
  DATASET_REPLACED: { status: 409, retryable: true, exit: 1 },
  ANSWER_INVALID: { status: 400, retryable: false, exit: 2 },
  ENGINE_CLOSED: { status: 503, retryable: false, exit: 1 },
  RESOURCES_SPENT: { status: 402, retryable: false, exit: 4 },
  LEDGER_UNWRITTEN: { status: 503, retryable: true, exit: 1 },
})

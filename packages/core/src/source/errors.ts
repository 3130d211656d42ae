import { defineErrors } from '@assay/store/error'

/** Why bytes from outside could not be read. `location` is the source's canonical path, address or name. */
export interface SourceErrors {
  SOURCE_MISSING: { readonly location: string }
  SOURCE_DIRECTORY: { readonly location: string }
  SOURCE_UNREADABLE: { readonly location: string; readonly reason: string }
  /** An address that is not one of the web, or that the caller does not allow. */
  SOURCE_ADDRESS_REFUSED: { readonly location: string; readonly problem: string }
  /** What is there now is not what was opened or ingested. */
  SOURCE_CHANGED: { readonly location: string }
  /** Fewer bytes came than the source had when it was opened. */
  SOURCE_TRUNCATED: { readonly location: string; readonly expected: number; readonly actual: number }
  SOURCE_TOO_LARGE: { readonly location: string; readonly limit: number }
  /** Cut, damaged, or followed by something that is not gzip. */
  GZIP_INVALID: { readonly location: string; readonly reason: string }
  /** Gzip inside gzip. */
  GZIP_NESTED: { readonly location: string }
  GZIP_RATIO: {
    readonly location: string
    readonly limit: number
    readonly packed: number
    readonly unpacked: number
  }
}

export const sourceErrors = defineErrors<SourceErrors>({
  SOURCE_MISSING: { status: 404, retryable: false, exit: 2 },
  SOURCE_DIRECTORY: { status: 400, retryable: false, exit: 2 },
  SOURCE_UNREADABLE: { status: 400, retryable: true, exit: 2 },
  SOURCE_ADDRESS_REFUSED: { status: 400, retryable: false, exit: 2 },
  SOURCE_CHANGED: { status: 409, retryable: false, exit: 2 },
  SOURCE_TRUNCATED: { status: 400, retryable: true, exit: 2 },
  SOURCE_TOO_LARGE: { status: 413, retryable: false, exit: 2 },
  GZIP_INVALID: { status: 422, retryable: false, exit: 2 },
  GZIP_NESTED: { status: 422, retryable: false, exit: 2 },
  GZIP_RATIO: { status: 413, retryable: false, exit: 2 },
})

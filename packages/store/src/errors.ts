import { type AssayError, defineErrors } from './error/index.js'

/** What a refused write left behind: `unknown` when the disk failed too early to make sure. */
export type WriteOutcome = 'absent' | 'unknown'

type Place = { readonly path: string }

/** The details of each code of this package. */
export type StoreErrorMap = {
  STORE_LOCKED: Place & { readonly waitedMs: number }
  STORE_QUEUE_FULL: { readonly capacity: number }
  STORE_CLOSED: { readonly name: string }
  STORE_NOT_DATABASE: Place
  STORE_NEWER: Place & { readonly unknownMigrations: readonly string[] }
  STORE_SCHEMA_MISMATCH: Place & { readonly expected: string; readonly found: string }
  STORE_CORRUPT: Place & { readonly outcome: WriteOutcome }
  STORE_FULL: Place & { readonly outcome: WriteOutcome }
  STORE_IO: Place & { readonly reason: string; readonly outcome: WriteOutcome }
  STORE_READ_ONLY: Place & { readonly reason: string }
  STORE_NO_ACCESS: Place & { readonly reason: string }
  STORE_PRAGMA: Place & { readonly pragma: string; readonly expected: string; readonly found: string }
  STORE_STATEMENT: { readonly reason: string; readonly statement: number }
  STORE_CONSTRAINT: { readonly reason: string; readonly statement: number }
  SEGMENT_NAME: { readonly name: string }
  SEGMENT_EXISTS: { readonly name: string }
  SEGMENT_MISSING: { readonly name: string }
  SEGMENT_TRUNCATED: {
    readonly name: string
    readonly start: number
    readonly end: number
    readonly size: number
  }
  SEGMENT_CLOSED: { readonly name: string }
}

export type StoreErrorCode = keyof StoreErrorMap & string
export type StoreError<Code extends StoreErrorCode = StoreErrorCode> = AssayError<Code, StoreErrorMap[Code]>

/** The codes of this package. The sdk composes their traits into its exhaustive table. */
export const storeErrors = defineErrors<StoreErrorMap>({
  STORE_LOCKED: { status: 503, retryable: true, exit: 2 },
  STORE_QUEUE_FULL: { status: 503, retryable: true, exit: 1 },
  STORE_CLOSED: { status: 503, retryable: false, exit: 1 },
  STORE_NOT_DATABASE: { status: 500, retryable: false, exit: 2 },
  STORE_NEWER: { status: 500, retryable: false, exit: 2 },
  STORE_SCHEMA_MISMATCH: { status: 500, retryable: false, exit: 2 },
  STORE_CORRUPT: { status: 500, retryable: false, exit: 1 },
  STORE_FULL: { status: 507, retryable: true, exit: 1 },
  STORE_IO: { status: 500, retryable: false, exit: 1 },
  STORE_READ_ONLY: { status: 503, retryable: false, exit: 1 },
  STORE_NO_ACCESS: { status: 500, retryable: false, exit: 2 },
  STORE_PRAGMA: { status: 500, retryable: false, exit: 1 },
  STORE_STATEMENT: { status: 500, retryable: false, exit: 1 },
  STORE_CONSTRAINT: { status: 409, retryable: false, exit: 1 },
  SEGMENT_NAME: { status: 500, retryable: false, exit: 1 },
  SEGMENT_EXISTS: { status: 409, retryable: false, exit: 1 },
  SEGMENT_MISSING: { status: 500, retryable: false, exit: 1 },
  SEGMENT_TRUNCATED: { status: 500, retryable: false, exit: 1 },
  SEGMENT_CLOSED: { status: 500, retryable: false, exit: 1 },
})

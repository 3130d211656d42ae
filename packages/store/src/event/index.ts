/**
 * Everything Assay tells while it works: logs, progress bars and server-sent events read this one union.
 * Names are noun-verb. No event carries a secret, a question's data or a record.
 */
export type AssayEvent =
  | {
      readonly type: 'ingest-started'
      readonly dataset: string
      readonly source: string
      readonly totalBytes: number | null
    }
  | {
      readonly type: 'ingest-progressed'
      readonly dataset: string
      readonly source: string
      readonly bytes: number
      readonly totalBytes: number | null
      readonly records: number
      readonly elapsedMs: number
    }
  /** After the scan: how many columns the catalog and the value index have. */
  | {
      readonly type: 'ingest-indexed'
      readonly dataset: string
      readonly source: string
      readonly columns: number
      readonly totalColumns: number
      readonly elapsedMs: number
    }
  | {
      readonly type: 'ingest-restarted'
      readonly dataset: string
      readonly source: string
      readonly reason: string
    }
  /** No thread could be started: the calling one does the work alone. */
  | {
      readonly type: 'ingest-threads-refused'
      readonly dataset: string
      readonly source: string
      readonly reason: string
    }
  | {
      readonly type: 'ingest-finished'
      readonly dataset: string
      readonly version: string
      readonly bytes: number
      readonly records: number
      readonly elapsedMs: number
    }
  | { readonly type: 'ingest-unchanged'; readonly dataset: string; readonly version: string }
  | { readonly type: 'ingest-failed'; readonly dataset: string; readonly code: string }
  | {
      readonly type: 'question-answered'
      readonly dataset: string
      readonly status: string
      readonly elapsedMs: number
    }
  | { readonly type: 'text-suspected'; readonly where: 'question' | 'name' | 'sql'; readonly pattern: string }
  | {
      readonly type: 'store-reopened'
      readonly database: string
      readonly attempt: number
      readonly reason: string
    }
  | { readonly type: 'store-degraded'; readonly database: string; readonly reason: string }
  | {
      readonly type: 'budget-alerted'
      readonly budget: string
      readonly value: string
      readonly share: number
      readonly spentNanoUsd: string
      readonly capNanoUsd: string
      readonly startsAt: string
      readonly resetsAt: string | null
    }
  | { readonly type: 'store-swept'; readonly removed: number }

/** Receives events in the order they happen. It must not throw; what it throws is ignored. */
export type EventListener = (event: AssayEvent) => void

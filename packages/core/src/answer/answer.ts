import type { Bill, RefusedBudget } from '@assay/cost-tracker'
import type { Cell, Coverage, ResultColumn } from '../execute/result.js'
import type { Plan } from '../plan/algebra.js'
import type { WordReading } from '../question/reading.js'

/** Bytes that an answer rests on. `digest` is `sha256:` and the hex of the span; absent when the source changed. */
export interface SpanEvidence {
  readonly kind: 'span'
  /** What the dataset is called in the query, where there are several. */
  readonly dataset?: string
  /** Location of the file, where the dataset has several. */
  readonly source?: string
  readonly table: string
  /** JSON Pointer (RFC 6901); in JSON Lines `/n`, the zero-based non-blank line. */
  readonly pointer: string
  /** Byte offsets in the decoded file, end exclusive. */
  readonly span: readonly [start: number, end: number]
  readonly digest?: string
}
export type Evidence = SpanEvidence

export type AnswerStatus = 'answered' | 'partial' | 'unsupported'
export type UnsupportedReason = 'ambiguous' | 'unknown-word' | 'not-in-data' | 'needs-model' | 'over-budget'

/** Which budgets a run did not fit in, what each has left and when it starts anew. */
export interface OverBudget {
  /** The most that the run could have cost, as a decimal string of nano-dollars. */
  readonly neededNanoUsd: string
  readonly budgets: readonly RefusedBudget[]
}

export interface DatasetRef {
  readonly name: string
  readonly version: string
  readonly contentId: string
  readonly source: string
  /** What it is called in a query over several. */
  readonly as?: string
}

/** A link that a caller declared for one query, checked against the data. */
export interface DeclaredLink {
  readonly from: { readonly table: string; readonly column: string }
  readonly to: { readonly table: string; readonly column: string }
  /** Non-null values of `from`, one a row, and how many of them are values of `to`. */
  readonly values: number
  readonly matched: number
  /** `matched / values`; 0 without values. */
  readonly share: number
}

/** The answer, the evidence and the bill: see DESIGN, section 5. Plain data; what JSON cannot hold is text. */
export interface Answer {
  readonly id: string
  /** Of several the first. */
  readonly dataset: DatasetRef
  /** All of them, where the query read several. */
  readonly datasets?: readonly DatasetRef[]
  /** Those that the caller declared. */
  readonly links?: readonly DeclaredLink[]
  readonly asOf: string
  readonly status: AnswerStatus
  readonly text: string
  /** The scalar when the result is one cell, else rows as objects by column name; null when unsupported. */
  readonly value: Cell | readonly Readonly<Record<string, Cell>>[]
  readonly columns?: readonly ResultColumn[]
  readonly rows?: readonly (readonly Cell[])[]
  /** Rows of the result; where `rows` has fewer, `warnings` say so. */
  readonly rowsTotal?: number
  readonly evidence: readonly Evidence[]
  readonly evidenceTotal: number
  /** Most pieces of evidence that were asked for, of each table. */
  readonly evidenceLimit: number
  readonly coverage: Coverage
  readonly cost: Bill
  readonly plan: Plan | null
  readonly planHash: string | null
  readonly how: 'catalog' | 'exact' | 'semantic'
  readonly question: string
  readonly language: string
  readonly reading: readonly WordReading[]
  readonly assumptions: readonly string[]
  readonly warnings: readonly string[]
  readonly reason?: UnsupportedReason
  /** Beside the reason `over-budget`. */
  readonly overBudget?: OverBudget
  readonly alternatives?: readonly { readonly text: string; readonly plan: Plan }[]
  readonly cache: 'miss' | 'l1' | 'l2'
  readonly timingsMs: Readonly<Record<string, number>>
}

import type { ResourceUse } from '../bill.js'
import type { Usage, UsageBucket } from '../usage/usage.js'

/** Who and what a row is charged to, and all that a report can group by. */
export interface Attribution {
  /** Who asked: the user. */
  readonly actor: string
  readonly tenant: string
  /** The API key, by its name, never by its secret. */
  readonly key: string | null
  readonly tags: readonly string[]
  readonly dataset: string | null
  readonly questionId: string | null
  readonly planHash: string | null
  /** What the call was for: `plan`, `judge`, `extract`, … */
  readonly purpose: string
}

/** One line of a row; the lines add up to the row. `estimate` stands for what was charged without known usage. */
export interface EntryLine {
  readonly bucket: UsageBucket | 'estimate'
  /** Signed: a correction takes back. */
  readonly quantity: number
  /** Decimal dollars for each `per` units; `null` when unpriced or an estimate. */
  readonly usd: string | null
  readonly per: number
  readonly nanoUsd: bigint | null
}

export type Outcome =
  | 'answered'
  | 'failed'
  | 'aborted'
  | 'expired'
  | 'cached'
  | 'partial'
  | 'unsupported'
  | 'refused'

/**
 * One row of the ledger. Rows are never changed: what turns out otherwise is a further row that `corrects` the
 * first, with the difference. The sum of `nanoUsd` over any rows is what they cost.
 */
export interface LedgerEntry extends Attribution {
  /** The attempt's id, or one derived from it. A second row with the same id is never written. */
  readonly id: string
  /** A call of a model, or a question as a whole (its calls are rows of their own, so that nothing counts twice). */
  readonly kind: 'call' | 'question'
  /** When the call or question began; a correction keeps the time of what it corrects. */
  readonly atMs: number
  readonly recordedMs: number
  readonly corrects: string | null
  /** The hold that covered it; its budgets are charged with what `chargeOf` gives. */
  readonly holdId: string | null
  /** 1 for the first attempt of a call. */
  readonly attempt: number
  readonly provider: string | null
  readonly model: string | null
  readonly outcome: Outcome
  /** `estimated`: charged as held, because the usage is not known. `unknown`: no amount can be given. */
  readonly certainty: 'exact' | 'estimated' | 'unknown'
  /** The provider charged more than the most that was held. */
  readonly overrun: boolean
  readonly usage: Usage
  readonly lines: readonly EntryLine[]
  /** `null` when unpriced; then it is in no sum, and reports count it. */
  readonly nanoUsd: bigint | null
  /** Recorded cost of a call that a cache replaced. Never part of `nanoUsd`. */
  readonly savedNanoUsd: bigint
  /** Id of the price book that charged it, and the date since which its prices hold. */
  readonly priceBook: string | null
  readonly priceSince: string | null
  /** The question's own words, on its row only. */
  readonly text: string | null
  readonly how: 'catalog' | 'exact' | 'semantic' | null
  readonly resources: readonly ResourceUse[]
  /** Cost of the resources, apart from `nanoUsd`; `null` when one is unpriced. */
  readonly resourceNanoUsd: bigint | null
  /** The part of the resources' cost whose most was held before the run: budgets are charged with it too. */
  readonly heldResourceNanoUsd: bigint
  readonly elapsedMs: number | null
}

/** What budgets are charged for a row: its calls, and its resources as far as they were held for. */
export function chargeOf(entry: Pick<LedgerEntry, 'nanoUsd' | 'heldResourceNanoUsd'>): bigint | null {
  return entry.nanoUsd === null ? null : entry.nanoUsd + entry.heldResourceNanoUsd
}

/** A row with everything that the caller leaves out. */
export function buildEntry(
  fields: Pick<LedgerEntry, 'id' | 'kind' | 'atMs'> & Partial<LedgerEntry>,
): LedgerEntry {
  return {
    recordedMs: fields.atMs,
    corrects: null,
    holdId: null,
    attempt: 1,
    actor: 'local',
    tenant: 'local',
    key: null,
    tags: [],
    dataset: null,
    questionId: null,
    planHash: null,
    purpose: fields.kind,
    provider: null,
    model: null,
    outcome: 'answered',
    certainty: 'exact',
    overrun: false,
    usage: {},
    lines: [],
    nanoUsd: 0n,
    savedNanoUsd: 0n,
    priceBook: null,
    priceSince: null,
    text: null,
    how: null,
    resources: [],
    resourceNanoUsd: 0n,
    heldResourceNanoUsd: 0n,
    elapsedMs: null,
    ...fields,
  }
}

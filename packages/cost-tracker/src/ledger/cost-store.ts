import type { BudgetDefinition } from '../budgets/definition.js'
import type { ResourceRate } from '../resources/rate-card.js'
import type { LedgerEntry } from './entry.js'

/** One counter: a budget, for one value of its scope, over one window of time. */
export interface WindowKey {
  readonly budget: string
  /** The user, tenant, key, tag or question that is counted; `''` for a total. */
  readonly value: string
  readonly startMs: number
}

/**
 * A counter that a hold must fit in. The store keeps the first `capNanoUsd` and `hard` until the budget changes;
 * `endMs` is that of the latest hold.
 */
export interface WindowLimit extends WindowKey {
  /** Exclusive; `null` for a window that never ends. */
  readonly endMs: number | null
  readonly capNanoUsd: bigint
  /** Only a hard one refuses. */
  readonly hard: boolean
}

export interface BudgetWindow extends WindowLimit {
  readonly spentNanoUsd: bigint
  readonly heldNanoUsd: bigint
  readonly overrun: boolean
}

export interface HoldRequest {
  /** The attempt's id. */
  readonly id: string
  /** `null` for a call without a known price; then `windows` must be empty. */
  readonly nanoUsd: bigint | null
  readonly madeMs: number
  readonly deadlineMs: number
  readonly windows: readonly WindowLimit[]
  /** Of the budgets that `windows` were taken from. */
  readonly revision: number
  /** Admit it whatever the caps: it has been spent already. */
  readonly force: boolean
  /** The row to write if nobody settles it before its deadline. */
  readonly draft: LedgerEntry
}

export type HoldState = 'open' | 'settled' | 'voided' | 'expired'

export interface Hold {
  readonly id: string
  readonly state: HoldState
  readonly nanoUsd: bigint | null
  readonly madeMs: number
  readonly deadlineMs: number
  readonly windows: readonly WindowKey[]
  readonly draft: LedgerEntry
}

export type HoldOutcome =
  | { readonly outcome: 'held'; readonly hold: Hold }
  /** The id was used before: what is stored, nothing was changed. */
  | { readonly outcome: 'replayed'; readonly hold: Hold }
  | { readonly outcome: 'refused'; readonly windows: readonly BudgetWindow[] }
  /** The budgets changed meanwhile: read them and ask again. */
  | { readonly outcome: 'stale' }

export interface Resolution {
  readonly holdId: string
  readonly state: Exclude<HoldState, 'open'>
  /** Written, and charged to the hold's budgets, if this call resolves the hold. */
  readonly entry: LedgerEntry
}

/** A part of something that is shared out over time (a dataset's storage, its ingest), in whole units. */
export interface ShareClaim {
  readonly subject: string
  /** What had been claimed when the claimer looked. */
  readonly from: number
  /** What is claimed from now on; above `from`. */
  readonly to: number
}

export interface EntryFilter {
  /** Inclusive. */
  readonly sinceMs?: number | undefined
  /** Exclusive. */
  readonly untilMs?: number | undefined
  readonly tenant?: string | undefined
  readonly actor?: string | undefined
  readonly questionId?: string | undefined
}

/**
 * Where rows, holds and budgets are kept. Every method is one atomic step, also against other processes. Its
 * rules: `spent + held ≤ cap` in every hard window whenever a hold is admitted; a hold leaves `open` once; a
 * window's `spent` is the sum of the rows whose holds it holds; an id is written once.
 */
export interface CostStore {
  /** Writes the rows whose ids are not there, charging the budgets of their holds; returns what is stored. */
  append(entries: readonly LedgerEntry[]): Promise<LedgerEntry[]>
  readEntry(id: string): Promise<LedgerEntry | undefined>
  /** Pages, ordered by time and id. */
  readEntries(filter: EntryFilter): AsyncIterable<readonly LedgerEntry[]>
  hold(request: HoldRequest): Promise<HoldOutcome>
  /** False when the hold was resolved before, or never made: then nothing was changed. */
  resolve(resolution: Resolution): Promise<boolean>
  readHold(id: string): Promise<Hold | undefined>
  /** Open holds whose deadline is before the time, the earliest first. */
  readDueHolds(beforeMs: number, limit: number): Promise<Hold[]>
  readBudgets(): Promise<{ readonly revision: number; readonly definitions: readonly BudgetDefinition[] }>
  /** Adds or replaces by id; the caps of windows that have begun follow. */
  defineBudget(definition: BudgetDefinition): Promise<void>
  removeBudget(id: string): Promise<boolean>
  readWindows(keys: readonly WindowKey[]): Promise<BudgetWindow[]>
  /** All windows that have not ended at the time, those that never end included. */
  readCurrentWindows(atMs: number): Promise<BudgetWindow[]>
  /** True for the first caller only: each share of each window is told once. */
  claimAlert(key: WindowKey, share: number): Promise<boolean>
  /**
   * Forgets the counters of request limits (`request/…`) that hold nothing and that no hold was made in since the
   * time; how many. Nobody else ever ends them.
   */
  forgetLimits(usedBeforeMs: number): Promise<number>
  /** The rate card that is kept with the ledger: by name, the oldest first. */
  readRates(): Promise<readonly ResourceRate[]>
  /** Adds a rate, or replaces the one of that name and date. */
  putRate(rate: ResourceRate): Promise<void>
  removeRate(name: string, since: string): Promise<boolean>
  /** How much of each subject has been claimed; 0 where nothing was. */
  readShares(subjects: readonly string[]): Promise<readonly number[]>
  /** Claims each part of which `from` still holds; says for each whether it did. No unit is ever claimed twice. */
  claimShares(claims: readonly ShareClaim[]): Promise<readonly boolean[]>
  /** What contradicts the rules above, in words; empty when the books balance. */
  findImbalances(): Promise<string[]>
}

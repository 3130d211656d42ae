import type { Bill, ResourceUse } from '../bill.js'
import { createRateCard, type RateCard } from '../resources/rate-card.js'
import { buildBill } from './build-bill.js'
import type { CostStore, EntryFilter } from './cost-store.js'
import { type Attribution, buildEntry, type LedgerEntry, type Outcome } from './entry.js'

/** A question that was answered (or not), as an analyst will review it. Every question leaves one, also at $0. */
export interface QuestionInput extends Partial<Attribution> {
  /** The answer's id: a second record of it is not written. */
  readonly questionId: string
  readonly atMs: number
  readonly text: string
  readonly outcome: Outcome
  readonly how: LedgerEntry['how']
  readonly elapsedMs: number
  readonly resources?: readonly ResourceUse[] | undefined
  /** What was used of that for which a most was held: budgets are charged with its price. */
  readonly charged?: readonly ResourceUse[] | undefined
}

/** A call that a cache replaced: what it cost when it was made is what was saved now. */
export interface SavingInput extends Partial<Attribution> {
  readonly id: string
  readonly atMs: number
  readonly provider: string
  readonly model: string
  readonly savedNanoUsd: bigint
}

export interface Ledger {
  readonly store: CostStore
  /** Resources are priced by the card; they stay unpriced without one. */
  recordQuestion(input: QuestionInput, rateCard?: RateCard): Promise<LedgerEntry>
  recordSaving(input: SavingInput): Promise<LedgerEntry>
  /** The bill of a question, from its rows. */
  billOf(questionId: string): Promise<Bill>
  /** All rows that the filter lets through, in order of time. */
  read(filter?: EntryFilter): Promise<LedgerEntry[]>
}

/** The row of a question, its resources priced by the card of its time. */
export function buildQuestionEntry(input: QuestionInput, rateCard: RateCard): LedgerEntry {
  const { resources = [], charged = [], ...rest } = input
  const priced = rateCard.price(resources, input.atMs)
  const held = rateCard.price(charged, input.atMs).resources
  return buildEntry({
    ...rest,
    id: `question~${input.questionId}`,
    kind: 'question',
    resources: priced.resources,
    resourceNanoUsd: priced.nanoUsd,
    heldResourceNanoUsd: held.reduce((sum, { nanoUsd }) => sum + BigInt(nanoUsd ?? 0), 0n),
  })
}

/** The ledger over a store. */
export function createLedger(options: { readonly store: CostStore; readonly nowMs: () => number }): Ledger {
  const { store, nowMs } = options

  async function read(filter: EntryFilter = {}): Promise<LedgerEntry[]> {
    const rows: LedgerEntry[] = []
    for await (const page of store.readEntries(filter)) rows.push(...page)
    return rows
  }

  async function append(entry: LedgerEntry): Promise<LedgerEntry> {
    const [stored = entry] = await store.append([{ ...entry, recordedMs: nowMs() }])
    return stored
  }

  return {
    store,
    recordQuestion: (input, rateCard = createRateCard()) => append(buildQuestionEntry(input, rateCard)),
    async recordSaving(input) {
      return append(buildEntry({ ...input, kind: 'call', outcome: 'cached', usage: {} }))
    },
    async billOf(questionId) {
      return buildBill(await read({ questionId }))
    },
    read,
  }
}

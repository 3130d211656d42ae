import { isAssayError } from '@assay/store/error'
import type { Budgets } from '../budgets/budgets.js'
import type { RequestLimit } from '../budgets/request-limit.js'
import { costErrors } from '../errors.js'
import type { Hold } from '../ledger/cost-store.js'
import {
  type Attribution,
  buildEntry,
  type EntryLine,
  type LedgerEntry,
  type Outcome,
} from '../ledger/entry.js'
import { chargeUsage } from '../prices/charge.js'
import type { ModelPrice, PriceBook } from '../prices/price.js'
import { worstCase } from '../prices/worst-case.js'
import type { Usage } from '../usage/usage.js'
import { isRejected } from './failure.js'

/** A call of a model that is about to be made. */
export interface CallInput extends Partial<Attribution> {
  readonly provider: string
  readonly model: string
  /** The most that it can read; undefined takes the model's context window, where that is known. */
  readonly maxInputTokens?: number | undefined
  /** The most that it can write, as the provider was told. Undefined as above. */
  readonly maxOutputTokens?: number | undefined
  readonly maxWebSearches?: number | undefined
  /** A replay of an id is refused. Default: a new one. */
  readonly attemptId?: string | undefined
  /** 1 for the first attempt. */
  readonly attempt?: number | undefined
  readonly limits?: readonly RequestLimit[] | undefined
}

/** A call that is held for. It must be ended; if it is not, its hold expires and is charged in full. */
export interface Attempt {
  readonly id: string
  /** `null` when the price is not known and no hard budget applies. */
  readonly heldNanoUsd: bigint | null
  /** With what it used; undefined when that is not known, which charges what was held. May come late, or twice. */
  settle(usage: Usage | undefined, outcome?: Outcome): Promise<LedgerEntry>
  /** It certainly cost nothing. */
  void(outcome?: Outcome): Promise<LedgerEntry>
}

export interface CostTracker {
  readonly budgets: Budgets
  readonly prices: PriceBook
  /** Holds for a call, or throws `BUDGET_REFUSED`, `BUDGET_UNBOUNDED`, `MODEL_UNPRICED` or `ATTEMPT_REPLAYED`. */
  begin(call: CallInput): Promise<Attempt>
  /** Hold, call, settle: around any function that calls a model and can say what it used. */
  track<Value>(
    call: CallInput,
    run: () => Promise<{ readonly value: Value; readonly usage: Usage | undefined }>,
  ): Promise<{ readonly value: Value; readonly entry: LedgerEntry | undefined }>
  /** A call that was made without a hold: charged at once, whatever the caps. */
  record(call: CallInput, usage: Usage | undefined): Promise<LedgerEntry>
}

export interface CostTrackerOptions {
  readonly budgets: Budgets
  readonly prices: PriceBook
  readonly nowMs: () => number
  readonly createId?: (() => string) | undefined
  /** What every call is charged to where it does not say otherwise. */
  readonly attribution?: Partial<Attribution> | undefined
  /** Hears of every row, after it was written. */
  readonly onEntry?: ((entry: LedgerEntry, call: CallInput) => void) | undefined
  /** Hears when an answer is there and its settlement failed: the hold stays, and expires as charged. */
  readonly onError?: ((error: unknown) => void) | undefined
}

const unusable: ReadonlySet<string> = new Set(['USAGE_INVALID', 'ENTRY_INVALID'])

/** Puts a hold before, and a settlement and a ledger row after, every call of a model. */
export function createCostTracker(options: CostTrackerOptions): CostTracker {
  const { budgets, prices, nowMs, attribution = {}, onEntry, onError } = options
  const createId = options.createId ?? (() => crypto.randomUUID())

  function draftOf(call: CallInput, atMs: number, price: ModelPrice | undefined): LedgerEntry {
    const { provider, model, attemptId = createId(), attempt = 1 } = call
    return buildEntry({
      ...attribution,
      ...attributionOf(call),
      id: attemptId,
      kind: 'call',
      atMs,
      attempt,
      provider,
      model,
      priceBook: price?.bookId ?? null,
      priceSince: price?.since ?? null,
      ...estimateOf(price === undefined ? null : boundCost(call, price)),
      outcome: 'expired',
    })
  }

  function told(entry: LedgerEntry, call: CallInput): LedgerEntry {
    onEntry?.(entry, call)
    return entry
  }

  function toAttempt(call: CallInput, hold: Hold, price: ModelPrice | undefined): Attempt {
    const { draft } = hold
    const elapsed = () => Math.max(0, nowMs() - draft.atMs)
    return {
      id: hold.id,
      heldNanoUsd: hold.nanoUsd,
      async settle(usage, outcome = usage === undefined ? 'aborted' : 'answered') {
        const end = async (actual: Partial<LedgerEntry>) =>
          told(await budgets.settle(hold, { ...draft, ...actual, outcome, elapsedMs: elapsed() }), call)
        if (usage === undefined) return end({})
        try {
          return await end(actualOf(usage, price, hold))
        } catch (error) {
          // A usage that counts nothing, or that no ledger can hold, is no usage: what was held is charged at once.
          if (isAssayError(error) && unusable.has(error.code)) await end({})
          throw error
        }
      },
      async void(outcome = 'failed') {
        const nothing = { nanoUsd: 0n, lines: [], certainty: 'exact', outcome, elapsedMs: elapsed() } as const
        return told(await budgets.settle(hold, { ...draft, ...nothing }, 'voided'), call)
      },
    }
  }

  async function begin(call: CallInput): Promise<Attempt> {
    const atMs = nowMs()
    const price = prices.find(call.provider, call.model, atMs)
    const draft = draftOf(call, atMs, price)
    const { outcome, hold } = await budgets.hold({
      draft,
      limits: call.limits,
      ...(draft.nanoUsd === null && price !== undefined ? { unknown: unbounded(call) } : {}),
    })
    if (outcome === 'held') return toAttempt(call, hold, price)
    throw costErrors.create(
      'ATTEMPT_REPLAYED',
      `The attempt "${hold.id}" was made before, and is ${hold.state}.`,
      { attempt: hold.id, state: hold.state },
      { hint: 'Give each try an id of its own; the ledger has the row of the first.' },
    )
  }

  /** An answer that is paid for is never lost because its bookkeeping failed. */
  async function tolerate(work: Promise<LedgerEntry>): Promise<LedgerEntry | undefined> {
    try {
      return await work
    } catch (error) {
      onError?.(error)
      return undefined
    }
  }

  return {
    budgets,
    prices,
    begin,
    async track(call, run) {
      const attempt = await begin(call)
      let result: Awaited<ReturnType<typeof run>>
      try {
        result = await run()
      } catch (error) {
        await tolerate(isRejected(error) ? attempt.void() : attempt.settle(undefined, 'failed'))
        throw error
      }
      return { value: result.value, entry: await tolerate(attempt.settle(result.usage, 'answered')) }
    },
    async record(call, usage) {
      const atMs = nowMs()
      const price = prices.find(call.provider, call.model, atMs)
      const blank = draftOf(call, atMs, price)
      const draft = usage === undefined ? blank : { ...blank, ...exactOf(usage, price) }
      const { hold } = await budgets.hold({ draft, limits: call.limits, force: true })
      return told(await budgets.settle(hold, { ...draft, outcome: 'answered' }), call)
    },
  }
}

function attributionOf(call: CallInput): Partial<Attribution> {
  const { actor, tenant, key, tags, dataset, questionId, planHash, purpose } = call
  const given = { actor, tenant, key, tags, dataset, questionId, planHash, purpose }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function boundCost(call: CallInput, price: ModelPrice): bigint | null {
  const maxInputTokens = least(call.maxInputTokens, price.contextTokens)
  const maxOutputTokens = call.maxOutputTokens ?? price.contextTokens ?? undefined
  if (maxInputTokens === undefined || maxOutputTokens === undefined) return null
  return worstCase(price, { maxInputTokens, maxOutputTokens, maxWebSearches: call.maxWebSearches }) ?? null
}

/** A model reads no more than its context, whatever the estimate of the prompt says. */
function least(estimate: number | undefined, context: number | null): number | undefined {
  if (estimate === undefined) return context ?? undefined
  return context === null ? estimate : Math.min(estimate, context)
}

type Amounts = Pick<LedgerEntry, 'nanoUsd' | 'lines' | 'certainty'>

function estimateOf(nanoUsd: bigint | null): Amounts {
  if (nanoUsd === null) return { nanoUsd, lines: [], certainty: 'unknown' }
  const line: EntryLine = { bucket: 'estimate', quantity: 1, usd: null, per: 1, nanoUsd }
  return { nanoUsd, lines: [line], certainty: 'estimated' }
}

function exactOf(usage: Usage, price: ModelPrice | undefined): Amounts & Pick<LedgerEntry, 'usage'> {
  const { nanoUsd, lines } = chargeUsage(usage, price)
  return { usage, nanoUsd, lines, certainty: nanoUsd === null ? 'unknown' : 'exact' }
}

/** What is used but has no price was covered by the hold: the hold is the charge, until somebody knows better. */
function actualOf(usage: Usage, price: ModelPrice | undefined, hold: Hold): Partial<LedgerEntry> {
  const exact = exactOf(usage, price)
  return exact.nanoUsd === null && hold.nanoUsd !== null ? { usage } : exact
}

function unbounded({ provider, model, maxInputTokens }: CallInput) {
  const missing = maxInputTokens === undefined ? 'the size of its prompt' : 'the most that it may write'
  return costErrors.create(
    'BUDGET_UNBOUNDED',
    `A call of ${provider}/${model} cannot be held for: ${missing} is not known.`,
    { provider, model, missing },
    { hint: 'Give the call a maximum of output tokens (and of input, for files that are only named).' },
  )
}

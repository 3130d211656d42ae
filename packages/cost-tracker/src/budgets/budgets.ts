import type { AssayError } from '@assay/store/error'
import { costErrors } from '../errors.js'
import { maxNanoUsd } from '../ledger/check-entry.js'
import type { BudgetWindow, CostStore, Hold, HoldOutcome, WindowLimit } from '../ledger/cost-store.js'
import { chargeOf, type LedgerEntry } from '../ledger/entry.js'
import { formatUsd } from '../money/usd.js'
import { type BudgetAlert, claimAlerts } from './alerts.js'
import { buildCorrection } from './correction.js'
import { type BudgetDefinition, type BudgetInput, isSameBudget, parseBudget } from './definition.js'
import { refusal } from './refusal.js'
import { type RequestLimit, requestBudget } from './request-limit.js'
import { callLimitsOf, type Subject, windowsOf } from './windows.js'

export interface HoldInput {
  /** The row to write if the hold expires: its id is the attempt's, its amount what is held. */
  readonly draft: LedgerEntry
  readonly limits?: readonly RequestLimit[] | undefined
  /** Record what has been spent already, whatever the caps. */
  readonly force?: boolean | undefined
  /** Thrown when the amount is unknown and a hard budget applies. Default `MODEL_UNPRICED`. */
  readonly unknown?: AssayError | undefined
}

export interface Budgets {
  define(input: BudgetInput): Promise<BudgetDefinition>
  /** False when there was none of that id. */
  remove(id: string): Promise<boolean>
  list(): Promise<readonly BudgetDefinition[]>
  /** The counters that run now, with what is spent and held. */
  status(): Promise<BudgetWindow[]>
  /**
   * Reserves the draft's amount in every budget that applies, or throws `BUDGET_REFUSED` (`MODEL_UNPRICED` when
   * the amount is unknown and a hard budget applies). `replayed` when the attempt's id was used before.
   */
  hold(input: HoldInput): Promise<Extract<HoldOutcome, { outcome: 'held' | 'replayed' }>>
  /**
   * Ends a hold with what the attempt really cost, and returns the row that is stored. After an expiry, or after an
   * estimate, known usage becomes a correcting row. A second settlement changes nothing.
   */
  settle(hold: Hold, actual: LedgerEntry, state?: 'settled' | 'voided'): Promise<LedgerEntry>
  /** Whether a hard budget that is known here applies; a hold decides by what the store knows. */
  isLimited(subject: Subject): Promise<boolean>
  /** Charges holds that nobody settled before their deadline, as held; how many. */
  sweep(): Promise<number>
}

export interface BudgetsOptions {
  readonly store: CostStore
  /** Budgets to define when it opens. */
  readonly budgets?: readonly BudgetInput[] | undefined
  readonly nowMs: () => number
  /** How long an attempt may take before it is charged as held. Default ten minutes. */
  readonly holdMs?: number | undefined
  /** Told once for each share and window; what it throws is ignored. */
  readonly onAlert?: ((alert: BudgetAlert) => void | Promise<void>) | undefined
  /** Keeps the runtime alive for an alert on its way, as `context.waitUntil` of Workers. */
  readonly waitUntil?: ((work: Promise<void>) => void) | undefined
}

/** A limit of one call: it needs no counter. */
type CallLimit = Pick<BudgetDefinition, 'id' | 'capNanoUsd'>

const defaultHoldMs = 600_000
/** How long after its last hold the counter of a request limit is kept. */
const limitIdleMs = 86_400_000
const sweepEveryMs = 1_000
const tidyEveryMs = 3_600_000
const sweepPage = 100
const maxStale = 20

/**
 * Budgets over a store that may be shared with other processes. Opening sweeps what a crash left, and refuses
 * books that do not balance with `LEDGER_UNBALANCED`.
 */
export async function createBudgets(options: BudgetsOptions): Promise<Budgets> {
  const { store, nowMs, holdMs = defaultHoldMs, onAlert, waitUntil } = options
  let known: Awaited<ReturnType<CostStore['readBudgets']>> | undefined
  let sweptMs = Number.NEGATIVE_INFINITY
  let tidiedMs = Number.NEGATIVE_INFINITY

  async function define(input: BudgetInput): Promise<BudgetDefinition> {
    const definition = parseBudget(input)
    await store.defineBudget(definition)
    known = undefined
    return definition
  }

  async function readKnown() {
    known ??= await store.readBudgets()
    return known
  }

  async function tellAlerts(hold: Hold): Promise<void> {
    if (onAlert === undefined || hold.windows.length === 0) return
    const { definitions } = await readKnown()
    for (const alert of await claimAlerts(store, hold, definitions)) {
      const told = Promise.resolve()
        .then(() => onAlert(alert))
        .catch(() => undefined)
      waitUntil?.(told)
    }
  }

  async function settle(
    hold: Hold,
    actual: LedgerEntry,
    state: 'settled' | 'voided' | 'expired' = 'settled',
  ): Promise<LedgerEntry> {
    const charge = chargeOf(actual)
    const overrun = charge !== null && hold.nanoUsd !== null && charge > hold.nanoUsd
    const entry = { ...actual, id: hold.id, holdId: hold.id, overrun, recordedMs: nowMs() }
    if (await store.resolve({ holdId: hold.id, state, entry })) {
      await tellAlerts(hold)
      return entry
    }
    const stored = await store.readEntry(hold.id)
    if (stored === undefined) {
      throw costErrors.create('HOLD_UNKNOWN', `There is no hold "${hold.id}".`, { hold: hold.id })
    }
    const correction = buildCorrection(stored, entry)
    if (correction === undefined) return stored
    const [written = correction] = await store.append([correction])
    await tellAlerts(hold)
    return written
  }

  async function sweep(): Promise<number> {
    const now = nowMs()
    sweptMs = now
    if (Math.abs(now - tidiedMs) >= tidyEveryMs) {
      tidiedMs = now
      await store.forgetLimits(now - limitIdleMs)
    }
    let swept = 0
    for (;;) {
      const due = await store.readDueHolds(now, sweepPage)
      for (const hold of due) await settle(hold, hold.draft, 'expired')
      swept += due.length
      if (due.length < sweepPage) return swept
    }
  }

  function checkCallLimits(limits: readonly CallLimit[], draft: LedgerEntry): void {
    const amount = chargeOf(draft) ?? 0n
    const broken = limits.filter(({ capNanoUsd }) => amount > capNanoUsd)
    if (broken.length === 0) return
    const windows = broken.map(
      ({ id, capNanoUsd }): BudgetWindow => ({
        budget: id,
        value: '',
        startMs: draft.atMs,
        endMs: null,
        capNanoUsd,
        hard: true,
        spentNanoUsd: 0n,
        heldNanoUsd: 0n,
        overrun: false,
      }),
    )
    throw refusal(amount, windows)
  }

  async function tryHold(input: HoldInput): Promise<HoldOutcome> {
    const { draft, limits = [], force = false } = input
    const { revision, definitions } = await readKnown()
    const windows: WindowLimit[] = [
      ...windowsOf(definitions, draft, draft.atMs),
      ...limits.flatMap(({ name, value, maxNanoUsd: capNanoUsd }) =>
        value === null
          ? []
          : [{ budget: requestBudget(name), value, startMs: 0, endMs: null, capNanoUsd, hard: true }],
      ),
    ]
    const callLimits: CallLimit[] = [
      ...callLimitsOf(definitions, draft).filter(({ hard }) => hard),
      ...limits
        .filter(({ value }) => value === null)
        .map(({ name, maxNanoUsd: capNanoUsd }) => ({ id: requestBudget(name), capNanoUsd })),
    ]
    const limited = callLimits.length > 0 || windows.some(({ hard }) => hard)
    if (draft.nanoUsd === null && limited && !force) throw input.unknown ?? unpriced(draft)
    if (!force) checkCallLimits(callLimits, draft)
    return store.hold({
      id: draft.id,
      nanoUsd: chargeOf(draft),
      madeMs: draft.atMs,
      deadlineMs: draft.atMs + holdMs,
      windows,
      revision,
      force,
      draft: { ...draft, holdId: draft.id },
    })
  }

  async function hold(input: HoldInput) {
    const needed = chargeOf(input.draft) ?? 0n
    if (needed > maxNanoUsd) {
      const problem = `$${formatUsd(needed)} cannot be held`
      throw costErrors.create('ENTRY_INVALID', `${problem}.`, { entry: input.draft.id, problem })
    }
    // The distance, not the order: a clock may have been put back.
    if (Math.abs(nowMs() - sweptMs) >= sweepEveryMs) await sweep()
    for (let tries = 0; tries < maxStale; tries += 1) {
      const outcome = await tryHold(input)
      if (outcome.outcome === 'held' || outcome.outcome === 'replayed') return outcome
      if (outcome.outcome === 'refused') throw refusal(needed, outcome.windows)
      known = undefined
    }
    throw costErrors.create('BUDGET_INVALID', 'The budgets change faster than a hold can be made.', {
      budget: '',
      problem: `${maxStale} changes during one hold`,
    })
  }

  // What is there already is not written again: each start would make every other process read the budgets anew.
  const stored = new Map((await store.readBudgets()).definitions.map((known) => [known.id, known]))
  for (const input of options.budgets ?? []) {
    if (!isSameBudget(stored.get(input.id), parseBudget(input))) await define(input)
  }
  await sweep()
  const problems = await store.findImbalances()
  if (problems.length > 0) {
    throw costErrors.create(
      'LEDGER_UNBALANCED',
      `The ledger and the budgets disagree: ${problems[0]}.`,
      { problems },
      { hint: 'Restore the ledger from a backup; do not spend against it.' },
    )
  }
  return {
    define,
    async remove(id) {
      known = undefined
      return store.removeBudget(id)
    },
    list: async () => (await store.readBudgets()).definitions,
    status: () => store.readCurrentWindows(nowMs()),
    async isLimited(subject) {
      const { definitions } = await readKnown()
      return [...windowsOf(definitions, subject, nowMs()), ...callLimitsOf(definitions, subject)].some(
        ({ hard }) => hard,
      )
    },
    hold,
    settle,
    sweep,
  }
}

function unpriced(draft: LedgerEntry) {
  const { provider, model } = draft
  const at = new Date(draft.atMs).toISOString()
  return costErrors.create(
    'MODEL_UNPRICED',
    `The price of ${provider ?? 'unknown'}/${model ?? 'unknown'} is not known, so that no budget can cover it.`,
    { provider: provider ?? '', model: model ?? '', at },
    { hint: 'Give its price as an override, with the date from which it holds.' },
  )
}

import {
  type Bill,
  buildBill,
  buildQuestionEntry,
  type CostErrors,
  claimDue,
  type Hold,
  isRequestLimit,
  type LedgerEntry,
  type Outcome,
  parseUsd,
  type QuestionInput,
  type RateCard,
  type RequestLimit,
  type ResourceUse,
  readDue,
} from '@assay/cost-tracker'
import { type AssayError, isAssayError } from '@assay/store/error'
import type { OverBudget } from '../answer/answer.js'
import type { Table } from '../columns/table.js'
import type { AskInput } from '../guard/call-input.js'
import type { Engine } from './engine.js'
import { pipelineErrors } from './errors.js'
import { type RunUse, runResources, sharedCosts, sharedResources } from './resources.js'
import type { StoredVersion } from './stored-version.js'
import { watchTables } from './watch-tables.js'

/** One question's way through the ledger: reserve, run, record. */
export interface QuestionAccount {
  readonly questionId: string
  /** Says which plan answers; before `reserve`. */
  plan(planHash: string): void
  /** The same tables, their rows counted as they are read; under a budget `RESOURCES_SPENT` ends what needs too much. */
  watch(tables: readonly Table[]): readonly Table[]
  /** Reserves the most that answering can cost, if that is anything; what stands against it, when a budget does. */
  reserve(versions: readonly StoredVersion[], most: RunUse): Promise<OverBudget | undefined>
  /** Writes the question's row; resolves once it is durable. */
  record(outcome: Outcome): Promise<Bill>
  /** Writes the row of a question that ended in an error. */
  fail(error: unknown): Promise<void>
}

/** The most that a limit can be: what the ledger can hold. */
const maxLimitNanoUsd = 10n ** 18n

/** Name of the limit that a call brings with it. */
const limitName = 'max-cost'

/** What a run of these bounds, and its part of what is shared, can be charged to a budget now. */
export async function priceMost(
  engine: Engine,
  versions: readonly StoredVersion[],
  most: RunUse,
): Promise<bigint> {
  const card = await engine.costs.readRateCard()
  const uses = await readMost(engine, versions, most, engine.now().getTime())
  return card
    .price(uses, engine.now().getTime())
    .resources.reduce((sum, { nanoUsd }) => sum + BigInt(nanoUsd ?? 0), 0n)
}

async function readMost(
  engine: Engine,
  versions: readonly StoredVersion[],
  most: RunUse,
  atMs: number,
): Promise<ResourceUse[]> {
  const due = await readDue(engine.costs.ledger.store, sharedCosts(versions, atMs))
  const told = engine.meter.tellsCpu ? most : { ...most, cpuUs: undefined }
  return [...runResources(told), ...sharedResources(versions, due)]
}

export function openAccount(
  engine: Engine,
  call: { readonly dataset: string; readonly text: string; readonly input: AskInput },
): QuestionAccount {
  const { ledger, budgets } = engine.costs
  const { dataset, text, input } = call
  const { actor, tenant, tags } = input
  const questionId = engine.newId()
  const atMs = engine.now().getTime()
  const started = performance.now()
  const measurement = engine.meter.start()
  let rows = 0
  let planHash: string | null = null
  let card: RateCard | undefined
  let hold: Hold | undefined
  /** What the question may use in all, once it runs under a budget. */
  let allowed: readonly ResourceUse[] | undefined
  let shared: ResourceUse[] = []

  const used = (): RunUse => ({ rows, ...measurement.read() })

  const describe = (
    outcome: Outcome,
    resources: readonly ResourceUse[],
    charged: readonly ResourceUse[],
  ): QuestionInput => ({
    questionId,
    atMs,
    text,
    outcome,
    how: planHash === null ? null : 'exact',
    elapsedMs: Math.round((performance.now() - started) * 1_000) / 1_000,
    actor,
    tenant,
    tags,
    dataset,
    planHash,
    resources,
    charged,
  })

  /** Nothing is silent: an answer that is in no ledger does not leave. */
  async function write(outcome: Outcome, reason?: unknown): Promise<LedgerEntry> {
    measurement.stop()
    const all = used()
    const read = runResources(all).slice(planHash === null && rows === 0 ? 1 : 0)
    const resources = [...read, ...shared]
    const row = describe(outcome, resources, hold === undefined ? [] : resources)
    try {
      card ??= await engine.costs.readRateCard()
      if (hold === undefined) return await ledger.recordQuestion(row, card)
      const entry = buildQuestionEntry(row, card)
      await budgets.settle(hold, entry)
      // Not what is stored: of a hold that had expired that is only the difference.
      return entry
    } catch (cause) {
      throw unwritten(questionId, cause, reason)
    }
  }

  function checkAllowance(nextRows: number): void {
    if (allowed === undefined) return
    const now = used()
    for (const { name, quantity } of runResources({ ...now, rows: now.rows + nextRows })) {
      const most = allowed.find((use) => use.name === name)
      if (most !== undefined && quantity > most.quantity) throw resourcesSpent(most, quantity)
    }
  }

  return {
    questionId,
    plan(hash) {
      planHash = hash
    },
    watch: (tables) =>
      watchTables(tables, (next) => {
        checkAllowance(next)
        rows += next
      }),
    async reserve(versions, most) {
      card = await engine.costs.readRateCard()
      const uses = await readMost(engine, versions, { ...most, rows: rows + most.rows }, atMs)
      const draft = buildQuestionEntry(describe('expired', uses, uses), card)
      const limits = limitsOf(input)
      if (draft.heldResourceNanoUsd !== 0n) {
        try {
          hold = (await budgets.hold({ draft: { ...draft, certainty: 'estimated' }, limits })).hold
        } catch (error) {
          const refused = readRefusal(error)
          if (refused === undefined) throw error
          return refused
        }
      }
      const subject = { actor, tenant, tags, key: null, questionId }
      if (hold !== undefined && (limits.length > 0 || (await budgets.isLimited(subject)))) {
        // What has no price is in no budget, and so nothing is stopped for it.
        allowed = draft.resources.filter(({ nanoUsd }) => nanoUsd !== null)
      }
      shared = sharedResources(versions, await claimDue(ledger.store, sharedCosts(versions, atMs)))
      return undefined
    },
    async record(outcome) {
      return buildBill([await write(outcome)], hold?.nanoUsd ?? 0n)
    },
    async fail(error) {
      const isAbort = isAssayError(error) && error.code === 'ABORTED'
      await write(isAbort ? 'aborted' : 'failed', error)
    },
  }
}

function limitsOf({ budget }: AskInput): RequestLimit[] {
  const maxNanoUsd = budget === null ? undefined : parseUsd(budget.maxUsd)
  if (maxNanoUsd === undefined) return []
  const most = maxNanoUsd > maxLimitNanoUsd ? maxLimitNanoUsd : maxNanoUsd
  return [{ name: limitName, value: null, maxNanoUsd: most }]
}

function resourcesSpent({ name, quantity, unit }: ResourceUse, used: number): AssayError {
  return pipelineErrors.create(
    'RESOURCES_SPENT',
    `The question was stopped: its budget had held ${quantity} ${unit} of ${name} for it, and it needed more.`,
    { resource: name, unit, allowed: quantity, used },
    { hint: 'Ask for less. Under a budget, what has a price is limited to what was held.' },
  )
}

function readRefusal(error: unknown): OverBudget | undefined {
  if (!isAssayError(error) || error.code !== 'BUDGET_REFUSED') return undefined
  const { neededNanoUsd, budgets } = error.details as CostErrors['BUDGET_REFUSED']
  return {
    neededNanoUsd,
    budgets: budgets.map((refused) =>
      isRequestLimit(refused.budget) ? { ...refused, budget: limitName, value: '' } : refused,
    ),
  }
}

function unwritten(question: string, cause: unknown, reason: unknown): AssayError {
  const code = isAssayError(cause) ? cause.code : 'INTERNAL'
  const why = cause instanceof Error ? cause.message : String(cause)
  return pipelineErrors.create(
    'LEDGER_UNWRITTEN',
    `The question was not recorded, and so it is not answered: ${why}`,
    { question, code, reason: isAssayError(reason) ? reason.code : null },
    { hint: 'Ask again once the store takes writes.', cause },
  )
}

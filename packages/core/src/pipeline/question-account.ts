import {
  type Bill,
  buildBill,
  buildQuestionEntry,
  type CostErrors,
  type Hold,
  type LedgerEntry,
  type Outcome,
  parseUsd,
  type QuestionInput,
  type ResourceUse,
} from '@assay/cost-tracker'
import { type AssayError, isAssayError } from '@assay/store/error'
import type { OverBudget } from '../answer/answer.js'
import type { AskInput } from '../guard/call-input.js'
import type { Engine } from './engine.js'
import { pipelineErrors } from './errors.js'

/** One question's way through the ledger: reserve, run, record. */
export interface QuestionAccount {
  readonly questionId: string
  /** Says which plan answers; before `reserve`. */
  plan(planHash: string): void
  /** Reserves the most that a run can cost, if that is anything; what stands against it, when a budget does. */
  reserve(mostRows: number): Promise<OverBudget | undefined>
  /** Writes the question's row; resolves once it is durable. */
  record(outcome: Outcome, rowsScanned: number): Promise<Bill>
  /** Writes the row of a question that ended in an error. */
  fail(error: unknown): Promise<void>
}

/** The most that a limit can be: what the ledger can hold. */
const maxLimitNanoUsd = 10n ** 18n

/** Name of the limit that a call brings with it. */
const limitName = 'max-cost'

/** Rows are what a plan's run is held for: the only resource whose most is known before. */
const heldFor = ['rows-scanned']

/** What budgets are charged for reading so many rows now. */
export function priceOfRows(engine: Engine, rows: number): bigint {
  const { nanoUsd } = engine.costs.rateCard.price([rowsUse(rows)], engine.now().getTime())
  return nanoUsd ?? 0n
}

function rowsUse(quantity: number): ResourceUse {
  return { name: 'rows-scanned', quantity, unit: 'rows', nanoUsd: null }
}

export function openAccount(
  engine: Engine,
  call: { readonly dataset: string; readonly text: string; readonly input: AskInput },
): QuestionAccount {
  const { ledger, budgets, rateCard } = engine.costs
  const { dataset, text, input } = call
  const questionId = engine.newId()
  const atMs = engine.now().getTime()
  const started = performance.now()
  const stop = engine.meter.start()
  let planHash: string | null = null
  let hold: Hold | undefined

  const describe = (outcome: Outcome, resources: readonly ResourceUse[]): QuestionInput => ({
    questionId,
    atMs,
    text,
    outcome,
    how: planHash === null ? null : 'exact',
    elapsedMs: Math.round((performance.now() - started) * 1_000) / 1_000,
    actor: input.actor,
    tenant: input.tenant,
    tags: input.tags,
    dataset,
    planHash,
    resources,
    heldFor,
  })

  /** Nothing is silent: an answer that is in no ledger does not leave. */
  async function write(work: () => Promise<LedgerEntry>, reason?: unknown): Promise<LedgerEntry> {
    try {
      return await work()
    } catch (cause) {
      throw unwritten(questionId, cause, reason)
    }
  }

  return {
    questionId,
    plan(hash) {
      planHash = hash
    },
    async reserve(mostRows) {
      const most = buildQuestionEntry(describe('expired', [rowsUse(mostRows)]), rateCard)
      if (most.heldResourceNanoUsd === 0n) return undefined
      const limit = input.budget === null ? undefined : parseUsd(input.budget.maxUsd)
      const limits =
        limit === undefined
          ? []
          : [
              {
                name: limitName,
                value: questionId,
                maxNanoUsd: limit > maxLimitNanoUsd ? maxLimitNanoUsd : limit,
              },
            ]
      try {
        const held = await budgets.hold({ draft: { ...most, certainty: 'estimated' }, limits })
        hold = held.hold
        return undefined
      } catch (error) {
        const refused = readRefusal(error)
        if (refused === undefined) throw error
        return refused
      }
    },
    async record(outcome, rowsScanned) {
      const resources = [...(planHash === null ? [] : [rowsUse(rowsScanned)]), ...stop()]
      const row = describe(outcome, resources)
      const entry = await write(() =>
        hold === undefined
          ? ledger.recordQuestion(row)
          : budgets.settle(hold, buildQuestionEntry(row, rateCard)),
      )
      return buildBill([entry], hold?.nanoUsd ?? 0n)
    },
    async fail(error) {
      const isAbort = isAssayError(error) && error.code === 'ABORTED'
      const row = describe(isAbort ? 'aborted' : 'failed', stop())
      await write(async () => {
        if (hold === undefined) return ledger.recordQuestion(row)
        // How much of it was run is not known: it is charged as held, and marked.
        const { outcome, elapsedMs } = row
        return budgets.settle(hold, { ...hold.draft, outcome, elapsedMs })
      }, error)
    },
  }
}

/** Whether a name is that of a limit which came with a request, and not of a budget that somebody defined. */
export function isRequestLimit(budget: string): boolean {
  return budget.includes('/')
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

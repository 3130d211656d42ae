import type { Cell, Coverage, Provenance, Result } from '../execute/result.js'
import type { Plan } from '../plan/algebra.js'
import type { WordReading } from '../question/reading.js'
import type {
  Answer,
  DatasetRef,
  DeclaredLink,
  OverBudget,
  SpanEvidence,
  UnsupportedReason,
} from './answer.js'
import { wordOverBudget } from './over-budget.js'

/** An answer whose question is not in the ledger yet: its bill comes from there. */
export type UnbilledAnswer = Omit<Answer, 'cost'>

/** What every answer has, whatever became of the question. */
export interface AnswerFrame {
  readonly id: string
  readonly dataset: DatasetRef
  readonly datasets?: readonly DatasetRef[]
  readonly links?: readonly DeclaredLink[]
  readonly asOf: string
  readonly question: string
  readonly language: string
  readonly timingsMs: Readonly<Record<string, number>>
  readonly warnings: readonly string[]
  readonly evidenceLimit: number
}

/**
 * The answer to a plan that was run. `badLines` are records of the main table that could not be read at all;
 * `isPartial` when any that could not be read might change the answer.
 */
export function buildAnswer(
  frame: AnswerFrame,
  run: {
    readonly text: string
    readonly plan: Plan
    readonly planHash: string
    readonly result: Result
    readonly badLines: number
    readonly isPartial: boolean
    readonly evidence: readonly SpanEvidence[]
    readonly reading: readonly WordReading[]
    readonly assumptions: readonly string[]
  },
): UnbilledAnswer {
  const { result } = run
  return {
    ...frame,
    status: run.isPartial ? 'partial' : 'answered',
    text: run.text,
    value: toValue(result),
    columns: result.columns,
    rows: result.rows,
    rowsTotal: result.rowsTotal,
    warnings: [...frame.warnings, ...warnOfList(result)],
    evidence: run.evidence,
    evidenceTotal: totalOf(result.provenance),
    coverage: withBadLines(result.coverage, run.badLines),
    plan: run.plan,
    planHash: run.planHash,
    how: result.how,
    reading: run.reading,
    assumptions: run.assumptions,
    cache: 'miss',
  }
}

/** The answer to a question that has no sure reading: nothing was run, nothing is claimed. */
export function buildRefusal(
  frame: AnswerFrame,
  refusal: {
    readonly text: string
    readonly reason: UnsupportedReason
    readonly reading: readonly WordReading[]
    readonly alternatives: readonly { readonly text: string; readonly plan: Plan }[]
  },
): UnbilledAnswer {
  return {
    ...frame,
    status: 'unsupported',
    text: refusal.text,
    value: null,
    evidence: [],
    evidenceTotal: 0,
    coverage: { considered: 0, used: 0, withheld: 0, skipped: [] },
    plan: null,
    planHash: null,
    how: 'exact',
    reading: refusal.reading,
    assumptions: [],
    reason: refusal.reason,
    alternatives: refusal.alternatives,
    cache: 'miss',
  }
}

function totalOf({ total, others = [] }: Provenance): number {
  return others.reduce((sum, other) => sum + other.total, total)
}

/** The answer to a plan that no budget lets run: what it would have been, and what stands against it. */
export function buildOverBudget(
  frame: AnswerFrame,
  refusal: {
    readonly plan: Plan
    readonly planHash: string
    readonly reading: readonly WordReading[]
    readonly overBudget: OverBudget
  },
): UnbilledAnswer {
  const { plan, planHash, reading, overBudget } = refusal
  const text = wordOverBudget(overBudget, frame.language)
  const refused = buildRefusal(frame, { text, reason: 'over-budget', reading, alternatives: [] })
  return { ...refused, plan, planHash, overBudget }
}

/** A list that ended at its bound. All of it was counted: the answer is whole, what is shown of it is not. */
function warnOfList({ rows, rowsTotal }: Result): string[] {
  if (rows.length === rowsTotal) return []
  return [
    `ROWS_CAPPED: the result has ${rowsTotal} rows, of which the first ${rows.length} are listed; LIMIT and OFFSET give others.`,
  ]
}

/** One cell is itself; anything else is rows by column name. Names come from data: no prototype. */
function toValue({ columns, rows }: Result): Answer['value'] {
  const [first] = rows
  if (rows.length === 1 && first?.length === 1) return first[0] ?? null
  return rows.map((row) => {
    const record: Record<string, Cell> = Object.create(null)
    columns.forEach(({ name }, index) => {
      record[name] = row[index] ?? null
    })
    return record
  })
}

function withBadLines(coverage: Coverage, badLines: number): Coverage {
  if (badLines === 0) return coverage
  return {
    ...coverage,
    considered: coverage.considered + badLines,
    skipped: [...coverage.skipped, { reason: 'bad-line', records: badLines }],
  }
}

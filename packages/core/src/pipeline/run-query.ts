import type { Answer } from '../answer/answer.js'
import { countBlankGroups } from '../answer/blank-groups.js'
import {
  type AnswerFrame,
  buildAnswer,
  buildOverBudget,
  buildRefusal,
  type UnbilledAnswer,
} from '../answer/build-answer.js'
import { readEvidence } from '../answer/evidence.js'
import { includeTies } from '../answer/ties.js'
import { wordAnswer } from '../answer/wording.js'
import type { Table } from '../columns/table.js'
import type { Result } from '../execute/result.js'
import { runPlan } from '../execute/run-plan.js'
import { type AskInput, checkAborted } from '../guard/call-input.js'
import { findSuspicion } from '../guard/suspicion.js'
import type { Plan } from '../plan/algebra.js'
import { checkPlan } from '../plan/check-plan.js'
import { hashPlan } from '../plan/hash-plan.js'
import { readQuestion } from '../question/read-question.js'
import type { Language, QuestionReading } from '../question/reading.js'
import { parseSelect } from '../sql/parse-select.js'
import type { Engine } from './engine.js'
import type { OpenDataset } from './open-datasets.js'
import { createProbe } from './probe-result.js'
import { openAccount, type QuestionAccount } from './question-account.js'
import { boundRun } from './rows-to-scan.js'
import { scopeDataset } from './scope-dataset.js'
import { openStoredSource } from './stored-source.js'
import { withDataset } from './with-dataset.js'

/** What a caller asks: a question in words, a `SELECT`, or a plan. */
export type Query = { readonly question: string } | { readonly sql: string } | { readonly plan: Plan }

/** How a query became a plan; a question may have none. */
export interface ReadQuery {
  /** The query as text, for the answer. */
  readonly text: string
  readonly language: Language
  readonly plan: Plan | null
  readonly reading: QuestionReading | null
}

/** Milliseconds of one stage after the other. */
interface Stopwatch {
  lap(stage: string): void
  readonly timingsMs: Readonly<Record<string, number>>
}

/**
 * Answers a query over the current version of a dataset. A question without a sure reading is refused, not guessed.
 * Whatever becomes of it leaves a row in the ledger, and the answer leaves after that row is durable.
 */
export async function runQuery(engine: Engine, name: string, query: Query, input: AskInput): Promise<Answer> {
  const watch = createStopwatch()
  const account = openAccount(engine, { dataset: name, text: textOf(query), input })
  const answer = await runAccounted(engine, name, query, input, watch, account)
  const outcome = answer.reason === 'over-budget' ? 'refused' : answer.status
  const cost = await account.record(outcome)
  watch.lap('ledger')
  const elapsedMs = Object.values(watch.timingsMs).reduce((sum, ms) => sum + ms, 0)
  engine.emit({ type: 'question-answered', dataset: name, status: answer.status, elapsedMs })
  return { ...answer, cost }
}

async function runAccounted(
  engine: Engine,
  name: string,
  query: Query,
  input: AskInput,
  watch: Stopwatch,
  account: QuestionAccount,
): Promise<UnbilledAnswer> {
  try {
    checkAborted(input.signal)
    return await withDataset(engine, input.tenant, name, async (dataset) => {
      const read = await readQuery(engine, dataset, query, input, account.watch(dataset.tables(undefined)))
      watch.lap('plan')
      return answerRead(engine, dataset, read, input, watch, account)
    })
  } catch (error) {
    await account.fail(error)
    throw error
  }
}

/** What was asked, as a person or a program wrote it. */
function textOf(query: Query): string {
  if ('plan' in query) return JSON.stringify(query.plan)
  return 'sql' in query ? query.sql : query.question
}

/** Turns a query into a plan with resolved names; runs nothing. */
export async function readQuery(
  engine: Engine,
  dataset: OpenDataset,
  query: Query,
  input: AskInput,
  tables: readonly Table[],
): Promise<ReadQuery> {
  const { catalog, values, scopeOf } = scopeDataset(dataset, engine.scope, input)
  const fallback = input.language ?? 'en'
  const bind = (asked: Plan): Plan => checkPlan(asked, catalog.tables, scopeOf).plan
  if ('plan' in query) {
    const plan = bind(query.plan)
    return { text: JSON.stringify(plan), language: fallback, plan, reading: null }
  }
  const [text, where] =
    'sql' in query ? ([query.sql, 'sql'] as const) : ([query.question, 'question'] as const)
  for (const pattern of findSuspicion(text)) engine.emit({ type: 'text-suspected', where, pattern })
  if ('sql' in query) {
    return { text, language: fallback, plan: bind(parseSelect(text, catalog)), reading: null }
  }
  const probe = createProbe(tables, catalog, bind, input.signal)
  const { language } = input
  const options = { language, now: engine.now, ...(probe === undefined ? {} : { probe }) }
  const reading = await readQuestion(text, { catalog, values }, options)
  const plan = reading.status === 'plan' ? bind(reading.plan) : null
  return { text, language: reading.language, plan, reading }
}

async function answerRead(
  engine: Engine,
  dataset: OpenDataset,
  read: ReadQuery,
  input: AskInput,
  watch: Stopwatch,
  account: QuestionAccount,
): Promise<UnbilledAnswer> {
  const { version } = dataset
  const { catalog } = scopeDataset(dataset, engine.scope, input)
  const source = await openStoredSource(engine.store, engine.openSource, version)
  try {
    const warnings = [...version.warnings]
    if (source.problem === 'SOURCE_CHANGED')
      warnings.push(
        `SOURCE_CHANGED: ${version.sourceName} is not the file that was ingested any more; evidence has no digests.`,
      )
    if (source.problem === 'SOURCE_MISSING')
      warnings.push(`SOURCE_MISSING: ${version.sourceName} is gone; evidence has no digests.`)
    const frame: AnswerFrame = {
      id: account.questionId,
      dataset: {
        name: version.name,
        version: version.version,
        contentId: version.contentId,
        source: version.sourceLocation,
      },
      asOf: engine.now().toISOString(),
      question: read.text,
      language: read.language,
      timingsMs: watch.timingsMs,
      warnings,
    }
    const { reading, plan } = read
    if (plan === null || reading?.status === 'unsupported') return buildRefusal(frame, toRefusal(reading))
    const planHash = await hashPlan(plan)
    account.plan(planHash)
    const overBudget = await account.reserve(version, boundRun(plan, catalog, version, reading !== null))
    if (overBudget !== undefined) {
      const words = reading?.reading ?? []
      return buildOverBudget(frame, { plan, planHash, reading: words, overBudget })
    }
    const { reader } = source
    const readSource = reader === null ? undefined : (start: number, end: number) => reader.read(start, end)
    const tables = account.watch(dataset.tables(readSource))
    const result = await runRead(dataset, read.reading, plan, tables, input)
    watch.lap('execute')
    const tableOf = (name: string) => tables.find(({ schema }) => schema.name === name)!
    const main = tableOf(result.provenance.table)
    const evidence = await readEvidence(
      result.provenance,
      (table, rows) => tableOf(table).locate(rows),
      reader,
    )
    watch.lap('evidence')
    const assumptions = reading?.assumptions ?? []
    return buildAnswer(frame, {
      text: wordAnswer({ plan, reading, result, language: read.language, catalog }),
      plan,
      planHash,
      result,
      badLines: main.schema.layout === 'lines' ? version.badLines : 0,
      evidence,
      reading: reading?.reading ?? [],
      assumptions,
    })
  } finally {
    await source.close()
  }
}

/** A question for the first of an order also gets those that share its last place; SQL gets what it says. */
async function runRead(
  dataset: OpenDataset,
  reading: QuestionReading | null,
  plan: Plan,
  tables: readonly Table[],
  { signal, evidence }: AskInput,
): Promise<Result> {
  const run = (asked: Plan) => runPlan(asked, tables, { signal, evidence })
  const result = await run(plan)
  if (reading === null) return result
  return countBlankGroups(plan, await includeTies(plan, result, dataset.catalog, run), run)
}

function toRefusal(reading: QuestionReading | null): Parameters<typeof buildRefusal>[1] {
  if (reading?.status !== 'unsupported') throw new TypeError('Only a question can be without a plan.')
  return reading
}

function createStopwatch(): Stopwatch {
  const timingsMs: Record<string, number> = {}
  let last = performance.now()
  return {
    timingsMs,
    lap(stage) {
      const now = performance.now()
      timingsMs[stage] = Math.round((now - last) * 1000) / 1000
      last = now
    },
  }
}

import { emptyBill, type ResourceUse } from '@assay/cost-tracker'
import type { Answer } from '../answer/answer.js'
import { type AnswerFrame, buildAnswer, buildRefusal } from '../answer/build-answer.js'
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

/** Answers a query over the current version of a dataset. A question without a sure reading is refused, not guessed. */
export async function runQuery(engine: Engine, name: string, query: Query, input: AskInput): Promise<Answer> {
  checkAborted(input.signal)
  const watch = createStopwatch()
  return withDataset(engine, input.tenant, name, async (dataset) => {
    const read = await readQuery(engine, dataset, query, input)
    watch.lap('plan')
    const answer = await answerRead(engine, dataset, read, input, watch)
    const elapsedMs = Object.values(answer.timingsMs).reduce((sum, ms) => sum + ms, 0)
    engine.emit({ type: 'question-answered', dataset: name, status: answer.status, elapsedMs })
    return answer
  })
}

/** Turns a query into a plan with resolved names; runs nothing. */
export async function readQuery(
  engine: Engine,
  dataset: OpenDataset,
  query: Query,
  input: AskInput,
): Promise<ReadQuery> {
  const { catalog, values } = dataset
  const fallback = input.language ?? 'en'
  if ('plan' in query) {
    const { plan } = checkPlan(query.plan, catalog.tables)
    return { text: JSON.stringify(plan), language: fallback, plan, reading: null }
  }
  const [text, where] =
    'sql' in query ? ([query.sql, 'sql'] as const) : ([query.question, 'question'] as const)
  for (const pattern of findSuspicion(text)) engine.emit({ type: 'text-suspected', where, pattern })
  if ('sql' in query) {
    return { text, language: fallback, plan: parseSelect(text, catalog), reading: null }
  }
  const reading = await readQuestion(text, { catalog, values }, { language: input.language, now: engine.now })
  const plan = reading.status === 'plan' ? checkPlan(reading.plan, catalog.tables).plan : null
  return { text, language: reading.language, plan, reading }
}

async function answerRead(
  engine: Engine,
  dataset: OpenDataset,
  read: ReadQuery,
  input: AskInput,
  watch: Stopwatch,
): Promise<Answer> {
  const { version, catalog } = dataset
  const source = await openStoredSource(engine.store, engine.openSource, version)
  try {
    const warnings = [...version.warnings]
    if (source.problem === 'SOURCE_CHANGED')
      warnings.push(
        `SOURCE_CHANGED: ${version.sourceName} is not the file that was ingested any more; evidence has no digests.`,
      )
    if (source.problem === 'SOURCE_MISSING')
      warnings.push(`SOURCE_MISSING: ${version.sourceName} is gone; evidence has no digests.`)
    const frame = (resources: readonly ResourceUse[]): AnswerFrame => ({
      id: engine.newId(),
      dataset: {
        name: version.name,
        version: version.version,
        contentId: version.contentId,
        source: version.sourceLocation,
      },
      asOf: engine.now().toISOString(),
      question: read.text,
      language: read.language,
      cost: emptyBill(resources),
      timingsMs: watch.timingsMs,
      warnings,
    })
    const { reading, plan } = read
    if (plan === null || reading?.status === 'unsupported') return buildRefusal(frame([]), toRefusal(reading))
    const { reader } = source
    const readSource = reader === null ? undefined : (start: number, end: number) => reader.read(start, end)
    const tables = dataset.tables(readSource)
    const result = await runRead(dataset, read.reading, plan, tables, input)
    watch.lap('execute')
    const tableOf = (name: string) => tables.find(({ schema }) => schema.name === name)!
    const main = tableOf(result.provenance.table)
    const evidence = await readEvidence(
      result.provenance,
      (table, rows) => tableOf(table).locate(rows),
      reader,
    )
    const planHash = await hashPlan(plan)
    watch.lap('evidence')
    const assumptions = reading?.assumptions ?? []
    return buildAnswer(
      frame([{ name: 'rows-scanned', quantity: result.rowsScanned, unit: 'rows', nanoUsd: null }]),
      {
        text: wordAnswer({ plan, reading, result, language: read.language, catalog }),
        plan,
        planHash,
        result,
        badLines: main.schema.layout === 'lines' ? version.badLines : 0,
        evidence,
        reading: reading?.reading ?? [],
        assumptions,
      },
    )
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
  return reading === null ? result : includeTies(plan, result, dataset.catalog, run)
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

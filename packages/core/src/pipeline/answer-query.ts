import type { DatasetRef } from '../answer/answer.js'
import { countBlankGroups } from '../answer/blank-groups.js'
import {
  type AnswerFrame,
  buildAnswer,
  buildOverBudget,
  buildRefusal,
  type UnbilledAnswer,
} from '../answer/build-answer.js'
import { readEvidence } from '../answer/evidence.js'
import { runWithTies } from '../answer/ties.js'
import { wordAnswer } from '../answer/wording.js'
import type { CatalogLink } from '../catalog/catalog.js'
import type { Table } from '../columns/table.js'
import type { Result } from '../execute/result.js'
import { runPlan } from '../execute/run-plan.js'
import type { AskInput } from '../guard/call-input.js'
import { guardErrors } from '../guard/errors.js'
import { findSuspicion } from '../guard/suspicion.js'
import type { Plan } from '../plan/algebra.js'
import { checkPlan } from '../plan/check-plan.js'
import { hashPlan } from '../plan/hash-plan.js'
import { readQuestion } from '../question/read-question.js'
import type { Language, QuestionReading } from '../question/reading.js'
import { parseSelect } from '../sql/parse-select.js'
import { checkLinks, planLinkCheck, resolveLinks } from './declared-links.js'
import type { Engine } from './engine.js'
import { createProbe } from './probe-result.js'
import { citeIn, type NamedDataset, type QueryView, tableList, type ViewedTable } from './query-view.js'
import type { QuestionAccount } from './question-account.js'
import { boundRuns, visitScans } from './rows-to-scan.js'
import { openStoredSource, type StoredSource, warnOfSource } from './stored-source.js'

/** What a caller asks: a question in words, a `SELECT`, or a plan. */
export type Query = { readonly question: string } | { readonly sql: string } | { readonly plan: Plan }

/** How a query became a plan; a question may have none. */
export interface ReadQuery {
  /** The query as text, for the answer. */
  readonly text: string
  readonly language: Language
  readonly plan: Plan | null
  readonly reading: QuestionReading | null
  /** Those that the caller declared, with the catalog's names. */
  readonly links: readonly CatalogLink[]
}

/** Milliseconds of one stage after the other. */
export interface Stopwatch {
  lap(stage: string): void
  readonly timingsMs: Readonly<Record<string, number>>
}

/** The part of an account that a run needs. */
export type RunAccount = Pick<QuestionAccount, 'questionId' | 'plan' | 'watch' | 'reserve'>

/**
 * Turns a query into a plan with resolved names; runs nothing but what tells the readings of a question apart, over
 * `tables`. `now` is what its dates count from.
 */
export async function readQuery(
  engine: Engine,
  view: QueryView,
  query: Query,
  input: AskInput,
  tables: readonly Table[],
  now: () => Date = engine.now,
): Promise<ReadQuery> {
  const { catalog, nameable, values, scopeOf } = view
  const links = resolveLinks(input.links, nameable)
  for (const link of links) planLinkCheck(link, view)
  const fallback = input.language ?? 'en'
  const bind = (asked: Plan): Plan => checkPlan(asked, catalog.tables, scopeOf).plan
  const named = { ...nameable, links: [...(nameable.links ?? []), ...links] }
  if ('plan' in query) {
    const plan = bind(checkPlan(query.plan, named.tables).plan)
    return { text: JSON.stringify(plan), language: fallback, plan, reading: null, links }
  }
  const [text, where] =
    'sql' in query ? ([query.sql, 'sql'] as const) : ([query.question, 'question'] as const)
  for (const pattern of findSuspicion(text)) engine.emit({ type: 'text-suspected', where, pattern })
  if ('sql' in query) {
    return { text, language: fallback, plan: bind(parseSelect(text, named)), reading: null, links }
  }
  if (view.datasets.length > 1) throw severalForQuestion()
  const probe = createProbe(tables, catalog, bind, input.signal)
  const { language } = input
  const options = { language, now, ...(probe === undefined ? {} : { probe }) }
  const reading = await readQuestion(text, { catalog, values }, options)
  const plan = reading.status === 'plan' ? bind(reading.plan) : null
  return { text, language: reading.language, plan, reading, links }
}

function severalForQuestion(): Error {
  return guardErrors.create(
    'INPUT_INVALID',
    'A question in words is about one dataset.',
    { field: 'datasets', problem: 'several' },
    { hint: 'Write a SELECT over several datasets, or ask each of them.' },
  )
}

/** Runs what was read; an answer in any case but an error. */
export async function answerQuery(
  engine: Engine,
  view: QueryView,
  read: ReadQuery,
  input: AskInput,
  watch: Stopwatch,
  account: RunAccount,
): Promise<UnbilledAnswer> {
  const sources: StoredSource[] = []
  try {
    for (const { dataset } of view.datasets)
      sources.push(await openStoredSource(engine.store, engine.openSource, dataset.version))
    return await answerOver(engine, view, sources, read, input, watch, account)
  } finally {
    for (const source of sources) await source.close()
  }
}

async function answerOver(
  engine: Engine,
  view: QueryView,
  sources: readonly StoredSource[],
  read: ReadQuery,
  input: AskInput,
  watch: Stopwatch,
  account: RunAccount,
): Promise<UnbilledAnswer> {
  const { catalog, datasets } = view
  const refs = datasets.map((one) => toRef(one, datasets.length > 1))
  const warnings = datasets.flatMap(({ as, dataset }, at) => {
    const own = [...dataset.version.warnings, ...warnOfSource(sources[at]!)]
    return datasets.length === 1 ? own : own.map((warning) => `${as}: ${warning}`)
  })
  const frame: AnswerFrame = {
    id: account.questionId,
    dataset: refs[0]!,
    ...(refs.length === 1 ? {} : { datasets: refs }),
    asOf: engine.now().toISOString(),
    question: read.text,
    language: read.language,
    timingsMs: watch.timingsMs,
    warnings,
    evidenceLimit: input.evidence,
  }
  const { reading, plan } = read
  if (plan === null || reading?.status === 'unsupported') return buildRefusal(frame, toRefusal(reading))
  const planHash = await hashPlan(
    plan,
    refs.map(({ name, as = '' }) => ({ name, as })),
  )
  account.plan(planHash)
  const checks = read.links.map((link) => planLinkCheck(link, view))
  const versions = datasets.map(({ dataset }) => dataset.version)
  const most = boundRuns({ plan, isQuestion: reading !== null, checks }, catalog, versions)
  const overBudget = await account.reserve(versions, most)
  if (overBudget !== undefined)
    return buildOverBudget(frame, { plan, planHash, reading: reading?.reading ?? [], overBudget })
  const viewed = view.tables(sources)
  const tables = account.watch(tableList(viewed))
  const links = await checkLinks(read.links, view, tables, input)
  const result = await runRead(view, read.reading, plan, tables, input)
  watch.lap('execute')
  const { provenance } = result
  const evidence = await readEvidence(
    provenance,
    (table, rows) => viewed.get(table)!.table.locate(rows),
    (table) => sources[viewed.get(table)!.dataset]!.reader,
  )
  watch.lap('evidence')
  const main = viewed.get(provenance.table)!
  const { version } = datasets[main.dataset]!.dataset
  const isFree = links.flatMap(({ matched, from, to }) =>
    matched > 0
      ? []
      : [
          `The link ${from.table}.${from.column} = ${to.table}.${to.column} ties nothing: no value is in both.`,
        ],
  )
  return buildAnswer(
    {
      ...frame,
      warnings: [...warnings, ...isFree],
      ...(links.length === 0 ? {} : { links }),
    },
    {
      text: wordAnswer({ plan, reading, result, language: read.language, catalog }),
      plan,
      planHash,
      result,
      badLines: main.table.schema.layout === 'lines' ? version.badLines : 0,
      isPartial: [...scannedBy(plan, viewed)].some((at) => datasets[at]!.dataset.version.badLines > 0),
      evidence: evidence.map((item) => citeIn(view, viewed.get(item.table)!, item)),
      reading: reading?.reading ?? [],
      assumptions: reading?.assumptions ?? [],
    },
  )
}

function toRef({ as, dataset: { version } }: NamedDataset, isOneOfSeveral: boolean): DatasetRef {
  const { name, contentId, source } = version
  return { name, version: version.version, contentId, source, ...(isOneOfSeveral ? { as } : {}) }
}

/** Positions of the datasets that a plan reads: what was left out of one of them may have changed the answer. */
function scannedBy(plan: Plan, tables: ReadonlyMap<string, ViewedTable>): Set<number> {
  const found = new Set<number>()
  visitScans(plan, (table) => {
    const place = tables.get(table)
    if (place !== undefined) found.add(place.dataset)
  })
  return found
}

/** A question for the first of an order also gets those that share its last place; SQL gets what it says. */
async function runRead(
  { catalog }: QueryView,
  reading: QuestionReading | null,
  plan: Plan,
  tables: readonly Table[],
  { signal, evidence }: AskInput,
): Promise<Result> {
  const run = (asked: Plan) => runPlan(asked, tables, { signal, evidence })
  if (reading === null) return run(plan)
  return countBlankGroups(plan, await runWithTies(plan, catalog, run), run)
}

function toRefusal(reading: QuestionReading | null): Parameters<typeof buildRefusal>[1] {
  if (reading?.status !== 'unsupported') throw new TypeError('Only a question can be without a plan.')
  return reading
}

/** A stopwatch that runs from now. */
export function createStopwatch(): Stopwatch {
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

import { isAssayError } from '@assay/store/error'
import type { UnbilledAnswer } from '../answer/build-answer.js'
import { type AskInput, checkAborted, parseAskInput } from '../guard/call-input.js'
import type { CallContext } from '../guard/context.js'
import { canonicalJson } from '../plan/canonical-plan.js'
import { parsePlan } from '../plan/parse-plan.js'
import { createContentHasher, uniteContentIds } from '../source/content-id.js'
import { decodeGzip } from '../source/gzip.js'
import { answerQuery, createStopwatch, type Query, type RunAccount, readQuery } from './answer-query.js'
import type { Engine } from './engine.js'
import { tableList } from './query-view.js'
import type { StoredFile, StoredVersion } from './stored-version.js'
import type { CheckedAnswer, VerificationProblem } from './verify-answer.js'
import { withQueryView } from './with-dataset.js'

/** What follows from the data and the question alone. Bill, times, ids, warnings and versions may differ. */
const compared = [
  'status',
  'text',
  'value',
  'columns',
  'rows',
  'rowsTotal',
  'evidence',
  'evidenceTotal',
  'coverage',
  'plan',
  'planHash',
  'how',
  'question',
  'language',
  'reading',
  'assumptions',
  'reason',
  'alternatives',
  'links',
] as const satisfies readonly (keyof UnbilledAnswer)[]

const pieceBytes = 1024 * 1024

/** Hashes the whole source of a dataset as it is now. */
export async function verifyContent(
  engine: Engine,
  { name, contentId }: CheckedAnswer['dataset'],
  version: StoredVersion | undefined,
  { signal }: CallContext,
): Promise<VerificationProblem[]> {
  if (version === undefined) return [{ part: 'content', problem: `there is no dataset ${name} any more` }]
  const problems: VerificationProblem[] = []
  const ids: string[] = []
  for (const file of version.files) {
    const id = await hashFile(engine, file, signal)
    ids.push(id ?? '')
    if (id === undefined)
      problems.push({ part: 'content', problem: `${file.location} cannot be read any more` })
    else if (id !== file.contentId)
      problems.push({ part: 'content', problem: `${file.location} is not what was ingested any more` })
  }
  if (problems.length > 0 || (await uniteContentIds(ids)) === contentId) return problems
  return [{ part: 'content', problem: `the source of ${name} is not what the answer is about` }]
}

async function hashFile(
  engine: Engine,
  file: StoredFile,
  signal: AbortSignal | null,
): Promise<string | undefined> {
  const hasher = createContentHasher()
  try {
    for await (const piece of streamFile(engine, file, signal ?? undefined)) await hasher.update(piece)
  } catch (error) {
    checkAborted(signal)
    if (isAssayError(error)) return undefined
    throw error
  }
  return hasher.digest()
}

async function* streamFile(
  engine: Engine,
  { spool, location }: StoredFile,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  if (spool === null) {
    const handle = await engine.openSource(location).then((source) => source.open())
    try {
      yield* decodeGzip(handle.stream(signal), location)
    } finally {
      await handle.close()
    }
    return
  }
  const reader = await engine.store.spool.open(spool)
  try {
    for (let start = 0; start < reader.size; start += pieceBytes) {
      signal?.throwIfAborted()
      yield await reader.read(start, Math.min(start + pieceBytes, reader.size))
    }
  } finally {
    await reader.close()
  }
}

/** Answers the query again and compares. What a budget refused was not run, and claims nothing of the data. */
export async function verifyRun(
  engine: Engine,
  answer: CheckedAnswer,
  given: object,
  context: CallContext,
): Promise<VerificationProblem[]> {
  if (answer.reason === 'over-budget') return []
  let again: UnbilledAnswer
  try {
    again = await answerAgain(engine, answer, context)
  } catch (error) {
    checkAborted(context.signal)
    if (!isAssayError(error)) throw error
    return [{ part: 'run', problem: `it cannot be answered again: ${error.message}` }]
  }
  const before = new Map<string, unknown>(Object.entries(given))
  return compared
    .filter((part) => canonicalJson(before.get(part) ?? null) !== canonicalJson(again[part] ?? null))
    .map((part) => ({ part, problem: 'is not what the data gives' }))
}

function answerAgain(engine: Engine, answer: CheckedAnswer, context: CallContext): Promise<UnbilledAnswer> {
  const datasets = (answer.datasets ?? [answer.dataset]).map(({ name, as }) => ({ name, as }))
  const nameOf = ({ table, column }: { readonly table: string; readonly column: string }) =>
    `${table}.${column}`
  const { actor, tenant, tags } = context
  const language = answer.language === 'en' || answer.language === 'de' ? { language: answer.language } : {}
  const input: AskInput = {
    ...parseAskInput({
      actor,
      tenant,
      tags,
      ...language,
      evidence: answer.evidenceLimit,
      links: answer.links.map(({ from, to }) => ({ from: nameOf(from), to: nameOf(to) })),
    }),
    signal: context.signal,
  }
  const account: RunAccount = {
    questionId: engine.newId(),
    plan: () => {},
    watch: (tables) => tables,
    reserve: async () => undefined,
  }
  const watch = createStopwatch()
  return withQueryView(engine, datasets, input, async (view) => {
    const query = toQuery(answer)
    const tables = tableList(view.tables(undefined))
    const read = await readQuery(engine, view, query, input, tables, () => new Date(answer.asOf))
    return answerQuery(engine, view, read, input, watch, account)
  })
}

/** A question has a reading, or a reason why it has none; the text of a plan is its JSON; the rest is SQL. */
function toQuery({ question, reading, reason }: CheckedAnswer): Query {
  if (reading.length > 0 || reason !== undefined) return { question }
  return question.startsWith('{') ? { plan: parsePlan(parseJson(question)) } : { sql: question }
}

/** Null, which is no plan, for what is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

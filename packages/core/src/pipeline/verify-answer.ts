import * as v from 'valibot'
import { digestSpan } from '../answer/evidence.js'
import { checkAborted } from '../guard/call-input.js'
import type { CallContext } from '../guard/context.js'
import type { Engine } from './engine.js'
import { pipelineErrors } from './errors.js'
import type { OpenFile } from './stored-source.js'
import type { StoredVersion } from './stored-version.js'
import { verifyContent, verifyRun } from './verify-full.js'

/** Outcome of comparing an answer with the data that it is about. */
export interface Verification {
  /** Nothing contradicts the answer. */
  readonly ok: boolean
  /** Pieces of evidence that were read again. */
  readonly checked: number
  readonly mismatches: readonly Mismatch[]
  /** Evidence without digest, which says nothing either way. */
  readonly unverifiable: number
  /** What else is not as the answer says. */
  readonly problems: readonly VerificationProblem[]
  /** Whether the whole source was hashed and the plan run again. */
  readonly full: boolean
}

export interface Mismatch {
  /** What the dataset is called in the query, where there are several. */
  readonly dataset?: string
  /** Location of the file, where the dataset has several. */
  readonly source?: string
  readonly pointer: string
  readonly span: readonly [number, number]
  readonly expected: string
  /** Digest as read now, or why there is none. */
  readonly actual: string
}

export interface VerificationProblem {
  /** Member of the answer (`text`, `rows`, `evidence`), `content` of a source, or `run`. */
  readonly part: string
  readonly problem: string
}

const offset = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const datasetSchema = v.object({
  name: v.string(),
  contentId: v.string(),
  source: v.string(),
  as: v.optional(v.string()),
})
const sideSchema = v.object({ table: v.string(), column: v.string() })

/** The part of an answer that verification needs; `verify --full` compares the rest as it stands. */
const answerSchema = v.object({
  dataset: datasetSchema,
  datasets: v.optional(v.pipe(v.array(datasetSchema), v.minLength(1))),
  evidence: v.array(
    v.object({
      dataset: v.optional(v.string()),
      source: v.optional(v.string()),
      table: v.string(),
      pointer: v.string(),
      span: v.pipe(
        v.tuple([offset, offset]),
        v.check(([start, end]) => start <= end, 'must not end before it starts'),
      ),
      digest: v.optional(v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/))),
    }),
  ),
  evidenceTotal: offset,
  evidenceLimit: offset,
  question: v.string(),
  language: v.string(),
  asOf: v.pipe(v.string(), v.isoTimestamp()),
  reading: v.array(v.unknown()),
  reason: v.optional(v.string()),
  links: v.optional(v.array(v.object({ from: sideSchema, to: sideSchema })), []),
})

/** What verification reads of an answer. */
export type CheckedAnswer = v.InferOutput<typeof answerSchema>

/**
 * Re-reads the spans that an answer cites and compares digests; checks that no evidence is missing and that the
 * dataset still holds what the answer is about. With `full` the sources are hashed whole, the query is answered
 * again, and everything that follows from the data is compared.
 */
export async function verifyAnswer(
  engine: Engine,
  input: unknown,
  context: CallContext,
  full = false,
): Promise<Verification> {
  const answer = parseAnswer(input)
  const datasets = answer.datasets ?? [answer.dataset]
  const versions = new Map<string, StoredVersion | undefined>()
  for (const { name } of datasets) versions.set(name, await engine.registry.find(context.tenant, name))
  const problems = [
    ...checkCount(answer),
    ...datasets.flatMap((dataset) => checkContentId(dataset, versions.get(dataset.name))),
  ]
  const mismatches: Mismatch[] = []
  let checked = 0
  const files = createCitedFiles(engine)
  try {
    for (const { dataset: as, source, pointer, span, digest } of answer.evidence) {
      checkAborted(context.signal)
      if (digest === undefined) continue
      checked += 1
      const dataset = datasets.find((one) => one.as === as) ?? answer.dataset
      const file = await files.open(source ?? dataset.source, versions.get(dataset.name))
      const actual = await digestNow(file, span)
      if (actual === digest) continue
      mismatches.push({
        ...(as === undefined ? {} : { dataset: as }),
        ...(source === undefined ? {} : { source }),
        pointer,
        span,
        expected: digest,
        actual,
      })
    }
  } finally {
    await files.close()
  }
  if (full) {
    for (const dataset of datasets)
      problems.push(...(await verifyContent(engine, dataset, versions.get(dataset.name), context)))
    problems.push(...(await verifyRun(engine, answer, input as object, context)))
  }
  return {
    ok: mismatches.length === 0 && problems.length === 0,
    checked,
    mismatches,
    unverifiable: answer.evidence.length - checked,
    problems,
    full,
  }
}

function parseAnswer(input: unknown): CheckedAnswer {
  const parsed = v.safeParse(answerSchema, input)
  if (parsed.success) return parsed.output
  const problem = `${v.getDotPath(parsed.issues[0]) ?? 'the document'}: ${parsed.issues[0].message}`
  throw pipelineErrors.create(
    'ANSWER_INVALID',
    `This is not an answer of Assay (${problem}).`,
    { problem },
    { hint: 'Pass the JSON that `ask --json` or `query --json` printed.' },
  )
}

/** Evidence is all there is, or as much of some table as was asked for, and never more of one. */
function checkCount({ evidence, evidenceTotal, evidenceLimit }: CheckedAnswer): VerificationProblem[] {
  const counts = new Map<string, number>()
  for (const { dataset, table } of evidence) {
    const key = JSON.stringify([dataset, table])
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const most = Math.max(0, ...counts.values())
  const isWhole = evidence.length === evidenceTotal
  const isCut = evidence.length < evidenceTotal && most === evidenceLimit
  if (most <= evidenceLimit && (isWhole || isCut)) return []
  const problem = `${evidence.length} pieces are there of ${evidenceTotal}, with a limit of ${evidenceLimit} for each table`
  return [{ part: 'evidence', problem }]
}

function checkContentId(
  { name, contentId }: CheckedAnswer['dataset'],
  version: StoredVersion | undefined,
): VerificationProblem[] {
  if (version === undefined || version.contentId === contentId) return []
  return [{ part: 'content', problem: `${name} holds other content now than the answer is about` }]
}

type Cited = Pick<OpenFile, 'read'> | null

/**
 * The files that evidence names, as they are now: changed bytes must show as a mismatch, not as a refusal to look.
 * One is open at a time: evidence comes file by file.
 */
function createCitedFiles(engine: Engine) {
  let at: string | undefined
  let file: OpenFile | null = null
  const close = async (): Promise<void> => {
    await file?.close()
    at = undefined
    file = null
  }
  return {
    close,
    async open(location: string, version: StoredVersion | undefined): Promise<Cited> {
      const spool = version?.files.find((one) => one.location === location)?.spool ?? null
      const key = JSON.stringify([spool, location])
      if (key === at) return file
      await close()
      file = spool === null ? await openNow(engine, location) : await engine.store.spool.open(spool)
      at = key
      return file
    },
  }
}

async function openNow(engine: Engine, location: string): Promise<OpenFile | null> {
  const handle = await engine.openSource(location).then((source) => source.open())
  const read = handle.read?.bind(handle)
  if (read !== undefined) return { read: (start, end) => read(start, end), close: () => handle.close() }
  await handle.close()
  return null
}

async function digestNow(reader: Cited, span: readonly [number, number]): Promise<string> {
  if (reader === null) return 'the source cannot be read at a place'
  try {
    return (await digestSpan(reader, span)) ?? 'the span is too long to be hashed'
  } catch {
    return 'the span cannot be read any more'
  }
}

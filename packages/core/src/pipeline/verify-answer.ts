import * as v from 'valibot'
import { digestSpan } from '../answer/evidence.js'
import { checkAborted } from '../guard/call-input.js'
import type { CallContext } from '../guard/context.js'
import type { Engine } from './engine.js'
import { pipelineErrors } from './errors.js'
import type { OpenFile } from './stored-source.js'
import type { StoredVersion } from './stored-version.js'

/** Outcome of re-reading every evidence span of an answer. */
export interface Verification {
  /** Every span that has a digest still has it. */
  readonly ok: boolean
  readonly checked: number
  readonly mismatches: readonly Mismatch[]
  /** Evidence without digest, which says nothing either way. */
  readonly unverifiable: number
}

export interface Mismatch {
  /** Location of the file, where the dataset has several. */
  readonly source?: string
  readonly pointer: string
  readonly span: readonly [number, number]
  readonly expected: string
  /** Digest as read now, or why there is none. */
  readonly actual: string
}

const offset = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** The part of an answer that verification needs; the rest is not looked at. */
const answerSchema = v.object({
  dataset: v.object({ name: v.string(), contentId: v.string(), source: v.string() }),
  evidence: v.array(
    v.object({
      source: v.optional(v.string()),
      pointer: v.string(),
      span: v.pipe(
        v.tuple([offset, offset]),
        v.check(([start, end]) => start <= end, 'must not end before it starts'),
      ),
      digest: v.optional(v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/))),
    }),
  ),
})

/** Re-reads the spans that an answer cites and compares digests. The source is read as it stands now. */
export async function verifyAnswer(
  engine: Engine,
  input: unknown,
  context: CallContext,
): Promise<Verification> {
  const parsed = v.safeParse(answerSchema, input)
  if (!parsed.success) {
    const problem = `${v.getDotPath(parsed.issues[0]) ?? 'the document'}: ${parsed.issues[0].message}`
    throw pipelineErrors.create(
      'ANSWER_INVALID',
      `This is not an answer of Assay (${problem}).`,
      { problem },
      { hint: 'Pass the JSON that `ask --json` or `query --json` printed.' },
    )
  }
  const { dataset, evidence } = parsed.output
  const version = await engine.registry.find(context.tenant, dataset.name)
  const mismatches: Mismatch[] = []
  let checked = 0
  const files = createCitedFiles(engine, version)
  try {
    for (const { source, pointer, span, digest } of evidence) {
      checkAborted(context.signal)
      if (digest === undefined) continue
      checked += 1
      const actual = await digestNow(await files.open(source ?? dataset.source), span)
      const where = { ...(source === undefined ? {} : { source }), pointer, span }
      if (actual !== digest) mismatches.push({ ...where, expected: digest, actual })
    }
  } finally {
    await files.close()
  }
  return { ok: mismatches.length === 0, checked, mismatches, unverifiable: evidence.length - checked }
}

type Cited = Pick<OpenFile, 'read'> | null

/**
 * The files that evidence names, as they are now: changed bytes must show as a mismatch, not as a refusal to look.
 * One is open at a time: evidence comes file by file.
 */
function createCitedFiles(engine: Engine, version: StoredVersion | undefined) {
  let at: string | undefined
  let file: OpenFile | null = null
  const close = async (): Promise<void> => {
    await file?.close()
    at = undefined
    file = null
  }
  return {
    close,
    async open(location: string): Promise<Cited> {
      if (location === at) return file
      await close()
      const stored = version?.files.find((one) => one.location === location)
      file =
        stored?.spool == null ? await openNow(engine, location) : await engine.store.spool.open(stored.spool)
      at = location
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

import * as v from 'valibot'
import { digestSpan } from '../answer/evidence.js'
import { checkAborted } from '../guard/call-input.js'
import type { CallContext } from '../guard/context.js'
import type { Engine } from './engine.js'
import { pipelineErrors } from './errors.js'
import { openStoredSource } from './stored-source.js'
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
  const source = await openCited(engine, version, dataset.source)
  try {
    for (const { pointer, span, digest } of evidence) {
      checkAborted(context.signal)
      if (digest === undefined) continue
      checked += 1
      const actual = await digestNow(source.reader, span)
      if (actual !== digest) mismatches.push({ pointer, span, expected: digest, actual })
    }
  } finally {
    await source.close()
  }
  return { ok: mismatches.length === 0, checked, mismatches, unverifiable: evidence.length - checked }
}

interface Cited {
  readonly reader: { read(start: number, end: number): Promise<Uint8Array> } | null
  close(): Promise<void>
}

/** The source as it is now: changed bytes must show as a mismatch, not as a refusal to look. */
async function openCited(
  engine: Engine,
  version: StoredVersion | undefined,
  location: string,
): Promise<Cited> {
  if (version?.spool != null) return openStoredSource(engine.store, engine.openSource, version)
  const handle = await engine.openSource(location).then((source) => source.open())
  const read = handle.read?.bind(handle)
  return {
    reader: read === undefined ? null : { read: (start, end) => read(start, end) },
    close: () => handle.close(),
  }
}

async function digestNow(reader: Cited['reader'], span: readonly [number, number]): Promise<string> {
  if (reader === null) return 'the source cannot be read at a place'
  try {
    return (await digestSpan(reader, span)) ?? 'the span is too long to be hashed'
  } catch {
    return 'the span cannot be read any more'
  }
}

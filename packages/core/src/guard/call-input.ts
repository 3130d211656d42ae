import * as v from 'valibot'
import { contextSchema } from './context.js'
import { guardErrors } from './errors.js'
import { parseInput } from './parse-input.js'

/** Limits on what a caller passes, in UTF-16 units unless named otherwise. */
export const inputLimits = {
  maxQuestionLength: 2_000,
  maxSqlLength: 100_000,
  maxNameLength: 1_024,
  maxEvidence: 10_000,
  /** Places where records are. */
  maxPointers: 16,
  /** Datasets of one query, and links declared for it. */
  maxDatasets: 16,
  maxLinks: 64,
  /** Of one ingest. */
  maxThreads: 64,
} as const

const printable = (maxLength: number) =>
  v.pipe(
    v.string(),
    v.maxLength(maxLength),
    v.check((text) => text.trim() !== '', 'must not be empty'),
  )

const questionSchema = v.pipe(
  printable(inputLimits.maxQuestionLength),
  v.regex(/^[^\p{Cc}]*$/u, 'must be one line without control characters'),
)
const sqlSchema = printable(inputLimits.maxSqlLength)
const nameSchema = v.pipe(
  printable(inputLimits.maxNameLength),
  v.regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u, 'must not hold control characters or half characters'),
)

const threadsSchema = v.union([
  v.literal('auto'),
  v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(inputLimits.maxThreads)),
])

const ingestSchema = v.strictObject({
  ...contextSchema.entries,
  threads: v.optional(threadsSchema),
  name: v.optional(nameSchema),
  format: v.optional(v.picklist(['auto', 'json', 'jsonl'])),
  onBadLine: v.optional(v.picklist(['fail', 'skip'])),
  records: v.optional(
    v.pipe(
      v.union([v.string(), v.array(v.string())]),
      v.transform((one) => [one].flat()),
      v.array(
        v.pipe(
          v.string(),
          v.maxLength(inputLimits.maxNameLength),
          v.regex(/^(\/([^~/]|~[01])*)*$/, 'must be a JSON Pointer such as /data or /groups/*/items'),
        ),
      ),
      v.maxLength(inputLimits.maxPointers),
    ),
  ),
})

const linkSchema = v.strictObject({
  from: printable(inputLimits.maxNameLength),
  to: printable(inputLimits.maxNameLength),
})

const askSchema = v.strictObject({
  ...contextSchema.entries,
  language: v.optional(v.picklist(['en', 'de'])),
  evidence: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(inputLimits.maxEvidence)),
    100,
  ),
  links: v.optional(v.pipe(v.array(linkSchema), v.maxLength(inputLimits.maxLinks)), []),
})

const datasetNamesSchema = v.pipe(
  v.array(v.object({ name: nameSchema, as: v.optional(nameSchema) })),
  v.minLength(1),
  v.maxLength(inputLimits.maxDatasets),
)

/** How many threads an ingest may use, the calling one counted; `auto`: as many as are a gain. */
export type IngestThreads = v.InferOutput<typeof threadsSchema>
export type IngestInput = v.InferOutput<typeof ingestSchema>
export type AskInput = v.InferOutput<typeof askSchema>

/** Options of an ingest. Unknown options are refused: a misspelt limit must not be ignored. */
export function parseIngestInput(input: unknown): IngestInput {
  return parseInput('options', ingestSchema, input ?? {})
}

/** Threads of ingests that name none. */
export function parseThreads(input: unknown): IngestThreads {
  return parseInput('threads', v.optional(threadsSchema, 1), input)
}

/** Options of an ask, query or explain with their defaults. */
export function parseAskInput(input: unknown): AskInput {
  return parseInput('options', askSchema, input ?? {})
}

export function parseQuestion(input: unknown): string {
  return parseInput('question', questionSchema, input)
}

export function parseSqlText(input: unknown): string {
  return parseInput('sql', sqlSchema, input)
}

/** Bytes that an engine may keep of decoded columns; undefined: its default. */
export function parseCacheBytes(input: unknown): number | undefined {
  return parseInput('cacheBytes', v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))), input)
}

/** A dataset's name, from a string or from what `ingest` gave. */
export function parseDatasetName(input: unknown): string {
  const name = typeof input === 'object' && input !== null && 'name' in input ? input.name : input
  return parseInput('dataset', nameSchema, name)
}

/** A dataset that a query reads, and what it is called there; undefined: by its own name. */
export interface AskedDataset {
  readonly name: string
  readonly as?: string | undefined
}

/** The datasets of a query: one, or several, each alone or as `{ dataset, as }`. */
export function parseDatasetNames(input: unknown): readonly AskedDataset[] {
  const asked = (Array.isArray(input) ? input : [input]).map((one: unknown) =>
    typeof one === 'object' && one !== null && 'dataset' in one && 'as' in one
      ? { name: parseDatasetName(one.dataset), as: one.as }
      : { name: parseDatasetName(one) },
  )
  return parseInput('datasets', datasetNamesSchema, asked)
}

/** Refuses to go on once a caller has given up. */
export function checkAborted(signal: AbortSignal | null | undefined): void {
  if (signal?.aborted)
    throw guardErrors.create(
      'ABORTED',
      'The call was interrupted before it finished; nothing was kept.',
      {},
      { cause: signal.reason },
    )
}

import type {
  Answer,
  ByteSource,
  Catalog,
  ContextInput,
  Explanation,
  JsonFormat,
  Language,
  Plan,
  Verification,
} from '@assay/core'

/** One version of a dataset, complete and durable. */
export interface Dataset {
  readonly name: string
  /** Hash of content, options and engine version: the same version gives the same answers. */
  readonly version: string
  readonly contentId: string
  readonly source: string
  /** Of the decoded source. */
  readonly bytes: number
  /** Rows of all tables. */
  readonly records: number
  readonly createdAt: string
  /** Of its column segments. */
  readonly storedBytes: number
  /** Bad lines that `onBadLine: 'skip'` left out. */
  readonly badLines: number
  readonly warnings: readonly string[]
}

export interface IngestOptions extends ContextInput {
  /** Default: the source's canonical path. */
  readonly name?: string | undefined
  readonly format?: JsonFormat | undefined
  readonly onBadLine?: 'fail' | 'skip' | undefined
}

export interface IngestResult extends Dataset {
  /** True when the source had not changed and nothing was read. */
  readonly unchanged: boolean
  readonly elapsedMs: number
}

export interface AskOptions extends ContextInput {
  /** Default: scored from the question's function words. */
  readonly language?: Language | undefined
  /** Most evidence items; default 100. */
  readonly evidence?: number | undefined
}

/** A dataset by name, or as `ingest` gave it. */
export type DatasetName = string | Pick<Dataset, 'name'>

/** Everything Assay does, embedded or remote. */
export interface Assay extends AsyncDisposable {
  ingest(source: ByteSource, options?: IngestOptions): Promise<IngestResult>
  ask(dataset: DatasetName, question: string, options?: AskOptions): Promise<Answer>
  /** A read-only `SELECT`, or a plan. */
  query(dataset: DatasetName, query: string | Plan, options?: AskOptions): Promise<Answer>
  explain(
    dataset: DatasetName,
    what: { question: string } | { sql: string } | { plan: Plan },
    options?: AskOptions,
  ): Promise<Explanation>
  /** Re-reads every evidence span of an answer and compares digests. */
  verify(answer: Answer, options?: ContextInput): Promise<Verification>
  datasets(options?: ContextInput): Promise<readonly Dataset[]>
  schema(
    dataset: DatasetName,
    options?: ContextInput,
  ): Promise<{ readonly dataset: Dataset; readonly catalog: Catalog; readonly store: string }>
  remove(dataset: DatasetName, options?: ContextInput): Promise<boolean>
  close(): Promise<void>
}

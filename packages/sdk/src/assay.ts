import type {
  Answer,
  BudgetState,
  ByteSource,
  Catalog,
  ContextInput,
  Explanation,
  FocusExport,
  IngestThreads,
  JsonFormat,
  Language,
  Plan,
  Verification,
} from '@assay/core'
import type { BudgetInput, CostReport, Dimension, ResourceRate } from '@assay/cost-tracker'

/** One version of a dataset, complete and durable. */
export interface Dataset {
  readonly name: string
  /** Hash of content, options and engine version: the same version gives the same answers. */
  readonly version: string
  readonly contentId: string
  readonly source: string
  /** Locations of its files, in order; `source` says the same in words. */
  readonly files: readonly string[]
  /** Of the decoded source. */
  readonly bytes: number
  /** Rows of all tables. */
  readonly records: number
  readonly createdAt: string
  /** Of its column segments. */
  readonly storedBytes: number
  /** Bad lines that `onBadLine: 'skip'` left out. */
  readonly badLines: number
  /** The same by the location of the file, for files that have some. */
  readonly badLinesByFile: Readonly<Record<string, number>>
  readonly warnings: readonly string[]
}

export interface IngestOptions extends ContextInput {
  /** Default: the source's canonical path; several sources must be given one. */
  readonly name?: string | undefined
  readonly format?: JsonFormat | undefined
  readonly onBadLine?: 'fail' | 'skip' | undefined
  /**
   * Where the records are: JSON Pointers such as `/data`, in which a token `*` stands for every element or member. What
   * is there is a table whatever it looks like, and the largest is `records`. Default: as before, else what the
   * document shows; an empty list goes back to that.
   */
  readonly records?: string | readonly string[] | undefined
  /**
   * Threads that may work on it, the calling one counted; `auto`: as many as are a gain on this machine for sources of
   * this size. The result is the same with any number; each takes memory of its own. Default: that of `createAssay`.
   */
  readonly threads?: IngestThreads | undefined
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

/** A column that names rows of another dataset by their key, declared for one query. */
export interface LinkInput {
  /** `dataset.table.column`; the dataset may be left out where the table's name is unique. */
  readonly from: string
  readonly to: string
}

export interface QueryOptions extends AskOptions {
  /** Checked (the columns are there and comparable, how many values match) and used by a JOIN without ON. */
  readonly links?: readonly LinkInput[] | undefined
}

export interface VerifyOptions extends ContextInput {
  /** Default false. */
  readonly full?: boolean | undefined
}

/** Which rows of the ledger a report is about. Left out, a tenant or actor is all of them: the caller owns the store. */
export interface CostsFilter {
  /** `24h`, `7d`, `4w`, `today`, `2026-06`, `2026-06-15` or an ISO time. Default: 30 days. */
  readonly since?: string | undefined
  /** A day or month (that one included) or an ISO time. Default: now. */
  readonly until?: string | undefined
  /** IANA name of the zone of days and months. Default UTC. */
  readonly timeZone?: string | undefined
  readonly tenant?: string | undefined
  readonly actor?: string | undefined
}

export interface CostsOptions extends CostsFilter {
  /** Default `day`. */
  readonly by?: Dimension | undefined
}

/** A dataset by name, or as `ingest` gave it. */
export type DatasetName = string | Pick<Dataset, 'name'>

/** A dataset under the name that it has in one query; by default its own, of a path the file's without extension. */
export interface NamedDataset {
  readonly dataset: DatasetName
  readonly as: string
}

/** What a query reads: one dataset, or several, whose tables are called `name.table`, or `table` where that is unique. */
export type DatasetNames = DatasetName | readonly (DatasetName | NamedDataset)[]

/** Everything Assay does, embedded or remote. */
export interface Assay extends AsyncDisposable {
  /** Several sources, which must be alike, become one dataset: the same tables, read in their order. */
  ingest(source: ByteSource | readonly ByteSource[], options?: IngestOptions): Promise<IngestResult>
  ask(dataset: DatasetName, question: string, options?: AskOptions): Promise<Answer>
  /** A read-only `SELECT`, or a plan. */
  query(datasets: DatasetNames, query: string | Plan, options?: QueryOptions): Promise<Answer>
  explain(
    datasets: DatasetNames,
    what: { question: string } | { sql: string } | { plan: Plan },
    options?: QueryOptions,
  ): Promise<Explanation>
  /**
   * Re-reads every evidence span of an answer and compares digests and counts. With `full` it also hashes the whole
   * source, answers the query again, and compares all that follows from the data.
   */
  verify(answer: Answer, options?: VerifyOptions): Promise<Verification>
  datasets(options?: ContextInput): Promise<readonly Dataset[]>
  schema(
    dataset: DatasetName,
    options?: ContextInput,
  ): Promise<{ readonly dataset: Dataset; readonly catalog: Catalog; readonly store: string }>
  remove(dataset: DatasetName, options?: ContextInput): Promise<boolean>
  /** What was asked and what it cost, from the ledger. */
  costs(options?: CostsOptions): Promise<CostReport>
  /** The calls of models as rows of FOCUS 1.2. */
  focus(options?: CostsFilter): Promise<FocusExport>
  budgets(): Promise<readonly BudgetState[]>
  /** Adds a budget or replaces it by id. It is kept in the ledger, and holds for every process that uses it. */
  setBudget(budget: BudgetInput): Promise<BudgetState>
  /** False when there was none of that id. */
  removeBudget(id: string): Promise<boolean>
  /** What the machine's resources cost; none: they are unpriced. */
  rates(): Promise<readonly ResourceRate[]>
  /** Adds a rate, or replaces the one of that resource and date. It is kept in the ledger, as budgets are. */
  setRate(rate: ResourceRate): Promise<ResourceRate>
  /** False when the ledger has none of that resource and date. */
  removeRate(key: Pick<ResourceRate, 'name' | 'since'>): Promise<boolean>
  close(): Promise<void>
}

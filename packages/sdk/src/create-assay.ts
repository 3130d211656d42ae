import {
  type BlockRunner,
  type ByteSource,
  createEngine,
  type Engine,
  explainQuery,
  type IngestThreads,
  ingest,
  migrations,
  parseAskInput,
  parseBudgetId,
  parseBudgetInput,
  parseBudgetInputs,
  parseCacheBytes,
  parseContext,
  parseCostsInput,
  parseDatasetName,
  parseDatasetNames,
  parseFocusInput,
  parseIngestInput,
  parsePlan,
  parseQuestion,
  parseRateInput,
  parseRateKey,
  parseRates,
  parseSqlText,
  parseThreads,
  pipelineErrors,
  readBudgets,
  readCosts,
  readFocus,
  removeFiles,
  runQuery,
  type ScopePolicy,
  type StoredVersion,
  scopeDataset,
  sweep,
  verifyAnswer,
  withDataset,
} from '@assay/core'
import { type BudgetInput, parseRate, type ResourceRate } from '@assay/cost-tracker'
import { ledgerMigrations } from '@assay/cost-tracker/libsql'
import type { Store } from '@assay/store'
import type { EventListener } from '@assay/store/event'
import type { AskOptions, Assay, Dataset } from './assay.js'

export interface AssayOptions {
  readonly store: Store
  /** Opens what an earlier ingest read, by its location (a path, an address); rejects when it is gone. */
  readonly openSource: (location: string) => Promise<ByteSource>
  /** Budget of calls that bring none: dollars as decimal text. */
  readonly budget?: { readonly maxUsd: string } | undefined
  /** Budgets over many calls: added to those that the ledger keeps, or replacing them by id. */
  readonly budgets?: readonly BudgetInput[] | undefined
  /** What the machine costs: replaces rates of the same resource and date that the ledger keeps. None: unpriced. */
  readonly rates?: readonly ResourceRate[] | undefined
  /** CPU time of the process so far, in ms, for the bill; without it no CPU time is told. */
  readonly cpuMs?: (() => number) | undefined
  /**
   * Which records of a table the actor of a call sees: a condition over its columns, bound to every plan of that
   * call; undefined: all. Hidden records are counted in `coverage.withheld`.
   */
  readonly scope?: ScopePolicy | undefined
  /** Most bytes of decoded columns that are kept between queries; 0: none. Default 256 MiB. */
  readonly cacheBytes?: number | undefined
  /** Threads of ingests that name none (`IngestOptions.threads`). Default 1. */
  readonly threads?: IngestThreads | undefined
  /** Gives ingests threads, where the runtime has them; without it everything runs in the calling thread. */
  readonly blockRunner?: BlockRunner | undefined
  readonly onEvent?: EventListener | undefined
  readonly now?: (() => Date) | undefined
  /** Unique ids of `a-z0-9-`; a random UUID by default. */
  readonly newId?: (() => string) | undefined
}

/** Schemas that a store's databases must have; the adapter that opens the store applies them. */
export const storeMigrations = { metadata: migrations, ledger: ledgerMigrations }

/** Assay, embedded: everything runs in this process, over the store that it is given and then owns. */
export async function createAssay(options: AssayOptions): Promise<Assay> {
  const { budget } = parseContext({ budget: options.budget })
  const engine = await createEngine({
    store: options.store,
    openSource: options.openSource,
    onEvent: options.onEvent,
    now: options.now ?? (() => new Date()),
    newId: options.newId ?? (() => crypto.randomUUID()),
    cpuMs: options.cpuMs,
    budgets: parseBudgetInputs(options.budgets),
    rates: parseRates(options.rates),
    scope: options.scope,
    cacheBytes: parseCacheBytes(options.cacheBytes),
    blockRunner: options.blockRunner,
    threads: parseThreads(options.threads),
  })
  await sweep(engine)
  return embed(engine, budget)
}

function embed(engine: Engine, budget: { readonly maxUsd: string } | null): Assay {
  let closing: Promise<void> | undefined
  const checkOpen = (): void => {
    if (closing === undefined) return
    throw pipelineErrors.create(
      'ENGINE_CLOSED',
      'This Assay was closed.',
      {},
      { hint: 'Create a new one with createAssay.' },
    )
  }
  const askInput = (options: AskOptions | undefined) => {
    checkOpen()
    const input = parseAskInput(options)
    return { ...input, budget: input.budget ?? budget }
  }
  const close = (): Promise<void> => {
    closing ??= engine.opened.close().then(() => engine.store.close())
    return closing
  }

  return {
    async ingest(sources, options) {
      checkOpen()
      const input = parseIngestInput(options)
      const { version, unchanged, elapsedMs } = await ingest(engine, [sources].flat(), input)
      return { ...toDataset(version), unchanged, elapsedMs }
    },
    async ask(dataset, question, options) {
      const input = askInput(options)
      return runQuery(
        engine,
        [{ name: parseDatasetName(dataset) }],
        { question: parseQuestion(question) },
        input,
      )
    },
    async query(datasets, query, options) {
      const input = askInput(options)
      const what = typeof query === 'string' ? { sql: parseSqlText(query) } : { plan: parsePlan(query) }
      return runQuery(engine, parseDatasetNames(datasets), what, input)
    },
    async explain(datasets, what, options) {
      const input = askInput(options)
      const query =
        'question' in what
          ? { question: parseQuestion(what.question) }
          : 'sql' in what
            ? { sql: parseSqlText(what.sql) }
            : { plan: parsePlan(what.plan) }
      return explainQuery(engine, parseDatasetNames(datasets), query, input)
    },
    async verify(answer, options) {
      checkOpen()
      // What it uses must not be taken for a question's that runs beside it.
      const measurement = engine.meter.start()
      try {
        const { full = false, ...context } = options ?? {}
        return await verifyAnswer(engine, answer, parseContext(context), full)
      } finally {
        measurement.stop()
      }
    },
    async datasets(options) {
      checkOpen()
      return (await engine.registry.list(parseContext(options).tenant)).map(toDataset)
    },
    async schema(dataset, options) {
      checkOpen()
      const context = parseContext(options)
      return withDataset(engine, context.tenant, parseDatasetName(dataset), async (open) => ({
        dataset: toDataset(open.version),
        catalog: scopeDataset(open, engine.scope, context).catalog,
        store: engine.store.location,
      }))
    },
    async remove(dataset, options) {
      checkOpen()
      const { tenant } = parseContext(options)
      const name = parseDatasetName(dataset)
      const version = await engine.registry.find(tenant, name)
      if (version === undefined) return false
      const removed = await engine.registry.remove(tenant, name)
      await removeFiles(engine, version)
      return removed
    },
    async costs(options) {
      checkOpen()
      return readCosts(engine, parseCostsInput(options))
    },
    async focus(options) {
      checkOpen()
      return readFocus(engine, parseFocusInput(options))
    },
    async budgets() {
      checkOpen()
      return readBudgets(engine)
    },
    async setBudget(budget) {
      checkOpen()
      const { id } = await engine.costs.budgets.define(parseBudgetInput(budget))
      return (await readBudgets(engine)).find((state) => state.id === id)!
    },
    async removeBudget(id) {
      checkOpen()
      return engine.costs.budgets.remove(parseBudgetId(id))
    },
    async rates() {
      checkOpen()
      return engine.costs.readRates()
    },
    async setRate(rate) {
      checkOpen()
      const checked = parseRate(parseRateInput(rate))
      await engine.costs.ledger.store.putRate(checked)
      return checked
    },
    async removeRate(key) {
      checkOpen()
      const { name, since } = parseRateKey(key)
      return engine.costs.ledger.store.removeRate(name, since)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function toDataset(version: StoredVersion): Dataset {
  const { name, contentId, bytes, records, createdAt, storedBytes, badLines, warnings } = version
  return {
    name,
    version: version.version,
    contentId,
    source: version.source,
    files: version.files.map(({ location }) => location),
    bytes,
    records,
    createdAt,
    storedBytes,
    badLines,
    badLinesByFile: Object.fromEntries(
      version.files.filter((file) => file.badLines > 0).map((file) => [file.location, file.badLines]),
    ),
    warnings,
  }
}

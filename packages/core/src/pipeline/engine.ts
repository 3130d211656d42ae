import type { BudgetInput, ResourceRate } from '@assay/cost-tracker'
import type { Store } from '@assay/store'
import type { AssayEvent, EventListener } from '@assay/store/event'
import { createColumnCache, defaultCacheBytes } from '../columns/column-cache.js'
import type { BlockRunner } from '../columns/threads/block-runner.js'
import type { IngestThreads } from '../guard/call-input.js'
import type { ByteSource } from '../source/byte-source.js'
import { type EngineCosts, openCosts } from './costs.js'
import { createDatasetRegistry, type DatasetRegistry } from './dataset-registry.js'
import { countReads, createMeter, type Meter } from './meter.js'
import { createOpenDatasets, type OpenDatasets } from './open-datasets.js'
import type { ScopePolicy } from './scope-dataset.js'

/** What the pipeline works with. Time, ids and files come from outside, so that a test decides them. */
export interface Engine {
  readonly store: Store
  /** Opens what an earlier ingest read, by its location; rejects when it is gone. */
  readonly openSource: (location: string) => Promise<ByteSource>
  readonly now: () => Date
  /** A new unique id (`a-z0-9-`), for answers and files. */
  readonly newId: () => string
  readonly emit: (event: AssayEvent) => void
  readonly registry: DatasetRegistry
  readonly opened: OpenDatasets
  readonly costs: EngineCosts
  /** Which records an actor sees; undefined: everybody sees all. */
  readonly scope: ScopePolicy | undefined
  readonly meter: Meter
  /** Gives ingests threads; undefined: everything runs in the calling one. */
  readonly blockRunner: BlockRunner | undefined
  /** Of ingests that name none. */
  readonly threads: IngestThreads
}

/** Opens an engine over a store; its books are checked first (see `openCosts`). The store stays the caller's. */
export async function createEngine(options: {
  readonly store: Store
  readonly openSource: (location: string) => Promise<ByteSource>
  readonly onEvent: EventListener | undefined
  readonly now: () => Date
  readonly newId: () => string
  /** CPU time of the process so far; undefined where the runtime does not tell. */
  readonly cpuMs: (() => number) | undefined
  readonly budgets: readonly BudgetInput[]
  readonly rates: readonly ResourceRate[]
  readonly scope: ScopePolicy | undefined
  /** Most bytes of decoded columns that are kept between queries. Default 256 MiB. */
  readonly cacheBytes: number | undefined
  readonly blockRunner: BlockRunner | undefined
  readonly threads: IngestThreads
}): Promise<Engine> {
  const { onEvent, now, newId, cpuMs, budgets, rates } = options
  const { store, openSource, bytesRead } = countReads(options.store, options.openSource)
  const emit = (event: AssayEvent): void => {
    try {
      onEvent?.(event)
    } catch {
      // A listener must not throw; a progress bar that does must not stop an ingest.
    }
  }
  return {
    store,
    openSource,
    now,
    newId,
    emit,
    scope: options.scope,
    registry: createDatasetRegistry(store.metadata),
    opened: createOpenDatasets(store, createColumnCache(options.cacheBytes ?? defaultCacheBytes)),
    costs: await openCosts({
      driver: store.ledger,
      nowMs: () => now().getTime(),
      emit,
      budgets,
      rates,
    }),
    meter: createMeter({ cpuMs, bytesRead }),
    blockRunner: options.blockRunner,
    threads: options.threads,
  }
}

import type { Store } from '@assay/store'
import type { AssayEvent, EventListener } from '@assay/store/event'
import type { ByteSource } from '../source/byte-source.js'
import { createDatasetRegistry, type DatasetRegistry } from './dataset-registry.js'
import { createOpenDatasets, type OpenDatasets } from './open-datasets.js'

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
}

export function createEngine(options: {
  readonly store: Store
  readonly openSource: (location: string) => Promise<ByteSource>
  readonly onEvent: EventListener | undefined
  readonly now: () => Date
  readonly newId: () => string
}): Engine {
  const { store, openSource, onEvent, now, newId } = options
  return {
    store,
    openSource,
    now,
    newId,
    emit: (event) => {
      try {
        onEvent?.(event)
      } catch {
        // A listener must not throw; a progress bar that does must not stop an ingest.
      }
    },
    registry: createDatasetRegistry(store.metadata),
    opened: createOpenDatasets(store),
  }
}

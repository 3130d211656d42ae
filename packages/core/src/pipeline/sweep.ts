import type { SegmentStore } from '@assay/store'
import type { Engine } from './engine.js'

/** A finished file that no version names may belong to an ingest that is about to commit; after this it does not. */
const graceMs = 60 * 60 * 1000

/** Removes what killed processes left: files of writers that are gone, and old files that no version names. */
export async function sweep(engine: Engine): Promise<number> {
  const entries = [
    ...(await orphans(engine, engine.store.segments)),
    ...(await orphans(engine, engine.store.spool)),
  ]
  // The versions are read after the files, so that a file of a version that just appeared is never taken for an orphan.
  const named = await engine.registry.files()
  let removed = 0
  for (const { store, name } of entries) {
    if (named.segments.has(name) || named.spool.has(name)) continue
    await store.remove(name)
    removed += 1
  }
  if (removed > 0) engine.emit({ type: 'store-swept', removed })
  return removed
}

async function orphans(
  engine: Engine,
  store: SegmentStore,
): Promise<{ store: SegmentStore; name: string }[]> {
  const oldest = engine.now().getTime() - graceMs
  return (await store.list())
    .filter(({ abandoned, modifiedMs }) => abandoned || modifiedMs < oldest)
    .map(({ name }) => ({ store, name }))
}

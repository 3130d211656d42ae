import type { SegmentEntry, SegmentStore } from '@assay/store'
import type { Engine } from './engine.js'

/** A writer on another machine cannot be asked whether it lives; after this long it is taken for dead. */
const graceMs = 24 * 60 * 60 * 1000

/** The id of the ingest that a file belongs to: its name up to the first dot. */
function ingestOf(name: string): string {
  return name.slice(0, Math.max(name.indexOf('.'), 0))
}

/**
 * Holds a place in the spool for as long as an ingest runs: an empty file that is never finished, which shows other
 * processes that its writer lives, and so that its finished files are no orphans yet.
 */
export async function markIngest(engine: Engine, id: string): Promise<{ release(): Promise<void> }> {
  const writer = await engine.store.spool.create(`${id}.ingest`)
  return { release: () => writer.abort() }
}

/** Removes what killed processes left: files of ingests that no process runs and no version names. */
export async function sweep(engine: Engine): Promise<number> {
  const { segments, spool } = engine.store
  const entries = [...(await listFiles(segments)), ...(await listFiles(spool))]
  // The versions are read after the files, so that files of a version that just appeared are never taken for orphans.
  const named = await engine.registry.files()
  const oldest = engine.now().getTime() - graceMs
  const isAlive = (entry: SegmentEntry): boolean =>
    !entry.finished && !entry.abandoned && entry.modifiedMs >= oldest
  const running = new Set(
    entries.filter(({ entry }) => isAlive(entry)).map(({ entry }) => ingestOf(entry.name)),
  )
  let removed = 0
  for (const { store, entry } of entries) {
    const { name } = entry
    if (named.segments.has(name) || named.spool.has(name) || running.has(ingestOf(name))) continue
    await store.remove(name)
    removed += 1
  }
  if (removed > 0) engine.emit({ type: 'store-swept', removed })
  return removed
}

async function listFiles(store: SegmentStore): Promise<{ store: SegmentStore; entry: SegmentEntry }[]> {
  return (await store.list()).map((entry) => ({ store, entry }))
}

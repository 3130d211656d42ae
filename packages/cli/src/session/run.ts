import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Assay, DatasetNames, NamedDataset } from '@assay/sdk'
import { createProgress } from '../render/progress.js'
import type { Engine, Session } from './session.js'
import { findStorePath } from './store-path.js'
import {
  findDataset,
  ingestTarget,
  type NamedTarget,
  type SourceOptions,
  type Target,
  targetUnknown,
} from './target.js'

/** What a running command works with. */
export interface Run {
  readonly assay: Assay
  readonly engine: Engine
  readonly store: string
}

/** Opens the store, runs, and closes it whatever happens. `keepProgress` leaves the finished bar standing. */
export async function withAssay<Result>(
  options: { readonly store?: string },
  session: Session,
  work: (run: Run) => Promise<Result>,
  keepProgress = true,
): Promise<Result> {
  const engine = await session.loadEngine()
  const store = findStorePath(options.store, session)
  const progress = createProgress(session.err, keepProgress)
  const assay = await engine.createAssay({ store, onEvent: progress.onEvent })
  try {
    return await work({ assay, engine, store })
  } finally {
    progress.stop()
    await assay.close()
  }
}

/** The same with further datasets, each under its name. */
export async function withDatasets<Result>(
  target: Target,
  others: readonly NamedTarget[],
  options: SourceOptions & { readonly store?: string },
  session: Session,
  work: (datasets: DatasetNames, run: Run) => Promise<Result>,
): Promise<Result> {
  return await withDataset(target, options, session, async (dataset, run) => {
    if (others.length === 0) return await work(dataset, run)
    const named: (string | NamedDataset)[] = [
      target.kind === 'input' && options.name === undefined ? { dataset, as: 'stdin' } : dataset,
    ]
    for (const other of others) named.push({ as: other.as, dataset: await ingestOther(other, run, session) })
    return await work(named, run)
  })
}

async function ingestOther(
  { target }: NamedTarget,
  { assay, engine }: Run,
  session: Session,
): Promise<string> {
  if (target.kind === 'dataset') return await findDataset(target.name, assay, session)
  return (await ingestTarget(target, {}, assay, engine, session)).name
}

/** Opens the store with the dataset that is meant, ingested if it must be. */
export async function withDataset<Result>(
  target: Target,
  options: SourceOptions & { readonly store?: string },
  session: Session,
  work: (dataset: string, run: Run) => Promise<Result>,
): Promise<Result> {
  // A mistyped path must not leave a new store behind.
  if (target.kind === 'dataset' && !existsSync(findStorePath(options.store, session)))
    throw targetUnknown(target.name, [], session)
  return await withAssay(options, session, async (run) => {
    const { assay, engine } = run
    if (target.kind === 'dataset') return await work(await findDataset(target.name, assay, session), run)
    if (target.kind === 'files' || options.name !== undefined)
      return await work((await ingestTarget(target, options, assay, engine, session)).name, run)
    // Standard input without a name belongs to this call alone: another process may be asking of its own.
    const name = `stdin-${randomUUID()}`
    try {
      await ingestTarget(target, { ...options, name }, assay, engine, session)
      return await work(name, run)
    } finally {
      await assay.remove(name)
    }
  })
}

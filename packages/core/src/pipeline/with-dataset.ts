import type { AskedDataset } from '../guard/call-input.js'
import type { CallContext } from '../guard/context.js'
import { guardErrors } from '../guard/errors.js'
import { findNearestNames } from '../plan/nearest-names.js'
import type { Engine } from './engine.js'
import { pipelineErrors } from './errors.js'
import type { OpenDataset } from './open-datasets.js'
import { createQueryView, type NamedDataset, type QueryView, toLabel } from './query-view.js'

/** Attempts to open a version that others keep replacing. */
const maxAttempts = 5

/** Runs work over the current version of a dataset; the version stays readable until the work is done. */
export async function withDataset<Result>(
  engine: Engine,
  tenant: string,
  name: string,
  work: (dataset: OpenDataset) => Promise<Result>,
): Promise<Result> {
  const dataset = await openCurrent(engine, tenant, name)
  try {
    return await work(dataset)
  } finally {
    await dataset.release()
  }
}

/** Runs work over the current versions of datasets under their names, as the actor of a call sees them. */
export async function withQueryView<Result>(
  engine: Engine,
  asked: readonly AskedDataset[],
  context: CallContext,
  work: (view: QueryView) => Promise<Result>,
): Promise<Result> {
  const names = asked.map(({ name, as = toLabel(name) }) => ({ name, as }))
  checkLabels(names)
  const opened: NamedDataset[] = []
  try {
    for (const { name, as } of names)
      opened.push({ as, dataset: await openCurrent(engine, context.tenant, name) })
    const [first, ...others] = opened
    return await work(createQueryView([first!, ...others], engine.scope, context))
  } finally {
    for (const { dataset } of opened) await dataset.release()
  }
}

function checkLabels(names: readonly { readonly name: string; readonly as: string }[]): void {
  const seen = new Map<string, string>()
  for (const { name, as } of names) {
    const before = seen.get(as.toLowerCase())
    if (before !== undefined)
      throw guardErrors.create(
        'INPUT_INVALID',
        `Two datasets of the query are called "${as}": ${before} and ${name}.`,
        { field: 'datasets', problem: 'repeated name' },
        { hint: 'Give one of them another name: { dataset, as: "other" }, or --with other=file.' },
      )
    seen.set(as.toLowerCase(), name)
  }
}

/** Between reading which version is current and opening its files, another ingest may have replaced it. */
async function openCurrent(engine: Engine, tenant: string, name: string): Promise<OpenDataset> {
  for (let attempt = 1; ; attempt++) {
    const version = await engine.registry.find(tenant, name)
    if (version === undefined) throw await unknownDataset(engine, tenant, name)
    try {
      return await engine.opened.open(version, () => engine.registry.readCatalog(version))
    } catch (error) {
      const now = await engine.registry.find(tenant, name)
      if (now?.segment === version.segment || attempt === maxAttempts) throw error
    }
  }
}

async function unknownDataset(engine: Engine, tenant: string, name: string): Promise<Error> {
  const names = (await engine.registry.list(tenant)).map((version) => version.name)
  const nearest = findNearestNames(name, names)
  return pipelineErrors.create(
    'DATASET_UNKNOWN',
    `There is no dataset "${name}".`,
    { dataset: name, nearest },
    {
      hint:
        nearest.length > 0
          ? `Did you mean ${nearest.map((near) => `"${near}"`).join(' or ')}?`
          : 'Ingest a file first; its path becomes the name of the dataset.',
    },
  )
}

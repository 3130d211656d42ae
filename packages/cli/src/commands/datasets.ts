import type { Command } from 'commander'
import { renderDatasets } from '../render/datasets.js'
import { writeJson } from '../render/json.js'
import { toPrintable } from '../render/printable.js'
import { withAssay, withDataset } from '../session/run.js'
import type { Session } from '../session/session.js'
import { addCommonOptions, type CommonOptions } from './command-options.js'

export function addDatasets(program: Command, session: Session): void {
  const list = program
    .command('datasets')
    .description('list the datasets of the store, or remove one')
    .action((_options: CommonOptions, command: Command) => runList(command.optsWithGlobals(), session))
  addCommonOptions(list)
  const remove = list
    .command('remove')
    .description('remove a dataset with all its versions; the file it came from stays')
    .argument('<name>', 'as "assay datasets" shows it')
    .action((name: string, _options: CommonOptions, command: Command) =>
      runRemove(name, command.optsWithGlobals(), session),
    )
  addCommonOptions(remove)
}

async function runList(options: CommonOptions, session: Session): Promise<void> {
  await withAssay(options, session, async ({ assay, store }) => {
    const datasets = await assay.datasets({ signal: session.signal })
    if (options.json) await writeJson(session.out, { store, datasets })
    else await session.out.write(renderDatasets(datasets, store, session.out.style, session.out.columns))
  })
}

async function runRemove(argument: string, options: CommonOptions, session: Session): Promise<void> {
  await withDataset({ kind: 'dataset', name: argument }, options, session, async (name, { assay }) => {
    const removed = await assay.remove(name, { signal: session.signal })
    if (options.json) await writeJson(session.out, { name, removed })
    else await session.out.write(`  Removed ${toPrintable(name)}.\n`)
  })
}
